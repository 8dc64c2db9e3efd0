use rapport_science::Rhythm;

use crate::phrases::numbers::{days, gap, percent};

/// `You two usually speak about every 12 days; 31 days of silence is longer than 94 % of your gaps…`
pub(crate) fn silence(rhythm: &Rhythm, probability: f64) -> String {
    format!(
        "You two usually speak {}; {} of silence is longer than {} of your gaps, and the chance of contact within \
         30 days is down to {}.",
        gap(rhythm.usual_gap_days),
        days(rhythm.quiet_days),
        percent(rhythm.silence_quantile),
        percent(probability),
    )
}
