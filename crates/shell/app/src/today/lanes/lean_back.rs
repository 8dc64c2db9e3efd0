use rapport_model::Lane;
use rapport_science::LeanBack;

use crate::acts::lean_backs::{LeanBackProposal, reason};
use crate::sphere::owed::{CardBody, owed, promised};
use crate::sphere::recent_interactions::RecentInteractions;

/// Suggests a test where the member does the driving, to see whether the person would begin.
pub(crate) fn leaning(recent: &RecentInteractions<'_>) -> Option<CardBody> {
    if owed(recent).is_some() || promised(recent).is_some() {
        return None;
    }
    let plan = LeanBack::design(&recent.tie.state, &recent.sphere.priors, recent.now).ok()?;
    let why = reason(recent.tie, recent.sphere, &plan);
    let begin = LeanBackProposal { reason: String::new(), plan }.sentence(recent.first_name());
    let evidence =
        recent.interactions.iter().filter(|kept| kept.opens).take(3).map(|kept| recent.cite(kept)).collect();
    Some(CardBody { lane: Lane::LeanBack, why, begin, evidence, since: None, weight: 1.0 })
}
