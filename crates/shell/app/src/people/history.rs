//! The touches of a pair, of which a long one has more than a page can show: the last ones, and windows of earlier ones.

use rapport_model::{Calendar, InteractionId, MemberId, Moment, Participation, PersonId};
use rapport_science::{Role, roles};
use rapport_store::{StoreError, Tx};

/// A touch, with what the measures counted it as.
pub(crate) type Counted = (Participation, Vec<Role>);

/// How many touches are looked at together.
const WINDOW: u32 = 4_000;
/// What a touch counts as follows from those before it. So many at the beginning of a window are read for the others
/// alone.
const WARM_UP: usize = 200;

/// Touches that follow each other, oldest first.
pub(crate) struct Window {
    pub(crate) touches: Vec<Counted>,
    /// Whether there are earlier ones.
    pub(crate) has_earlier: bool,
}

impl Window {
    /// The last touches of a pair up to a moment.
    pub(crate) fn until(
        tx: &Tx<'_>,
        calendar: &Calendar,
        (member, person): (MemberId, PersonId),
        until: Moment,
    ) -> Result<Self, StoreError> {
        let mut kept = tx.timeline(member, person, until, WINDOW)?;
        kept.reverse();
        let has_earlier = kept.len() == WINDOW as usize;
        let dated: Vec<_> = kept.iter().map(|kept| (kept.touch, calendar.day(kept.touch.at))).collect();
        let counted = kept.into_iter().zip(roles(&dated));
        let touches = counted.skip(if has_earlier { WARM_UP } else { 0 }).collect();
        Ok(Self { touches, has_earlier })
    }

    /// The latest touches before an interaction, newest first, that `is_wanted`; this window is of the last ones.
    pub(crate) fn latest_before(
        &self,
        tx: &Tx<'_>,
        calendar: &Calendar,
        pair: (MemberId, PersonId),
        before: Option<InteractionId>,
        most: usize,
        is_wanted: impl Fn(&Counted) -> bool,
    ) -> Result<Vec<Counted>, StoreError> {
        let mut found: Vec<Counted> = Vec::new();
        let is_before = |touch: &&Counted| before.is_none_or(|before| touch.0.interaction < before);
        let mut add = |window: &Self, end: Option<InteractionId>| {
            let is_earlier = |touch: &&Counted| end.is_none_or(|end| touch.0.interaction < end);
            let wanted = window.touches.iter().rev().filter(is_before).filter(is_earlier);
            let room = most - found.len();
            found.extend(wanted.filter(|touch| is_wanted(touch)).take(room).cloned());
            found.len() < most && window.has_earlier
        };
        let mut wants_more = add(self, None);
        let mut first = self.touches.first().map(|(kept, _)| (kept.touch.at, kept.interaction));
        while wants_more && let Some((at, interaction)) = first {
            let window = Self::until(tx, calendar, pair, at)?;
            wants_more = add(&window, Some(interaction));
            let next = window.touches.first().map(|(kept, _)| (kept.touch.at, kept.interaction));
            first = next.filter(|(earlier, _)| *earlier < at);
        }
        Ok(found)
    }
}
