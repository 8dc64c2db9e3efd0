//! The touches of a pair, read in windows, because a pair with a long history has too many to read at once.

use rapport_model::{Calendar, InteractionId, MemberId, Moment, Participation, PersonId};
use rapport_science::{Role, roles};
use rapport_store::{StoreError, Tx};

/// A touch with its roles in the measures.
pub(crate) type TouchWithRoles = (Participation, Vec<Role>);

/// The number of touches that are read for a window.
const WINDOW: u32 = 4_000;
/// The number of touches at the start of a window that are read only to find the roles of the others, which depend on
/// the touches before.
const WARM_UP: usize = 200;

/// Successive touches of a pair.
pub(crate) struct Window {
    /// Oldest first.
    pub(crate) touches: Vec<TouchWithRoles>,
    /// Whether there may be earlier touches.
    pub(crate) has_earlier: bool,
}

impl Window {
    /// The window of the last touches of a pair up to a moment.
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

    fn first(&self) -> Option<(Moment, InteractionId)> {
        self.touches.first().map(|(kept, _)| (kept.touch.at, kept.interaction))
    }

    /// The latest touches for which `is_wanted` is true, at most `limit`, newest first; with `before`, only those before
    /// that interaction. This window has to be the last one of the pair; earlier ones are read when it has too few.
    pub(crate) fn latest_before(
        &self,
        tx: &Tx<'_>,
        calendar: &Calendar,
        pair: (MemberId, PersonId),
        before: Option<InteractionId>,
        limit: usize,
        is_wanted: impl Fn(&TouchWithRoles) -> bool,
    ) -> Result<Vec<TouchWithRoles>, StoreError> {
        let mut found: Vec<TouchWithRoles> = Vec::new();
        let is_before = |touch: &&TouchWithRoles| before.is_none_or(|before| touch.0.interaction < before);
        let mut add = |window: &Self, end: Option<InteractionId>| {
            let is_earlier = |touch: &&TouchWithRoles| end.is_none_or(|end| touch.0.interaction < end);
            let wanted = window.touches.iter().rev().filter(is_before).filter(is_earlier);
            let room = limit - found.len();
            found.extend(wanted.filter(|touch| is_wanted(touch)).take(room).cloned());
            found.len() < limit && window.has_earlier
        };
        let mut needs_more = add(self, None);
        let mut first = self.first();
        while needs_more && let Some((at, interaction)) = first {
            let window = Self::until(tx, calendar, pair, at)?;
            needs_more = add(&window, Some(interaction));
            first = window.first().filter(|(earlier, _)| *earlier < at);
        }
        Ok(found)
    }
}
