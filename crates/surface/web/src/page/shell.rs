use crate::page::assets;
use crate::page::flash_view::{self, FlashView};
use crate::request::cookies;
use crate::request::error::Result;
use crate::request::visit::Visit;

/// What the frame around a page shows.
pub(crate) struct Shell {
    /// `system`, `light` or `dark`, from the cookie `theme`.
    pub(crate) theme: String,
    /// Where the built assets are, without a trailing slash: `/assets/{build}`.
    pub(crate) assets: String,
    /// The token that every form sends back as `csrf`.
    pub(crate) csrf: String,
    /// Who is signed in.
    pub(crate) member: String,
    /// Which page is marked in the navigation: `today`, `people`, `sphere`, `team`, `imports`, `settings` or nothing.
    pub(crate) place: &'static str,
    /// What stands in the search box; empty unless this is the search page.
    pub(crate) query: String,
    /// What just happened, said once.
    pub(crate) flash: Option<FlashView>,
}

impl Shell {
    /// The frame of a page, with what just happened.
    pub(crate) async fn of(visit: &Visit, place: &'static str) -> Result<Self> {
        Ok(Self {
            theme: cookies::chosen_theme(&visit.jar),
            assets: assets::prefix(),
            csrf: visit.session.csrf(),
            member: visit.session.member.name.clone(),
            place,
            query: String::new(),
            flash: flash_view::view(visit).await?,
        })
    }
}
