//! The demo: two years in the mail of a small sales team that does not exist.
//!
//! Ashgrove Ovens builds bakery ovens. Three sellers write with bakers, plants, hotels and dealers; every mail
//! follows from the seed, and `now` only moves the calendar under it.

mod almanac;
mod cast;
mod converse;
mod deal;
mod enclosed;
mod language;
pub(crate) mod letter;
mod mime;
mod noise;
mod plot;
mod rng;
pub(crate) mod stage;
mod texts;
mod ties;
mod writing;

use std::fs;
use std::io;
use std::path::Path;

use rapport_model::Moment;

use stage::{DemoMail, Stage};

/// The result of writing the demo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demo {
    /// The sellers in order; the demo opens on the first.
    pub sellers: Vec<Seller>,
}

/// A seller of the demo's team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seller {
    pub name: String,
    pub address: String,
    /// The folder with their mail, relative to the demo's folder.
    pub mailbox: String,
}

/// The sellers of the demo, in order.
pub fn demo_sellers() -> Vec<Seller> {
    let seller = |person: &cast::Person| Seller {
        name: person.name(),
        address: person.address.clone(),
        mailbox: person.first.to_lowercase(),
    };
    cast::sellers().iter().map(|(person, _)| seller(person)).collect()
}

/// All mails of the demo, oldest first: the same for the same seed and moment.
pub fn demo_messages(seed: u64, now: Moment) -> Vec<DemoMail> {
    let companies = cast::companies(seed);
    let mut ties = ties::ties(&companies, seed);
    let mut stage =
        Stage { seed, now, sellers: cast::sellers(), companies, endings: [[0; 2]; 3], mails: Vec::new() };
    let count = stage.companies.len();
    for company in 0..count {
        let first = ties.partition_point(|tie| tie.company < company);
        let end = ties.partition_point(|tie| tie.company <= company);
        plot::play(&mut stage, company, &mut ties[first..end]);
    }
    noise::around(&mut stage);
    let mut mails = stage.mails;
    mails.sort_by(|one, other| {
        (one.at, one.mailbox, &one.file_name).cmp(&(other.at, other.mailbox, &other.file_name))
    });
    mails
}

/// Writes the demo below a folder: one folder per seller, `inbox` and `sent` in it.
pub fn write_demo(folder: &Path, seed: u64, now: Moment) -> io::Result<Demo> {
    let sellers = demo_sellers();
    for seller in &sellers {
        for part in ["inbox", "sent"] {
            fs::create_dir_all(folder.join(&seller.mailbox).join(part))?;
        }
    }
    for mail in demo_messages(seed, now) {
        fs::write(folder.join(&sellers[mail.mailbox].mailbox).join(&mail.file_name), &mail.bytes)?;
    }
    Ok(Demo { sellers })
}
