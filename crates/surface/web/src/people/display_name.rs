use rapport_app::{PersonView, first_name};

/// The name by which the person of a page is display_name in sentences.
pub(super) fn display_name(view: &PersonView) -> &str {
    first_name(&view.person.name)
}
