use rapport_model::{Channel, OptOut, PersonId};

use crate::acting::Acting;
use crate::acts::follow_ups::LONGEST_TEXT;
use crate::app::App;
use crate::error::refusal::Refusal;
use crate::error::{AppError, Result, What, found};
use crate::permission::rights::{Action, Resource};
use crate::undo::Undo;

impl Acting {
    /// Saves that somebody asked not to be contacted, and through which channel. From then on nobody of the team is
    /// told to write to them, and no path leads to them; what they write themselves is still answered.
    pub async fn opt_out(&self, person: PersonId, channel: Option<Channel>, note: String) -> Result<Undo> {
        if note.len() > LONGEST_TEXT {
            return Err(AppError::Refused(Refusal::NoteLength { most: LONGEST_TEXT }));
        }
        let (member, visibility, now) = (self.id(), self.visibility(), self.now());
        let id = App::new_id(now);
        let noted = self.write(Resource::OptOut, Action::Add, move |tx| {
            if !visibility.knows(tx, person)? {
                return Ok(None);
            }
            if let Some(known) = tx.opt_out_of(person)?.filter(|known| known.noted_by == member) {
                return Ok(Some(known.id));
            }
            tx.add_opt_out(&OptOut {
                id,
                person,
                noted_by: member,
                channel,
                note: note.trim().to_owned(),
                at: now,
                withdrawn_at: None,
                withdrawn_by: None,
            })?;
            Ok(Some(id))
        });
        noted.await?.map(Undo).ok_or(AppError::NotFound(What::Person))
    }

    /// Saves that somebody may be contacted again. Only those who lead the team may withdraw what a colleague noted.
    pub async fn withdraw_opt_out(&self, opt_out: Undo) -> Result<()> {
        let (member, visibility, now) = (self.id(), self.visibility(), self.now());
        let standing = self.read(Resource::OptOut, move |tx| match tx.opt_out(opt_out.0)? {
            Some(found) if visibility.knows(tx, found.person)? => Ok(Some(found)),
            _ => Ok(None),
        });
        let opted_out = standing.await?.ok_or(AppError::NotFound(What::Undo))?;
        let resource =
            if opted_out.noted_by == member { Resource::OptOut } else { Resource::OptOutOfColleague };
        let withdrawn = self
            .write(resource, Action::Remove, move |tx| tx.withdraw_opt_out(opt_out.0, member, now))
            .await?;
        found(withdrawn, What::Undo)
    }

    /// The first opt-out of a person that holds, whoever noted it; `None` when none does.
    pub async fn opt_out_of(&self, person: PersonId) -> Result<Option<OptOut>> {
        let visibility = self.visibility();
        let found = self.read(Resource::OptOut, move |tx| {
            if visibility.knows(tx, person)? { tx.opt_out_of(person) } else { Ok(None) }
        });
        found.await
    }
}
