use rapport_model::{FollowUp, FollowUpAct, MemberId, PersonId};

use crate::app::App;
use crate::error::{AppError, Result};
use crate::undo::Undo;

/// After something was done, the person is left alone this long unless they write.
pub const DONE_DAYS: u32 = 14;
/// After a dismissal.
pub const DISMISSED_DAYS: u32 = 30;
const LONGEST_SNOOZE: u32 = 366;
pub(crate) const LONGEST_TEXT: usize = 10_000;

impl App {
    /// Notes that a suggestion was acted on.
    pub async fn complete(&self, member: MemberId, person: PersonId) -> Result<Undo> {
        self.act(member, person, FollowUpAct::Done, f64::from(DONE_DAYS), String::new()).await
    }

    /// Puts a person off for some days.
    pub async fn snooze(&self, member: MemberId, person: PersonId, days: u32) -> Result<Undo> {
        if !(1..=LONGEST_SNOOZE).contains(&days) {
            return Err(AppError::Invalid(format!("Snooze for 1 to {LONGEST_SNOOZE} days.")));
        }
        self.act(member, person, FollowUpAct::Snoozed, f64::from(days), String::new()).await
    }

    /// Dismisses a suggestion and keeps why.
    pub async fn dismiss(&self, member: MemberId, person: PersonId, reason: String) -> Result<Undo> {
        if reason.trim().is_empty() || reason.len() > LONGEST_TEXT {
            return Err(AppError::Invalid(
                "Say in a few words why, so that the next suggestion is better.".to_owned(),
            ));
        }
        self.act(member, person, FollowUpAct::Dismissed, f64::from(DISMISSED_DAYS), reason.trim().to_owned())
            .await
    }

    pub(crate) async fn act(
        &self,
        member: MemberId,
        person: PersonId,
        act: FollowUpAct,
        days: f64,
        reason: String,
    ) -> Result<Undo> {
        let now = self.now();
        let id = Self::fresh_id(now);
        let follow_up = FollowUp { id, member, person, at: now, act, until: now.plus_days(days), reason };
        self.store
            .write(self.workspace, move |tx| match tx.person(person)? {
                Some(_) => tx.add_follow_up(&follow_up).map(Some),
                None => Ok(None),
            })
            .await?
            .ok_or_else(|| AppError::NotFound("This person".to_owned()))?;
        Ok(Undo(id))
    }

    /// Takes back what was done with a suggestion.
    pub async fn undo(&self, member: MemberId, undo: Undo) -> Result<()> {
        let now = self.now();
        let is_undone =
            self.store.write(self.workspace, move |tx| tx.undo_follow_up(undo.0, member, now)).await?;
        if is_undone { Ok(()) } else { Err(AppError::NotFound("What you want to take back".to_owned())) }
    }
}
