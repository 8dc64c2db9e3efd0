//! Writes the demo's mail into a folder, to be read: `cargo run --release -p rapport-testkit --example demo -- FOLDER NOW`.

use std::path::Path;

use rapport_testkit::write_demo;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().expect("the first argument is a folder");
    let now = arguments
        .next()
        .and_then(|now| now.parse().ok())
        .expect("the second is a time: 2026-05-20T15:00:00Z");
    let demo = write_demo(Path::new(&folder), 1, now).expect("the folder can be written to");
    for seller in demo.sellers {
        println!("{} <{}> in {folder}/{}", seller.name, seller.address, seller.mailbox);
    }
}
