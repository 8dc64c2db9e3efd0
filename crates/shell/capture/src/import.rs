use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rapport_model::{Account, ImportCounts, ImportId, InteractionId, Moment, WorkspaceId};
use rapport_store::{Result, Store, StoreError, Tx};
use sha2::{Digest, Sha256};
use tokio::runtime::Handle;
use tokio::sync::mpsc;

use crate::arrival::Arrival;
use crate::land::landing::Landing;
use crate::land::{Batch, land};
use crate::source::found::{Found, SourceError};
use crate::source::meter::Meter;
use crate::source::{Sink, Source, files};

/// The number of messages that are landed in one transaction while nobody else wants to write. Each batch touches the
/// indexes of hashes all over, so larger ones write much less; this is as large as fits into little memory.
const BATCH: usize = 4_000;
/// The number of messages after which another writer gets a turn: within about a tenth of a second.
const PART: usize = 200;
const BATCH_BYTES: usize = 16 * 1024 * 1024;
/// The number of batches that are read before the present one is landed.
const AHEAD: usize = 1;

/// The parameters of an import.
#[derive(Clone, Debug)]
pub struct Import {
    /// Identifies the run, see [`ImportRun`](rapport_model::ImportRun).
    pub id: ImportId,
    /// How the run is named in lists.
    pub label: String,
    /// The files and folders to read.
    pub paths: Vec<PathBuf>,
    /// The account that the mail belongs to.
    pub account: Account,
}

/// The progress of an import.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    /// The messages read so far, by decision.
    pub counts: ImportCounts,
    /// How many of `total_bytes` were read.
    pub bytes: u64,
    /// How many bytes there are to read.
    pub total_bytes: u64,
}

/// The result of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportOutcome {
    /// The messages that were read, by decision.
    pub counts: ImportCounts,
    /// Files that could not be opened or read to their end, and why.
    pub failed_files: Vec<String>,
    /// Whether it was asked to stop before the end. Running it again continues it.
    pub was_stopped: bool,
}

enum Parcel {
    Batch(Batch),
    /// The number of messages that were read in an earlier run and are skipped.
    Skipped(u64),
    /// The key of a source, and the cursor up to which everything was sent.
    Reached(String, Vec<u8>),
    /// Something could not be read.
    Failed(SourceError),
    /// The store failed, so that reading has ended.
    Broken(StoreError),
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
    let run = Run { id, account: import.account, stop: Arc::clone(&stop) };
    let cursors = store.read(workspace, move |tx| tx.cursors(account)).await?;
    let meter = Meter::default();
    let (out, mut parcels) = mpsc::channel(AHEAD);
    let reader = Reader {
        store: Arc::clone(store),
        workspace,
        runtime: Handle::current(),
        meter: meter.clone(),
        cursors: cursors.into_iter().collect(),
        stop: Arc::clone(&stop),
        out,
    };
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
    let problem = failure.as_ref().map(ToString::to_string).or_else(|| outcome.failed_files.first().cloned());
    let finished =
        store.write(workspace, move |tx| tx.finish_import(id, &counts, now, problem.as_deref())).await;
    failure.map_or(finished, Err)?;
    Ok(outcome)
}

/// The next parcel; `None` when all was read, or at once when it was asked to stop, whatever the reader is doing. What
/// was read and not landed is read again by the next run.
async fn next(parcels: &mut mpsc::Receiver<Parcel>, stop: &AtomicBool) -> Option<Parcel> {
    const LOOK: Duration = Duration::from_millis(50);
    while !stop.load(Ordering::Relaxed) {
        if let Ok(parcel) = tokio::time::timeout(LOOK, parcels.recv()).await {
            return parcel;
        }
    }
    None
}

/// What all batches of a run share.
#[derive(Clone)]
struct Run {
    id: ImportId,
    account: Account,
    stop: Arc<AtomicBool>,
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
            let mut left = Some(batch);
            while let Some(batch) = left.take_if(|_| !run.stop.load(Ordering::Relaxed)) {
                let (run, counts) = (run.clone(), outcome.counts.clone());
                let (bytes, total) = (meter.done(), meter.total());
                let change = move |tx: &Tx<'_>| {
                    let landed = land_part(tx, &run, batch, counts)?;
                    tx.save_import_meter(run.id, bytes, total)?;
                    Ok(landed)
                };
                (outcome.counts, left) = store.write(workspace, change).await?;
            }
        }
        Parcel::Skipped(count) => {
            outcome.counts.read += count;
            outcome.counts.known += count;
        }
        Parcel::Reached(key, cursor) => {
            let account = run.account.id;
            store.write(workspace, move |tx| tx.save_cursor(account, &key, &cursor)).await?;
        }
        Parcel::Broken(error) => return Err(error),
        Parcel::Failed(why) => outcome.failed_files.push(why.to_string()),
    }
    Ok(())
}

/// Lands a batch, or the beginning of it when somebody else waits to write or the run shall stop; gives the rest.
fn land_part(
    tx: &Tx<'_>,
    run: &Run,
    mut batch: Batch,
    mut counts: ImportCounts,
) -> Result<(ImportCounts, Option<Batch>)> {
    // The rules are read in the transaction: a replay after a change would miss what is landed by older ones.
    let rules = Arc::new(tx.rules()?);
    let landing = Landing { rules, import: run.id, account: run.account.clone() };
    loop {
        let rest = batch.split_off(PART);
        counts = land(tx, &landing, batch, counts)?;
        let Some(rest) = rest else { return Ok((counts, None)) };
        if run.stop.load(Ordering::Relaxed) || tx.has_waiting_writer()? {
            return Ok((counts, Some(rest)));
        }
        batch = rest;
    }
}

/// Reads and parses on a thread of its own, while the previous batch is being landed.
struct Reader {
    store: Arc<Store>,
    workspace: WorkspaceId,
    runtime: Handle,
    meter: Meter,
    cursors: HashMap<String, Vec<u8>>,
    stop: Arc<AtomicBool>,
    out: mpsc::Sender<Parcel>,
}

/// The receiver was dropped, so nobody needs what is read.
struct Disconnected;

impl Reader {
    fn read(self, paths: &[PathBuf]) {
        let mut sources = Vec::new();
        for path in paths {
            match files::sources(path, &self.stop) {
                Ok(found) => sources.extend(found),
                Err(error) => {
                    let _ = self.out.blocking_send(Parcel::Failed(error));
                }
            }
        }
        let _ = self.read_sources(sources);
    }

    fn read_sources(&self, mut sources: Vec<Box<dyn Source>>) -> Result<(), Disconnected> {
        for source in &mut sources {
            let expected = source.open(self.cursors.get(&source.key()).map(Vec::as_slice));
            self.meter.expect(expected.bytes);
            if expected.known > 0 {
                self.send(Parcel::Skipped(expected.known))?;
            }
        }
        for mut source in sources {
            let mut sink = Collector { reader: self, raw: Vec::new(), bytes: 0, cursor: None, ended: None };
            let flow = source.read(&self.meter, &mut sink);
            if flow.is_continue() {
                sink.flush();
            }
            let Collector { cursor, ended, .. } = sink;
            if let Some(ended) = ended {
                return ended;
            }
            if flow.is_break() {
                break;
            }
            if let Some(cursor) = cursor {
                self.send(Parcel::Reached(source.key(), cursor))?;
            }
        }
        Ok(())
    }

    fn send(&self, parcel: Parcel) -> Result<(), Disconnected> {
        self.out.blocking_send(parcel).map_err(|_| Disconnected)
    }

    /// Which messages have these bytes already.
    fn known(&self, hashes: Vec<[u8; 32]>) -> Result<Vec<Option<InteractionId>>> {
        self.runtime.block_on(self.store.read(self.workspace, move |tx| tx.known_originals(&hashes)))
    }
}

/// A message as it was found, before it is parsed.
struct Raw {
    sha256: [u8; 32],
    bytes: Vec<u8>,
    envelope: Option<Moment>,
    is_cut: bool,
}

/// Collects what a source gives into batches. What is here already, byte for byte, is not parsed and not compressed.
struct Collector<'a> {
    reader: &'a Reader,
    raw: Vec<Raw>,
    bytes: usize,
    cursor: Option<Vec<u8>>,
    /// Why reading has ended; `None` while it goes on.
    ended: Option<Result<(), Disconnected>>,
}

impl Sink for Collector<'_> {
    fn found(&mut self, found: Found<'_>) -> ControlFlow<()> {
        let Found { bytes, envelope, is_cut } = found;
        self.bytes += bytes.len();
        self.raw.push(Raw { sha256: Sha256::digest(bytes).into(), bytes: bytes.to_vec(), envelope, is_cut });
        if self.raw.len() >= BATCH || self.bytes >= BATCH_BYTES {
            self.flush();
        }
        let is_over = self.ended.is_some() || self.reader.stop.load(Ordering::Relaxed);
        if is_over { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn failed(&mut self, why: SourceError) {
        self.flush();
        self.send(Parcel::Failed(why));
    }

    fn reached(&mut self, cursor: Vec<u8>) {
        self.flush();
        self.cursor = Some(cursor);
    }
}

impl Collector<'_> {
    /// Sends what was collected, unless the run is to stop.
    fn flush(&mut self) {
        self.bytes = 0;
        let raw = std::mem::take(&mut self.raw);
        if raw.is_empty() || self.ended.is_some() || self.reader.stop.load(Ordering::Relaxed) {
            return;
        }
        match self.reader.known(raw.iter().map(|raw| raw.sha256).collect()) {
            Err(error) => {
                self.send(Parcel::Broken(error));
                self.ended.get_or_insert(Ok(()));
            }
            Ok(known) => {
                let mut batch = Batch::default();
                for (raw, known) in raw.into_iter().zip(known) {
                    let Raw { sha256, bytes, envelope, is_cut } = raw;
                    if let Some(known) = known {
                        batch.known.push(known);
                    } else {
                        let found = Found { bytes: &bytes, envelope, is_cut };
                        batch.arrivals.push(Arrival::of(&found, sha256));
                    }
                }
                self.send(Parcel::Batch(batch));
            }
        }
    }

    fn send(&mut self, parcel: Parcel) {
        if let (None, Err(gone)) = (&self.ended, self.reader.send(parcel)) {
            self.ended = Some(Err(gone));
        }
    }
}
