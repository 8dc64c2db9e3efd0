//! The web app: pages that work without scripts, over what [`rapport_app`] can do.

mod entry;
mod imports;
mod interactions;
mod page;
mod people;
mod request;
mod routes;
mod search;
mod serve;
mod settings;
mod sphere;
mod team;
mod today;

pub use request::limits::{Limits, SteadyClock};
pub use request::state::WebConfig;
pub use routes::router;
pub use serve::serve;
