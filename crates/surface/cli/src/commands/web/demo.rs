use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use rapport_model::{Address, Member, MemberId, Moment, Role};
use rapport_testkit::{Seller, write_demo};
use rapport_web::Limits;

use crate::arguments::{Demo, Place};
use crate::commands::mail::import::import;
use crate::commands::web::serve::{Listening, serve};
use crate::world::World;

pub(crate) async fn run(options: Demo, mut place: Place) -> anyhow::Result<ExitCode> {
    if place.database.is_some() {
        bail!("The demo lives in a folder of its own. Leave out --database.");
    }
    let folder = place.data.clone().unwrap_or_else(|| fresh_folder(options.seed));
    if folder.join("rapport.db").exists() {
        bail!(
            "{} holds data already, and the demo mixes with nothing. Choose another --data.",
            folder.display()
        );
    }
    place.data = Some(folder.clone());
    place.member = None;
    let world = World::open(&place).await?;
    fill(&world, &folder.join("mail"), options.seed).await?;
    if options.no_serve {
        println!("Next: rapport serve --data {}", folder.display());
        return Ok(ExitCode::SUCCESS);
    }
    let limits = Limits::default();
    let listening = Listening { port: options.port, opens_browser: !options.no_open, limits };
    serve(world, &folder, listening).await?;
    Ok(ExitCode::SUCCESS)
}

/// Writes the mail of the demo into a folder and reads it, for each seller theirs.
pub(crate) async fn fill(world: &World, mail: &Path, seed: u64) -> anyhow::Result<()> {
    let demo =
        write_demo(mail, seed, world.app.now()).context("The mail of the demo could not be written.")?;
    eprintln!("Made the mail of three sellers in {}", mail.display());
    let members = add_members(world, &demo.sellers).await?;
    let mut mails = 0;
    let mut people = 0;
    for (seller, member) in demo.sellers.iter().zip(members) {
        let owner = World::of(world.app.clone(), member);
        let (outcome, known) = import(&owner, vec![mail.join(&seller.mailbox)], false).await?;
        mails += outcome.counts.read;
        people = known;
    }
    eprintln!("Read {mails} mails and met {people} people.");
    Ok(())
}

/// Makes each seller a member with their address; the first is the owner.
async fn add_members(world: &World, sellers: &[Seller]) -> anyhow::Result<Vec<Member>> {
    let mut members = Vec::new();
    for (number, seller) in sellers.iter().enumerate() {
        let id = if number == 0 {
            MemberId::FIRST
        } else {
            MemberId::from_parts(Moment::default(), [number as u8; 10])
        };
        let role = if number == 0 { Role::Owner } else { Role::Member };
        let member = Member { id, name: seller.name.clone(), role };
        world.acting.add_member(member.clone()).await?;
        let address = Address::parse(&seller.address).context("A seller of the demo has no address.")?;
        world.app.acting(member.clone()).add_addresses(&[address]).await?;
        members.push(member);
    }
    Ok(members)
}

fn fresh_folder(seed: u64) -> PathBuf {
    std::env::temp_dir().join(format!("rapport-demo-{seed}-{}", std::process::id()))
}
