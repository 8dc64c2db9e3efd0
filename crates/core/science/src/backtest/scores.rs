use serde::{Deserialize, Serialize};

/// How good a set of probabilities was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Scores {
    /// Probability that a pair with contact was ranked above one without; ties count half.
    pub auc: f64,
    /// Mean squared error of the probability.
    pub brier: f64,
    /// Mean negative logarithm of the probability of what happened.
    pub log_loss: f64,
    /// Expected calibration error over ten bins of equal width.
    pub ece: f64,
}

impl Scores {
    /// Scores probabilities against what happened. Without both outcomes the AUC is one half.
    pub fn of(probabilities: &[f64], outcomes: &[bool]) -> Self {
        let n = outcomes.len().max(1) as f64;
        let (mut brier, mut log_loss) = (0.0, 0.0);
        let mut bins = [(0.0, 0.0); 10];
        for (&p, &outcome) in probabilities.iter().zip(outcomes) {
            let y = f64::from(u8::from(outcome));
            brier += (p - y).powi(2) / n;
            let certain = if outcome { p } else { 1.0 - p };
            log_loss -= certain.max(1e-12).ln() / n;
            let bin = &mut bins[((p * 10.0) as usize).min(9)];
            bin.0 += p;
            bin.1 += y;
        }
        let ece = bins.iter().map(|(expected, seen)| (expected - seen).abs()).sum::<f64>() / n;
        Self { auc: area_under_curve(probabilities, outcomes), brier, log_loss, ece }
    }
}

/// The Mann-Whitney statistic with mid-ranks for ties.
fn area_under_curve(probabilities: &[f64], outcomes: &[bool]) -> f64 {
    let mut order: Vec<usize> = (0..outcomes.len()).collect();
    order.sort_by(|&left, &right| probabilities[left].total_cmp(&probabilities[right]));
    let (mut below, mut wins) = (0.0, 0.0);
    let ties = order.chunk_by(|&left, &right| probabilities[left] >= probabilities[right]);
    for tie in ties {
        let positive = tie.iter().filter(|&&index| outcomes[index]).count() as f64;
        let negative = tie.len() as f64 - positive;
        wins += positive * (below + 0.5 * negative);
        below += negative;
    }
    let positive = outcomes.len() as f64 - below;
    if positive == 0.0 || below == 0.0 { 0.5 } else { wins / (positive * below) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_agree_with_a_count_by_hand() {
        let scores = Scores::of(&[0.1, 0.4, 0.4, 0.8], &[false, false, true, true]);
        assert!((scores.auc - 3.5 / 4.0).abs() < 1e-12);
        assert!((scores.brier - (0.01 + 0.16 + 0.36 + 0.04) / 4.0).abs() < 1e-12);
        assert!((scores.ece - (0.1 + 0.2 + 0.2) / 4.0).abs() < 1e-12);
        assert!((Scores::of(&[0.3, 0.3], &[true, true]).auc - 0.5).abs() < 1e-12);
    }
}
