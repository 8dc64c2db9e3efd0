use askama::Template;
use axum::response::Response;
use rapport_app::{TeamView, Warmth, count, grouped};

use super::companies::{self, CompaniesView};
use super::weeks::{self, WeeksView};
use crate::page::parts::{Empty, Link};
use crate::page::render::page;
use crate::page::shell::Shell;
use crate::page::words;
use crate::request::error::Result;
use crate::request::signed_in::SignedIn;

/// The page of the team: `GET /team`.
#[derive(Template)]
#[template(path = "team/show.html")]
struct TeamPage {
    shell: Shell,
    /// The numbers as a sentence, such as `Three members and 412 relationships, all counted together.`
    summary: String,
    /// What is shown while there is no relationship.
    empty: Option<Empty>,
    /// The number of relationships by warmth, the warmest first.
    bands: Vec<BandView>,
    /// The people in contact, week by week.
    weeks: WeeksView,
    /// The answers, by company.
    companies: CompaniesView,
}

/// A step of warmth.
struct BandView {
    /// The step, from 1 (cold) to 5 (warm).
    warmth: u8,
    /// The step in a word.
    word: &'static str,
    /// The range of the probability of contact, such as `from 75 %`.
    probability: &'static str,
    /// The number of relationships.
    count: String,
    /// The width of the bar, in percent of the largest.
    width: f64,
}

/// Shows the page of the team: `GET /team`.
pub(crate) async fn show(signed_in: SignedIn) -> Result<Response> {
    let team = signed_in.acting().team().await?;
    let calendar = signed_in.calendar().await?;
    page(&TeamPage {
        shell: Shell::of(&signed_in, "team").await?,
        summary: summary(&team),
        empty: (team.relationships == 0).then(|| Empty {
            icon: "activity",
            title: "No relationship yet".to_owned(),
            text: "From the mail of all members Rapport counts how many relationships are warm, how many people the \
                   team is in contact with each week, and which companies answer. It begins with an import."
                .to_owned(),
            next: Some(Link::new("/imports", "Import mail")),
        }),
        bands: bands(&team),
        weeks: weeks::view(&team, &calendar),
        companies: companies::view(&team.companies),
    })
}

fn summary(team: &TeamView) -> String {
    let relationships = count(team.relationships, "relationship", "relationships");
    match team.members {
        1 => format!("You have {relationships}. With more members, all are counted together."),
        members => {
            let members = words::capital(&words::number(members));
            format!(
                "{members} members and {relationships}, all counted together. Nobody is compared with anybody."
            )
        }
    }
}

fn bands(team: &TeamView) -> Vec<BandView> {
    let most = team.bands.iter().map(|(_, count)| *count).max().unwrap_or_default().max(1);
    let band = |(warmth, count): &(Warmth, u64)| BandView {
        warmth: warmth.step(),
        word: warmth.word(),
        probability: match warmth {
            Warmth::Cold => "under 5 %",
            Warmth::Cool => "5 to 20 %",
            Warmth::Cooling => "20 to 45 %",
            Warmth::Steady => "45 to 75 %",
            Warmth::Warm => "from 75 %",
        },
        count: grouped(*count),
        width: words::hundredths(*count as f64 / most as f64),
    };
    team.bands.iter().rev().map(band).collect()
}
