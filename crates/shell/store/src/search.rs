use rapport_model::{Interaction, InteractionId, PersonId};

use crate::dialect::search::{self, Corpus, Term};
use crate::engine::Tx;
use crate::error::Result;
use crate::words;

/// The most words of a query that are looked at.
const MOST_TERMS: usize = 12;

impl Tx<'_> {
    /// Interactions in which all words occur, newest first, before a given one. The last word may be unfinished.
    pub fn search_interactions(
        &self,
        query: &str,
        before: Option<InteractionId>,
        limit: u32,
    ) -> Result<Vec<Interaction>> {
        let mut found = Vec::new();
        let hits = search::find(self, Corpus::Interactions, &terms(query), before.map(|id| id.0), limit)?;
        for hit in hits {
            found.extend(self.interactions_near(hit.first, hit.last)?);
        }
        Ok(found)
    }

    /// People in whose name or addresses all words occur. The last word may be unfinished.
    pub fn search_people(&self, query: &str, limit: u32) -> Result<Vec<PersonId>> {
        let mut found = Vec::new();
        for hit in search::find(self, Corpus::People, &terms(query), None, limit)? {
            found.extend(self.people_near(hit.first, hit.last)?);
        }
        Ok(found)
    }
}

fn terms(query: &str) -> Vec<Term> {
    let mut folded = String::new();
    words::folded(query, &mut folded);
    let ends_inside_a_word = !query.ends_with(char::is_whitespace);
    let mut terms: Vec<Term> = folded
        .split_whitespace()
        .take(MOST_TERMS)
        .map(|word| Term { word: word.to_owned(), is_prefix: false })
        .collect();
    if let Some(last) = terms.last_mut() {
        last.is_prefix = ends_inside_a_word;
    }
    terms
}
