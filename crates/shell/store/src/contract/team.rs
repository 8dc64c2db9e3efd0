use rapport_model::{IntroductionAsked, Member, MemberId, Role, Via};
use uuid::Uuid;

use crate::{FoldedPair, PairKey};

use super::world::{MEMBER, NOW, add_mail, moment, on_both, person};

#[test]
fn introductions_are_asked_for_declined_and_taken_back() {
    on_both(|world| {
        let colleague = MemberId(Uuid::from_u128(7));
        let asked = IntroductionAsked {
            id: Uuid::from_u128(1),
            member: MEMBER,
            via: Via::Member(colleague),
            person: person(1),
            asked_at: moment(10),
            declined_at: None,
        };
        let other = IntroductionAsked {
            id: Uuid::from_u128(2),
            via: Via::Person(person(2)),
            asked_at: moment(12),
            ..asked
        };
        let theirs = IntroductionAsked {
            id: Uuid::from_u128(3),
            member: colleague,
            via: Via::Person(person(2)),
            asked_at: moment(11),
            ..asked
        };
        world.write(move |tx| {
            tx.add_member(&Member { id: colleague, name: "Tom".into(), role: Role::Member }, NOW)?;
            add_mail(tx, 1, 1, "")?;
            add_mail(tx, 2, 2, "")?;
            [asked, asked, other, theirs].iter().try_for_each(|asked| tx.add_introduction(asked))
        });
        let of_member = move |since| world.read(move |tx| tx.introductions_of(MEMBER, since));
        assert_eq!(of_member(moment(0)), vec![other, asked]);
        assert_eq!(of_member(moment(11)), vec![other]);
        assert_eq!(world.read(|tx| tx.introductions_since(moment(11))), vec![other, theirs]);
        assert!(!world.write(move |tx| tx.decline_introduction(other.id, colleague, moment(13))));
        assert!(world.write(move |tx| tx.decline_introduction(other.id, MEMBER, moment(13))));
        assert!(!world.write(move |tx| tx.decline_introduction(other.id, MEMBER, moment(14))));
        assert_eq!(of_member(moment(11))[0].declined_at, Some(moment(13)));
        assert!(world.write(move |tx| tx.undo_introduction(asked.id, MEMBER, moment(13))));
        assert!(!world.write(move |tx| tx.undo_introduction(asked.id, MEMBER, moment(14))));
        assert_eq!(of_member(moment(0)).len(), 1);
    });
}

#[test]
fn a_tie_is_hidden_and_shown_again() {
    on_both(|world| {
        world.write(|tx| {
            add_mail(tx, 1, 1, "")?;
            tx.hide_tie(MEMBER, person(1), NOW)?;
            tx.hide_tie(MEMBER, person(1), NOW)
        });
        assert_eq!(world.read(|tx| tx.hidden_ties()), vec![(MEMBER, person(1))]);
        assert!(world.write(|tx| tx.show_tie(MEMBER, person(1))));
        assert!(!world.write(|tx| tx.show_tie(MEMBER, person(1))));
        assert_eq!(world.read(|tx| tx.hidden_ties()), vec![]);
    });
}

/// Whoever was asked for is not forgotten when their mails go.
#[test]
fn who_is_to_be_met_outlives_their_mails() {
    on_both(|world| {
        let pair = PairKey { member: MEMBER, person: person(1) };
        world.write(move |tx| {
            let mail = add_mail(tx, 1, 1, "")?;
            tx.hide_tie(MEMBER, person(1), NOW)?;
            tx.remove_interactions(&[mail])?;
            tx.save_states(&[FoldedPair { pair, state: None, is_first: true }])
        });
        assert!(world.read(|tx| tx.person(person(1))).is_some());
    });
}

#[test]
fn what_was_folded_after_a_revision_is_found_until_something_is_forgotten() {
    on_both(|world| {
        let pair = |who| PairKey { member: MEMBER, person: person(who) };
        let folded =
            move |who| FoldedPair { pair: pair(who), state: Some((vec![who], moment(9))), is_first: true };
        let (first, second) = world.write(move |tx| {
            add_mail(tx, 1, 1, "")?;
            add_mail(tx, 2, 2, "")?;
            add_mail(tx, 3, 3, "")?;
            tx.save_states(&[folded(1), folded(3)])?;
            let first = tx.revision()?;
            tx.save_states(&[folded(2)])?;
            Ok((first, tx.revision()?))
        });
        let changed = move |since, most| world.read(move |tx| tx.changed_pairs(since, most));
        assert_eq!(changed(first, 9), Some(vec![(pair(2), vec![2])]));
        assert_eq!(changed(second, 9), Some(vec![]));
        assert_eq!(changed(0, 2), Some(vec![(pair(1), vec![1]), (pair(3), vec![3])]));
        world.write(move |tx| {
            let mail = tx.histories(&[(MEMBER, person(3), moment(0))])?.remove(0)[0].interaction;
            tx.remove_interactions(&[mail])?;
            tx.save_states(&[FoldedPair { pair: pair(3), state: None, is_first: false }])
        });
        assert_eq!(changed(second, 9), None);
        let now = world.read(|tx| tx.revision());
        assert_eq!(changed(now, 9), Some(vec![]));
    });
}

#[test]
fn who_took_part_with_somebody_is_told_interaction_by_interaction() {
    on_both(|world| {
        let (first, second) = world.write(|tx| {
            let first = add_mail(tx, 1, 1, "")?;
            let with = tx.participants(first)?.remove(0);
            let second = add_mail(tx, 2, 2, "")?;
            let other = rapport_model::Participation { person: person(2), ..with };
            tx.add_interactions(&[], &[other])?;
            Ok((first, second))
        });
        let seen = world.read(|tx| {
            let mut seen = Vec::new();
            tx.each_taking_part_with(person(2), |interaction, who, _, at| seen.push((interaction, who, at)))?;
            Ok(seen)
        });
        let expected = vec![
            (first, person(1), moment(1)),
            (first, person(2), moment(1)),
            (second, person(2), moment(2)),
        ];
        assert_eq!(seen, expected);
    });
}
