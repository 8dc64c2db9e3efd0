use rapport_model::{FollowUp, FollowUpAct, MemberId, PersonId};

use crate::app::App;
use crate::error::{AppError, Result};
use crate::follow_ups::LONGEST_TEXT;
use crate::undo::Undo;

/// A thousand years.
const FOR_GOOD_DAYS: f64 = 365_250.0;

impl App {
    /// Notes that somebody asked not to be contacted. From then on nobody of the team is told to write to them, and
    /// no way leads there; what they write themselves is still answered.
    pub async fn opt_out(&self, member: MemberId, person: PersonId, reason: String) -> Result<Undo> {
        if reason.len() > LONGEST_TEXT {
            return Err(AppError::Invalid("Keep the note under 10,000 letters.".to_owned()));
        }
        match self.opt_out_of(person).await? {
            Some(known) if known.member == member => Ok(Undo(known.id)),
            _ => {
                let reason = reason.trim().to_owned();
                self.act(member, person, FollowUpAct::OptedOut, FOR_GOOD_DAYS, reason).await
            }
        }
    }

    /// The first standing opt-out of a person, whoever of the team noted it.
    pub async fn opt_out_of(&self, person: PersonId) -> Result<Option<FollowUp>> {
        Ok(self.store.read(self.workspace, move |tx| tx.opt_out_of(person)).await?)
    }
}
