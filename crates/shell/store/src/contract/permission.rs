use rapport_model::{
    Account, Address, Decision, InteractionId, Member, MemberId, MessageRecord, Participation, Reason, Role,
};
use uuid::Uuid;

use super::world::{MEMBER, NOW, World, add_mail, message, moment, on_both, person};
use crate::SetAsidePage;

const COLLEAGUE: MemberId = MemberId(Uuid::from_u128(7));

fn hire(world: &World) {
    world.write(|tx| tx.add_member(&Member { id: COLLEAGUE, name: "Tom".into(), role: Role::Member }, NOW));
}

/// A message that was set aside and was seen by some members.
fn set_aside(world: &World, number: u8, reason: Reason, seen_by: &'static [MemberId]) -> InteractionId {
    let record = MessageRecord { decision: Decision::SetAside { reason }, ..message(number) };
    let id = record.id;
    world.write(move |tx| {
        tx.save_messages(&[(&record, false)])?;
        seen_by.iter().try_for_each(|member| tx.add_sightings(Account::of_files(*member).id, &[id]).map(drop))
    });
    id
}

#[test]
fn what_was_set_aside_is_listed_for_those_who_saw_it() {
    on_both(|world| {
        hire(world);
        let mine = set_aside(world, 1, Reason::Internal, &[MEMBER]);
        let theirs = set_aside(world, 2, Reason::Internal, &[COLLEAGUE]);
        let both = set_aside(world, 3, Reason::Internal, &[MEMBER, COLLEAGUE]);
        let pages = [
            SetAsidePage::Reason(Reason::Internal),
            SetAsidePage::Containing("subject".into()),
            SetAsidePage::Unreadable,
        ];
        for (member, expected) in [(MEMBER, vec![both, mine]), (COLLEAGUE, vec![both, theirs])] {
            let end = InteractionId(Uuid::max());
            let listed = |page: SetAsidePage, limit| {
                let found = world.read(move |tx| tx.not_kept(member, &page, end, limit));
                found.iter().map(|record| record.id).collect::<Vec<_>>()
            };
            assert_eq!(listed(pages[0].clone(), 10), expected);
            assert_eq!(listed(pages[1].clone(), 10), expected);
            assert_eq!(listed(pages[2].clone(), 10), vec![]);
            assert_eq!(listed(pages[0].clone(), 1), vec![both], "a page is cut after it is filtered");
            assert_eq!(
                world.read(move |tx| tx.decision_counts(member)),
                vec![(Decision::SetAside { reason: Reason::Internal }, 2)]
            );
        }
        let seen = world.read(move |tx| {
            Ok((
                tx.is_sighted_by(MEMBER, theirs)?,
                tx.is_sighted_by(MEMBER, both)?,
                tx.members_who_saw(&[both])?,
            ))
        });
        assert_eq!(seen, (false, true, vec![vec![COLLEAGUE, MEMBER]]));
    });
}

#[test]
fn the_counts_of_decisions_follow_every_change() {
    on_both(|world| {
        hire(world);
        let id = set_aside(world, 1, Reason::List, &[MEMBER, COLLEAGUE]);
        set_aside(world, 2, Reason::List, &[MEMBER]);
        world.write(move |tx| {
            // The message is seen again and decided differently.
            tx.add_sightings(Account::of_files(MEMBER).id, &[id])?;
            tx.save_messages(&[(&message(1), false)])
        });
        let counts = || {
            let of = |member| {
                let mut counts = world.read(move |tx| tx.decision_counts(member));
                counts.sort_by_key(|(decision, _)| decision.name());
                counts
            };
            (of(MEMBER), of(COLLEAGUE))
        };
        let list = Decision::SetAside { reason: Reason::List };
        let expected = (vec![(Decision::Kept, 1), (list, 1)], vec![(Decision::Kept, 1)]);
        assert_eq!(counts(), expected);
        world.write(|tx| tx.recount_decisions());
        assert_eq!(counts(), expected, "counting anew finds the same");
    });
}

#[test]
fn words_are_found_by_those_who_took_part() {
    on_both(|world| {
        hire(world);
        let (mine, shared) = world.write(|tx| {
            let mine = add_mail(tx, 1, 1, "the confidential quote")?;
            let shared = add_mail(tx, 2, 2, "the confidential quote")?;
            let kept = tx.interaction(shared)?.expect("it was just added");
            let part = tx.participants(shared)?[0];
            tx.add_interactions(&[kept], &[Participation { member: COLLEAGUE, ..part }])?;
            Ok((mine, shared))
        });
        let found = |member, query: &'static str, limit| {
            let hits = world.read(move |tx| tx.search_interactions(member, query, None, limit));
            hits.iter().map(|hit| hit.id).collect::<Vec<_>>()
        };
        for query in ["confidential", "conf", "quote confid"] {
            assert_eq!(found(MEMBER, query, 10), vec![shared, mine], "{query}");
            assert_eq!(found(COLLEAGUE, query, 10), vec![shared], "{query}");
        }
        assert_eq!(found(MEMBER, "quote", 1), vec![shared]);
        // The term of a member cannot be searched for.
        let word = crate::log::words::of_member(MEMBER);
        let hits = world.read(move |tx| tx.search_interactions(COLLEAGUE, &word, None, 10));
        assert_eq!(hits, vec![]);
        let older = world.read(move |tx| tx.search_interactions(COLLEAGUE, "quote", Some(shared), 10));
        assert_eq!(older, vec![], "nothing older is theirs");
    });
}

#[test]
fn imports_are_listed_for_whose_they_are() {
    on_both(|world| {
        hire(world);
        assert_eq!(world.read(|tx| tx.imports(MEMBER, 5)).len(), 1);
        assert_eq!(world.read(|tx| tx.imports(COLLEAGUE, 5)).len(), 0);
        let folder = |member| world.read(move |tx| tx.cursors(Account::of_files(member).id));
        world.write(|tx| tx.save_cursor(Account::of_files(MEMBER).id, "/mail", &[1, 2]));
        assert_eq!(folder(MEMBER), vec![("/mail".to_owned(), vec![1, 2])]);
        assert_eq!(folder(COLLEAGUE), vec![], "a folder that a colleague has read is still to be read");
    });
}

/// Whoever knows an address cannot compute the id of its person, and so cannot ask whether the team knows them.
#[test]
fn ids_of_people_follow_from_the_secret_of_their_store() {
    let ids = std::sync::Mutex::new(Vec::new());
    let hashes = std::sync::Mutex::new(Vec::new());
    on_both(|world| {
        let address = Address::parse("ana@example.com").unwrap();
        let (one, again, hash) = world.write(move |tx| {
            let one = tx.person_id(&address)?;
            let name = rapport_model::NameSeen { is_own: true, at: moment(1), name: "Ana".into() };
            tx.save_people(&[(one, name)])?;
            tx.save_addresses(&[(address.clone(), one, moment(1))])?;
            Ok((one, tx.person_id(&address)?, tx.logical_hash()?))
        });
        assert_eq!(one, again);
        ids.lock().unwrap().push(one);
        hashes.lock().unwrap().push(hash);
    });
    let (ids, hashes) = (ids.into_inner().unwrap(), hashes.into_inner().unwrap());
    assert_ne!(ids[0], ids[1]);
    assert_eq!(hashes[0], hashes[1], "the logical hash names people by address");
    assert_ne!(ids[0], person(1));
}
