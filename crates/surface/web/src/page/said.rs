/// Marks a response in which the flash was shown.
#[derive(Clone, Copy)]
pub(crate) struct Said;
