use std::process::ExitCode;

use anyhow::bail;
use rapport_store::Store;

use crate::arguments::{Place, Restore};
use crate::output::print_json;
use crate::wire::data as wire;
use crate::world::{folder, now};

pub(crate) fn run(options: &Restore, place: Place) -> anyhow::Result<ExitCode> {
    if place.database.is_some() {
        bail!("Backups are of data folders. Restore a PostgreSQL database with pg_restore.");
    }
    let folder = folder(&place)?;
    let manifest = Store::restore(&options.file, &folder, options.replace, now())?;
    if options.json {
        print_json(&wire::Manifest::from(&manifest))?;
    } else {
        println!("{} is as it was at {}.", folder.display(), manifest.made_at);
    }
    Ok(ExitCode::SUCCESS)
}
