pub(crate) mod interaction;
