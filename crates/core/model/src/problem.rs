use std::fmt;

use serde::{Deserialize, Serialize};

/// Something that was wrong with the input, and what was done about it. Bad input is stored as information and is no
/// error.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Problem {
    /// A stable name such as `date_implausible`.
    pub code: String,
    /// One sentence for the reader. It never quotes the content.
    pub detail: String,
}

impl Problem {
    /// Makes a problem from its stable name and its sentence.
    pub fn new(code: &str, detail: impl Into<String>) -> Self {
        Self { code: code.to_owned(), detail: detail.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.detail)
    }
}
