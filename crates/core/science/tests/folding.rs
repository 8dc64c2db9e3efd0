//! The state that folds forward remembers what a plain walk over the whole history finds.

use proptest::prelude::*;
use rapport_model::{Channel, Day, Moment, Side, Touch};
use rapport_science::{Found, PairState, Priors, Role, readings, roles};

/// Touches in time order within about two years, on days in Greenwich.
fn histories() -> impl Strategy<Value = Vec<(Touch, Day)>> {
    let touch = (0_i64..20 * 24 * 60, any::<bool>(), 0_usize..4, any::<bool>());
    prop::collection::vec(touch, 0..60).prop_map(|steps| {
        let mut minute = 20_000 * 24 * 60;
        let steps = steps.into_iter().map(|(ahead, ours, channel, opens)| {
            // Many short steps, some long ones.
            minute += if ahead % 3 == 0 { ahead } else { ahead % 600 };
            let at = Moment::from_seconds(minute * 60);
            let side = if ours { Side::Ours } else { Side::Theirs };
            (Touch { at, side, channel: Channel::ALL[channel], opens }, Day((minute / 1440) as i32))
        });
        steps.collect()
    })
}

fn folded(history: &[(Touch, Day)]) -> PairState {
    let mut state = PairState::default();
    for (touch, day) in history {
        state.fold(touch, *day);
    }
    state
}

fn shows_both(touch: &Touch) -> bool {
    touch.side == Side::Theirs || touch.channel.is_two_way()
}

fn contact_days(history: &[(Touch, Day)]) -> Vec<i32> {
    let mut days: Vec<i32> =
        history.iter().filter(|(touch, _)| shows_both(touch)).map(|(_, day)| day.0).collect();
    days.dedup();
    days
}

/// Questions of `asker` with the hours to their answer; what is open at `now` is left out.
fn questions(history: &[(Touch, Day)], asker: Side, now: Moment) -> Vec<Option<f64>> {
    let mut settled = Vec::new();
    let mut index = 0;
    while index < history.len() {
        let (touch, _) = history[index];
        if touch.side != asker || touch.channel.is_two_way() {
            index += 1;
            continue;
        }
        // The question is over with the other side's next touch, with a meeting of ours, or after seven days.
        let in_time = |touch: &Touch, asked: Moment| touch.at.days_since(asked) <= 7.0;
        let end = history[index + 1..].iter().position(|(next, _)| {
            next.side != asker || next.channel.is_two_way() || !in_time(next, touch.at)
        });
        let Some(ahead) = end else {
            if now.days_since(touch.at) > 7.0 {
                settled.push(None);
            }
            break;
        };
        index += 1 + ahead;
        let (next, _) = history[index];
        if !in_time(&next, touch.at) {
            settled.push(None);
        } else if next.side != asker {
            settled.push(Some(next.at.days_since(touch.at) * 24.0));
        }
    }
    settled
}

proptest! {
    #[test]
    fn the_state_is_what_a_plain_walk_finds(history in histories()) {
        let state = folded(&history);
        let last_of = |wanted: &dyn Fn(&Touch) -> bool| {
            history.iter().rev().map(|(touch, _)| touch).find(|touch| wanted(touch)).map(|touch| touch.at)
        };
        prop_assert_eq!(state.first(), history.first().map(|(touch, _)| touch.at));
        prop_assert_eq!(state.last_touch(), last_of(&|_| true));
        prop_assert_eq!(state.last_theirs(), last_of(&|touch| touch.side == Side::Theirs));
        prop_assert_eq!(state.last_ours(), last_of(&|touch| touch.side == Side::Ours));
        prop_assert_eq!(state.last_contact(), last_of(&shows_both));
        prop_assert_eq!(state.contact_days() as usize, contact_days(&history).len());
        prop_assert_eq!(state.sent() + state.received(), history.len() as u32);

        let settled = history
            .iter()
            .rposition(|(touch, _)| touch.side == Side::Ours || touch.channel.is_two_way());
        let waiting = history.get(settled.map_or(0, |place| place + 1)).map(|(touch, _)| touch.at);
        prop_assert_eq!(state.awaiting_us(), waiting);

        let heard = history.iter().rposition(|(touch, _)| shows_both(touch));
        let attempts = &history[heard.map_or(0, |place| place + 1)..];
        let mut days: Vec<i32> = attempts.iter().map(|(_, day)| day.0).collect();
        days.dedup();
        prop_assert_eq!(
            state.awaiting_them(),
            attempts.first().map(|(touch, _)| (touch.at, days.len() as u32))
        );
    }

    #[test]
    fn the_readings_are_what_the_formulas_give_on_the_whole_history(history in histories(), later in 0_u32..90) {
        let priors = Priors::default();
        let now = history.last().map_or(Moment::default(), |(touch, _)| touch.at).plus_days(f64::from(later));
        let read = readings(&folded(&history), &priors, now);

        let days = contact_days(&history);
        if let Ok(rhythm) = read.rhythm() {
            let gaps: Vec<f64> = days.windows(2).map(|pair| f64::from(pair[1] - pair[0]).ln()).collect();
            let k = (priors.rhythm.within / priors.rhythm.between).powi(2);
            let mean = (k * priors.rhythm.median_ln + gaps.iter().sum::<f64>()) / (k + gaps.len() as f64);
            prop_assert!((rhythm.usual_gap_days.ln() - mean).abs() < 1e-9);
            prop_assert_eq!(rhythm.reading.n as usize, days.len());
        } else {
            prop_assert!(days.len() < 3);
        }

        if let Some(Ok(Found::Plain { reading: activation, .. })) = read.of("activation") {
            let last = history.iter().rev().find(|(touch, _)| shows_both(touch)).unwrap();
            let quiet = now.days_since(last.0.at);
            let plain: f64 = days.iter().map(|day| (-(quiet + f64::from(last.1.0 - day)) / 60.0).exp2()).sum();
            prop_assert!((activation.value - plain).abs() < 1e-9);
        } else {
            prop_assert!(days.is_empty());
        }

        let began: Vec<Side> = history
            .iter()
            .enumerate()
            .filter(|(place, (touch, day))| {
                touch.opens && (*place == 0 || day.0 - history[place - 1].1.0 >= 3)
            })
            .map(|(_, (touch, _))| touch.side)
            .collect();
        if let Some(Ok(Found::Plain { reading: initiation, .. })) = read.of("initiation") {
            let weight = |wanted: Side| -> f64 {
                let each = began.iter().rev().enumerate().filter(|(_, side)| **side == wanted);
                each.map(|(back, _)| 0.9_f64.powi(back as i32)).sum()
            };
            let theirs = priors.initiation.theirs + weight(Side::Theirs);
            let ours = priors.initiation.ours + weight(Side::Ours);
            prop_assert!((initiation.value - theirs / (theirs + ours)).abs() < 1e-9);
        } else {
            prop_assert!(began.len() < 3);
        }

        let asked = questions(&history, Side::Ours, now);
        if let Some(Ok(Found::Response(response))) = read.of("response") {
            let answered = asked.iter().flatten().count() as f64;
            let prior = &priors.replies_theirs;
            let rate = (prior.answered + answered) / (prior.answered + prior.unanswered + asked.len() as f64);
            prop_assert!((response.reading.value - rate).abs() < 1e-9);
        } else {
            prop_assert!(asked.len() < 3);
        }
    }

    #[test]
    fn the_roles_add_up_to_the_state(history in histories()) {
        let state = folded(&history);
        let labels = roles(&history);
        let all: Vec<Role> = labels.iter().flatten().copied().collect();
        let contact = all.iter().filter(|role| **role == Role::Contact).count();
        prop_assert_eq!(contact, state.contact_days() as usize);
        let now = Moment::from_seconds(4_000_000_000);
        let read = readings(&state, &Priors::default(), now);
        if let Some(Ok(Found::Plain { reading: initiation, .. })) = read.of("initiation") {
            let opened = all.iter().filter(|role| matches!(role, Role::Opens(_))).count();
            prop_assert_eq!(opened, initiation.n as usize);
        }
        let replies: Vec<f64> = labels
            .iter()
            .zip(&history)
            .filter(|(_, (touch, _))| touch.side == Side::Theirs)
            .flat_map(|(roles, _)| roles)
            .filter_map(|role| match role {
                Role::Reply { after_hours, .. } => Some(*after_hours),
                _ => None,
            })
            .collect();
        let plain: Vec<f64> = questions(&history, Side::Ours, now).into_iter().flatten().collect();
        prop_assert_eq!(replies.len(), plain.len());
        for (hours, expected) in replies.iter().zip(&plain) {
            prop_assert!((hours - expected.max(1.0 / 60.0)).abs() < 1e-9);
        }
    }

    #[test]
    fn a_state_reads_back_what_it_wrote(history in histories()) {
        let state = folded(&history);
        let bytes = state.to_bytes();
        prop_assert!(bytes.len() < 256 && size_of::<PairState>() < 256);
        prop_assert_eq!(PairState::from_bytes(&bytes), Some(state));
        let mut other_version = bytes.clone();
        other_version[0] ^= 0xff;
        prop_assert_eq!(PairState::from_bytes(&other_version), None);
        prop_assert_eq!(PairState::from_bytes(&bytes[..bytes.len() - 1]), None);
    }

    #[test]
    fn a_touch_that_arrives_late_is_as_if_it_had_been_in_time(history in histories(), place in any::<prop::sample::Index>()) {
        prop_assume!(history.len() > 1);
        let mut late = history.clone();
        let touch = late.remove(place.index(history.len()));
        late.push(touch);
        // The caller replays the pair in time order; touches of one moment keep a stable order.
        late.sort_by_key(|(touch, day)| (touch.at, touch.side, touch.channel, touch.opens, *day));
        let mut straight = history.clone();
        straight.sort_by_key(|(touch, day)| (touch.at, touch.side, touch.channel, touch.opens, *day));
        prop_assert_eq!(folded(&late), folded(&straight));
    }
}
