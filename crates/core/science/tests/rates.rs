//! What the measures of rates, promises, stages and exchanges say, and when they stay silent.

use rapport_model::{Channel, Moment, Side};
use rapport_science::Standing::{High, Low, Usual, VeryHigh, VeryLow};
use rapport_science::*;

fn day(days: f64) -> Moment {
    Moment::from_seconds(1_700_000_000).plus_days(days)
}

fn promise(by: Side, made: f64, due: f64, kept: Option<f64>) -> Promise {
    Promise { by, made: day(made), due: day(due), kept: kept.map(day) }
}

#[test]
fn nothing_after_the_moment_is_looked_at() {
    let known = [(0.0, 2.0, 1.0), (1.0, 3.0, 2.0), (2.0, 4.0, 5.0)]
        .map(|(made, due, kept)| promise(Side::Ours, made, due, Some(kept)));
    let mut later = known.to_vec();
    later.push(promise(Side::Ours, 20.0, 21.0, Some(20.5)));
    assert_eq!(commitments(&later, &[], day(10.0)).ours, commitments(&known, &[], day(10.0)).ours);
    // Kept on day 5: on day 4.5 it is overdue, and known to be late.
    let kept = commitments(&known, &[], day(4.5)).ours.unwrap();
    assert_eq!((kept.reading.n, kept.overdue, kept.open), (3, 1, 0));
    assert!((kept.reading.value - 2.0 / 3.0).abs() < 1e-9);
}

#[test]
fn promises_of_the_two_sides_are_kept_apart() {
    let promises: Vec<Promise> = (0..4)
        .map(|n| promise(Side::Theirs, f64::from(n), f64::from(n) + 2.0, Some(f64::from(n) + 1.0)))
        .collect();
    let all = commitments(&promises, &[], day(30.0));
    let theirs = all.theirs.unwrap();
    assert!(
        (theirs.reading.value - 1.0).abs() < 1e-9 && theirs.reading.high >= 1.0 && theirs.reading.low > 0.6
    );
    assert!((theirs.slack_days.unwrap().value - 1.0).abs() < 1e-9);
    let why = all.ours.unwrap_err().not_enough;
    assert_eq!(why, "Reliability needs three promises that were kept or fell due; there is none so far.");
    assert!(all.next_step.is_err());
}

#[test]
fn a_conversation_of_the_last_day_is_not_counted_yet() {
    let conversation =
        |ended: f64, next: Option<f64>| Conversation { ended: day(ended), next_step: next.map(day) };
    let over = [conversation(1.0, Some(1.5)), conversation(2.0, Some(4.0)), conversation(3.0, None)];
    let rate = commitments(&[], &over, day(10.0)).next_step.unwrap();
    assert!((rate.value - 1.5 / 4.0).abs() < 1e-9, "the second was set too late");
    let mut fresh = over.to_vec();
    fresh.push(conversation(9.5, None));
    assert_eq!(commitments(&[], &fresh, day(10.0)).next_step.unwrap(), rate);
}

#[test]
fn a_stage_with_few_deals_leans_on_all_of_them() {
    let few = stage_probability(0.5, 15.0, (0, 5), day(0.0));
    assert!((few.value - 7.5 / 20.0).abs() < 1e-9 && few.low < few.value && few.value < few.high);
    let stages = Stages::of(&[], day(0.0));
    assert_eq!(stages.reading(3).unwrap_err().not_enough, "No deal has been in this stage so far.");
    let stay = StageSpan { stage: 3, entered: day(0.0), left: Some((day(4.0), Exit::Advanced)) };
    let few = Stages::of(&[stay; 4], day(9.0));
    assert!(few.reading(3).unwrap_err().not_enough.ends_with("there are 4 so far."));
    let enough = Stages::of(&[stay; 5], day(9.0));
    assert!(!enough.stalled(3, 3.9).unwrap().is_stalled && enough.stalled(3, 4.1).unwrap().is_certain);
}

#[test]
fn limits_are_those_of_the_binomial() {
    // By hand: P(X <= 0) = .5^5 = .03125, so of five at one half nothing is unusual; of ten, 0, 1, 9 and 10 are.
    assert_eq!(funnel_limits(0.5, 5).usual, (0, 5));
    let ten = funnel_limits(0.5, 10);
    assert_eq!((ten.usual, ten.possible), ((2, 8), (1, 9)));
    let told = [0, 1, 2, 8, 9, 10].map(|yes| ten.standing(yes));
    assert_eq!(told, [VeryLow, Low, Usual, Usual, High, VeryHigh]);
}

#[test]
fn two_rates_are_told_apart_only_when_it_is_likely() {
    let flat = (1.0, 1.0);
    let high = Count { successes: 7, trials: 10 }.posterior(flat);
    let low = Count { successes: 4, trials: 10 }.posterior(flat);
    let comparison = compare(&high, &low, day(0.0)).unwrap();
    // By numerical integration (scipy): P(Beta(8, 4) > Beta(5, 7)) = .900810.
    assert!((comparison.first_is_higher - 0.900_810).abs() < 1e-3, "{}", comparison.first_is_higher);
    assert!((comparison.reading.value - 0.25).abs() < 1e-9);
    let near = Count { successes: 5, trials: 10 }.posterior(flat);
    assert!(compare(&high, &near, day(0.0)).is_err());
    let few = Count { successes: 4, trials: 4 }.posterior(flat);
    assert!(compare(&few, &low, day(0.0)).unwrap_err().not_enough.contains("five cases"));
    assert!(Team::of(&[]).benchmark(&[], Count { successes: 4, trials: 4 }, day(0.0)).is_err());
}

#[test]
fn a_chart_signals_a_point_outside_and_a_shift() {
    let wave = |n: usize| if n.is_multiple_of(2) { 1.0 } else { -1.0 };
    let mut values: Vec<f64> = (0..20).map(wave).collect();
    assert_eq!(process_chart(&values, day(0.0)).unwrap().signals, []);
    values[10] = 20.0;
    assert_eq!(process_chart(&values, day(0.0)).unwrap().signals, [Signal::Outside(10)]);
    let steps: Vec<f64> = (0..20).map(|n| wave(n) + if n < 10 { 0.0 } else { 4.0 }).collect();
    let chart = process_chart(&steps, day(0.0)).unwrap();
    assert_eq!(chart.signals, [Signal::Shift(7), Signal::Shift(17)]);
    assert!(process_chart(&values[..9], day(0.0)).is_err());
    assert_eq!(process_chart(&[5.0; 12], day(0.0)).unwrap().signals, []);
}

fn part(side: Side, words: u32) -> Part {
    Part { side, words, asks: 0, gives: 0, situational: 0, transactional: 0 }
}

#[test]
fn a_check_in_is_empty_when_it_brings_nothing_and_asks_nothing_of_them() {
    let ours = |part: Part| exchange(&[part], Channel::Mail).unwrap().is_empty_check_in;
    let bare = Part { asks: 1, ..part(Side::Ours, 12) };
    assert!(ours(bare), "a question about our own offer is not about them");
    assert!(!ours(Part { situational: 1, ..bare }));
    assert!(!ours(Part { gives: 1, ..bare }));
    assert!(!ours(Part { words: 200, ..bare }));
    assert!(!exchange(&[bare, part(Side::Theirs, 3)], Channel::Mail).unwrap().is_empty_check_in);
    assert!(exchange(&[], Channel::Mail).is_err());
}

#[test]
fn a_call_is_two_sided_by_turns_and_a_thread_by_messages() {
    let two = [part(Side::Ours, 50), part(Side::Theirs, 50)];
    let four = [two, two].concat();
    let is_two_sided = |parts: &[Part], channel| exchange(parts, channel).unwrap().is_two_sided;
    assert!(!is_two_sided(&two, Channel::Call) && is_two_sided(&four, Channel::Call));
    assert!(!is_two_sided(&two, Channel::Mail) && is_two_sided(&four, Channel::Mail));
    let lecture = [part(Side::Ours, 500), part(Side::Theirs, 50)].repeat(3);
    assert!(!is_two_sided(&lecture, Channel::Call));
}

#[test]
fn sentences_of_one_exchange_count_less_than_as_many_of_several() {
    let one = |situational: u32, transactional: u32| {
        exchange(&[Part { situational, transactional, ..part(Side::Theirs, 90) }], Channel::Call).unwrap()
    };
    let width = |all: &[Exchange]| {
        let depth = exchanges(all, day(0.0)).depth.unwrap();
        assert!((depth.value - 0.5).abs() < 1e-9);
        depth.high - depth.low
    };
    let clustered: Vec<Exchange> = (0..6).map(|n| if n % 2 == 0 { one(10, 0) } else { one(0, 10) }).collect();
    let mixed: Vec<Exchange> = (0..6).map(|n| if n % 2 == 0 { one(6, 4) } else { one(4, 6) }).collect();
    assert!(width(&clustered) > 2.0 * width(&mixed));
    assert!(
        exchanges(&mixed[..2], day(0.0)).two_sided.is_err() && exchanges(&mixed, day(0.0)).given.is_err()
    );
}

#[test]
fn a_lopsided_alarm_needs_every_condition_that_is_known() {
    let facts = LopsidedFacts {
        attempts: 14,
        theirs: 1,
        below_third: Some(0.96),
        inbound_probability: 0.06,
        claimed_floor: Some(0.7),
    };
    let raised = |facts: LopsidedFacts| lopsided(&facts, day(0.0)).unwrap().is_raised;
    assert!(raised(facts));
    assert!(raised(LopsidedFacts { below_third: None, claimed_floor: None, ..facts }));
    for calm in [
        LopsidedFacts { theirs: 6, ..facts },
        LopsidedFacts { below_third: Some(0.8), ..facts },
        LopsidedFacts { inbound_probability: 0.3, ..facts },
        LopsidedFacts { claimed_floor: Some(0.3), ..facts },
    ] {
        let alarm = lopsided(&calm, day(0.0)).unwrap();
        let failing = alarm.conditions.iter().filter(|condition| !condition.holds).count();
        assert!(!alarm.is_raised && failing == 1, "{calm:?}");
    }
    assert!(lopsided(&LopsidedFacts { attempts: 4, ..facts }, day(0.0)).is_err());
}

#[test]
fn mirroring_is_told_beside_chance_and_repeats() {
    let style = |articles: u32| Style { words: 500, categories: [articles, 60, 40, 25, 45, 30, 8, 10, 22] };
    // By hand: eight categories agree; |.06 - .03| / (.06 + .03 + .0001) = .3330, so 1 - .3330 / 9.
    assert!((matching(&style(30), &style(15)) - (1.0 - 0.332_963 / 9.0)).abs() < 1e-6);
    let strangers: Vec<Style> = (0..400).map(|n| style(n % 60)).collect();
    let read = |seed| mirroring(&style(30), &style(29), &strangers, seed, day(0.0)).unwrap();
    assert_eq!(read(1), read(1));
    assert!(read(1).reading.value > read(1).by_strangers && read(1).p_value < 0.15);
    assert_eq!(read(1).purpose, Purpose::Diagnostic);
    assert!(mirroring(&style(30), &style(30), &strangers[..9], 1, day(0.0)).is_err());
    let silent = Style { words: 40, ..style(3) };
    assert!(mirroring(&style(30), &silent, &strangers, 1, day(0.0)).is_err());
}

/// A deal a week: those with a next step advance in 60 %, the others in 20 %.
fn examples() -> Vec<ReadinessExample> {
    (0..600_u32)
        .map(|n| {
            let next_step = n % 2 == 0;
            let advanced = if next_step { n % 10 < 6 } else { n % 10 < 2 };
            let facts = ReadinessFacts { days_in_stage: 20.0, next_step, people: 2, ..Default::default() };
            ReadinessExample { facts, at: day(f64::from(n) / 4.0), advanced }
        })
        .collect()
}

#[test]
fn readiness_learns_what_goes_before_an_advance() {
    let examples = examples();
    let model = Readiness::fit(&examples, day(400.0)).unwrap();
    let with = ReadinessFacts { days_in_stage: 20.0, next_step: true, people: 2, ..Default::default() };
    let read = |next_step| model.reading(&ReadinessFacts { next_step, ..with }, day(400.0));
    let (yes, no) = (read(true), read(false));
    assert!(yes.low < yes.value && yes.value < yes.high && yes.n == 600);
    let share = |next_step: bool| {
        let mine: Vec<bool> =
            examples.iter().filter(|one| one.facts.next_step == next_step).map(|one| one.advanced).collect();
        mine.iter().filter(|advanced| **advanced).count() as f64 / mine.len() as f64
    };
    assert!(
        (yes.value - share(true)).abs() < 0.06 && (no.value - share(false)).abs() < 0.06,
        "{yes:?} {no:?}"
    );
    // Of what is still running on day 60, nothing is learned.
    let early = Readiness::fit(&examples, day(60.0)).unwrap();
    assert_eq!(early, Readiness::fit(&examples[..121], day(60.0)).unwrap());
    assert!(Readiness::fit(&examples, day(40.0)).unwrap_err().not_enough.contains("there are"));
}

/// What a person is to others counts where people answer everybody alike, and not where each pair is its own.
#[test]
fn how_far_a_person_answers_everybody_alike_is_learned() {
    let weight = |rate: &dyn Fn(u32, u32) -> u32| {
        let pair = |person: u32, member: u32| ReplyCounts { asked: 10, answered: rate(person, member) };
        let of = |person: u32| {
            let mut all = ReplyCounts::default();
            (0..3).for_each(|member| all.add(pair(person, member)));
            (0..3).map(move |member| (pair(person, member), all))
        };
        let pairs: Vec<_> = (0..60).flat_map(of).collect();
        Priors::default().nested(pairs.into_iter()).replies_theirs.person_weight
    };
    let alike = weight(&|person, _| if person % 2 == 0 { 1 } else { 9 });
    let each = weight(&|person, member| [1, 9, 5][((person + member) % 3) as usize]);
    assert!(alike > 0.8 && each < 0.4, "{alike} {each}");
    let few = Priors::default().nested(std::iter::empty());
    assert_eq!(few, Priors::default());
}
