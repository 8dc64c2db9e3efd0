use rapport_model::Moment;
use rapport_science::{Stakes, TouchHazards};

use crate::sphere::Sphere;

/// The most attempts without an answer, while the team's hazards are not known. Another one would press.
const ATTEMPTS: u32 = 3;

/// Whether one more attempt pays: by the hazards of the team, or up to [`ATTEMPTS`] while they are not known.
pub(crate) struct Attempts<'a>(Option<&'a TouchHazards>);

impl<'a> Attempts<'a> {
    pub(crate) fn of(sphere: &'a Sphere) -> Self {
        Self(sphere.priors.touches.as_ref())
    }

    pub(crate) fn pays(&self, touch: u32) -> bool {
        self.0.map_or(touch <= ATTEMPTS, |hazards| hazards.one_more(touch, &Stakes::default()))
    }

    /// The probability of an answer in words: `such a one is answered 1 time in 44`
    pub(crate) fn answer_probability(&self, touch: u32, now: Moment) -> Option<String> {
        let probability = self.0?.answer(touch, now).value;
        Some(format!("such a one is answered 1 time in {:.0}", 1.0 / probability.max(1e-3)))
    }
}
