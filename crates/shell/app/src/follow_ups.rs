use rapport_model::{FollowUp, FollowUpAct, PersonId};

use crate::acting::Acting;
use crate::app::App;
use crate::error::refusal::Refusal;
use crate::error::{AppError, Result, What, found};
use crate::permission::rights::{Noun, Verb};
use crate::undo::Undo;

/// After something was done, the person is left alone this long unless they write.
pub const DONE_DAYS: u32 = 14;
/// After a dismissal.
pub const DISMISSED_DAYS: u32 = 30;
const LONGEST_SNOOZE: u32 = 366;
pub(crate) const LONGEST_TEXT: usize = 10_000;

impl Acting {
    /// Notes that a suggestion was acted on.
    pub async fn complete(&self, person: PersonId) -> Result<Undo> {
        let _member = self.id();
        self.act(person, FollowUpAct::Done, f64::from(DONE_DAYS), String::new()).await
    }

    /// Puts a person off for some days.
    pub async fn snooze(&self, person: PersonId, days: u32) -> Result<Undo> {
        let _member = self.id();
        if !(1..=LONGEST_SNOOZE).contains(&days) {
            return Err(AppError::Refused(Refusal::SnoozeDays { most: LONGEST_SNOOZE }));
        }
        self.act(person, FollowUpAct::Snoozed, f64::from(days), String::new()).await
    }

    /// Dismisses a suggestion and keeps why.
    pub async fn dismiss(&self, person: PersonId, reason: String) -> Result<Undo> {
        let _member = self.id();
        if reason.trim().is_empty() || reason.len() > LONGEST_TEXT {
            return Err(AppError::Refused(Refusal::NoReason));
        }
        self.act(person, FollowUpAct::Dismissed, f64::from(DISMISSED_DAYS), reason.trim().to_owned()).await
    }

    pub(crate) async fn act(
        &self,
        person: PersonId,
        act: FollowUpAct,
        days: f64,
        reason: String,
    ) -> Result<Undo> {
        let (member, visibility, now) = (self.id(), self.visibility(), self.now());
        let id = App::fresh_id(now);
        let follow_up = FollowUp { id, member, person, at: now, act, until: now.plus_days(days), reason };
        let added = self.write(Noun::FollowUp, Verb::Add, move |tx| {
            let is_known = visibility.knows(tx, person)?;
            if is_known {
                tx.add_follow_up(&follow_up)?;
            }
            Ok(is_known)
        });
        found(added.await?, What::Person).map(|()| Undo(id))
    }

    /// Takes back what was done with a suggestion.
    pub async fn undo(&self, undo: Undo) -> Result<()> {
        let member = self.id();
        let now = self.now();
        let is_undone = self
            .write(Noun::FollowUp, Verb::Remove, move |tx| tx.undo_follow_up(undo.0, member, now))
            .await?;
        found(is_undone, What::Undo)
    }
}
