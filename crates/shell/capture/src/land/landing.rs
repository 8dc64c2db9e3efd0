use std::sync::Arc;

use rapport_model::{Account, ImportId, Rules};

/// What the messages of a batch have in common.
#[derive(Clone, Debug)]
pub struct Landing {
    /// The rules they are decided by.
    pub rules: Arc<Rules>,
    /// The import that brings them.
    pub import: ImportId,
    /// The account they were seen in.
    pub account: Account,
}
