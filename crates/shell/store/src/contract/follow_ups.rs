use rapport_model::{Channel, FollowUp, FollowUpAct, OptOut};
use uuid::Uuid;

use super::world::{MEMBER, add_mail, moment, on_both, person};

#[test]
fn an_opt_out_is_known_to_the_whole_team_until_it_is_withdrawn() {
    on_both(|world| {
        let opt_out = OptOut {
            id: Uuid::from_u128(1),
            person: person(1),
            noted_by: MEMBER,
            channel: Some(Channel::Call),
            note: "said so twice".into(),
            at: moment(10),
            withdrawn_at: None,
            withdrawn_by: None,
        };
        let (id, noted) = (opt_out.id, opt_out.clone());
        let before = world.write(move |tx| {
            add_mail(tx, 1, 1, "")?;
            let before = tx.revision()?;
            tx.add_opt_out(&noted)?;
            Ok(before)
        });
        assert_eq!(world.read(|tx| tx.opt_outs()), vec![opt_out.clone()]);
        assert_eq!(world.read(|tx| tx.opt_out_of(person(1))), Some(opt_out.clone()));
        assert_eq!(world.read(|tx| tx.opt_out_of(person(2))), None);
        assert_eq!(world.read(|tx| tx.revision()), before + 1, "it is news");
        assert!(world.write(move |tx| tx.withdraw_opt_out(id, MEMBER, moment(12))));
        assert!(!world.write(move |tx| tx.withdraw_opt_out(id, MEMBER, moment(13))), "once");
        assert_eq!(world.read(|tx| tx.opt_outs()), vec![]);
        assert_eq!(world.read(|tx| tx.revision()), before + 2);
        let withdrawn = OptOut { withdrawn_at: Some(moment(12)), withdrawn_by: Some(MEMBER), ..opt_out };
        assert_eq!(world.read(move |tx| tx.opt_out(id)), Some(withdrawn));
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
