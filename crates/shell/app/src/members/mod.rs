pub(crate) mod sessions;
pub(crate) mod settings;
