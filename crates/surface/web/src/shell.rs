//! What pages have in common.

/// What the frame around a page shows.
pub(crate) struct Shell {
    /// `system`, `light` or `dark`, from the cookie `theme`.
    pub(crate) theme: String,
    /// Where the built assets are, without a trailing slash: `/assets/{build}`.
    pub(crate) assets: String,
    /// The token that every form sends back as `csrf`.
    pub(crate) csrf: String,
    /// Who is signed in.
    pub(crate) member: String,
    /// Which page is marked in the navigation: `today`, `people`, `sphere`, `team`, `imports`, `settings` or nothing.
    pub(crate) place: &'static str,
    /// What stands in the search box; empty unless this is the search page.
    pub(crate) query: String,
    /// What just happened, said once.
    pub(crate) flash: Option<FlashView>,
}

/// A sentence about what just happened.
pub(crate) struct FlashView {
    /// `Maya is done for today.`
    pub(crate) text: String,
    /// The address to post to (with `csrf`) to take it back.
    pub(crate) undo: Option<String>,
}

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
