//! Logs as a replay reads them: by pair, as one of the two sees it, by deal, and contacts as if they were deals.

pub(crate) mod by_deal;
pub(crate) mod by_member;
pub(crate) mod by_pair;
pub(crate) mod contact_stages;
