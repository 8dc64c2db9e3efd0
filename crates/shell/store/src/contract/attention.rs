use rapport_model::{Day, Lane, LeanBackRecord, Side, Suggestion};
use uuid::Uuid;

use crate::StoredReliability;

use super::world::{MEMBER, add_mail, moment, on_both, person};

#[test]
fn a_suggestion_is_noted_once_a_day() {
    on_both(|world| {
        let first = Suggestion {
            person: person(1),
            day: Day(10),
            at: moment(10),
            lane: Lane::StayClose,
            explored: true,
        };
        let later = Suggestion { at: moment(11), lane: Lane::Owe, explored: false, ..first };
        let next = Suggestion { day: Day(11), ..later };
        world.write(move |tx| {
            add_mail(tx, 1, 1, "")?;
            tx.add_suggestions(MEMBER, &[first])?;
            tx.add_suggestions(MEMBER, &[later, next])
        });
        assert_eq!(world.read(|tx| tx.suggestions(MEMBER, Day(10), Day(11))), vec![first, next]);
        assert_eq!(world.read(|tx| tx.suggestions(MEMBER, Day(11), Day(99))), vec![next]);
    });
}

#[test]
fn a_lean_back_test_is_begun_called_off_and_taken_up_again() {
    on_both(|world| {
        let test = LeanBackRecord {
            id: Uuid::from_u128(9),
            member: MEMBER,
            person: person(1),
            reason: "you always begin".into(),
            plan: "{}".into(),
            suggested_at: moment(20),
            starts_at: moment(22),
            stopped_at: None,
        };
        let (kept, id) = (test.clone(), test.id);
        world.write(move |tx| {
            add_mail(tx, 1, 1, "")?;
            tx.add_lean_back(&kept)?;
            tx.add_lean_back(&kept)
        });
        assert_eq!(world.read(|tx| tx.lean_backs(MEMBER, moment(21))), vec![test.clone()]);
        assert_eq!(world.read(|tx| tx.lean_backs(MEMBER, moment(19))), vec![]);
        assert!(world.write(move |tx| tx.stop_lean_back(id, MEMBER, moment(23))));
        assert!(!world.write(move |tx| tx.stop_lean_back(id, MEMBER, moment(24))));
        let stopped = LeanBackRecord { stopped_at: Some(moment(23)), ..test.clone() };
        assert_eq!(world.read(|tx| tx.lean_backs(MEMBER, moment(30))), vec![stopped]);
        assert!(world.write(move |tx| tx.resume_lean_back(id, MEMBER)));
        assert_eq!(world.read(|tx| tx.lean_backs(MEMBER, moment(30))), vec![test]);
    });
}

#[test]
fn the_last_look_back_is_kept() {
    on_both(|world| {
        let found = |day: i64| StoredReliability { at: moment(day), pairs: 7, content: format!("[{day}]") };
        assert_eq!(world.read(|tx| tx.reliability(moment(50))), None);
        world.write(move |tx| {
            tx.note_reliability(&found(40))?;
            tx.note_reliability(&found(10))
        });
        assert_eq!(world.read(|tx| tx.reliability(moment(50))), Some(found(40)));
    });
}

#[test]
fn the_first_touch_of_a_side_after_a_moment_is_found() {
    on_both(|world| {
        world.write(|tx| {
            add_mail(tx, 1, 1, "")?;
            add_mail(tx, 2, 1, "")
        });
        let touches = world.read(|tx| tx.histories(&[(MEMBER, person(1), moment(0))])).remove(0);
        let (first, second) = (touches[0].touch, touches[1].touch);
        let (at, side, end) = (first.at, first.side, second.at);
        let other = if side == Side::Ours { Side::Theirs } else { Side::Ours };
        let before = at.plus_days(-0.5);
        assert_eq!(world.read(move |tx| tx.first_touch_after(person(1), side, before, end)), Some(at));
        assert_eq!(world.read(move |tx| tx.first_touch_after(person(1), side, at, end)), Some(end));
        assert_eq!(world.read(move |tx| tx.first_touch_after(person(1), side, end, end)), None);
        assert_eq!(world.read(move |tx| tx.first_touch_after(person(1), other, before, end)), None);
    });
}
