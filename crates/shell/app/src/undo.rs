use uuid::Uuid;

/// The id of an act that can be undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undo(pub Uuid);
