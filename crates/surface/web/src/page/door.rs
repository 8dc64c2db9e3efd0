use axum_extra::extract::CookieJar;

use crate::page::assets;
use crate::request::cookies;

/// The frame of the pages before one is inside: setup, sign-in, errors.
pub(crate) struct Door {
    /// `system`, `light` or `dark`.
    pub(crate) theme: String,
    /// Where the built assets are.
    pub(crate) assets: String,
    /// The token that every form sends back as `csrf`; its cookie must say the same.
    pub(crate) csrf: String,
}

impl Door {
    /// A frame without a form.
    pub(crate) fn plain(jar: &CookieJar) -> Self {
        Self { theme: cookies::chosen_theme(jar), assets: assets::prefix(), csrf: String::new() }
    }
}
