use crate::page::assets;
use crate::page::flash_view::{self, FlashView};
use crate::request::cookies;
use crate::request::error::Result;
use crate::request::signed_in::SignedIn;

/// The shell around a page of a member who is signed in.
pub(crate) struct Shell {
    /// `system`, `light` or `dark`, from the cookie `theme`.
    pub(crate) theme: String,
    /// The prefix of the URLs of assets, `/assets/{build}`.
    pub(crate) assets: String,
    /// The CSRF token, which every form sends back as `csrf`.
    pub(crate) csrf: String,
    /// The name of the member who is signed in.
    pub(crate) member: String,
    /// The entry of the navigation that is marked: `today`, `people`, `sphere`, `team`, `imports`, `settings` or empty.
    pub(crate) place: &'static str,
    /// The text in the search box; empty except on the search page.
    pub(crate) query: String,
    /// The sentence about the last action; `None` when there is none.
    pub(crate) flash: Option<FlashView>,
}

impl Shell {
    /// The shell of a page, with the sentence about the last action.
    pub(crate) async fn of(signed_in: &SignedIn, place: &'static str) -> Result<Self> {
        Ok(Self {
            theme: cookies::chosen_theme(&signed_in.jar),
            assets: assets::prefix(),
            csrf: signed_in.session.csrf(),
            member: signed_in.session.member.name.clone(),
            place,
            query: String::new(),
            flash: flash_view::view(signed_in).await?,
        })
    }
}
