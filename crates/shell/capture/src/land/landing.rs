use std::sync::Arc;

use rapport_model::{Account, ImportId, Rules};

/// What all messages of a batch share.
#[derive(Clone, Debug)]
pub struct Landing {
    /// The rules by which they are decided.
    pub rules: Arc<Rules>,
    /// The import that reads them.
    pub import: ImportId,
    /// The account in which they were seen.
    pub account: Account,
}
