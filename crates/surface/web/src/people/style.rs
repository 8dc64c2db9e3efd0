use rapport_app::{Mirroring, grouped};
use rapport_model::{Measured, PersonId};

use crate::page::words;

/// From this share of other partners on who match as well, nothing is left to chance.
const MORE_THAN_CHANCE: f64 = 0.05;

/// How alike two people use small words: behind a lid, for the two alone.
pub(super) struct StyleView {
    /// The page with the lid lifted.
    pub(super) href: String,
    /// What is under the lid, once it is lifted.
    pub(super) said: Option<Result<Alike, String>>,
}

/// Mirroring in words.
pub(super) struct Alike {
    /// `You and Dana write in a similar style. That is trivia, not a target.`
    pub(super) sentence: String,
    /// `0.86`
    pub(super) number: String,
    /// `80 % interval 0.81 to 0.92`
    pub(super) interval: String,
    /// `0.79 with your other partners`
    pub(super) by_strangers: String,
    /// `640 words of the shorter side`
    pub(super) words: String,
    /// `mirroring/1`
    pub(super) method: String,
}

impl StyleView {
    pub(super) fn of(person: PersonId, name: &str, found: Option<Measured<Mirroring>>) -> Self {
        Self {
            href: format!("/people/{person}?style=shown#style"),
            said: found.map(|found| match found {
                Ok(found) => Ok(alike(name, &found)),
                Err(missing) => Err(words::small(&missing.not_enough)),
            }),
        }
    }
}

fn alike(name: &str, found: &Mirroring) -> Alike {
    let reading = &found.reading;
    Alike {
        sentence: if found.p_value <= MORE_THAN_CHANCE {
            format!("You and {name} write in a similar style. That is trivia, not a target.")
        } else {
            format!(
                "You and {name} write no more alike than you and others do. That is trivia, not a target."
            )
        },
        number: format!("{:.2}", reading.value),
        interval: format!("80 % interval {:.2} to {:.2}", reading.low, reading.high),
        by_strangers: format!("{:.2} with your other partners", found.by_strangers),
        words: format!("{} words of the shorter side", grouped(u64::from(reading.n))),
        method: reading.method.clone(),
    }
}
