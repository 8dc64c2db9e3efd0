use rapport_model::{FollowUp, FollowUpAct};
use uuid::Uuid;

use super::world::{MEMBER, add_mail, moment, on_both, person};

#[test]
fn an_opt_out_is_known_to_the_whole_team_until_it_is_taken_back() {
    on_both(|world| {
        let act = |number: u128, act| FollowUp {
            id: Uuid::from_u128(number),
            member: MEMBER,
            person: person(1),
            at: moment(10),
            act,
            until: moment(900_000),
            reason: String::new(),
        };
        let (opt_out, other) = (act(1, FollowUpAct::OptedOut), act(2, FollowUpAct::Done));
        let kept = [opt_out.clone(), other];
        let before = world.write(move |tx| {
            add_mail(tx, 1, 1, "")?;
            let before = tx.revision()?;
            kept.iter().try_for_each(|act| tx.add_follow_up(act))?;
            Ok(before)
        });
        assert_eq!(world.read(|tx| tx.opt_outs()), vec![opt_out.clone()]);
        assert_eq!(world.read(|tx| tx.opt_out_of(person(1))), Some(opt_out.clone()));
        assert_eq!(world.read(|tx| tx.opt_out_of(person(2))), None);
        assert_eq!(world.read(|tx| tx.revision()), before + 1, "it is news, and what was done is not");
        assert!(world.write(move |tx| tx.undo_follow_up(opt_out.id, MEMBER, moment(12))));
        assert_eq!(world.read(|tx| tx.opt_outs()), vec![]);
        assert_eq!(world.read(|tx| tx.revision()), before + 2);
    });
}

#[test]
fn an_act_stands_until_it_is_over_or_taken_back() {
    on_both(|world| {
        let id = Uuid::from_u128(7);
        let follow_up = FollowUp {
            id,
            member: MEMBER,
            person: person(1),
            at: moment(10),
            act: FollowUpAct::Snoozed,
            until: moment(17),
            reason: "after the fair".into(),
        };
        let kept = follow_up.clone();
        world.write(move |tx| {
            add_mail(tx, 1, 1, "")?;
            tx.add_follow_up(&kept)
        });
        assert_eq!(world.read(|tx| tx.standing_follow_ups(MEMBER, moment(12))), vec![follow_up.clone()]);
        assert_eq!(world.read(|tx| tx.standing_follow_ups(MEMBER, moment(17))), vec![]);
        assert_eq!(world.read(|tx| tx.follow_ups_of(MEMBER, person(1))), vec![follow_up]);
        assert!(world.write(move |tx| tx.undo_follow_up(id, MEMBER, moment(12))));
        assert!(!world.write(move |tx| tx.undo_follow_up(id, MEMBER, moment(12))));
        assert_eq!(world.read(|tx| tx.standing_follow_ups(MEMBER, moment(12))), vec![]);
    });
}
