use axum_extra::extract::CookieJar;

use crate::page::assets;
use crate::request::cookies;

/// The shell of the pages for those who are signed out: setup, sign-in, errors.
pub(crate) struct PublicShell {
    /// `system`, `light` or `dark`.
    pub(crate) theme: String,
    /// The prefix of the URLs of assets.
    pub(crate) assets: String,
    /// The CSRF token of forms; the cookie has to hold the same.
    pub(crate) csrf: String,
}

impl PublicShell {
    /// A shell for a page without a form.
    pub(crate) fn plain(jar: &CookieJar) -> Self {
        Self { theme: cookies::chosen_theme(jar), assets: assets::prefix(), csrf: String::new() }
    }
}
