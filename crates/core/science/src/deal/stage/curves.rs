use crate::deal::stage::exit::Exit;
use crate::statistics::kaplan_meier::{Incidence, KaplanMeier, Spell};

/// The survival curves of the stays in one stage.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Curves {
    pub spells: Vec<Spell<Exit>>,
    pub staying: KaplanMeier,
    pub advancing: Incidence,
    /// Of the stays that end, the share that end in advancing; how many have ended, how many in advancing.
    pub share: f64,
    pub ended: u32,
    pub advanced: u32,
    pub lost: f64,
    pub no_decision: f64,
}

/// How stays end, as shares of those that end, by Aalen-Johansen.
pub(super) struct Endings {
    pub advancing: Incidence,
    pub share: f64,
    pub lost: f64,
    pub no_decision: f64,
}

/// Estimates how stays end, in proportions.
pub(super) fn endings(spells: &[Spell<Exit>]) -> Endings {
    let advancing = Incidence::of(spells, |exit| *exit == Exit::Advanced);
    let lost = Incidence::of(spells, |exit| *exit == Exit::Lost).ever();
    let no_decision = Incidence::of(spells, |exit| *exit == Exit::NoDecision).ever();
    let all = advancing.ever() + lost + no_decision;
    let share = if all > 0.0 { advancing.ever() / all } else { 0.0 };
    Endings { advancing, share, lost, no_decision }
}

impl Curves {
    /// Estimates the curves of one stage.
    pub fn of(spells: Vec<Spell<Exit>>) -> Self {
        let count = |wanted: fn(Exit) -> bool| {
            spells.iter().filter(|spell| spell.event.is_some_and(wanted)).count() as u32
        };
        let Endings { advancing, share, lost, no_decision } = endings(&spells);
        Self {
            staying: KaplanMeier::of(&spells),
            advancing,
            share,
            ended: count(|_| true),
            advanced: count(|exit| exit == Exit::Advanced),
            lost,
            no_decision,
            spells,
        }
    }

    /// The number of stays watched to their end that would make a `share` as certain as the jackknife finds it,
    /// leaving out one of `GROUPS` groups at a time; at most those that ended.
    pub fn cases(&self, share: f64, statistic: impl Fn(&[Spell<Exit>]) -> Option<f64>) -> f64 {
        let groups = GROUPS.min(self.spells.len());
        let without = |group: usize| {
            let others = self.spells.iter().enumerate().filter(|(place, _)| place % groups != group);
            statistic(&others.map(|(_, spell)| *spell).collect::<Vec<_>>())
        };
        let values: Vec<f64> = (0..groups).filter_map(without).collect();
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        let variance = (n - 1.0) / n * squares;
        let most = f64::from(self.ended);
        if variance > 0.0 { (share * (1.0 - share) / variance).min(most) } else { most }
    }
}

/// The number of groups of the jackknife.
const GROUPS: usize = 24;
