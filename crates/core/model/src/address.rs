use std::fmt;

use serde::{Deserialize, Serialize};

/// A mail address, folded: lower case, international domains in their readable form, no brackets.
/// A `+tag` is kept; [`Address::without_tag`] gives the form that two addresses are matched by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Address(String);

/// The longest address that is read, in bytes; RFC 5321 allows 254.
const LONGEST: usize = 320;
/// How many layers of brackets and `mailto:` are taken off.
const DEEPEST: usize = 4;

impl Address {
    /// Folds a raw address; `None` when there is no `local@domain` in it.
    pub fn parse(raw: &str) -> Option<Self> {
        // There may be several layers, as in `<mailto:ana@x.org>`.
        let mut folded = Self::fold(raw)?;
        for _ in 0..DEEPEST {
            let again = Self::fold(&folded.0)?;
            if again == folded {
                return Some(folded);
            }
            folded = again;
        }
        None
    }

    fn fold(raw: &str) -> Option<Self> {
        let raw = raw.trim().trim_start_matches("mailto:");
        let raw =
            raw.trim_matches(|c: char| matches!(c, '<' | '>' | '"' | '\'' | ',' | ';') || c.is_whitespace());
        let (local, domain) = raw.rsplit_once('@')?;
        let local = local.trim_matches('"');
        let domain = domain.trim_end_matches('.');
        let is_odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',');
        if local.is_empty() || domain.is_empty() || raw.len() > LONGEST {
            return None;
        }
        if local.contains(is_odd) || domain.contains(is_odd) || domain.contains('@') {
            return None;
        }
        let domain = if domain.is_ascii() && !domain.contains("xn--") && !domain.contains("XN--") {
            domain.to_ascii_lowercase()
        } else {
            // A domain that IDNA refuses stays as it was written.
            match idna::domain_to_unicode(domain) {
                (readable, Ok(())) if !readable.contains(is_odd) => readable,
                _ => domain.to_lowercase(),
            }
        };
        if domain.is_empty() || domain.contains('@') {
            return None;
        }
        Some(Self(format!("{}@{domain}", local.to_lowercase())))
    }

    /// The folded address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part after the `@`.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// The part before the `@`, with its tag.
    pub fn local(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(local, _)| local)
    }

    /// The address as people are matched by: `ana+news@x.org` is `ana@x.org`.
    #[must_use]
    pub fn without_tag(&self) -> Self {
        match self.local().split_once('+') {
            Some((base, _)) if !base.is_empty() => Self(format!("{base}@{}", self.domain())),
            _ => self.clone(),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An address with the name that stood beside it, decoded and trimmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mailbox {
    /// The address, folded as [`Address`] says.
    pub address: Address,
    /// The display name; `None` when there was none, or when it only repeats the address.
    pub name: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folded(raw: &str) -> Option<String> {
        Address::parse(raw).map(|address| address.to_string())
    }

    #[test]
    fn addresses_fold_case_brackets_and_international_domains() {
        assert_eq!(folded(" <Ana.Lopez@Example.COM> ").as_deref(), Some("ana.lopez@example.com"));
        assert_eq!(folded("ana@xn--bcher-kva.example").as_deref(), Some("ana@bücher.example"));
        assert_eq!(folded("ana@BÜCHER.example").as_deref(), Some("ana@bücher.example"));
        assert_eq!(folded("ana@example.com.").as_deref(), Some("ana@example.com"));
        assert_eq!(folded("nobody"), None);
        assert_eq!(folded("undisclosed-recipients:;"), None);
        assert_eq!(folded("@example.com"), None);
        assert_eq!(folded("<mailto:Ana@Example.com>").as_deref(), Some("ana@example.com"));
        assert_eq!(folded("MAILTO:ana@example.com").as_deref(), Some("ana@example.com"));
        assert_eq!(folded("ana@'."), None);
    }

    #[test]
    fn a_tag_is_kept_but_does_not_make_another_person() {
        let tagged = Address::parse("Ana+news@example.com").unwrap();
        assert_eq!(tagged.as_str(), "ana+news@example.com");
        assert_eq!(tagged.without_tag().as_str(), "ana@example.com");
        assert_eq!(Address::parse("+1555@example.com").unwrap().without_tag().as_str(), "+1555@example.com");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(raw in "\\PC{0,40}@\\PC{0,40}") {
            if let Some(once) = Address::parse(&raw) {
                prop_assert_eq!(Address::parse(once.as_str()), Some(once));
            }
        }
    }
}
