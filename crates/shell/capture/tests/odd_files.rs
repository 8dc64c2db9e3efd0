//! Files in a folder of mail that are no mail.
#![expect(clippy::unwrap_used, reason = "a world that cannot be made ends the test")]

use std::fs;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rapport_capture::{Import, ImportOutcome, Progress, import, propose_owner};
use rapport_model::{Account, Address, ImportId, Member, MemberId, Moment, Role, WorkspaceId};
use rapport_store::{Location, Store};
use tempfile::TempDir;

const NOW: Moment = Moment::from_seconds(1_770_000_000);

fn mail(number: u32) -> String {
    format!(
        "Message-ID: <{number}@x.example>\nDate: 7 Jan 2026 10:00:00 +0000\nFrom: ana@x.example\n\
         To: olivia@acme.example\nSubject: Kiln\n\nWords of {number}.\n"
    )
}

fn pipe(path: PathBuf) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// A Maildir and a plain folder, each with a pipe, and a socket.
fn odd_folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let maildir = folder.path().join("Maildir");
    for part in ["cur", "new", "tmp"] {
        fs::create_dir_all(maildir.join(part)).unwrap();
    }
    fs::write(maildir.join("cur/1:2,S"), mail(1)).unwrap();
    pipe(maildir.join("cur/2:2,S"));
    fs::write(folder.path().join("3.eml"), mail(3)).unwrap();
    pipe(folder.path().join("4.eml"));
    pipe(folder.path().join("pipe"));
    UnixListener::bind(folder.path().join("socket")).unwrap();
    folder
}

/// Reads a path, and tells it to stop as soon as so many messages have landed.
async fn read(path: &Path, data: &Path, enough: u64) -> ImportOutcome {
    let store = Arc::new(Store::open(&Location::Folder(data.to_owned())).await.unwrap());
    let set_up = |tx: &rapport_store::Tx<'_>| {
        tx.add_workspace("Test", NOW)?;
        tx.add_member(&Member { id: MemberId::FIRST, name: "Olivia".into(), role: Role::Owner }, NOW)?;
        tx.add_member_address(MemberId::FIRST, &Address::parse("olivia@acme.example").unwrap())
    };
    store.write(WorkspaceId::FIRST, set_up).await.unwrap();
    let request = Import {
        id: ImportId::from_parts(NOW, [1; 10]),
        label: "test".into(),
        paths: vec![path.to_owned()],
        account: Account::of_files(MemberId::FIRST),
    };
    let stop = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&stop);
    let tell = move |progress: &Progress| told.store(progress.counts.read >= enough, Ordering::Relaxed);
    import(&store, WorkspaceId::FIRST, request, || NOW, stop, tell).await.unwrap()
}

#[tokio::test]
async fn what_is_no_regular_file_is_told_and_passed_over() {
    let (folder, data) = (odd_folder(), tempfile::tempdir().unwrap());
    let outcome = read(folder.path(), data.path(), u64::MAX).await;
    assert_eq!((outcome.counts.read, outcome.counts.added), (2, 2));
    let mut failed: Vec<String> = outcome.failed_files;
    failed.sort_unstable();
    let root = folder.path().display();
    let names = ["4.eml", "Maildir/cur/2:2,S", "pipe", "socket"];
    assert_eq!(failed, names.map(|name| format!("{root}/{name}: is no regular file")));

    // The folder as a whole, a pipe by itself, and whose mail it is.
    let again = read(folder.path(), data.path(), u64::MAX).await;
    assert_eq!((again.counts.read, again.counts.known), (2, 2));
    let alone = read(&folder.path().join("pipe"), data.path(), u64::MAX).await;
    assert_eq!((alone.counts.read, alone.failed_files.len()), (0, 1));
    let owner = propose_owner(&[folder.path().to_owned()]).unwrap();
    assert!(owner[0].share > 0.99);
}

#[tokio::test]
async fn an_import_that_is_told_to_stop_ends_in_the_middle_and_goes_on_later() {
    let (folder, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = folder.path().join("large.mbox");
    let mails: String =
        (0..9_000).map(|number| format!("From x Wed Jan  7 10:00:00 2026\n{}\n", mail(number))).collect();
    fs::write(&file, mails).unwrap();
    let outcome = read(&file, data.path(), 1).await;
    assert!(outcome.was_stopped && outcome.counts.read == 4_000, "{:?}", outcome.counts);
    let rest = read(&file, data.path(), u64::MAX).await;
    assert_eq!((rest.counts.read, outcome.counts.added + rest.counts.added), (9_000, 9_000));
}
