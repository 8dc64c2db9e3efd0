use rapport_app::{PersonView, first_name};

/// The name by which the person of a page is called in sentences.
pub(super) fn called(view: &PersonView) -> &str {
    first_name(&view.person.name)
}
