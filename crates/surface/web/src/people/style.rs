use rapport_app::{Mirroring, grouped};
use rapport_model::{Measured, PersonId};

use crate::page::words;

/// The p-value up to which two people write more alike than by chance.
const MORE_THAN_CHANCE: f64 = 0.05;

/// How alike two people use function words: closed at first, and for the two alone.
pub(super) struct StyleView {
    /// The URL of the page with this part open.
    pub(super) href: String,
    /// The reading, or what is missing; `None` while it is closed.
    pub(super) said: Option<Result<MirroringText, String>>,
}

/// A reading of mirroring in words.
pub(super) struct MirroringText {
    /// The sentence, such as `You and Dana write in a similar style. That is trivia, not a target.`
    pub(super) sentence: String,
    /// The value, such as `0.86`.
    pub(super) number: String,
    /// The interval, such as `80 % interval 0.81 to 0.92`.
    pub(super) interval: String,
    /// The comparison, such as `0.79 with your other partners`.
    pub(super) by_strangers: String,
    /// The sample size, such as `640 words of the shorter side`.
    pub(super) words: String,
    /// The method and its version, such as `mirroring/1`.
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

fn alike(name: &str, found: &Mirroring) -> MirroringText {
    let reading = &found.reading;
    MirroringText {
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
