//! Shows the pages over a store of invented people, for looking at them and for the journeys of `e2e/`:
//! `cargo run -p rapport-web --example preview`. Prints the one-time link, or the address with `--owner`, in
//! which case Ida Holm is there already. Everything is gone when it ends.

#[path = "../tests/pages/world.rs"]
#[expect(clippy::unwrap_used, reason = "a preview that cannot be made ends")]
#[expect(dead_code, reason = "the preview needs less than the tests")]
mod world;

use std::sync::Arc;
use std::time::Instant;

use rapport_model::{Address, Moment};
use rapport_web::{Limits, WebConfig, serve};
use tokio::net::TcpListener;
use world::World;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let has_owner = std::env::args().any(|argument| argument == "--owner");
    let port = std::env::args().skip_while(|argument| argument != "--port").nth(1).unwrap_or("0".to_owned());
    let folder = tempfile::tempdir()?;
    let (start, began): (Moment, Instant) = (world::NOW.parse()?, Instant::now());
    let clock = Arc::new(move || start.plus_days(began.elapsed().as_secs_f64() / 86_400.0));
    let world = World::empty(folder.path(), clock).await;
    world.acting().await.add_addresses(&[Address::parse(world::OWNER).ok_or("an address")?]).await?;
    world.read("spring.mbox", &world::mailbox(start)).await;
    let listener = TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    let origin = format!("http://{}", listener.local_addr()?);
    if has_owner {
        world.set_up().await;
        println!("{origin}/ (the passphrase is `{}`)", world::PASSPHRASE);
    } else {
        let code = world.app.begin_setup().await?.ok_or("a code")?;
        println!("{origin}/setup/{code} ");
    }
    let app = Arc::clone(&world.app);
    tokio::spawn(world::runner(&app).run());
    let config =
        WebConfig { uploads: folder.path().join("uploads"), base: origin, limits: Limits::default() };
    let shutdown = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    serve(app, config, listener, shutdown).await;
    Ok(())
}
