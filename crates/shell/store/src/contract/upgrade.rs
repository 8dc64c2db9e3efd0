use rapport_model::{Account, Decision, InteractionId, MemberId, PersonId, Reason};
use uuid::Uuid;

use super::world::{MEMBER, World, add_mail, message, moment, on_both, person};
use crate::SetAsidePage;

/// Turns a world into what the schema before permissions would have held.
fn age(world: &World) {
    world.write(|tx| {
        add_mail(tx, 1, 1, "Nguyễn asks for the quote")?;
        let mut aside = message(2);
        aside.decision = Decision::SetAside { reason: Reason::Internal };
        tx.save_messages(&[(&aside, false)])?;
        let (workspace, id) = (tx.workspace().0, person(1).0);
        for table in ["decision_count", "sighting", "secret", "upgrade"] {
            tx.run_as_is(&format!("DELETE FROM {table}"));
        }
        tx.run_as_is("UPDATE import SET account_id = NULL");
        tx.run_as_is("UPDATE member SET role = 'member'");
        tx.run_as_is("DELETE FROM account");
        let literal = |id: Uuid| match &tx.engine {
            crate::engine::tx::EngineTx::Sqlite(_) => format!("X'{}'", id.simple()),
            crate::engine::tx::EngineTx::Postgres { .. } => format!("'{id}'"),
        };
        tx.run_as_is(&format!(
            "INSERT INTO follow_up (workspace_id, id, member_id, person_id, at, act, until_at, reason)
             VALUES ({}, {}, {}, {}, 5, 'opted_out', 900, 'asked')",
            literal(workspace),
            literal(Uuid::from_u128(3)),
            literal(MEMBER.0),
            literal(id),
        ));
        crate::dialect::search::forget(tx, &[message(1).id.0])
    });
}

#[test]
fn data_of_an_earlier_schema_is_brought_up_to_date_once() {
    on_both(|world| {
        age(world);
        let (before, _) = world.read(|tx| tx.logical_hash());
        world.reopen().unwrap();
        let (people, opt_outs, members) = world.read(|tx| {
            let mut people = Vec::new();
            tx.each_person(|person, name| people.push((person, name)))?;
            Ok((people, tx.opt_outs()?, tx.members()?))
        });
        let [(ana, name)] = people.as_slice() else { panic!("one person is still there: {people:?}") };
        assert_eq!((name.as_str(), *ana == person(1)), ("Person Nr1", false));
        assert_eq!(members[0].role, rapport_model::Role::Owner);
        assert_eq!(
            (opt_outs[0].person, opt_outs[0].note.as_str(), opt_outs[0].noted_by),
            (*ana, "asked", MEMBER)
        );
        let ana: PersonId = *ana;
        let (touches, hits, aside, counts) = world.read(move |tx| {
            let end = InteractionId(Uuid::max());
            Ok((
                tx.timeline(MEMBER, ana, moment(9), 9)?.len(),
                tx.search_interactions(MEMBER, "nguyen", None, 9)?.len(),
                tx.not_kept(MEMBER, &SetAsidePage::Reason(Reason::Internal), end, 9)?.len(),
                tx.decision_counts(MEMBER)?.len(),
            ))
        });
        assert_eq!((touches, hits, aside, counts), (1, 1, 1, 2));
        let stranger = MemberId(Uuid::from_u128(9));
        assert_eq!(world.read(move |tx| tx.accounts_of(stranger)), vec![]);
        assert_eq!(world.read(|tx| tx.accounts_of(MEMBER)), vec![Account::of_files(MEMBER)]);
        let (after, _) = world.read(|tx| tx.logical_hash());
        assert_ne!(before, after, "roles and opt-outs are told now");
        world.reopen().unwrap();
        assert_eq!(world.read(|tx| tx.logical_hash()).0, after, "once is enough");
    });
}
