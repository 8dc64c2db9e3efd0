use uuid::Uuid;

/// What can be taken back, by its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undo(pub Uuid);
