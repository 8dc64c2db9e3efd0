//! Fills a data folder or a PostgreSQL database with people and interactions for the benchmarks:
//! `fill FOLDER|postgres://... PEOPLE INTERACTIONS [MEMBERS]`. With several members, every second interaction has more
//! people on it, most of them of the same company. The numbers of interactions per person have a long tail, as in real
//! mailboxes; every hundredth interaction is with person 0, so that one person has a very long history. Words are drawn
//! from a small vocabulary. Every interaction has a message, and for every fourth there is another that was set aside.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rapport_model::{
    Account, Address, ArrivalKind, Calendar, Channel, Decision, ImportId, Interaction,
    InteractionId, Member, MemberId, MessageRecord, Moment, NameSeen, Participation, PersonId, Reason, Role, Side,
    Touch, WorkspaceId,
};
use rapport_store::{Location, Store};

const BATCH: u64 = 2_000;
const WORDS: [&str; 24] = [
    "quote", "delivery", "kiln", "visit", "price", "offer", "Monday", "budget", "drawing", "sample",
    "invoice", "fair", "meeting", "please", "thanks", "order", "service", "spare", "parts", "deadline",
    "approval", "factory", "line", "test",
];

/// A pseudorandom number that depends on the seed alone (SplitMix64).
fn mixed(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn person_id(number: u64) -> PersonId {
    let bits = [mixed(number).to_be_bytes(), mixed(number ^ 77).to_be_bytes()].concat();
    let at = Moment::from_micros((mixed(number ^ 5) >> 17) as i64 * 1_000);
    PersonId::from_parts(at, bits[..10].try_into().unwrap())
}

fn member_id(number: u64) -> MemberId {
    if number == 0 { MemberId::FIRST } else { MemberId::from_parts(Moment::default(), [number as u8; 10]) }
}

/// Who else takes part in an interaction: two people of the same company, and for some a random person.
fn others(members: u64, people: u64, who: u64, draw: u64) -> Vec<u64> {
    if members == 1 || draw & 8 == 0 {
        return Vec::new();
    }
    let step = 9_000 * (1 + draw / 16 % 4);
    let mut others = vec![(who + step) % people, (who + step + 9_000) % people];
    if draw & 32 == 0 {
        others.push(mixed(draw) % people);
    }
    others.retain(|other| *other != who);
    others.sort_unstable();
    others.dedup();
    others
}

fn interaction_id(number: u64, at: Moment) -> InteractionId {
    let bits = [mixed(number).to_be_bytes(), mixed(number + 1).to_be_bytes()].concat();
    InteractionId::from_parts(at, bits[..10].try_into().unwrap())
}

/// The message of an interaction, or one that was set aside at the same time.
fn message(number: u64, who: u64, at: Moment, start: Moment, set_aside: bool) -> MessageRecord {
    let reason = if number % 8 == 0 { Reason::Bulk } else { Reason::Automated };
    let (id, decision) = match set_aside {
        true => (interaction_id(number ^ 0x5e7a_51de, at), Decision::SetAside { reason }),
        false => (interaction_id(number, at), Decision::Kept),
    };
    MessageRecord {
        id,
        kind: ArrivalKind::Mail,
        message_id: Some(format!("{number}.{set_aside}@company{}.example", who % 9_000)),
        answers: None,
        sender: Address::parse(&format!("person{who}@company{}.example", who % 9_000)),
        sender_member: None,
        at: Some(at),
        subject: format!("{} {number}", WORDS[(mixed(number) % 24) as usize]),
        decision,
        is_copied: false,
        problems: Vec::new(),
        import: import(start),
    }
}

/// The import that everything belongs to.
fn import(at: Moment) -> ImportId {
    ImportId::from_parts(at, [1; 10])
}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let people: u64 = arguments[2].parse().unwrap();
    let interactions: u64 = arguments[3].parse().unwrap();
    let members: u64 = arguments.get(4).map_or(1, |text| text.parse().unwrap());
    let place = arguments[1].clone();
    let place =
        if place.starts_with("postgres") { Location::Postgres(place) } else { Location::Folder(place.into()) };
    let store = Arc::new(Store::open(&place).await.unwrap());
    let workspace = WorkspaceId::FIRST;
    let start = Moment::from_seconds(1_640_000_000);
    store
        .write(workspace, move |tx| {
            tx.add_workspace("Bench", start)?;
            tx.add_member(&Member { id: MemberId::FIRST, name: "Owner".into(), role: Role::Owner }, start)?;
            for n in 1..members {
                tx.add_member(&Member { id: member_id(n), name: format!("Member {n}"), role: Role::Member }, start)?;
            }
            for n in 0..members {
                tx.add_account(&Account::of_files(member_id(n)), start)?;
            }
            tx.begin_import(import(start), Account::of_files(MemberId::FIRST).id, "bench", start)?;
            tx.add_member_address(MemberId::FIRST, &Address::parse("me@acme.example").unwrap())
        })
        .await
        .unwrap();
    for first in (0..people).step_by(BATCH as usize) {
        store
            .write(workspace, move |tx| {
                let numbers = first..(first + BATCH).min(people);
                let name = |n: u64| NameSeen {
                    is_own: true,
                    at: start,
                    name: format!("{} {}", NAMES[(mixed(n) % 20) as usize], n),
                };
                tx.save_people(&numbers.clone().map(|n| (person_id(n), name(n))).collect::<Vec<_>>())?;
                let address =
                    |n: u64| Address::parse(&format!("person{n}@company{}.example", n % 9_000)).unwrap();
                tx.save_addresses(
                    &numbers.clone().map(|n| (address(n), person_id(n), start)).collect::<Vec<_>>(),
                )
            })
            .await
            .unwrap();
    }
    let step = 157_000_000.0 / interactions as f64;
    for first in (0..interactions).step_by(BATCH as usize) {
        store
            .write(workspace, move |tx| {
                let mut kept = Vec::new();
                let mut parts = Vec::new();
                let mut messages = Vec::new();
                let mut seen: Vec<Vec<InteractionId>> = vec![Vec::new(); members as usize];
                for n in first..(first + BATCH).min(interactions) {
                    let draw = mixed(n ^ 0xabcd);
                    let share = (draw >> 11) as f64 / (1_u64 << 53) as f64;
                    let who = if n % 100 == 0 { 0 } else { (people as f64 * share * share) as u64 };
                    let at = Moment::from_micros(start.micros() + (n as f64 * step * 1e6) as i64);
                    let id = interaction_id(n, at);
                    let side = if draw & 1 == 0 { Side::Ours } else { Side::Theirs };
                    let words: Vec<&str> =
                        (0..30).map(|place| WORDS[(mixed(n * 31 + place) % 24) as usize]).collect();
                    let touch = Touch { at, side, channel: Channel::Mail, opens: draw & 6 == 0 };
                    kept.push(Interaction {
                        id,
                        at,
                        channel: Channel::Mail,
                        side,
                        opens: touch.opens,
                        subject: format!("{} {}", words[0], n),
                        own_text: words.join(" "),
                        thread: n as i64,
                    });
                    let place = mixed(who ^ 0x77) % members * u64::from(draw % 5 > 0);
                    let member = member_id(place);
                    for set_aside in [false, true] {
                        if !set_aside || n % 4 == 0 {
                            messages.push(message(n, who, at, start, set_aside));
                            seen[place as usize].push(messages[messages.len() - 1].id);
                        }
                    }
                    parts.push(Participation { member, person: person_id(who), interaction: id, touch });
                    for other in others(members, people, who, draw) {
                        parts.push(Participation {
                            member,
                            person: person_id(other),
                            interaction: id,
                            touch,
                        });
                    }
                }
                tx.save_messages(&messages.iter().map(|message| (message, false)).collect::<Vec<_>>())?;
                for (member, seen) in (0..).zip(&seen) {
                    tx.add_sightings(Account::of_files(member_id(member)).id, seen)?;
                }
                tx.add_interactions(&kept, &parts)
            })
            .await
            .unwrap();
    }
    rapport_jobs::fold(&store, workspace, &Calendar::utc(), &AtomicBool::new(false), |_| {}).await.unwrap();
    rapport_jobs::fit_priors(&store, workspace, &Calendar::utc(), Moment::from_seconds(1_797_000_000))
        .await
        .unwrap();
}

const NAMES: [&str; 20] = [
    "Ana", "Bo", "Carl", "Dana", "Eva", "Fritz", "Greta", "Hugo", "Ida", "Jan", "Kira", "Luis", "Maya",
    "Nora", "Otto", "Pia", "Quinn", "Rosa", "Sven", "Tara",
];
