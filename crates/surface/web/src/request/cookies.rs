use std::time::Duration;

use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};

use crate::request::web::Web;

/// The colors that were chosen. The only cookie that scripts may read.
pub(crate) const THEME: &str = "theme";
/// What just happened.
pub(crate) const FLASH: &str = "flash";
/// What the forms before the door send back.
pub(crate) const DOOR: &str = "door";

/// What can be chosen; the first where nothing was.
pub(crate) const THEMES: [&str; 3] = ["system", "light", "dark"];

/// A cookie of this site that the browser keeps for a time; zero removes it.
pub(crate) fn cookie(web: &Web, name: &str, value: String, max_age: Duration) -> Cookie<'static> {
    Cookie::build((name.to_owned(), value))
        .path("/")
        .http_only(name != THEME)
        .same_site(SameSite::Lax)
        .secure(web.is_secure())
        .max_age(max_age.try_into().unwrap_or_default())
        .build()
}

/// The cookie of somebody who is signed in; the session itself may end sooner.
pub(crate) fn session(web: &Web, token: &str) -> Cookie<'static> {
    cookie(web, &web.session_cookie(), token.to_owned(), Duration::from_hours(30 * 24))
}

/// Takes a cookie away.
pub(crate) fn removal(web: &Web, name: &str) -> Cookie<'static> {
    cookie(web, name, String::new(), Duration::ZERO)
}

/// The cookie of the colors.
pub(crate) fn theme(web: &Web, theme: &str) -> Cookie<'static> {
    cookie(web, THEME, theme.to_owned(), Duration::from_hours(365 * 24))
}

/// The colors that were chosen in this browser.
pub(crate) fn chosen_theme(jar: &CookieJar) -> String {
    let theme = jar.get(THEME).map(|cookie| cookie.value().to_owned());
    theme.filter(|theme| THEMES.contains(&theme.as_str())).unwrap_or_else(|| THEMES[0].to_owned())
}
