/// An extension of a response that has shown the flash.
#[derive(Clone, Copy)]
pub(crate) struct FlashShown;
