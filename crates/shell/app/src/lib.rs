//! The abilities of a member, defined once for all surfaces: permissions, meaning, and the clock.

mod acting;
mod acts;
mod app;
mod error;
mod imports;
mod interactions;
mod log_cache;
mod members;
mod network;
mod people;
mod permission;
mod phrases;
mod selection;
mod sphere;
mod team;
mod today;
mod type_map;
mod undo;

pub use acting::Acting;
pub use acts::follow_ups::{DISMISSED_DAYS, DONE_DAYS};
pub use acts::lean_backs::{Guards, LeanBackChoice, LeanBackProposal, LeanBackView};
pub use acts::touches::HandTouch;
pub use app::{App, UNNAMED};
pub use error::refusal::Refusal;
pub use error::{AppError, Result, What};
pub use imports::ImportRequest;
pub use imports::decisions::{DecisionPage, DecisionQuery, Why};
pub use interactions::interaction::{InteractionView, Participant};
pub use members::sessions::{Session, Setup, is_same_token};
pub use members::settings::Settings;
pub use network::band::Band;
pub use network::dormant::{DORMANT_LIMIT, DormantTieView};
pub use network::introductions::{IntroductionOutcome, IntroductionView};
pub use network::lists::{Concentration, ListedPerson};
pub use network::met::Met;
pub use network::paths::{Introduction, PATHS_LIMIT, PathStep, Ways};
pub use network::ties::{TieLine, Ties};
pub use network::view::{Dot, SphereView};
pub use people::evidence::Evidence;
pub use people::list::{Filter, PeoplePage, PeopleQuery, PersonLine, Sort};
pub use people::person::{Colleague, PersonView, TimelineEntry};
pub use people::search::{Hit, SearchResults};
pub use permission::rights::{Action, Resource, may};
pub use phrases::company::is_company;
pub use phrases::jobs::{job_standing, job_title};
pub use phrases::names::{first_name, title};
pub use phrases::numbers::{
    count, day_words, days, gap, grouped, moment_words, percent, since, span, written,
};
pub use sphere::citation::Citation;
pub use sphere::warmth::Warmth;
pub use sphere::{Sphere, Tie};
pub use team::companies::{Companies, Company};
pub use team::{TeamView, Week};
pub use today::card::{Card, LeftAlone};
pub use today::{LIMIT as TODAY_LIMIT, Today};
pub use undo::Undo;

pub use rapport_model::Lane;
pub use rapport_science::{
    Chart, Count, Exchanges, Found, LeanBackOutcome, Limits, Mirroring, PairMeasure, PairReading, Readings,
    Reliability, ReliabilityBin, Response, Rhythm, Role, Shown, Signal, Standing,
};
