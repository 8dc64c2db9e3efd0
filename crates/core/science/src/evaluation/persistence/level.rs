use crate::statistics::special_functions::{logistic, logit};

/// How far the level of the blend follows that of BG/NBD, which sees the present state of every pair, where the
/// blend remembers past base rates: a share of the distance of their mean probabilities on the logit scale, learned
/// from the shifts that held-out cuts needed.
pub(super) struct Level {
    explained: f64,
    seen: f64,
    memory: f64,
}

impl Default for Level {
    fn default() -> Self {
        Self { explained: Self::START * Self::HELD, seen: Self::HELD, memory: Self::CUT_PRECISION }
    }
}

impl Level {
    /// Pseudo-observations that hold the level of a cut.
    pub const HOLD: f64 = 3.0;
    /// The share before anything is seen, and how strongly it is held, as an inverse variance.
    const START: f64 = 0.5;
    const HELD: f64 = 4.0;
    /// Inverse variance of what a cut tells of the next, half of it seen before; less for each older cut.
    const CUT_PRECISION: f64 = 12.0;
    const AGING: f64 = 0.9;

    /// Learns from a held-out cut; cuts come newest first.
    pub fn learn(&mut self, ours: &[f64], theirs: &[f64], outcomes: &[bool]) {
        let distance = distance(ours, theirs);
        self.explained += self.memory * distance * shift_needed(ours, outcomes);
        self.seen += self.memory * distance * distance;
        self.memory *= Self::AGING;
    }

    /// The shift to add to our scores.
    pub fn shift(&self, ours: &[f64], theirs: &[f64]) -> f64 {
        self.explained / self.seen * distance(ours, theirs)
    }
}

/// How far their mean probability lies above ours, in logits.
fn distance(ours: &[f64], theirs: &[f64]) -> f64 {
    let level = |scores: &[f64]| {
        logit(scores.iter().map(|score| logistic(*score)).sum::<f64>() / scores.len().max(1) as f64)
    };
    level(theirs) - level(ours)
}

/// What must be added to the scores for the right level, by Newton's method; zero is worth a few observations.
pub(super) fn shift_needed(scores: &[f64], outcomes: &[bool]) -> f64 {
    let mut shift = 0.0;
    for _ in 0..MAX_STEPS {
        let (mut pull, mut bend) = (-Level::HOLD * shift, Level::HOLD);
        for (score, outcome) in scores.iter().zip(outcomes) {
            let probability = logistic(score + shift);
            pull += f64::from(u8::from(*outcome)) - probability;
            bend += probability * (1.0 - probability);
        }
        let step = (pull / bend).clamp(-1.0, 1.0);
        shift += step;
        if step.abs() < 1e-6 {
            break;
        }
    }
    shift
}

const MAX_STEPS: usize = 30;

/// Minus the logarithm of the probability of what happened, from a score.
pub(super) fn log_loss(score: f64, outcome: bool) -> f64 {
    let against = if outcome { -score } else { score };
    // ln(1 + e^x) without overflow.
    against.max(0.0) + (-against.abs()).exp().ln_1p()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shift_brings_the_mean_to_the_base_rate() {
        let scores: Vec<f64> = (0..9_000).map(|index| f64::from(index % 7) - 3.0).collect();
        let outcomes: Vec<bool> = (0..9_000).map(|index| index % 5 == 0).collect();
        let shift = shift_needed(&scores, &outcomes);
        let mean = scores.iter().map(|score| logistic(score + shift)).sum::<f64>() / 9_000.0;
        assert!((mean - 0.2).abs() < 1e-3, "{mean}");
    }

    #[test]
    fn a_level_that_was_right_to_stay_away_stays_away() {
        let (ours, theirs) = (vec![0.0; 500], vec![1.0; 500]);
        let half: Vec<bool> = (0..500).map(|index| index % 2 == 0).collect();
        let mut level = Level::default();
        assert!((level.shift(&ours, &theirs) - 0.5).abs() < 1e-9);
        for _ in 0..6 {
            level.learn(&ours, &theirs, &half);
        }
        assert!(level.shift(&ours, &theirs) < 0.05);
    }
}
