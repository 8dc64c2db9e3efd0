use std::time::Duration;

use rapport_model::{FollowUp, FollowUpAct, PersonId};

use crate::acting::Acting;
use crate::app::App;
use crate::error::refusal::Refusal;
use crate::error::{AppError, Result, What, found};
use crate::permission::rights::{Action, Resource};
use crate::undo::Undo;

/// How long a person is not suggested again after a suggestion was acted on, unless they write.
pub const DONE_DAYS: u32 = 14;
/// How long a person is not suggested again after a dismissal, unless they write.
pub const DISMISSED_DAYS: u32 = 30;
const LONGEST_SNOOZE: u32 = 366;
pub(crate) const LONGEST_TEXT: usize = 10_000;

impl Acting {
    /// Saves that a suggestion was acted on.
    pub async fn complete(&self, person: PersonId) -> Result<Undo> {
        self.act(person, FollowUpAct::Done, DONE_DAYS, String::new()).await
    }

    /// Keeps a person off the list for some days.
    pub async fn snooze(&self, person: PersonId, days: u32) -> Result<Undo> {
        if !(1..=LONGEST_SNOOZE).contains(&days) {
            return Err(AppError::Refused(Refusal::SnoozeDays { most: LONGEST_SNOOZE }));
        }
        self.act(person, FollowUpAct::Snoozed, days, String::new()).await
    }

    /// Dismisses a suggestion, with the reason for it.
    pub async fn dismiss(&self, person: PersonId, reason: String) -> Result<Undo> {
        if reason.trim().is_empty() || reason.len() > LONGEST_TEXT {
            return Err(AppError::Refused(Refusal::NoReason));
        }
        self.act(person, FollowUpAct::Dismissed, DISMISSED_DAYS, reason.trim().to_owned()).await
    }

    pub(crate) async fn act(
        &self,
        person: PersonId,
        act: FollowUpAct,
        days: u32,
        reason: String,
    ) -> Result<Undo> {
        let (member, visibility, now) = (self.id(), self.visibility(), self.now());
        let id = App::new_id(now);
        let until = now.plus(Duration::from_hours(24 * u64::from(days)));
        let follow_up = FollowUp { id, member, person, at: now, act, until, reason };
        let added = self.write(Resource::FollowUp, Action::Add, move |tx| {
            let is_known = visibility.knows(tx, person)?;
            if is_known {
                tx.add_follow_up(&follow_up)?;
            }
            Ok(is_known)
        });
        found(added.await?, What::Person).map(|()| Undo(id))
    }

    /// Undoes what was done with a suggestion.
    pub async fn undo(&self, undo: Undo) -> Result<()> {
        let member = self.id();
        let now = self.now();
        let is_undone = self
            .write(Resource::FollowUp, Action::Remove, move |tx| tx.undo_follow_up(undo.0, member, now))
            .await?;
        found(is_undone, What::Undo)
    }
}
