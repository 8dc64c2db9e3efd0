//! Capture: sources are read, and their messages are decided and landed, once each.

mod arrival;
mod compression;
mod decide;
mod identity;
mod import;
mod land;
mod owner;
mod replay;
mod source;

pub use arrival::Arrival;
pub use compression::decompress;
pub use import::{Import, ImportOutcome, Progress, import};
pub use land::by_hand::{logged, restore, withdraw};
pub use land::landing::Landing;
pub use land::{Batch, land, log_by_hand};
pub use owner::{Proposal, propose_owner};
pub use replay::replay;
pub use source::found::SourceError;
