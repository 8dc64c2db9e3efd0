//! The nouns of Rapport: what a relationship is made of, without any way to read, keep or show it.

#![warn(missing_docs)]

mod acts;
mod address;
mod capture;
mod ids;
mod job;
mod moment;
mod people;
mod problem;
mod reading;
mod setting;
mod team;

pub use acts::follow_up::{FollowUp, FollowUpAct};
pub use acts::introduction::{IntroductionAsked, Via};
pub use acts::opt_out::OptOut;
pub use acts::suggestion::{Lane, LeanBackRecord, Suggestion};
pub use address::{Address, Mailbox};
pub use capture::decision::{Decision, Reason};
pub use capture::hand::HandDraft;
pub use capture::mail::{Automated, ListMark, MailDraft};
pub use capture::message::{ArrivalKind, ImportCounts, ImportRun, MessageRecord};
pub use capture::rules::{ListRule, Rules};
pub use ids::{AccountId, ImportId, InteractionId, MemberId, PersonId, WorkspaceId};
pub use job::{
    ImportJob, JobRequest, JobState, MAX_ATTEMPTS, MeasureJob, OpenJob, Priority, ReplayJob, next_attempt,
};
pub use moment::{Calendar, Day, Moment, span_of_days};
pub use people::person::{Interaction, NameSeen, Participation, Person};
pub use people::touch::{Channel, Side, Touch};
pub use problem::Problem;
pub use reading::{Measured, NotEnough, Reading};
pub use setting::Setting;
pub use team::account::{Account, AccountKind};
pub use team::member::{Member, Role};
