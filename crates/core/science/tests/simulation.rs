//! Worlds whose truth is known: the priors find it, the quantiles hold, the intervals cover at their level.

mod rng;

use rapport_model::{Channel, Day, Measured, Moment, Side, Touch};
use rapport_science::{
    PairState, PersistenceWeights, Priors, activation, initiation, persistence_reading, response, rhythm,
};
use rng::Rng;

const START_DAY: i32 = 15_000;

fn noon(day: i32) -> Moment {
    Moment::from_seconds(i64::from(day) * 86_400 + 43_200)
}

fn touch(day: i32, side: Side, opens: bool) -> (Touch, Day) {
    (Touch { at: noon(day), side, channel: Channel::Mail, opens }, Day(day))
}

fn folded(touches: &[(Touch, Day)]) -> PairState {
    let mut state = PairState::default();
    for (touch, day) in touches {
        state.fold(touch, *day);
    }
    state
}

/// A log-normal renewal pair: its mean ln gap, its dropout, its contact days until `until`.
struct Pair {
    mean_ln: f64,
    dropout: f64,
    days: Vec<i32>,
}

const MEDIAN_LN: f64 = 2.8;
const BETWEEN: f64 = 0.8;
const WITHIN: f64 = 0.7;

fn renewals(rng: &mut Rng, count: usize, dropout: (f64, f64), until: i32) -> Vec<Pair> {
    let pair = |rng: &mut Rng| {
        let mean_ln = rng.normal_of(MEDIAN_LN, BETWEEN);
        let dropout = rng.beta(dropout.0, dropout.1);
        let mut days = vec![START_DAY + (rng.uniform() * 100.0) as i32];
        while rng.uniform() >= dropout {
            let gap = rng.normal_of(mean_ln, WITHIN).exp().round().max(1.0) as i32;
            let next = days[days.len() - 1] + gap;
            if next > until {
                break;
            }
            days.push(next);
        }
        Pair { mean_ln, dropout, days }
    };
    (0..count).map(|_| pair(rng)).collect()
}

fn states(pairs: &[Pair]) -> Vec<PairState> {
    let state = |pair: &Pair| {
        folded(&pair.days.iter().map(|day| touch(*day, Side::Theirs, false)).collect::<Vec<_>>())
    };
    pairs.iter().map(state).collect()
}

fn share(claims: impl Iterator<Item = bool>) -> f64 {
    let (mut yes, mut all) = (0.0, 0.0);
    for claim in claims {
        yes += f64::from(u8::from(claim));
        all += 1.0;
    }
    yes / all
}

fn close(value: f64, expected: f64, tolerance: f64) {
    assert!((value - expected).abs() <= tolerance, "{value} is not within {tolerance} of {expected}");
}

#[test]
fn the_priors_of_the_rhythm_are_found_again() {
    let until = START_DAY + 700;
    let pairs = renewals(&mut Rng(1), 1_500, (0.5, 4.0), until);
    let priors = Priors::fit(states(&pairs).iter(), noon(until));
    close(priors.rhythm.median_ln, MEDIAN_LN, 0.1);
    close(priors.rhythm.between, BETWEEN, 0.1);
    close(priors.rhythm.within, WITHIN, 0.05);
    let share_ended = priors.rhythm.ended / (priors.rhythm.ended + priors.rhythm.survived);
    close(share_ended, 0.5 / 4.5, 0.03);
}

#[test]
fn their_own_quantiles_hold_for_the_next_gap() {
    let pairs = renewals(&mut Rng(2), 3_000, (0.0001, 1_000.0), START_DAY + 2_000);
    let priors = Priors::fit(states(&pairs).iter(), noon(START_DAY + 2_000));
    let quantiles: Vec<f64> = pairs
        .iter()
        .filter(|pair| pair.days.len() > 6)
        .filter_map(|pair| {
            let known = Pair { days: pair.days[..6].to_vec(), ..*pair };
            // A gap of whole days stands for half a day less and more.
            let now = noon(pair.days[6]).plus_days(-0.5);
            rhythm(&states(&[known])[0], &priors, now).ok().map(|rhythm| rhythm.silence_quantile)
        })
        .collect();
    assert!(quantiles.len() > 2_000);
    close(share(quantiles.iter().map(|q| *q > 0.80)), 0.20, 0.025);
    close(share(quantiles.iter().map(|q| *q > 0.90)), 0.10, 0.020);
    close(share(quantiles.iter().map(|q| *q > 0.95)), 0.05, 0.015);
}

#[test]
fn the_interval_of_the_usual_gap_covers() {
    let until = START_DAY + 700;
    let pairs = renewals(&mut Rng(3), 2_000, (0.5, 4.0), until);
    let all = states(&pairs);
    let priors = Priors::fit(all.iter(), noon(until));
    let covered = all.iter().zip(&pairs).filter_map(|(state, pair)| {
        let rhythm = rhythm(state, &priors, noon(until)).ok()?;
        let truth = pair.mean_ln.exp();
        Some(rhythm.reading.low <= truth && truth <= rhythm.reading.high)
    });
    close(share(covered), 0.80, 0.04);
}

#[test]
fn the_interval_of_persistence_covers_what_the_pair_itself_would_do() {
    let until = START_DAY + 500;
    let pairs = renewals(&mut Rng(4), 3_000, (0.5, 4.0), until);
    let all = states(&pairs);
    let now = noon(until);
    let rhythm_alone = PersistenceWeights { intercept: 0.0, weights: [0.0, 0.0, 1.0, 0.0, 0.0, 0.0] };
    let priors = Priors { persistence: rhythm_alone, ..Priors::fit(all.iter(), now) };
    let tail = |days: f64, pair: &Pair| {
        let z = (days.ln() - pair.mean_ln) / WITHIN;
        let alive = 0.5 * statrs::function::erf::erfc(z * std::f64::consts::FRAC_1_SQRT_2);
        pair.dropout + (1.0 - pair.dropout) * alive
    };
    let covered =
        all.iter().zip(&pairs).filter(|(state, _)| state.contact_days() >= 3).filter_map(|(state, pair)| {
            let reading = persistence_reading(state, &priors, now).ok()?;
            let quiet = now.days_since(state.last_contact()?).max(0.5);
            let truth = 1.0 - tail(quiet + 30.0, pair) / tail(quiet, pair);
            Some(reading.low <= truth && truth <= reading.high)
        });
    close(share(covered), 0.80, 0.07);
}

#[test]
fn the_interval_of_initiation_covers() {
    let mut rng = Rng(5);
    let priors = Priors::default();
    let covered = (0..2_000).map(|_| {
        let truth = rng.beta(priors.initiation.theirs, priors.initiation.ours);
        let touches: Vec<(Touch, Day)> = (0..8)
            .map(|n| {
                let side = if rng.uniform() < truth { Side::Theirs } else { Side::Ours };
                touch(START_DAY + 10 * n, side, true)
            })
            .collect();
        covers(&initiation(&folded(&touches), &priors, noon(START_DAY + 90)), truth)
    });
    // The memory forgets a little that was still true, so the interval is on the safe side.
    let covered = share(covered);
    assert!((0.78..=0.88).contains(&covered), "{covered}");
}

#[test]
fn the_interval_of_response_covers() {
    let mut rng = Rng(6);
    let priors = Priors::default();
    let covered = (0..2_000).map(|_| {
        let truth = rng.beta(priors.replies_theirs.answered, priors.replies_theirs.unanswered);
        let mut touches = Vec::new();
        for n in 0..8 {
            touches.push(touch(START_DAY + 20 * n, Side::Ours, true));
            if rng.uniform() < truth {
                touches.push(touch(START_DAY + 20 * n + 2, Side::Theirs, false));
            }
        }
        let read = response(&folded(&touches), &priors, noon(START_DAY + 200));
        covers(&read.map(|response| response.reading), truth)
    });
    close(share(covered), 0.80, 0.04);
}

#[test]
fn the_interval_of_activation_covers_the_level_of_an_even_pair() {
    let mut rng = Rng(7);
    let covered = (0..2_000).map(|_| {
        let daily = (rng.normal_of(-3.0, 0.7)).exp().min(0.5);
        let touches: Vec<(Touch, Day)> = (0..700)
            .filter(|_| rng.uniform() < daily)
            .map(|day| touch(START_DAY + day, Side::Theirs, false))
            .collect();
        let truth = daily / (1.0 - (-1.0_f64 / 60.0).exp2());
        covers(&activation(&folded(&touches), noon(START_DAY + 699)), truth)
    });
    let covered = share(covered);
    assert!((0.78..=0.90).contains(&covered), "{covered}");
}

fn covers(measured: &Measured, truth: f64) -> bool {
    measured.as_ref().is_ok_and(|reading| reading.low <= truth && truth <= reading.high)
}
