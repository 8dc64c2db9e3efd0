use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::ids::{ImportId, MemberId};

/// What can be done in the background.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Job {
    /// Read mail and land it.
    Import {
        /// The run that was noted when it was asked for.
        import: ImportId,
        /// What it is called in lists.
        label: String,
        /// Files and folders of mail.
        paths: Vec<PathBuf>,
        /// Whose mail it is.
        owner: MemberId,
        /// The paths were uploaded for this run and are removed after it.
        is_upload: bool,
    },
    /// Decide anew about everything, by the rules as they are now, if that is still due.
    Replay {
        /// Whose settings were changed.
        owner: MemberId,
    },
    /// Fold what is new into the relationships.
    Measure,
}

impl Job {
    /// The stable name of the kind.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Import { .. } => "import",
            Self::Replay { .. } => "replay",
            Self::Measure => "measure",
        }
    }
}
