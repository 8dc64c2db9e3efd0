use rapport_app as app;
use serde::Serialize;

/// A card of `rapport today`.
#[derive(Serialize)]
pub(crate) struct Card<'a> {
    address: &'a str,
    name: &'a str,
    lane: &'static str,
    why: &'a str,
    begin: &'a str,
    evidence: Vec<String>,
}

impl<'a> From<&'a app::Card> for Card<'a> {
    fn from(card: &'a app::Card) -> Self {
        Self {
            address: &card.address,
            name: &card.name,
            lane: card.lane.name(),
            why: &card.why,
            begin: &card.begin,
            evidence: card.evidence.iter().map(name_of).collect(),
        }
    }
}

/// The Message-ID of an interaction, for `rapport why`; the interaction's own id when it has none.
pub(crate) fn name_of(citation: &app::Citation) -> String {
    citation.message_id.clone().unwrap_or_else(|| citation.interaction.to_string())
}
