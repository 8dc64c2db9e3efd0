//! Logs as a replay reads them: by pair, as one of the two sees it, by deal, and contacts as if they were deals.

pub(crate) mod contact_stages;
pub(crate) mod deals;
pub(crate) mod members;
pub(crate) mod pairs;
