use std::fs::{self, File};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use rapport_jobs::Runner;
use rapport_web::{Limits, WebConfig};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::arguments::{Place, Serve};
use crate::world::{World, folder};

/// How long the end of the process waits for jobs to be released.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(3);

pub(crate) async fn run(options: Serve, place: Place) -> anyhow::Result<ExitCode> {
    let folder = folder(&place)?;
    let world = World::open(&place).await?;
    let listening = Listening {
        port: options.port,
        opens_browser: !options.no_open,
        limits: Limits::per_member(options.requests_per_second),
    };
    serve(world, &folder, listening).await?;
    Ok(ExitCode::SUCCESS)
}

/// How the web app is served.
pub(crate) struct Listening {
    pub(crate) port: u16,
    pub(crate) opens_browser: bool,
    pub(crate) limits: Limits,
}

/// Serves the web app on this machine only, and runs the queue, until the process is asked to stop.
pub(crate) async fn serve(world: World, folder: &Path, listening: Listening) -> anyhow::Result<()> {
    let Listening { port, opens_browser, limits } = listening;
    let _lock = lock(folder)?;
    let listener = TcpListener::bind(("127.0.0.1", port))
        .await
        .with_context(|| format!("Port {port} cannot be listened on. Choose another with --port."))?;
    let base = format!("http://{}", listener.local_addr()?);
    let link = match world.app.begin_setup().await? {
        Some(code) => format!("{base}/setup/{code}"),
        None => format!("{base}/"),
    };
    println!("Rapport is at {link}");
    if link.contains("/setup/") {
        println!("The link works once: it makes you the owner. Press Ctrl-C to stop.");
    }
    if opens_browser {
        // Without a desktop there is no browser to open; the link is on the screen.
        let _ = open::that_detached(&link);
    }
    let app = &world.app;
    let runner = Runner::new(Arc::clone(app.store()), app.workspace(), app.clock(), app.wake());
    let (end, ended) = oneshot::channel::<()>();
    let working = tokio::spawn(runner.run_until(async move { drop(ended.await) }));
    // Another process on the same database may be the one that reads what is uploaded here.
    let uploads = std::path::absolute(folder)?.join("uploads");
    let config = WebConfig { uploads, base, limits };
    rapport_web::serve(world.app, config, listener, shutdown_signal()).await;
    drop(end);
    // Running jobs are released, unless the database is too slow; then their leases run out.
    let _ = tokio::time::timeout(SHUTDOWN_TIMEOUT, working).await;
    Ok(())
}

/// Waits for Ctrl-C, or the signal of a service manager.
async fn shutdown_signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

/// Locks the data folder, since two servers on it would run the same queue.
fn lock(folder: &Path) -> anyhow::Result<File> {
    fs::create_dir_all(folder)?;
    let lock = File::create(folder.join("serve.lock"))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(fs::TryLockError::WouldBlock) => {
            bail!(
                "Another `rapport serve` is using {}. Stop it first, or choose another --data.",
                folder.display()
            )
        }
        Err(fs::TryLockError::Error(error)) => Err(error.into()),
    }
}
