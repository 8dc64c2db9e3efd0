use std::time::Duration;

use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};

use crate::request::state::WebState;

/// The chosen color theme. It is the only cookie that scripts may read.
pub(crate) const THEME: &str = "theme";
/// The last action, see [`Flash`](crate::request::flash::Flash).
pub(crate) const FLASH: &str = "flash";
/// The CSRF token of forms for those who are signed out.
pub(crate) const FORM_TOKEN: &str = "door";

/// The color themes; the first is the default.
pub(crate) const THEMES: [&str; 3] = ["system", "light", "dark"];

/// A cookie of this site that the browser keeps for a time; zero removes it.
pub(crate) fn cookie(state: &WebState, name: &str, value: String, max_age: Duration) -> Cookie<'static> {
    Cookie::build((name.to_owned(), value))
        .path("/")
        .http_only(name != THEME)
        .same_site(SameSite::Lax)
        .secure(state.is_secure())
        .max_age(max_age.try_into().unwrap_or_default())
        .build()
}

/// The cookie of a session. The session itself may end sooner.
pub(crate) fn session(state: &WebState, token: &str) -> Cookie<'static> {
    cookie(state, &state.session_cookie(), token.to_owned(), Duration::from_hours(30 * 24))
}

/// A cookie that makes the browser remove the one of this name.
pub(crate) fn removal(state: &WebState, name: &str) -> Cookie<'static> {
    cookie(state, name, String::new(), Duration::ZERO)
}

/// The cookie of the color theme.
pub(crate) fn theme(state: &WebState, theme: &str) -> Cookie<'static> {
    cookie(state, THEME, theme.to_owned(), Duration::from_hours(365 * 24))
}

/// The color theme that was chosen in this browser, or the default.
pub(crate) fn chosen_theme(jar: &CookieJar) -> String {
    let theme = jar.get(THEME).map(|cookie| cookie.value().to_owned());
    theme.filter(|theme| THEMES.contains(&theme.as_str())).unwrap_or_else(|| THEMES[0].to_owned())
}
