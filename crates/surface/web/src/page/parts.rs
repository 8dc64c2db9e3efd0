//! What pages are put together from.

/// A link with its words.
pub(crate) struct Link {
    /// Where it leads.
    pub(crate) href: String,
    /// What it says.
    pub(crate) label: String,
}

impl Link {
    /// A link with its words.
    pub(crate) fn new(href: &str, label: &str) -> Self {
        Self { href: href.to_owned(), label: label.to_owned() }
    }
}

/// What stands where nothing is, and the next step out of it.
pub(crate) struct Empty {
    /// The name of an icon in the sprite: `import`, `users`, `search`, `check`.
    pub(crate) icon: &'static str,
    /// One short line.
    pub(crate) title: String,
    /// What to do about it.
    pub(crate) text: String,
    /// The button that does it.
    pub(crate) next: Option<Link>,
}

/// One choice of a menu or a select.
pub(crate) struct Choice {
    /// What the form sends.
    pub(crate) value: String,
    /// What the reader sees.
    pub(crate) label: String,
    /// A few quieter words beside it; may be empty.
    pub(crate) hint: String,
}

/// A labelled value.
pub(crate) struct Fact {
    /// `Last contact`
    pub(crate) label: &'static str,
    /// `6 days ago`
    pub(crate) value: String,
    /// The exact form, shown on hover; may be empty.
    pub(crate) title: String,
}

impl Fact {
    /// A value whose exact form is itself.
    pub(crate) fn new(label: &'static str, value: impl Into<String>) -> Self {
        Self { label, value: value.into(), title: String::new() }
    }
}
