use rapport_model::Lane;
use rapport_science::LeanBack;

use crate::lean_backs::{LeanBackProposal, reason};
use crate::sphere::owed::{Made, owed, promised};
use crate::sphere::recent::Story;

/// Suggests a test where the member does the driving, to see whether the person would begin.
pub(crate) fn leaning(story: &Story<'_>) -> Option<Made> {
    if owed(story).is_some() || promised(story).is_some() {
        return None;
    }
    let plan = LeanBack::design(&story.tie.state, &story.sphere.priors, story.now).ok()?;
    let why = reason(story.tie, story.sphere, &plan);
    let begin = LeanBackProposal { reason: String::new(), plan }.sentence(story.first_name());
    let evidence =
        story.recent.iter().filter(|kept| kept.opens).take(3).map(|kept| story.cite(kept)).collect();
    Some(Made { lane: Lane::LeanBack, why, begin, evidence, since: None, weight: 1.0 })
}
