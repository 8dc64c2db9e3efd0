use rapport_model::Lane;
use rapport_science::rhythm;

use crate::phrases::silence::silence;
use crate::sphere::owed::CardBody;
use crate::sphere::recent_interactions::{RecentInteractions, last_topic};

/// Suggests a person with whom the silence is unusual for the pair.
pub(crate) fn cooling(recent: &RecentInteractions<'_>) -> Option<CardBody> {
    let rhythm = rhythm(&recent.tie.state, &recent.sphere.priors, recent.now).ok()?;
    let (begin, evidence) = last_topic(recent)?;
    Some(CardBody {
        lane: Lane::StayClose,
        why: silence(&rhythm, f64::from(recent.tie.probability)),
        begin,
        evidence,
        since: None,
        weight: 0.85,
    })
}
