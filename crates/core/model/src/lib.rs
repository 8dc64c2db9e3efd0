//! The nouns of Rapport: what a relationship is made of, without any way to read, keep or show it.

mod address;
mod decision;
mod ids;
mod mail;
mod moment;
mod problem;
mod reading;
mod touch;

pub use address::{Address, Mailbox};
pub use decision::{Decision, Reason};
pub use ids::{ImportId, InteractionId, MemberId, PersonId, WorkspaceId};
pub use mail::{Automated, ListMark, MailDraft};
pub use moment::{Calendar, Day, Moment};
pub use problem::Problem;
pub use reading::{Measured, NotEnough, Reading};
pub use touch::{Channel, Side, Touch};
