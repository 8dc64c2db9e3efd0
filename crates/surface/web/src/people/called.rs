use rapport_app::{PersonView, first_name};

/// What one calls the person of a page.
pub(super) fn called(view: &PersonView) -> &str {
    first_name(&view.person.name)
}
