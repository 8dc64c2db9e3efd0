//! The nouns of Rapport: what a relationship is made of, without any way to read, keep or show it.

mod address;
mod decision;
mod follow_up;
mod ids;
mod introduction;
mod job;
mod mail;
mod message;
mod moment;
mod person;
mod problem;
mod reading;
mod rules;
mod setting;
mod suggestion;
mod touch;

pub use address::{Address, Mailbox};
pub use decision::{Decision, Reason};
pub use follow_up::{FollowUp, FollowUpAct, Member};
pub use ids::{ImportId, InteractionId, MemberId, PersonId, WorkspaceId};
pub use introduction::{IntroductionAsked, Via};
pub use job::Job;
pub use mail::{Automated, ListMark, MailDraft};
pub use message::{ImportCounts, ImportRun, MessageRecord};
pub use moment::{Calendar, Day, Moment};
pub use person::{Interaction, NameSeen, Participation, Person, Relationship};
pub use problem::Problem;
pub use reading::{Measured, NotEnough, Reading};
pub use rules::{ListRule, Rules};
pub use setting::Setting;
pub use suggestion::{Lane, LeanBackRecord, Suggestion};
pub use touch::{Channel, Side, Touch};
