use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use rapport_model::{
    Account, Address, ArrivalKind, Channel, Decision, ImportId, Interaction, InteractionId, Member, MemberId,
    MessageRecord, Moment, NameSeen, Participation, PersonId, Role, Side, Touch, WorkspaceId,
};
use rapport_testkit::PrivatePostgres;
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::{Location, Result, Store, Tx};

/// A store with one workspace, one member and one import.
pub(super) struct World {
    pub(super) store: Store,
    pub(super) location: Location,
    runtime: Runtime,
    _folder: Option<TempDir>,
}

pub(super) const WORKSPACE: WorkspaceId = WorkspaceId::FIRST;
pub(super) const MEMBER: MemberId = MemberId::FIRST;
pub(super) const NOW: Moment = Moment::from_seconds(1_770_000_000);

/// Runs a check on SQLite and on PostgreSQL.
pub(super) fn on_both(check: impl Fn(&World)) {
    for location in [sqlite(), postgres()] {
        let runtime = Runtime::new().unwrap();
        let store = runtime.block_on(Store::open(&location.0)).unwrap();
        let world = World { store, location: location.0, runtime, _folder: location.1 };
        world.write(|tx| {
            tx.add_workspace("Test", NOW)?;
            tx.add_member(&Member { id: MEMBER, name: "Olivia".into(), role: Role::Member }, NOW)?;
            tx.begin_import(import(), Account::of_files(MEMBER).id, "test", NOW)
        });
        check(&world);
    }
}

pub(super) fn sqlite() -> (Location, Option<TempDir>) {
    let folder = tempfile::tempdir().unwrap();
    (Location::Folder(folder.path().join("data")), Some(folder))
}

pub(super) fn postgres() -> (Location, Option<TempDir>) {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let name = format!("contract_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    (Location::Postgres(server().database(&name)), None)
}

/// The server that all tests of this process share.
fn server() -> &'static PrivatePostgres {
    static SERVER: OnceLock<PrivatePostgres> = OnceLock::new();
    SERVER.get_or_init(PrivatePostgres::start)
}

impl World {
    pub(super) fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    pub(super) fn write<T: Send + 'static>(
        &self,
        change: impl FnOnce(&Tx<'_>) -> Result<T> + Send + 'static,
    ) -> T {
        self.try_write(WORKSPACE, change).unwrap()
    }

    pub(super) fn try_write<T: Send + 'static>(
        &self,
        workspace: WorkspaceId,
        change: impl FnOnce(&Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.runtime.block_on(self.store.write(workspace, change))
    }

    pub(super) fn read<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Tx<'_>) -> Result<T> + Send + 'static,
    ) -> T {
        self.runtime.block_on(self.store.read(WORKSPACE, question)).unwrap()
    }

    /// Makes the same change at once from many threads; each waits between what it reads and what it writes.
    pub(super) fn write_at_once(&self, count: usize, change: fn(&Tx<'_>) -> Result<()>) {
        self.runtime.block_on(async {
            let writes = (0..count).map(|_| self.store.write(WORKSPACE, change));
            for done in futures_util::future::join_all(writes).await {
                done.unwrap();
            }
        });
    }

    pub(super) fn reopen(&self) -> Result<Store> {
        self.runtime.block_on(Store::open(&self.location))
    }
}

pub(super) fn import() -> ImportId {
    ImportId::from_parts(NOW, [1; 10])
}

pub(super) fn person(number: u8) -> PersonId {
    PersonId::from_parts(Moment::from_seconds(i64::from(number) * 1_000), [number; 10])
}

pub(super) fn moment(day: i64) -> Moment {
    Moment::from_seconds(1_767_225_600 + day * 86_400)
}

pub(super) fn message(number: u8) -> MessageRecord {
    MessageRecord {
        id: InteractionId::from_parts(moment(i64::from(number)), [number; 10]),
        kind: ArrivalKind::Mail,
        message_id: Some(format!("m{number}@example.com")),
        answers: None,
        sender: Address::parse("ana@example.com"),
        sender_member: None,
        at: Some(moment(i64::from(number))),
        subject: format!("Subject {number}"),
        decision: Decision::Kept,
        is_copied: false,
        problems: Vec::new(),
        import: import(),
    }
}

/// Adds a kept mail from a person to the member, as capture would.
pub(super) fn add_mail(tx: &Tx<'_>, number: u8, who: u8, words: &str) -> Result<InteractionId> {
    let record = message(number);
    let (id, at) = (record.id, moment(i64::from(number)));
    tx.save_messages(&[(&record, false)])?;
    tx.add_sightings(Account::of_files(MEMBER).id, &[id])?;
    let name = NameSeen { is_own: true, at, name: format!("Person Nr{who}") };
    tx.save_people(&[(person(who), name)])?;
    let address = Address::parse(&format!("p{who}@example.com")).unwrap();
    tx.save_addresses(&[(address, person(who), at)])?;
    let threads = tx.assign_threads(&[vec![i64::from(number)]])?;
    let kept = Interaction {
        id,
        at,
        channel: Channel::Mail,
        side: Side::Theirs,
        opens: true,
        subject: format!("Subject {number}"),
        own_text: words.to_owned(),
        thread: threads[0],
    };
    let touch = Touch { at, side: Side::Theirs, channel: Channel::Mail, opens: true };
    let part = Participation { member: MEMBER, person: person(who), interaction: id, touch };
    tx.add_interactions(&[kept], &[part])?;
    Ok(id)
}
