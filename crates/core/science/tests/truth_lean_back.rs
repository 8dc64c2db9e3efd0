//! Worlds in which it is known who leans in: the posterior is calibrated, whatever the seller does meanwhile.

mod rng;

use rapport_model::{Channel, Day, Moment, Side, Touch};
use rapport_science::{LeanBack, LeanBackOutcome, LeaningPrior, PairState, Priors};
use rng::Rng;

/// Draws from Gamma(2, rate), as the sum of two exponentials.
fn hazard(rng: &mut Rng, rate: f64) -> f64 {
    rng.exponential(1.0 / rate) + rng.exponential(1.0 / rate)
}

const TRUTH: LeaningPrior = LeaningPrior { share: 0.4, shape: 2.0, rate: 60.0, background: 1.0 / 200.0 };

fn at(days: f64) -> Moment {
    Moment::from_seconds(1_600_000_000).plus_days(days)
}

fn touch(days: f64, side: Side) -> (Touch, Day) {
    (Touch { at: at(days), side, channel: Channel::Mail, opens: true }, Day(days.floor() as i32))
}

/// What a seller does: the days until the next touch of ours after any touch.
#[derive(Clone, Copy, Debug)]
enum Policy {
    Weekly,
    Monthly,
    /// Mostly after long silences, in a season of the year only.
    Seasonal,
}

impl Policy {
    fn next(self, rng: &mut Rng, now: f64) -> f64 {
        match self {
            Self::Weekly => 7.0,
            Self::Monthly => 20.0 + 20.0 * rng.uniform(),
            Self::Seasonal => {
                if now % 365.0 < 120.0 {
                    15.0
                } else {
                    60.0
                }
            }
        }
    }
}

struct Person {
    leans: bool,
    hazard: f64,
    state: PairState,
    end: f64,
}

/// Two years with one person: they begin at their own hazard once the pair has been quiet for three days.
fn person(rng: &mut Rng, policy: Policy) -> Person {
    let leans = rng.uniform() < TRUTH.share;
    let hazard = if leans { hazard(rng, TRUTH.rate) } else { TRUTH.background };
    let mut state = PairState::default();
    let mut now = 0.0;
    // Three days of contact before, so that the tie counts as a living one.
    for day in [0.0, 1.0, 2.0] {
        let (touch, day) = touch(day + 0.25, Side::Theirs);
        state.fold(&Touch { opens: false, ..touch }, day);
        now = 2.25;
    }
    loop {
        let theirs = now + 3.0 + rng.exponential(1.0 / hazard);
        let ours = now + policy.next(rng, now);
        let (next, side) = if theirs < ours { (theirs, Side::Theirs) } else { (ours, Side::Ours) };
        if next > 730.0 {
            return Person { leans, hazard, state, end: now };
        }
        let (touch, day) = touch(next, side);
        state.fold(&touch, day);
        now = next;
    }
}

fn world(policy: Policy, people: usize) -> Vec<Person> {
    let mut rng = Rng(7);
    (0..people).map(|_| person(&mut rng, policy)).collect()
}

/// Among those whose probability falls into a tenth, that share truly leans in, within four standard errors.
fn check_calibration(cases: &[(f64, bool)], what: &str) {
    for tenth in 0..10 {
        let (low, high) = (f64::from(tenth) / 10.0, f64::from(tenth + 1) / 10.0);
        let inside: Vec<&(f64, bool)> = cases.iter().filter(|(p, _)| *p >= low && *p < high).collect();
        if inside.len() < 40 {
            continue;
        }
        let n = inside.len() as f64;
        let expected = inside.iter().map(|(p, _)| p).sum::<f64>() / n;
        let seen = inside.iter().filter(|(_, leans)| *leans).count() as f64 / n;
        let error = (expected * (1.0 - expected) / n).sqrt();
        assert!(
            (seen - expected).abs() < 4.0 * error + 0.02,
            "{what}: of {n} with {expected:.2}, {seen:.2} lean in"
        );
    }
}

#[test]
fn the_posterior_is_calibrated_whatever_the_seller_does() {
    for policy in [Policy::Weekly, Policy::Monthly, Policy::Seasonal] {
        let people = world(policy, 3_000);
        let priors = Priors { leaning: TRUTH, ..Priors::default() };
        let mut rng = Rng(11);
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for person in &people {
            let now = at(person.end);
            let Ok(test) = LeanBack::design(&person.state, &priors, now) else { continue };
            before.push((test.prior, person.leans));
            // A test that begins three days later: do they write within it?
            let theirs = rng.exponential(1.0 / person.hazard);
            let started = at(person.end + 3.0);
            let standing =
                test.standing(started, Some(started.plus_days(theirs)), None, started.plus_days(30.0));
            after.push((standing.posterior, person.leans));
        }
        assert!(before.len() > 200, "{policy:?}: {} could be tested", before.len());
        check_calibration(&before, &format!("{policy:?}, before"));
        check_calibration(&after, &format!("{policy:?}, after up to 30 days"));
    }
}

#[test]
fn the_priors_find_who_leans_in() {
    let people = world(Policy::Monthly, 3_000);
    let states: Vec<PairState> = people.iter().map(|person| person.state).collect();
    let fitted = Priors::fit(states.iter(), at(735.0)).leaning;
    assert!((fitted.share - TRUTH.share).abs() < 0.12, "{fitted:?}");
    let (mean, truth) = (fitted.shape / fitted.rate, TRUTH.shape / TRUTH.rate);
    assert!((mean / truth).ln().abs() < 0.35, "{fitted:?}");
    assert!((fitted.background / TRUTH.background).ln().abs() < 0.6, "{fitted:?}");
}

/// SCIENCE: a hazard known to be one in 14 days against one in 90 needs 36 days from even odds and 50 from 70 %.
#[test]
fn the_wait_agrees_with_the_closed_form() {
    for (prior, expected) in [(0.5, 35.7), (0.7, 50.3)] {
        let test = LeanBack {
            prior,
            shape: 1e6,
            rate: 14e6,
            background: 1.0 / 90.0,
            wait_days: None,
            longest_days: 120.0,
        };
        let closed: f64 = (9.0 * prior / (1.0 - prior)).ln() / (1.0 / 14.0 - 1.0 / 90.0);
        assert!((closed - expected).abs() < 1.0);
        assert!((test.posterior(closed) - 0.10).abs() < 1e-3);
    }
}

#[test]
fn a_test_ends_as_it_should() {
    let priors = Priors { leaning: TRUTH, ..Priors::default() };
    let designed = world(Policy::Monthly, 400)
        .into_iter()
        .find_map(|person| {
            LeanBack::design(&person.state, &priors, at(person.end))
                .ok()
                .filter(|test| test.wait_days.is_some())
        })
        .unwrap();
    let wait = designed.wait_days.unwrap();
    let (start, after) = (at(1_000.0), |days: f64| Some(at(1_000.0 + days)));
    let stands = |theirs, ours, days| designed.standing(start, theirs, ours, at(1_000.0 + days)).outcome;
    assert_eq!(stands(None, None, wait * 0.5), None);
    assert_eq!(stands(after(wait * 0.4), None, wait * 0.5), Some(LeanBackOutcome::LeanedIn));
    assert_eq!(stands(after(wait * 0.4), after(wait * 0.2), wait * 0.5), Some(LeanBackOutcome::NoVerdict));
    assert_eq!(stands(None, None, wait + 0.1), Some(LeanBackOutcome::DidNot));
    // What comes after the end changes nothing.
    assert_eq!(stands(after(wait + 1.0), None, wait + 2.0), Some(LeanBackOutcome::DidNot));
    assert!(designed.posterior_after_start(wait * 0.4) > designed.posterior(wait * 0.4));
}

#[test]
fn too_few_events_refuse_a_test_and_say_so() {
    let mut state = PairState::default();
    let (first, day) = touch(0.0, Side::Theirs);
    state.fold(&first, day);
    let refused = LeanBack::design(&state, &Priors::default(), at(20.0)).unwrap_err();
    assert!(refused.not_enough.contains("5 times or 180 days"), "{}", refused.not_enough);
}
