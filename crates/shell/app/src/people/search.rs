use rapport_model::{Interaction, InteractionId, Participation, Person, PersonId};

use crate::acting::Acting;
use crate::error::Result;
use crate::people::list::{PeopleQuery, PersonLine};
use crate::permission::rights::Resource;

/// The matches of a query.
#[derive(Clone, Debug)]
pub struct SearchResults {
    /// People whose name or address matches.
    pub people: Vec<PersonLine>,
    /// Interactions whose subject or own text matches, newest first.
    pub hits: Vec<Hit>,
    /// The interaction before which the next page begins; `None` on the last one.
    pub next: Option<InteractionId>,
}

/// An interaction that matches.
#[derive(Clone, Debug)]
pub struct Hit {
    pub interaction: Interaction,
    /// The name of a person who took part.
    pub name: String,
    /// The text around the first match, in pieces; those marked true match.
    pub snippet: Vec<(String, bool)>,
}

const PAGE: u32 = 20;
const PEOPLE: usize = 8;
const SNIPPET: usize = 180;

impl Acting {
    /// The people and interactions in which all words of the query occur, among those that the member took part in.
    pub async fn search(&self, query: &str, before: Option<InteractionId>) -> Result<SearchResults> {
        let member = self.id();
        let text = query.trim().to_owned();
        if text.is_empty() {
            return Ok(SearchResults { people: Vec::new(), hits: Vec::new(), next: None });
        }
        let people = self.search_people(query, PEOPLE).await?;
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        let (found, hits) = self
            .run_search(Resource::Interaction, move |tx| {
                let found = tx.search_interactions(member, &text, before, PAGE)?;
                let parts = tx.participants_of(&found.iter().map(|one| one.id).collect::<Vec<_>>())?;
                // Words are private to those who took part.
                let own = |parts: &Vec<Participation>| {
                    parts.iter().find(|part| part.member == member).map(|part| part.person)
                };
                let shown: Vec<_> =
                    found.iter().zip(&parts).filter_map(|(one, parts)| Some((one, own(parts)?))).collect();
                let people = tx.people(&shown.iter().map(|(_, person)| *person).collect::<Vec<_>>())?;
                let hit = |((interaction, _), person): ((&Interaction, PersonId), Option<Person>)| Hit {
                    interaction: interaction.clone(),
                    name: person.map(|person| person.name).unwrap_or_default(),
                    snippet: snippet(&interaction.own_text, &words),
                };
                let hits = shown.into_iter().zip(people).map(hit).collect();
                let last = found.last().map(|last| last.id);
                Ok((last.filter(|_| found.len() >= PAGE as usize), hits))
            })
            .await?;
        Ok(SearchResults { people, hits, next: found })
    }

    /// The people whose name or address matches, the most recent first.
    pub async fn search_people(&self, query: &str, limit: usize) -> Result<Vec<PersonLine>> {
        let query = PeopleQuery { text: Some(query.to_owned()), limit, ..PeopleQuery::default() };
        Ok(self.people(query).await?.people)
    }
}

/// The text around the first word that matches, cut between words, in pieces that match or do not.
fn snippet(text: &str, words: &[String]) -> Vec<(String, bool)> {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_match = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        words.iter().any(|wanted| word.starts_with(wanted.trim_matches(|c: char| !c.is_alphanumeric())))
    };
    let all: Vec<&str> = line.split(' ').collect();
    let first = all.iter().position(|word| is_match(word)).unwrap_or(0);
    let start = first.saturating_sub(8);
    let mut pieces: Vec<(String, bool)> = Vec::new();
    if start > 0 {
        pieces.push(("… ".to_owned(), false));
    }
    let mut length = 0;
    for (place, word) in all.iter().enumerate().skip(start) {
        if length > SNIPPET {
            pieces.push(("…".to_owned(), false));
            break;
        }
        length += word.len() + 1;
        let matches = is_match(word);
        let spaced = if place + 1 < all.len() { format!("{word} ") } else { (*word).to_owned() };
        match pieces.last_mut() {
            Some((piece, last)) if *last == matches => piece.push_str(&spaced),
            _ => pieces.push((spaced, matches)),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snippet_shows_where_the_words_are() {
        let text = format!("{} The Quote, please.\nSoon", "filler ".repeat(30));
        let pieces = snippet(&text, &["quo".to_owned()]);
        assert_eq!(pieces[0].0, "… filler filler filler filler filler filler filler The ");
        assert_eq!(pieces[1], ("Quote, ".to_owned(), true));
        assert_eq!(pieces[2], ("please. Soon".to_owned(), false));
    }
}
