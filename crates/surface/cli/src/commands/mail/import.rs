use std::io::{BufRead, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use anyhow::{Context, bail};
use rapport_capture::{ImportOutcome, Progress, propose_owner};
use rapport_model::{Account, Address, ImportId};

use crate::arguments::{Import, Place};
use crate::output::{print_json, table};
use crate::progress::{Unit, bar};
use crate::wire::mail::Summary;
use crate::world::World;

pub(crate) async fn run(options: Import, place: Place) -> anyhow::Result<ExitCode> {
    for path in &options.paths {
        if !path.exists() {
            bail!("There is nothing at {}.", path.display());
        }
    }
    let world = World::open(&place).await?;
    let me = owner_addresses(&world, &options).await?;
    world.acting.add_addresses(&me).await?;
    let begun = Instant::now();
    let (outcome, people) = import(&world, options.paths, options.json).await?;
    let summary = Summary::of(&outcome, people, begun.elapsed().as_secs_f64());
    if options.json {
        print_json(&summary)?;
    } else {
        print(&summary, outcome.was_stopped);
    }
    Ok(if summary.failed_files.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Imports and measures, with a progress bar.
pub(crate) async fn import(
    world: &World,
    paths: Vec<PathBuf>,
    is_quiet: bool,
) -> anyhow::Result<(ImportOutcome, u64)> {
    let (store, workspace) = (world.app.store(), world.app.workspace());
    let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    let request = rapport_capture::Import {
        id: new_id(world),
        label: names.join(", "),
        paths,
        account: Account::of_files(world.acting.member().id),
    };
    let stop = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&stop);
    tokio::spawn(async move {
        // The first Ctrl-C ends the import after its batch; the second ends the process, which is safe too.
        if tokio::signal::ctrl_c().await.is_ok() {
            asked.store(true, Ordering::Relaxed);
        }
        if tokio::signal::ctrl_c().await.is_ok() {
            std::process::exit(130);
        }
    });
    let bar = bar(!is_quiet, Unit::Bytes);
    let show = bar.clone();
    let progress = move |progress: &Progress| {
        show.set_length(progress.total_bytes);
        show.set_position(progress.bytes);
        show.set_message(format!("{} mails", progress.counts.read));
    };
    let outcome = rapport_jobs::run_now(store, workspace, request, world.app.clock(), stop, progress).await?;
    bar.finish_and_clear();
    Ok((outcome, store.read(workspace, |tx| tx.people_count()).await?))
}

fn new_id(world: &World) -> ImportId {
    let mut bits = [0; 10];
    bits[..4].copy_from_slice(&std::process::id().to_be_bytes());
    ImportId::from_parts(world.app.now(), bits)
}

/// The addresses of the mailbox's owner: from the options, from earlier imports, or proposed and confirmed.
async fn owner_addresses(world: &World, options: &Import) -> anyhow::Result<Vec<Address>> {
    if !options.me.is_empty() {
        return Ok(options.me.clone());
    }
    if !world.acting.settings().await?.addresses.is_empty() {
        return Ok(Vec::new());
    }
    let proposals = propose_owner(&options.paths)?;
    let Some(best) = proposals.first() else {
        bail!("No mail with addresses was found. Say which address is yours with --me ADDRESS.");
    };
    let share = best.share * 100.0;
    if !std::io::stdin().is_terminal() {
        bail!(
            "Whose mailbox is this? It looks like {}, which is on {share:.0} % of the mails. \
             Run the command again with --me {}",
            best.address,
            best.address
        );
    }
    eprint!(
        "This looks like the mailbox of {} (on {share:.0} % of the mails). Is that you? [Y/n] ",
        best.address
    );
    std::io::stderr().flush()?;
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer).context("There was no answer.")?;
    if !matches!(answer.trim().to_lowercase().as_str(), "" | "y" | "yes") {
        bail!("Run the command again with --me ADDRESS.");
    }
    Ok(vec![best.address.clone()])
}

fn print(summary: &Summary, was_stopped: bool) {
    let mut rows = table(&["mails", ""]);
    rows.add_row(vec![summary.read.to_string(), "read".into()]);
    rows.add_row(vec![summary.added.to_string(), "added".into()]);
    rows.add_row(vec![summary.known.to_string(), "here before".into()]);
    for (reason, count) in &summary.set_aside {
        rows.add_row(vec![count.to_string(), format!("set aside: {}", reason.replace('_', " "))]);
    }
    rows.add_row(vec![summary.unreadable.to_string(), "unreadable".into()]);
    println!("{rows}");
    println!("\n{} people, {:.1} s", summary.people, summary.seconds);
    for failed in &summary.failed_files {
        eprintln!("could not be read: {failed}");
    }
    if was_stopped {
        println!("Stopped before the end. Run the same command again to go on.");
    } else if summary.added > 0 {
        println!("Next: rapport today, or rapport serve");
    }
}
