use std::time::Duration;

/// The time limit of a query, by who waits for it. Queries of another kind never queue before those of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TimeLimit {
    /// A page, which needs few rows.
    Page,
    /// A search, which may read very many rows.
    Search,
    /// Background work, which has no limit.
    Work,
}

/// The kind of a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    Read(TimeLimit),
    Write,
    /// A change that does not wait for other writers, where the engine has several.
    WriteUnlocked,
}

impl TimeLimit {
    /// The time after which a query is cancelled; `None` is never.
    pub(crate) fn duration(self) -> Option<Duration> {
        match self {
            Self::Page => Some(Duration::from_secs(20)),
            Self::Search => Some(Duration::from_secs(5)),
            Self::Work => None,
        }
    }
}
