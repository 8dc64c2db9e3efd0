use std::time::Duration;

/// How long a question may take. Questions of another kind never stand before those of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Patience {
    /// Somebody waits for a page, which needs few rows.
    Page,
    /// Somebody waits for what they look for, which may be in very many rows.
    Search,
    /// As long as it takes.
    Work,
}

/// What a transaction does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    Read(Patience),
    Write,
    /// A change that does not wait for other writers where the engine has several.
    Signal,
}

impl Patience {
    /// After this time a question is given up.
    pub(crate) fn most(self) -> Option<Duration> {
        match self {
            Self::Page => Some(Duration::from_secs(20)),
            Self::Search => Some(Duration::from_secs(5)),
            Self::Work => None,
        }
    }
}
