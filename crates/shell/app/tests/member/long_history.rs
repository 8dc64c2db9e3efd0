//! A relationship with more touches than are looked at together.

use std::collections::BTreeSet;

use rapport_model::{Channel, InteractionId, Participation, Side, Touch};

use crate::world::{OWNER, World, moment, wordless};

const TOUCHES: u64 = 5_000;

/// Ana and the owner have written to each other every few hours for years.
fn world() -> World {
    let world = World::at("2026-03-10T09:00:00Z");
    world.mail("ana > me, 2026-03-09, Kiln: All well here.");
    let ana = world.person("ana");
    let fill = move |tx: &rapport_store::Tx<'_>| {
        let (mut mails, mut parts) = (vec![], vec![]);
        for number in 0..TOUCHES {
            let at = moment("2020-01-01").plus_days(number as f64 / 4.0);
            let mut bits = [7; 10];
            bits[..8].copy_from_slice(&number.to_be_bytes());
            let id = InteractionId::from_parts(at, bits);
            let side = if number % 3 == 0 { Side::Theirs } else { Side::Ours };
            let touch = Touch { at, side, channel: Channel::Mail, opens: number % 5 == 0 };
            mails.push(wordless(id, touch, number));
            parts.push(Participation { member: OWNER, person: ana, interaction: id, touch });
        }
        tx.add_interactions(&mails, &parts)
    };
    world.wait(world.app.store().write(world.app.workspace(), fill)).unwrap();
    // With what comes next, everything that waits is folded.
    world.mail("bea > me, 2026-03-09, Kiln: All well here.");
    world
}

#[test]
fn a_long_history_is_counted_whole_and_its_timeline_leads_to_the_beginning() {
    let world = world();
    let (acting, ana) = (world.acting(OWNER), world.person("ana"));
    let view = world.wait(acting.person(ana, None, None)).unwrap();
    assert_eq!(u64::from(view.tie.state.sent() + view.tie.state.received()), TOUCHES + 1);
    assert!(view.has_earlier && view.touches.len() < TOUCHES as usize);
    assert_eq!(view.touches.last().unwrap().0.interaction, view.timeline[0].interaction.id);
    let (mut seen, mut before) = (BTreeSet::new(), None);
    loop {
        let page = world.wait(acting.person(ana, None, before)).unwrap();
        let ids: Vec<_> = page.timeline.iter().map(|entry| entry.interaction.id).collect();
        assert!(ids.is_sorted_by(|one, other| one > other));
        seen.extend(ids);
        match page.older {
            Some(older) => before = Some(older),
            None => break,
        }
    }
    assert_eq!(seen.len() as u64, TOUCHES + 1);
}
