use serde::{Deserialize, Serialize};

/// The scores of a set of probabilities. Those of ranking need both outcomes.
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
    /// The mean precision at the rank of each positive; of tied ones, the mean over their orders.
    #[serde(default)]
    pub average_precision: f64,
    /// The share of positives among the 200 most probable.
    #[serde(default)]
    pub precision_at_200: f64,
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
        let ties = Ties::of(probabilities, outcomes);
        Self {
            auc: ties.area_under_curve(),
            brier,
            log_loss,
            ece,
            average_precision: ties.average_precision(),
            precision_at_200: ties.precision_at(200),
        }
    }
}

/// The share of cases in which it happened; one half of none.
pub(crate) fn base_rate(outcomes: impl IntoIterator<Item = bool>) -> f64 {
    let (mut positive, mut n) = (0.5, 1.0);
    for outcome in outcomes {
        positive += f64::from(u8::from(outcome));
        n += 1.0;
    }
    positive / n
}

/// Positives and negatives of each probability, the highest first.
struct Ties {
    counts: Vec<(f64, f64)>,
    positive: f64,
    negative: f64,
}

impl Ties {
    fn of(probabilities: &[f64], outcomes: &[bool]) -> Self {
        let mut order: Vec<usize> = (0..outcomes.len()).collect();
        order.sort_by(|&left, &right| probabilities[right].total_cmp(&probabilities[left]));
        let mut ties = Self { counts: Vec::new(), positive: 0.0, negative: 0.0 };
        for tie in order.chunk_by(|&left, &right| probabilities[left] <= probabilities[right]) {
            let positive = tie.iter().filter(|&&index| outcomes[index]).count() as f64;
            let negative = tie.len() as f64 - positive;
            ties.counts.push((positive, negative));
            ties.positive += positive;
            ties.negative += negative;
        }
        ties
    }

    /// The Mann-Whitney statistic with mid-ranks for ties.
    fn area_under_curve(&self) -> f64 {
        if self.positive == 0.0 || self.negative == 0.0 {
            return 0.5;
        }
        let mut below = self.negative;
        let wins = self.counts.iter().map(|(positive, negative)| {
            below -= negative;
            positive * (below + 0.5 * negative)
        });
        wins.sum::<f64>() / (self.positive * self.negative)
    }

    fn average_precision(&self) -> f64 {
        let (mut found, mut seen) = (0.0, 0.0);
        let gains = self.counts.iter().map(|(positive, negative)| {
            found += positive;
            seen += positive + negative;
            positive * found / seen
        });
        gains.sum::<f64>() / self.positive.max(1.0)
    }

    fn precision_at(&self, most: usize) -> f64 {
        let (mut found, mut left) = (0.0, most as f64);
        for (positive, negative) in &self.counts {
            let share = (left / (positive + negative)).min(1.0);
            found += positive * share;
            left -= (positive + negative) * share;
        }
        found / (most as f64 - left).max(1.0)
    }
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
        assert!((scores.average_precision - 5.0 / 6.0).abs() < 1e-12);
        assert!((scores.precision_at_200 - 0.5).abs() < 1e-12);
        assert!((Scores::of(&[0.3, 0.3], &[true, true]).auc - 0.5).abs() < 1e-12);
    }
}
