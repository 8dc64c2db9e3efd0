use rapport_model::{Day, Moment, Touch};

use crate::fit::pairs::{FEWEST, initiation, nesting, replies, rhythm};
use crate::fit::weights::fit_weights;
use crate::fit::{inbound, leaning};
use crate::pair::measures::attempts::TouchTable;
use crate::pair::measures::response::ReplyCounts;
use crate::pair::priors::{HORIZON_DAYS, Priors, TouchHazards};
use crate::pair::state::PairState;

impl Priors {
    /// Fits the priors on the states of a workspace, by maximum likelihood, open gaps included.
    /// What has too few observations keeps its default; so do the weights of persistence,
    /// which need the past ([`Priors::fit_from_histories`]).
    pub fn fit<'a>(pairs: impl Iterator<Item = &'a PairState> + Clone, now: Moment) -> Self {
        let defaults = Self::default();
        Self {
            rhythm: rhythm(pairs.clone(), now, defaults.rhythm, FEWEST),
            initiation: initiation(pairs.clone(), defaults.initiation),
            replies_theirs: replies(
                pairs.clone().map(|pair| &pair.replies_theirs),
                now,
                defaults.replies_theirs,
            ),
            replies_ours: replies(pairs.clone().map(|pair| &pair.replies_ours), now, defaults.replies_ours),
            inbound: inbound::fit(pairs.clone(), now, defaults.inbound),
            leaning: leaning::fit(pairs, now, defaults.leaning),
            ..defaults
        }
    }

    /// The number of histories from which priors are fitted; more hardly change them.
    pub const SAMPLE: usize = 4_000;

    /// [`Priors::fit`], and what needs the past: weights fitted on what followed earlier cuts of the histories,
    /// and what became of each attempt.
    pub fn fit_from_histories(histories: &[Vec<(Touch, Day)>], now: Moment) -> Self {
        Self::fit_with_opt_outs(histories, &[], now)
    }

    /// The same, with the moments at which some of these people asked not to be contacted; the shorter list is
    /// taken to go on with nobody.
    pub fn fit_with_opt_outs(
        histories: &[Vec<(Touch, Day)>],
        opt_outs: &[Option<Moment>],
        now: Moment,
    ) -> Self {
        let states: Vec<PairState> = histories.iter().map(|history| PairState::as_of(history, now)).collect();
        let mut priors = Self::fit(states.iter(), now);
        fit_weights(histories, now, HORIZON_DAYS, &mut priors);
        let mut table = TouchTable::default();
        for (history, opted_out) in
            histories.iter().zip(opt_outs.iter().copied().chain(std::iter::repeat(None)))
        {
            table.add(history, opted_out, now);
        }
        priors.touches = TouchHazards::of(&table).ok();
        priors
    }

    /// These priors, with what the answers of a person to some of the team are worth to another: fitted on what each
    /// answered to one member, and to all.
    #[must_use]
    pub fn nested(self, pairs: impl Iterator<Item = (ReplyCounts, ReplyCounts)>) -> Self {
        Self { replies_theirs: nesting(pairs, self.replies_theirs), ..self }
    }
}
