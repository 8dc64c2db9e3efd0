use std::collections::HashSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rapport_model::{Account, ImportCounts, ImportId, Moment, WorkspaceId};
use rapport_store::{Result, Store};
use tokio::sync::mpsc;

use crate::land::{Captured, Landing, land};
use crate::source;
use crate::source::file::read_file;
use crate::source::folder::Unit;
use crate::source::found::Found;
use crate::source::meter::Meter;

/// A batch is landed in one transaction. Indexes of hashes are touched all over by each, so larger batches write
/// much less; this is as large as lets others get their turn within a second and memory stay small.
const BATCH: usize = 4_000;
const BATCH_BYTES: usize = 16 * 1024 * 1024;
/// Batches read ahead of the one being landed.
const AHEAD: usize = 1;

/// What is to be imported, and by whom.
#[derive(Clone, Debug)]
pub struct Import {
    /// The id of this run.
    pub id: ImportId,
    /// What it is called in lists.
    pub label: String,
    /// Files and folders of mail.
    pub paths: Vec<PathBuf>,
    /// The account whose mail it is.
    pub account: Account,
}

/// How far an import has come.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    /// The counts so far.
    pub counts: ImportCounts,
    /// Bytes read of those that are to be read.
    pub bytes: u64,
    /// Bytes that are to be read.
    pub total_bytes: u64,
}

/// What came of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportOutcome {
    /// The counts, which add up.
    pub counts: ImportCounts,
    /// Files that could not be opened or read to their end, and why.
    pub failed_files: Vec<String>,
    /// It was asked to stop before the end; running it again goes on.
    pub was_stopped: bool,
}

enum Parcel {
    Batch(Vec<Captured>),
    Skipped(u64),
    /// A folder was read to its end: the keys of its files.
    Finished(String, Vec<u64>),
    Failed(String),
}

/// Reads everything under the paths and lands it, batch by batch. It may be killed at any point and run again.
pub async fn import(
    store: &Arc<Store>,
    workspace: WorkspaceId,
    import: Import,
    clock: impl Fn() -> Moment + Send,
    stop: Arc<AtomicBool>,
    mut progress: impl FnMut(&Progress) + Send,
) -> Result<ImportOutcome> {
    let (id, account, label, now) = (import.id, import.account.id, import.label.clone(), clock());
    store.write(workspace, move |tx| tx.begin_import(id, account, &label, now)).await?;
    let run = Run { id, account: import.account };
    let cursors = store.read(workspace, move |tx| tx.cursors(account)).await?;
    let seen = cursors.into_iter().map(|(folder, cursor)| (folder, keys_of(&cursor).collect())).collect();
    let meter = Meter::default();
    let (out, mut parcels) = mpsc::channel(AHEAD);
    let reader = Reader { meter: meter.clone(), seen, stop: Arc::clone(&stop), out };
    let paths = import.paths;
    let reading = std::thread::spawn(move || reader.read(&paths));
    let mut outcome = ImportOutcome::default();
    let mut failure = None;
    while let Some(parcel) = next(&mut parcels, &stop).await {
        let done = take(store, workspace, &run, parcel, &meter, &mut outcome).await;
        if let Err(error) = done {
            failure = Some(error);
            break;
        }
        progress(&Progress {
            counts: outcome.counts.clone(),
            bytes: meter.done(),
            total_bytes: meter.total(),
        });
    }
    outcome.was_stopped = stop.load(Ordering::Relaxed);
    // Dropping the receiver makes the reader stop at its next parcel. One that a slow disk holds is not waited for.
    drop(parcels);
    if failure.is_none()
        && !outcome.was_stopped
        && let Err(fault) = reading.join()
    {
        std::panic::resume_unwind(fault);
    }
    let (counts, now) = (outcome.counts.clone(), clock());
    let told = failure.as_ref().map(ToString::to_string).or_else(|| outcome.failed_files.first().cloned());
    let finished =
        store.write(workspace, move |tx| tx.finish_import(id, &counts, now, told.as_deref())).await;
    failure.map_or(finished, Err)?;
    Ok(outcome)
}

/// The next parcel; none when all was read, or at once when it is told to stop, whatever the reader is at. What was
/// read and not landed is read again by the next run.
async fn next(parcels: &mut mpsc::Receiver<Parcel>, stop: &AtomicBool) -> Option<Parcel> {
    const LOOK: Duration = Duration::from_millis(50);
    while !stop.load(Ordering::Relaxed) {
        if let Ok(parcel) = tokio::time::timeout(LOOK, parcels.recv()).await {
            return parcel;
        }
    }
    None
}

/// What the batches of a run have in common.
#[derive(Clone)]
struct Run {
    id: ImportId,
    account: Account,
}

async fn take(
    store: &Arc<Store>,
    workspace: WorkspaceId,
    run: &Run,
    parcel: Parcel,
    meter: &Meter,
    outcome: &mut ImportOutcome,
) -> Result<()> {
    match parcel {
        Parcel::Batch(batch) => {
            let (run, counts) = (run.clone(), outcome.counts.clone());
            let (bytes, total) = (meter.done(), meter.total());
            outcome.counts = store
                .write(workspace, move |tx| {
                    // As they are at this moment: what is landed by older ones after a change, its replay would miss.
                    let rules = Arc::new(tx.rules()?);
                    let landing = Landing { rules, import: run.id, account: run.account };
                    let counts = land(tx, &landing, batch, counts)?;
                    tx.save_import_meter(run.id, bytes, total)?;
                    Ok(counts)
                })
                .await?;
        }
        Parcel::Skipped(count) => {
            outcome.counts.read += count;
            outcome.counts.known += count;
        }
        Parcel::Finished(folder, keys) => {
            let (account, cursor) = (run.account.id, cursor_of(&keys));
            store.write(workspace, move |tx| tx.save_cursor(account, &folder, &cursor)).await?;
        }
        Parcel::Failed(why) => outcome.failed_files.push(why),
    }
    Ok(())
}

/// Reads, parses and packs on a thread of its own, while the batch before is being landed.
struct Reader {
    meter: Meter,
    seen: std::collections::HashMap<String, HashSet<u64>>,
    stop: Arc<AtomicBool>,
    out: mpsc::Sender<Parcel>,
}

/// The receiver has gone: there is nobody to read for.
struct Gone;

impl Reader {
    fn read(self, paths: &[PathBuf]) {
        let mut units = Vec::new();
        for path in paths {
            match source::units(path, &self.stop) {
                Ok(found) => units.extend(found),
                Err(error) => {
                    let _ = self.out.blocking_send(Parcel::Failed(error.to_string()));
                }
            }
        }
        let _ = self.read_units(units);
    }

    fn read_units(&self, mut units: Vec<Unit>) -> Result<(), Gone> {
        let mut keys = Vec::new();
        for unit in &mut units {
            keys.push(match unit {
                Unit::File(path) => {
                    self.meter.expect(std::fs::metadata(&path).map_or(0, |metadata| metadata.len()));
                    None
                }
                Unit::Folder(folder) => {
                    let keys = folder.keys();
                    let skipped =
                        self.seen.get(&place(folder.root())).map_or(0, |seen| folder.leave_out(seen));
                    self.meter.expect(folder.size());
                    if skipped > 0 {
                        self.send(Parcel::Skipped(skipped))?;
                    }
                    Some(keys)
                }
            });
        }
        for (unit, keys) in units.iter().zip(keys) {
            let is_whole = self.read_unit(unit)?;
            if let (Unit::Folder(folder), Some(keys), true) = (unit, keys, is_whole) {
                self.send(Parcel::Finished(place(folder.root()), keys))?;
            }
            if self.stop.load(Ordering::Relaxed) {
                break;
            }
        }
        Ok(())
    }

    /// Whether the unit was read to its end without a failure.
    fn read_unit(&self, unit: &Unit) -> Result<bool, Gone> {
        let mut batch = Vec::with_capacity(BATCH);
        let mut bytes = 0;
        let mut is_gone = false;
        let mut each = |found: Found<'_>| {
            bytes += found.bytes.len();
            batch.push(Captured::of(&found));
            if batch.len() >= BATCH || bytes >= BATCH_BYTES {
                bytes = 0;
                is_gone = self.send(Parcel::Batch(std::mem::take(&mut batch))).is_err();
            }
            if is_gone || self.stop.load(Ordering::Relaxed) {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        let mut failures = Vec::new();
        let mut failed =
            |path: &Path, error: std::io::Error| failures.push(format!("{}: {error}", path.display()));
        let flow = match unit {
            Unit::File(path) => read_file(path, &self.meter, &mut each).unwrap_or_else(|error| {
                failed(path, error);
                ControlFlow::Continue(())
            }),
            Unit::Folder(folder) => folder.read(&self.meter, &mut failed, &mut each),
        };
        if is_gone {
            return Err(Gone);
        }
        if !batch.is_empty() && !self.stop.load(Ordering::Relaxed) {
            self.send(Parcel::Batch(batch))?;
        }
        let is_whole = failures.is_empty() && flow.is_continue();
        failures.into_iter().try_for_each(|why| self.send(Parcel::Failed(why)))?;
        Ok(is_whole)
    }

    fn send(&self, parcel: Parcel) -> Result<(), Gone> {
        self.out.blocking_send(parcel).map_err(|_| Gone)
    }
}

/// What a folder is remembered by.
fn place(root: &Path) -> String {
    root.canonicalize().unwrap_or_else(|_| root.to_owned()).display().to_string()
}

/// The cursor of a folder: the keys of the files that were in it.
fn cursor_of(keys: &[u64]) -> Vec<u8> {
    keys.iter().flat_map(|key| key.to_be_bytes()).collect()
}

fn keys_of(cursor: &[u8]) -> impl Iterator<Item = u64> {
    let key = |bytes: &[u8]| u64::from_be_bytes(bytes.try_into().expect("chunks of eight bytes"));
    cursor.chunks_exact(8).map(key)
}
