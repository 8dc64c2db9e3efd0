/// What is cut from an HTML mail because of a tag.
pub(super) enum Cut {
    /// The element is a quote.
    Quote,
    /// The element is not what was typed: a signature, an attribution, a preview.
    Element,
    /// The element and all that follows are quoted.
    Rest,
}

/// Classes and ids of elements that hold a quoted mail.
const QUOTES: &[&str] = &[
    "yahoo_quoted",
    "protonmail_quote",
    "tutanota_quote",
    "olk_src_body_section",
    "zmail_extra",
    "zohomail_quote",
];

/// Classes, ids and styles of elements that nobody typed.
const UNTYPED: &[&str] = &[
    "moz-cite-prefix",
    "gmail_signature",
    "moz-signature",
    "protonmail_signature",
    "applemailsignature",
    "ms-outlook-mobile-signature",
    "id=\"signature\"",
    "id=signature",
    "x_signature",
    "display:none",
    "display: none",
    "mail-signature",
    "email-signature",
];

/// Ids of what programs put between the answer and the mail that is answered.
const BOUNDARIES: &[&str] = &[
    "divrplyfwdmsg",
    "appendonsend",
    "reference-message",
    "zwchr",
    "stopspelling",
    "outlookmessageheader",
    "divtagdefaultwrapper_quoted",
    "isforwardcontent",
];

/// How much of a tag is read, in bytes.
const LONGEST: usize = 500;

/// Tells from a tag whether its element, or all after it, is quoted. The name is in lower case.
pub(super) fn cut(name: &str, attributes: &str) -> Option<Cut> {
    let can_be_marked = matches!(
        name,
        "div" | "span" | "p" | "table" | "section" | "hr" | "blockquote" | "td" | "a" | "footer"
    );
    if !can_be_marked || (attributes.len() < 4 && name != "blockquote") {
        return None;
    }
    let mut end = attributes.len().min(LONGEST);
    while !attributes.is_char_boundary(end) {
        end -= 1;
    }
    let folded = attributes[..end].to_ascii_lowercase();
    let says = |marks: &[&str]| marks.iter().any(|mark| folded.contains(mark));
    if name == "blockquote" {
        // Some programs indent with it; they say that they draw no border.
        let is_indented = (folded.contains("border:none") || folded.contains("border: none"))
            && folded.contains("margin")
            && !folded.contains("cite");
        return (!is_indented).then_some(Cut::Quote);
    }
    if says(BOUNDARIES) {
        return Some(Cut::Rest);
    }
    if says(QUOTES) {
        return Some(Cut::Quote);
    }
    (name != "a" && says(UNTYPED)).then_some(Cut::Element)
}
