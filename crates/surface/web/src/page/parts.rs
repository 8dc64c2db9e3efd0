//! Small views that several pages share.

/// A link with its text.
pub(crate) struct Link {
    pub(crate) href: String,
    pub(crate) label: String,
}

impl Link {
    pub(crate) fn new(href: &str, label: &str) -> Self {
        Self { href: href.to_owned(), label: label.to_owned() }
    }
}

/// What is shown instead of an empty list, with a next step.
pub(crate) struct Empty {
    /// The name of an icon in the sprite, such as `import`, `users`, `search` or `check`.
    pub(crate) icon: &'static str,
    pub(crate) title: String,
    /// What to do about it, as one sentence.
    pub(crate) text: String,
    /// The link of the next step.
    pub(crate) next: Option<Link>,
}

/// One choice of a menu or a select.
pub(crate) struct Choice {
    /// The value that the form sends.
    pub(crate) value: String,
    /// The text that is shown.
    pub(crate) label: String,
    /// Further text beside it; may be empty.
    pub(crate) hint: String,
}

/// A value with its label.
pub(crate) struct Fact {
    /// The label, such as `Last contact`.
    pub(crate) label: &'static str,
    /// The value, such as `6 days ago`.
    pub(crate) value: String,
    /// The exact value, shown on hover; may be empty.
    pub(crate) title: String,
}

impl Fact {
    /// A value that is exact already.
    pub(crate) fn new(label: &'static str, value: impl Into<String>) -> Self {
        Self { label, value: value.into(), title: String::new() }
    }
}
