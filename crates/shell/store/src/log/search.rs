use rapport_model::{Interaction, InteractionId, MemberId};

use uuid::Uuid;

use crate::dialect::search::{self, Found, Term};
use crate::engine::tx::Tx;
use crate::error::Result;
use crate::log::words;

/// The most words of a query that are used.
const MAX_TERMS: usize = 12;

impl Tx<'_> {
    /// Interactions that a member took part in and in which all words occur, newest first, before a given one. When too
    /// few have the last word whole, it may be the beginning of one.
    pub fn search_interactions(
        &self,
        member: MemberId,
        query: &str,
        before: Option<InteractionId>,
        limit: u32,
    ) -> Result<Vec<Interaction>> {
        let hits = self.hits(member, query, before.map(|id| id.0), limit)?;
        self.interactions_near(hits.iter().map(|hit| (hit.first, hit.last)))
    }

    /// Whole words are found much quicker than beginnings of words, and are what is meant when there are many.
    fn hits(&self, member: MemberId, query: &str, before: Option<Uuid>, limit: u32) -> Result<Vec<Found>> {
        let mut terms = terms(query);
        if terms.is_empty() {
            return Ok(Vec::new());
        }
        // This comes first, so that the last term is still the word being typed.
        terms.insert(0, Term { word: words::of_member(member), is_prefix: false });
        let whole = search::find(self, &terms, before, limit)?;
        let is_finished = query.ends_with(char::is_whitespace);
        let is_open = |last: &&mut Term| {
            !is_finished
                && whole.len() < limit as usize
                && last.word.chars().count() >= search::SHORTEST_BEGINNING
        };
        let Some(last) = terms.last_mut().filter(is_open) else {
            return Ok(whole);
        };
        last.is_prefix = true;
        search::find(self, &terms, before, limit)
    }
}

fn terms(query: &str) -> Vec<Term> {
    let mut folded = String::new();
    words::folded(query, &mut folded);
    folded
        .split_whitespace()
        .take(MAX_TERMS)
        .map(|word| Term { word: word.to_owned(), is_prefix: false })
        .collect()
}
