use rapport_model::Lane;
use rapport_science::rhythm;

use crate::phrases::silence::silence;
use crate::sphere::owed::Made;
use crate::sphere::recent::{Story, last_topic};

/// Suggests a person with whom the silence is unusual for the pair.
pub(crate) fn cooling(story: &Story<'_>) -> Option<Made> {
    let rhythm = rhythm(&story.tie.state, &story.sphere.priors, story.now).ok()?;
    let (begin, evidence) = last_topic(story)?;
    Some(Made {
        lane: Lane::StayClose,
        why: silence(&rhythm, f64::from(story.tie.probability)),
        begin,
        evidence,
        since: None,
        weight: 0.85,
    })
}
