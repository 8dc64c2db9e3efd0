use crate::statistics::nelder_mead::minimize;

/// The most pairs the fit looks at.
const MAX_PAIRS: usize = 2_500;

/// What BG/NBD sees of a pair, in days: repeat contacts, the time of the last, the time observed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Frequency {
    /// Contact days after the first (x).
    pub repeats: u32,
    /// Days from the first contact to the last (t_x).
    pub recency: f64,
    /// Days from the first contact to now (T).
    pub observed: f64,
}

/// BG/NBD of Fader, Hardie and Lee (2005): Poisson contacts with Gamma(r, alpha) rates and a dropout after each
/// with Beta(a, b) probability. The baseline to beat, and one feature. See docs/science/backtest.md.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct BgNbd {
    pub r: f64,
    pub alpha: f64,
    pub a: f64,
    pub b: f64,
}

impl BgNbd {
    /// Maximum likelihood on the pairs, held in a sane range by a weak prior.
    pub fn fit(pairs: impl Iterator<Item = Frequency> + Clone) -> Self {
        let every = pairs.clone().count().div_ceil(MAX_PAIRS).max(1);
        let sample: Vec<Frequency> = pairs.step_by(every).collect();
        let most = sample.iter().map(|pair| pair.repeats).max().unwrap_or(0) as usize;
        let start = [0.5_f64.ln(), 15_f64.ln(), 0.5_f64.ln(), 2_f64.ln()];
        let best = minimize(start, 0.5, 500, |point| {
            let model = Self::at(point);
            let table = model.table(most);
            let penalty: f64 = point.iter().zip(&start).map(|(x, x0)| (x - x0).powi(2) / 50.0).sum();
            penalty - sample.iter().map(|pair| model.ln_likelihood(*pair, &table)).sum::<f64>()
        });
        Self::at(&best)
    }

    fn at(point: &[f64; 4]) -> Self {
        let [r, alpha, a, b] = point.map(|ln| ln.exp().clamp(1e-4, 1e5));
        Self { r, alpha, a, b }
    }

    /// For each x: ln Gamma(r+x)/Gamma(r) + ln B(a, b+x)/B(a, b).
    fn table(&self, most: usize) -> Vec<f64> {
        let mut total = 0.0;
        let mut table = Vec::with_capacity(most + 1);
        table.push(total);
        for x in 0..most {
            let x = x as f64;
            total += (self.r + x).ln() + (self.b + x).ln() - (self.a + self.b + x).ln();
            table.push(total);
        }
        table
    }

    fn ln_likelihood(&self, pair: Frequency, table: &[f64]) -> f64 {
        let x = f64::from(pair.repeats);
        let going_on = -(self.r + x) * (self.alpha + pair.observed).ln();
        let either = if pair.repeats == 0 {
            going_on
        } else {
            let ended =
                self.a.ln() - (self.b + x - 1.0).ln() - (self.r + x) * (self.alpha + pair.recency).ln();
            let larger = going_on.max(ended);
            larger + ((going_on - larger).exp() + (ended - larger).exp()).ln()
        };
        self.r * self.alpha.ln() + table[pair.repeats as usize] + either
    }

    /// The probability that the pair has not dropped out.
    pub fn alive(&self, pair: Frequency) -> f64 {
        if pair.repeats == 0 {
            return 1.0;
        }
        let x = f64::from(pair.repeats);
        let ln_ratio = (self.r + x) * ((self.alpha + pair.observed) / (self.alpha + pair.recency)).ln();
        1.0 / (1.0 + self.a / (self.b + x - 1.0) * ln_ratio.min(700.0).exp())
    }

    /// The probability of contact within `horizon` days.
    pub fn contact_within(&self, horizon: f64, pair: Frequency) -> f64 {
        let x = f64::from(pair.repeats);
        let base = (self.alpha + pair.observed) / (self.alpha + pair.observed + horizon);
        self.alive(pair) * (1.0 - base.powf(self.r + x))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::special_functions::{ln_beta, ln_gamma};

    /// The parameters of the CDNOW data, as published.
    const CDNOW: BgNbd = BgNbd { r: 0.2426, alpha: 4.4136, a: 0.7929, b: 2.4259 };

    #[test]
    fn the_likelihood_is_the_written_formula() {
        let BgNbd { r, alpha, a, b } = CDNOW;
        for (repeats, recency, observed) in
            [(0, 0.0, 38.9), (1, 1.7, 38.9), (7, 29.4, 38.9), (25, 30.0, 31.0)]
        {
            let pair = Frequency { repeats, recency, observed };
            let x = f64::from(repeats);
            let shared =
                (ln_beta(a, b + x) - ln_beta(a, b) + ln_gamma(r + x) - ln_gamma(r) + r * alpha.ln()).exp();
            let going_on = (alpha + observed).powf(-(r + x));
            let ended = if repeats > 0 { a / (b + x - 1.0) * (alpha + recency).powf(-(r + x)) } else { 0.0 };
            let written = (shared * (going_on + ended)).ln();
            let table = CDNOW.table(repeats as usize);
            assert!((CDNOW.ln_likelihood(pair, &table) - written).abs() < 1e-9);
            let alive = going_on / (going_on + ended);
            assert!((CDNOW.alive(pair) - alive).abs() < 1e-9);
        }
    }

    /// Numbers between 0 and 1 that repeat (a linear congruence is random enough here).
    fn uniform(seed: &mut u64) -> f64 {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((*seed >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    #[test]
    fn the_fit_finds_the_parameters_of_a_simulated_world() {
        // Gamma(2, 20) as the sum of two exponentials; Beta(1, 4) by its inverse.
        let mut seed = 7;
        let pairs: Vec<Frequency> = (0..2_400)
            .map(|_| {
                let rate = -(uniform(&mut seed).ln() + uniform(&mut seed).ln()) / 20.0;
                let dropout = 1.0 - uniform(&mut seed).powf(0.25);
                let observed = 100.0 + 100.0 * uniform(&mut seed);
                let (mut repeats, mut recency) = (0, 0.0);
                while uniform(&mut seed) >= dropout || repeats == 0 {
                    let next = recency - uniform(&mut seed).ln() / rate;
                    if next > observed {
                        break;
                    }
                    (repeats, recency) = (repeats + 1, next);
                }
                Frequency { repeats, recency, observed }
            })
            .collect();
        let model = BgNbd::fit(pairs.iter().copied());
        assert!((model.r / 2.0).ln().abs() < 0.25 && (model.alpha / 20.0).ln().abs() < 0.25, "{model:?}");
        assert!((model.a / (model.a + model.b) - 0.2).abs() < 0.03, "{model:?}");
    }
}
