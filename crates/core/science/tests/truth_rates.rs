//! Worlds whose truth is known, for commitments, stages, exchanges and benchmarks.

mod rng;

use rapport_model::Side;
use rapport_science::*;
use rng::{Rng, close, day, share};

/// Promises made over 60 days, due after 1 to 15 days; the moment is day 60, so that many are still open.
fn promises(rng: &mut Rng, count: usize, on_time: f64) -> Vec<Promise> {
    let promise = |rng: &mut Rng| {
        let made = rng.uniform() * 60.0;
        let allowed = 1.0 + rng.uniform() * 14.0;
        let taken =
            if rng.happens(on_time) { allowed * rng.uniform() } else { allowed + rng.exponential(6.0) };
        Promise { by: Side::Ours, made: day(made), due: day(made + allowed), kept: Some(day(made + taken)) }
    };
    (0..count).map(|_| promise(rng)).collect()
}

#[test]
fn the_interval_of_promises_kept_covers_with_open_ones_censored() {
    let mut rng = Rng(11);
    for count in [10, 30] {
        let (mut covered, mut means, mut raw) = (Vec::new(), 0.0, 0.0);
        for _ in 0..2_000 {
            let truth = 0.5 + 0.45 * rng.uniform();
            let promises = promises(&mut rng, count, truth);
            let Ok(kept) = commitments(&promises, &[], day(60.0)).ours else { continue };
            covered.push(kept.reading.low <= truth && truth <= kept.reading.high);
            means += (kept.reading.value - truth) / 2_000.0;
            let done = promises.iter().filter(|promise| promise.kept.unwrap() <= day(60.0)).count() as f64;
            let late = promises.iter().filter(|promise| promise.kept.unwrap() <= day(60.0));
            let in_time = late.filter(|promise| promise.kept.unwrap() <= promise.due).count() as f64;
            raw += (in_time / done.max(1.0) - truth) / 2_000.0;
        }
        close(&format!("promises {count}: coverage"), share(&covered), 0.80, 0.05);
        close(&format!("promises {count}: bias"), means, 0.0, 0.02);
        println!("promises {count}: bias of the raw share of those kept {raw:.4}");
    }
}

#[test]
fn the_interval_of_the_next_step_rate_covers() {
    let mut rng = Rng(12);
    let covered: Vec<bool> = (0..3_000)
        .map(|_| {
            let truth = 0.1 + 0.8 * rng.uniform();
            let conversations: Vec<Conversation> = (0..12)
                .map(|n| Conversation {
                    ended: day(f64::from(n)),
                    next_step: rng.happens(truth).then(|| day(f64::from(n) + 0.5)),
                })
                .collect();
            let rate = commitments(&[], &conversations, day(30.0)).next_step.unwrap();
            rate.low <= truth && truth <= rate.high
        })
        .collect();
    close("next step: coverage", share(&covered), 0.80, 0.04);
}

/// Stays of log-normal length by kind of exit, entered over `span` days; left-out ends are still to come.
fn stays(rng: &mut Rng, count: usize, advancing: f64, span: f64) -> Vec<StageSpan> {
    let stay = |rng: &mut Rng| {
        let entered = rng.uniform() * span;
        let (days, exit) = if rng.happens(advancing) {
            ((3.0 + 0.6 * rng.normal()).exp(), Exit::Advanced)
        } else if rng.happens(0.5) {
            ((3.5 + 0.8 * rng.normal()).exp(), Exit::Lost)
        } else {
            ((4.2 + 0.5 * rng.normal()).exp(), Exit::NoDecision)
        };
        StageSpan { stage: 1, entered: day(entered), left: Some((day(entered + days), exit)) }
    };
    (0..count).map(|_| stay(rng)).collect()
}

#[test]
fn one_winner_in_five_passes_the_limit_of_stalled_deals() {
    let mut rng = Rng(13);
    let limit = (3.0 + 0.6 * 0.841_621_2_f64).exp();
    let (mut passed, mut covered, mut naive) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..500 {
        let spans = stays(&mut rng, 120, 0.5, 120.0);
        let now = day(120.0);
        let stalled = Stages::of(&spans, now).stalled(1, 0.0).unwrap();
        covered.push(stalled.limit_days.low <= limit && limit <= stalled.limit_days.high);
        let tail = |days: f64| 0.5 * statrs_erfc((days.ln() - 3.0) / 0.6 / std::f64::consts::SQRT_2);
        passed.push(tail(stalled.limit_days.value));
        let mut done: Vec<f64> = spans
            .iter()
            .filter_map(|span| {
                span.left
                    .filter(|(at, exit)| *at <= now && *exit == Exit::Advanced)
                    .map(|(at, _)| at.days_since(span.entered))
            })
            .collect();
        done.sort_by(f64::total_cmp);
        naive.push(tail(done[done.len() * 4 / 5]));
    }
    let mean = |all: &[f64]| all.iter().sum::<f64>() / all.len() as f64;
    close("stalled: winners beyond the limit", mean(&passed), 0.20, 0.02);
    println!("stalled: winners beyond the limit of those who are through {:.4}", mean(&naive));
    close("stalled: coverage of the limit", share(&covered), 0.80, 0.06);
}

#[test]
fn the_probability_of_a_stage_covers_though_the_slow_exits_are_open() {
    let mut rng = Rng(14);
    let (mut covered, mut bias) = (Vec::new(), 0.0);
    for _ in 0..1_000 {
        let truth = 0.2 + 0.6 * rng.uniform();
        let spans = stays(&mut rng, 80, truth, 180.0);
        let reading = Stages::of(&spans, day(180.0)).reading(1).unwrap().reading;
        covered.push(reading.low <= truth && truth <= reading.high);
        bias += (reading.value - truth) / 1_000.0;
    }
    close("stage: coverage", share(&covered), 0.80, 0.06);
    close("stage: bias", bias, 0.0, 0.02);
}

/// Ten segments of eight people with 5 to 60 cases each, all with the same rate, the cases dealt out again.
fn dealt(rng: &mut Rng) -> Vec<Vec<Count>> {
    let sizes: Vec<u32> = (0..80).map(|_| 5 + (rng.uniform() * 56.0) as u32).collect();
    let total: u32 = sizes.iter().sum();
    let mut outcomes: Vec<bool> = (0..total).map(|case| case * 10 < total * 3).collect();
    rng.shuffle(&mut outcomes);
    let mut rest = outcomes.as_slice();
    let people: Vec<Count> = sizes
        .iter()
        .map(|of| {
            let (mine, others) = rest.split_at(*of as usize);
            rest = others;
            Count { successes: mine.iter().filter(|yes| **yes).count() as u32, trials: *of }
        })
        .collect();
    people.chunks(8).map(<[Count]>::to_vec).collect()
}

fn without(people: &[Count], person: usize) -> Vec<Count> {
    let mut others = people.to_vec();
    others.remove(person);
    others
}

#[test]
fn chance_alone_raises_no_more_alarms_than_stated() {
    let mut rng = Rng(18);
    let (mut outside, mut far, mut told, mut told_raw) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..60 {
        let segments = dealt(&mut rng);
        let team = Team::of(&segments);
        for people in &segments {
            for person in people {
                let standing = team.benchmark(&[], *person, day(0.0)).unwrap().standing;
                outside.push(standing != Standing::Usual);
                far.push(matches!(standing, Standing::VeryLow | Standing::VeryHigh));
            }
            let posterior = |person: usize| people[person].posterior(team.prior(&without(people, person)));
            told.push(compare(&posterior(0), &posterior(1), day(0.0)).is_ok());
            let raw = |person: Count| person.posterior((0.5, 0.5));
            told_raw.push(compare(&raw(people[2]), &raw(people[3]), day(0.0)).is_ok());
        }
    }
    for (what, alarms, nominal) in [
        ("funnel 95 %", outside, 0.05),
        ("funnel 99.8 %", far, 0.002),
        ("comparison, shrunk", told, 0.2),
        ("comparison, not shrunk", told_raw, 0.2),
    ] {
        println!("{what}: {:.4} false alarms, nominal {nominal}", share(&alarms));
        assert!(share(&alarms) <= 1.3 * nominal, "{what}");
    }
}

/// One signal in 152.7 points is what limits of three deviations with runs of eight give by chance (Champ and
/// Woodall 1987).
#[test]
fn a_chart_of_shuffled_rates_signals_no_more_than_chance() {
    let mut rng = Rng(19);
    for (points, cases) in [(12, 40), (24, 40), (52, 40), (52, 400)] {
        let (mut signals, mut all) = (0_usize, 0_usize);
        for _ in 0..2_000 {
            let mut rates: Vec<f64> = (0..points)
                .map(|_| f64::from((0..cases).filter(|_| rng.happens(0.3)).count() as u32) / f64::from(cases))
                .collect();
            rng.shuffle(&mut rates);
            signals += process_chart(&rates, day(0.0)).unwrap().signals.len();
            all += rates.len();
        }
        let alarms = signals as f64 / all as f64;
        println!("chart of {points} points: {alarms:.5} false alarms, nominal {:.5}", 1.0 / 152.7);
        assert!(alarms <= 1.3 / 152.7, "{points} points");
    }
}

#[test]
fn the_shrunk_rate_covers_and_is_closer_than_the_raw_one() {
    let mut rng = Rng(20);
    let (mut covered, mut shrunk, mut raw) = (Vec::new(), 0.0, 0.0);
    for _ in 0..40 {
        let mut truths = Vec::new();
        let segments: Vec<Vec<Count>> = (0..8)
            .map(|_| {
                let level = -0.8 + 0.4 * rng.normal();
                (0..8)
                    .map(|_| {
                        let truth = 1.0 / (1.0 + (-(level + 0.5 * rng.normal())).exp());
                        truths.push(truth);
                        let of = 5 + (rng.uniform() * 30.0) as u32;
                        Count { successes: (0..of).filter(|_| rng.happens(truth)).count() as u32, trials: of }
                    })
                    .collect()
            })
            .collect();
        let team = Team::of(&segments);
        for (segment, truths) in segments.iter().zip(truths.chunks(8)) {
            for (place, (person, truth)) in segment.iter().zip(truths).enumerate() {
                let reading = team.benchmark(&without(segment, place), *person, day(0.0)).unwrap().reading;
                covered.push(reading.low <= *truth && *truth <= reading.high);
                shrunk += (reading.value - truth).powi(2);
                raw += (f64::from(person.successes) / f64::from(person.trials) - truth).powi(2);
            }
        }
    }
    close("benchmark: coverage", share(&covered), 0.80, 0.04);
    println!("benchmark: squared error shrunk {shrunk:.3}, raw {raw:.3}");
    assert!(shrunk < 0.7 * raw);
}

#[test]
fn the_gap_after_a_kind_of_conversation_covers_with_open_gaps() {
    let mut rng = Rng(21);
    let covered: Vec<bool> = (0..2_000)
        .map(|_| {
            let truth = 0.3 * rng.normal();
            let returns: Vec<Return> = (0..20)
                .map(|_| {
                    let usual_ln = 2.5 + 0.5 * rng.normal();
                    let gap = (usual_ln + truth + rng.normal()).exp();
                    let watched = rng.uniform() * 120.0;
                    Return { gap_days: gap.min(watched), has_come: gap <= watched, usual_ln }
                })
                .collect();
            meaningfulness(&returns, 1.0, day(0.0))
                .is_ok_and(|reading| reading.low <= truth.exp() && truth.exp() <= reading.high)
        })
        .collect();
    close("meaningfulness: coverage", share(&covered), 0.80, 0.04);
}

fn statrs_erfc(x: f64) -> f64 {
    statrs::function::erf::erfc(x)
}

#[test]
fn partners_by_chance_do_not_mirror() {
    let mut rng = Rng(22);
    let rates = [0.06, 0.12, 0.08, 0.05, 0.09, 0.06, 0.015, 0.02, 0.045];
    let mut style = || Style {
        words: 300,
        categories: rates.map(|rate| {
            let own = rate * (0.25 * rng.normal()).exp();
            (0..300).filter(|_| rng.happens(own)).count() as u32
        }),
    };
    let unlikely: Vec<bool> = (0..400)
        .map(|seed| {
            let (ours, theirs) = (style(), style());
            let strangers: Vec<Style> = (0..99).map(|_| style()).collect();
            mirroring(&ours, &theirs, &strangers, seed, day(0.0)).unwrap().p_value <= 0.05
        })
        .collect();
    close("mirroring: chance of more at most .05", share(&unlikely), 0.05, 0.025);
}
