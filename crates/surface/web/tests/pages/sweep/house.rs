use std::collections::BTreeSet;

use rapport_app::{Acting, DecisionQuery, HandTouch};
use rapport_model::{
    Address, Channel, LeanBackRecord, Member, MemberId, Moment, PersonId, Reason, Role, Side, Via,
    WorkspaceId,
};
use sha2::{Digest, Sha256};

use crate::browser::Browser;
use crate::world::{Mail, NOW};

/// An id that nothing has.
pub const UNKNOWN_ID: &str = "0190a5b0-1111-7222-8333-444455556666";

const BEN: (&str, &str) = ("Ben Holm", "ben@holmkilns.example");
const GRETA: (&str, &str) = ("Greta Salz", "greta@salz.example");

/// An owner with mail, acts and hidden ties, and a colleague with a mailbox of his own.
pub struct House {
    pub browser: Browser,
    /// The token of the colleague's session.
    pub colleague: String,
    /// The id of the owner.
    pub owner: String,
    /// Every id of what is the owner's.
    pub ids: BTreeSet<String>,
    /// Text that only the owner may see.
    pub words: Vec<String>,
}

impl House {
    pub async fn new() -> Self {
        let browser = Browser::signed_in().await;
        let owner = browser.world.acting().await;
        let ben = Member {
            id: MemberId::from_parts(Moment::default(), [7; 10]),
            name: BEN.0.to_owned(),
            role: Role::Member,
        };
        owner.add_member(ben.clone()).await.unwrap();
        let acting = browser.world.app.acting(ben.clone());
        acting.add_addresses(&[Address::parse(BEN.1).unwrap()]).await.unwrap();
        let ids = ids(&owner, &browser).await;
        let mut words: Vec<String> = ["Lunch", "Glaze digest", "clayandfire", "spring.mbox", "@mail.example"]
            .into_iter()
            .chain(["Firing curve", "Invoice 2214", "electrician", "said in confidence"])
            .map(str::to_owned)
            .collect();
        for tie in owner.sphere().await.unwrap().ties() {
            owner.hide_tie(tie.person).await.unwrap();
            words.extend([tie.name.to_string(), tie.address.to_string()]);
        }
        let mut house =
            Self { browser, colleague: String::new(), owner: owner.member().id.to_string(), ids, words };
        house.read_mail_of(&acting).await;
        house.colleague = "b".repeat(64);
        let key = Sha256::digest(&house.colleague).to_vec();
        let now: Moment = NOW.parse().unwrap();
        let store = house.browser.world.app.store();
        store.write(WorkspaceId::FIRST, move |tx| tx.add_session(&key, ben.id, now)).await.unwrap();
        house
    }

    async fn read_mail_of(&mut self, acting: &Acting) {
        let now: Moment = NOW.parse().unwrap();
        let mut mails = String::new();
        for (number, (from, to)) in [(GRETA, BEN), (BEN, GRETA), (GRETA, BEN)].into_iter().enumerate() {
            Mail {
                from,
                to,
                at: now.plus_days(number as f64 * 2.0 - 9.0),
                id: format!("{number}@salz.example"),
                subject: "Salt",
                headers: "",
                body: "Salt glazing wants a hotter kiln than ours, could you ask around?",
            }
            .write(&mut mails);
        }
        let path = self.browser.world.folder.join("ben.mbox");
        std::fs::write(&path, mails).unwrap();
        let request = rapport_app::ImportRequest { label: "ben.mbox".to_owned(), path, is_upload: false };
        acting.request_import(request).await.unwrap();
        self.browser.world.work().await;
    }
}

/// Acts of the owner, and the ids of all that is hers.
async fn ids(owner: &Acting, browser: &Browser) -> BTreeSet<String> {
    let sphere = owner.sphere().await.unwrap();
    let people: Vec<PersonId> = sphere.ties().map(|tie| tie.person).collect();
    let mut ids = BTreeSet::new();
    let touch = HandTouch {
        key: owner.new_idempotency_key(),
        channel: Channel::Call,
        side: Side::Ours,
        at: "2026-06-01T09:00:00Z".parse().unwrap(),
        note: "said in confidence".to_owned(),
    };
    ids.insert(owner.log_touch(people[0], touch).await.unwrap().to_string());
    browser.world.work().await;
    ids.insert(owner.complete(people[0]).await.unwrap().0.to_string());
    ids.insert(owner.snooze(people[1], 7).await.unwrap().0.to_string());
    ids.insert(owner.dismiss(people[2], "no".to_owned()).await.unwrap().0.to_string());
    ids.insert(owner.opt_out(people[3], None, String::new()).await.unwrap().0.to_string());
    let asked = owner.ask_introduction(Via::Person(people[4]), people[5]).await.unwrap();
    ids.insert(asked.0.to_string());
    let test = LeanBackRecord {
        id: UNKNOWN_ID.replace("0190a5b0", "0190a5b1").parse().unwrap(),
        member: owner.member().id,
        person: people[6],
        reason: "They nearly always begin.".to_owned(),
        plan: "{}".to_owned(),
        suggested_at: NOW.parse().unwrap(),
        starts_at: NOW.parse().unwrap(),
        stopped_at: None,
    };
    ids.insert(test.id.to_string());
    let store = browser.world.app.store();
    store.write(WorkspaceId::FIRST, move |tx| tx.add_lean_back(&test)).await.unwrap();
    for person in people {
        let view = owner.person(person, None, None).await.unwrap();
        ids.extend(view.timeline.iter().take(2).map(|entry| entry.interaction.id.to_string()));
        ids.insert(person.to_string());
    }
    for reason in [Reason::Internal, Reason::Bulk] {
        let query = DecisionQuery { reason: Some(reason), ..DecisionQuery::default() };
        let page = owner.decisions(query).await.unwrap();
        assert!(!page.messages.is_empty(), "{reason:?}");
        ids.extend(page.messages.iter().take(3).map(|message| message.id.to_string()));
    }
    ids.extend(owner.imports().await.unwrap().iter().map(|import| import.id.to_string()));
    ids
}
