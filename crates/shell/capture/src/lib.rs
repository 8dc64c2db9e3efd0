//! The world on its way in: sources are read, messages are decided and landed, once each.

mod decide;
mod identity;
mod import;
mod land;
mod owner;
mod pack;
mod replay;
mod settle;
mod source;

pub use import::{Import, ImportOutcome, Progress, import};
pub use land::{Captured, Landing, land};
pub use owner::{Proposal, propose_owner};
pub use pack::unpack;
pub use replay::replay;
pub use source::found::SourceError;
