use rapport_model::{
    Account, Channel, Decision, InteractionId, Member, MemberId, MessageRecord, Moment, NameSeen,
    Participation, Problem, Reason, Role, Side, Touch,
};
use uuid::Uuid;

use super::world::{MEMBER, NOW, World, add_mail, message, moment, on_both, person};
use crate::{FoldedPair, Original, PairKey, SetAsidePage};

#[test]
fn a_message_reads_back_as_it_was_written() {
    on_both(|world| {
        let mut record = message(1);
        record.decision = Decision::SetAside { reason: Reason::List };
        record.answers = Some("m2@example.com".into());
        record.problems = vec![Problem::new("date_missing", "It had no date.")];
        let wanted = record.clone();
        let found = world.write(move |tx| {
            tx.save_messages(&[(&record, true)])?;
            tx.add_sightings(Account::of_files(MEMBER).id, &[record.id])?;
            tx.messages(&[record.id, message(9).id])
        });
        assert_eq!(found, vec![Some(wanted.clone()), None]);
        let (by_id, waiting) = world.read(|tx| {
            Ok((
                tx.messages_by_message_id(&["m1@example.com", "nobody"])?,
                tx.dependents_of(&["m2@example.com"])?,
            ))
        });
        assert_eq!(by_id, vec![vec![wanted.clone()], vec![]]);
        assert_eq!(waiting, vec![vec![wanted.id]]);
        let page = world.read(|tx| {
            let end = InteractionId(Uuid::max());
            let by_reason = tx.not_kept(MEMBER, &SetAsidePage::Reason(Reason::List), end, 10)?;
            let by_text = tx.not_kept(MEMBER, &SetAsidePage::Containing("SUBJECT 1".into()), end, 10)?;
            Ok((by_reason, by_text, tx.decision_counts(MEMBER)?))
        });
        let before = record_before(world, wanted.id);
        assert_eq!(before, vec![], "the next page begins after this one");
        assert_eq!(page.0, vec![wanted.clone()]);
        assert_eq!(page.1, vec![wanted.clone()]);
        assert_eq!(page.2, vec![(wanted.decision, 1)]);
    });
}

fn record_before(world: &World, id: InteractionId) -> Vec<MessageRecord> {
    world.read(move |tx| tx.not_kept(MEMBER, &SetAsidePage::Containing("subject".into()), id, 10))
}

#[test]
fn an_original_is_kept_once_and_found_by_its_hash() {
    on_both(|world| {
        let found = world.write(|tx| {
            tx.save_messages(&[(&message(1), false)])?;
            let original =
                Original { sha256: [7; 32], message: message(1).id, size: 3, content: vec![1, 2, 3] };
            tx.save_originals(std::slice::from_ref(&original))?;
            tx.save_originals(std::slice::from_ref(&original))?;
            assert_eq!(tx.originals(message(1).id)?, vec![original]);
            tx.known_originals(&[[7; 32], [8; 32]])
        });
        assert_eq!(found, vec![Some(message(1).id), None]);
    });
}

#[test]
fn words_and_subjects_are_found_newest_first() {
    on_both(|world| {
        let (old, new) = world.write(|tx| {
            let old = add_mail(tx, 1, 1, "The übergroße quote for Vienna")?;
            let new = add_mail(tx, 2, 2, "Another quote, for Graz")?;
            Ok((old, new))
        });
        let search = |query: &'static str| {
            world.read(move |tx| {
                Ok(tx
                    .search_interactions(MEMBER, query, None, 10)?
                    .iter()
                    .map(|kept| kept.id)
                    .collect::<Vec<_>>())
            })
        };
        assert_eq!(search("quote"), vec![new, old]);
        assert_eq!(search("QUO"), vec![new, old]);
        assert_eq!(search("quote vie"), vec![old]);
        assert_eq!(search("ubergrosse"), vec![old]);
        assert_eq!(search("subject 2"), vec![new]);
        assert_eq!(search("anothe"), vec![new]);
        assert_eq!(search("quote uberg"), vec![old]);
        assert_eq!(search("viennas"), vec![]);
        assert_eq!(search("vie "), vec![]);
        assert_eq!(search("' & | ! \" *"), vec![]);
        let before = world.read(move |tx| tx.search_interactions(MEMBER, "quote", Some(new), 10));
        assert_eq!(before.iter().map(|kept| kept.id).collect::<Vec<_>>(), vec![old]);
        world.write(move |tx| tx.remove_interactions(&[old]));
        assert_eq!(search("quote"), vec![new]);
    });
}

#[test]
fn the_best_known_name_stays_in_whatever_order_names_are_seen() {
    let seen = |is_own, day, name: &str| NameSeen { is_own, at: moment(day), name: name.into() };
    let names =
        [seen(false, 9, "Mr Lopez"), seen(true, 2, "Ana"), seen(true, 3, "Ana Lopez"), seen(true, 8, "")];
    for turn in 0..names.len() {
        let mut order = names.clone();
        order.rotate_left(turn);
        on_both(move |world| {
            let order = order.clone();
            let found = world.write(move |tx| {
                for name in order {
                    tx.save_people(&[(person(1), name)])?;
                }
                tx.save_addresses(&[(
                    rapport_model::Address::parse("a@example.com").unwrap(),
                    person(1),
                    moment(1),
                )])?;
                tx.person(person(1))
            });
            assert_eq!(found.unwrap().name, "Ana Lopez");
        });
    }
}

#[test]
fn threads_are_the_same_in_whatever_order_mail_arrives() {
    on_both(|world| {
        let threads = world.write(|tx| {
            let apart = tx.assign_threads(&[vec![10], vec![30]])?;
            let joined = tx.assign_threads(&[vec![20, 30, 10]])?;
            let later = tx.assign_threads(&[vec![30], vec![5, 20]])?;
            Ok((apart, joined, later, tx.assign_threads(&[vec![10]])?))
        });
        assert_eq!(threads, (vec![10, 30], vec![10], vec![5, 5], vec![5]));
    });
}

#[test]
fn a_changed_relationship_is_pending_from_its_earliest_new_touch() {
    on_both(|world| {
        let pair = PairKey { member: MEMBER, person: person(1) };
        let pending = world.write(move |tx| {
            add_mail(tx, 5, 1, "")?;
            add_mail(tx, 3, 1, "")?;
            tx.pending_pairs(10)
        });
        assert_eq!(pending.len(), 1);
        assert_eq!((pending[0].pair, pending[0].pending_from), (pair, moment(3)));
        let history =
            world.read(move |tx| tx.histories(&[(MEMBER, person(1), Moment::from_micros(i64::MIN))]));
        assert_eq!(
            history[0].iter().map(|kept| kept.touch.at).collect::<Vec<_>>(),
            vec![moment(3), moment(5)]
        );
        let revision = world.read(|tx| tx.revision());
        world.write(move |tx| {
            tx.save_states(&[FoldedPair { pair, state: Some((vec![1, 2], moment(5))), is_first: true }])
        });
        assert_eq!(world.read(move |tx| tx.state(pair)), Some(vec![1, 2]));
        assert!(world.read(|tx| tx.pending_pairs(10)).is_empty());
        assert!(world.read(|tx| tx.revision()) > revision);
        assert_eq!(world.read(|tx| tx.relationship_count()), 1);
        world.write(|tx| tx.remove_interactions(&[message(5).id, message(3).id]));
        assert_eq!(world.read(|tx| tx.pending_pairs(10))[0].pending_from, Moment::from_micros(i64::MIN));
        world.write(move |tx| tx.save_states(&[FoldedPair { pair, state: None, is_first: false }]));
        assert_eq!(world.read(|tx| tx.people_count()), 0);
        assert_eq!(world.read(|tx| tx.relationship_count()), 0);
    });
}

#[test]
fn who_took_part_is_told_interaction_by_interaction() {
    on_both(|world| {
        let second = MemberId::from_parts(NOW, [2; 10]);
        let (first, later) = world.write(move |tx| {
            tx.add_member(&Member { id: second, name: "Tom".into(), role: Role::Member }, NOW)?;
            let first = add_mail(tx, 1, 1, "")?;
            let later = add_mail(tx, 2, 2, "")?;
            let touch = Touch { at: moment(1), side: Side::Theirs, channel: Channel::Mail, opens: true };
            let part = Participation { member: second, person: person(2), interaction: first, touch };
            tx.add_interactions(&[], &[part])?;
            Ok((first, later))
        });
        let told = world.read(|tx| {
            let mut told = Vec::new();
            tx.each_taking_part(|interaction, person, member, at| {
                told.push((interaction, person, member, at));
            })?;
            Ok(told)
        });
        let expected = [
            (first, person(1), MEMBER, moment(1)),
            (first, person(2), second, moment(1)),
            (later, person(2), MEMBER, moment(2)),
        ];
        assert_eq!(told, expected);
    });
}

#[test]
fn who_was_in_contact_is_told_by_spans() {
    on_both(|world| {
        let second = MemberId::from_parts(NOW, [2; 10]);
        world.write(move |tx| {
            tx.add_member(&Member { id: second, name: "Tom".into(), role: Role::Member }, NOW)?;
            let mut parts = Vec::new();
            for (number, who) in [(1, 1), (2, 1), (3, 2), (9, 3)] {
                let interaction = add_mail(tx, number, who, "")?;
                let touch = Touch {
                    at: moment(i64::from(number)),
                    side: Side::Theirs,
                    channel: Channel::Mail,
                    opens: true,
                };
                parts.push(Participation { member: second, person: person(who), interaction, touch });
                // Somebody who was only written to is not in contact; somebody who was met is.
                for (who, side, channel) in
                    [(4, Side::Ours, Channel::Mail), (5, Side::Ours, Channel::Meeting)]
                {
                    if number == 3 {
                        tx.save_people(&[(person(who), name())])?;
                        let touch = Touch { side, channel, ..touch };
                        parts.push(Participation { member: MEMBER, person: person(who), interaction, touch });
                    }
                }
            }
            tx.add_interactions(&[], &parts)
        });
        let days = [(1, 3), (3, 9), (9, 10), (10, 90)];
        let spans = days.map(|(from, to)| (moment(from), moment(to)));
        let expected = [
            vec![(MEMBER, 1), (second, 1)],
            vec![(MEMBER, 2), (second, 2), (MEMBER, 5)],
            vec![(MEMBER, 3), (second, 3)],
            vec![],
        ];
        for ((from, to), expected) in spans.into_iter().zip(&expected) {
            let mut found = world.read(move |tx| tx.in_contact(from, to));
            found.sort_by_key(|pair| (pair.person, pair.member));
            let expected: Vec<_> = expected
                .iter()
                .map(|(member, who)| PairKey { member: *member, person: person(*who) })
                .collect();
            assert_eq!(found, expected);
        }
        for (member, who) in [(second, 1), (second, 3), (MEMBER, 4), (MEMBER, 5)] {
            let pair = PairKey { member, person: person(who) };
            let is_told = expected.iter().map(|pairs| pairs.contains(&(member, who)));
            assert_eq!(world.read(move |tx| tx.was_in_contact(pair, &spans)), is_told.collect::<Vec<_>>());
        }
    });
}

fn name() -> NameSeen {
    NameSeen { is_own: true, at: NOW, name: String::new() }
}
