use crate::evaluation::persistence::snapshot::{BGNBD, RHYTHM, Snapshot, WIDTH, chosen};
use crate::statistics::logistic_regression::{Examples, Logistic};

/// The number of experts.
pub(super) const EXPERTS: usize = 8;

/// A row of scores (logits), one per expert.
pub(super) type Scores = [f64; EXPERTS];

/// Each inner cut weighs this much of the next newer one.
const AGING: f64 = 0.9;

/// The least number of outcomes of the rarer kind from which anything is fitted.
const FEWEST: usize = 5;

/// What a pair with fewer contact days than asked for is worth in a fit: it shows the way, at another level.
const THIN: f64 = 0.3;

/// The most pairs of a cut that a fit looks at; beyond it every k-th is taken.
const MAX_PAIRS: usize = 6_000;

/// Columns of a snapshot: of the pair alone, and with the two people.
const PAIR: [usize; 9] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
const PEOPLE: [usize; 17] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 14, 15, 16, 27, 28];
const ALL: [usize; WIDTH] = {
    let mut all = [0; WIDTH];
    let mut column = 0;
    while column < WIDTH {
        all[column] = column;
        column += 1;
    }
    all
};

/// The logistics among the experts: their columns and the strength of their ridge. The others are the two
/// probability models as they come out.
const FITTED: [(&[usize], f64); EXPERTS - 2] =
    [(&[2, 6], 30.0), (&[0, 1], 1.0), (&[0, 1, 25, 26], 3.0), (&PAIR, 10.0), (&PEOPLE, 30.0), (&ALL, 30.0)];

/// The scores of the experts for `present`, learned from `past` (newest first); `None` when it has too little.
pub(super) fn scores(past: &[Snapshot], present: &Snapshot) -> Option<Vec<Scores>> {
    if past.first()?.rarer() < FEWEST {
        return None;
    }
    let mut rows = unfitted(present);
    for (expert, (columns, strength)) in FITTED.iter().enumerate() {
        let mut examples = Examples::new(columns.len());
        for (back, snapshot) in past.iter().enumerate() {
            let weight = AGING.powi(back as i32);
            let every = snapshot.pairs.len().div_ceil(MAX_PAIRS).max(1);
            for index in (0..snapshot.pairs.len()).step_by(every) {
                let weight = if snapshot.eligible[index] { weight } else { THIN * weight };
                let row = chosen(&snapshot.features[index], columns);
                examples.push(&row, snapshot.outcomes[index], weight);
            }
        }
        // With little to learn from, a fit falls back on the mean of the two models.
        let center: Vec<f64> = columns
            .iter()
            .map(|column| if *column == RHYTHM || *column == BGNBD { 0.5 } else { 0.0 })
            .collect();
        let model = Logistic::fit(&examples, *strength, Some(&center));
        let limits = limits(&examples);
        for (scores, row) in rows.iter_mut().zip(&present.features) {
            let mut row = chosen(row, columns);
            for (value, (low, high)) in row.iter_mut().zip(&limits) {
                // Beyond what was seen the logistic would extrapolate.
                *value = value.clamp(*low, *high);
            }
            scores[expert + 2] = model.score(&row);
        }
    }
    Some(rows)
}

/// The two models as they come out; the others are to be fitted.
fn unfitted(present: &Snapshot) -> Vec<Scores> {
    present
        .features
        .iter()
        .map(|row| {
            let mut scores = [0.0; EXPERTS];
            scores[0] = row[RHYTHM];
            scores[1] = row[BGNBD];
            scores
        })
        .collect()
}

fn limits(examples: &Examples) -> Vec<(f64, f64)> {
    let mut limits = vec![(f64::INFINITY, f64::NEG_INFINITY); examples.width];
    for index in 0..examples.len() {
        for (limit, value) in limits.iter_mut().zip(examples.row(index)) {
            *limit = (limit.0.min(*value), limit.1.max(*value));
        }
    }
    limits
}
