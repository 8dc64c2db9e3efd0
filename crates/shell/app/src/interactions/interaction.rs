use rapport_model::{Interaction, InteractionId, MemberId, MessageRecord, PersonId};

use crate::app::App;
use crate::error::{AppError, Result};
use crate::imports::decisions::{Why, why};

/// One message or interaction with everything that is known about it.
#[derive(Clone, Debug)]
pub struct InteractionView {
    /// What was kept of it; `None` when it was set aside.
    pub interaction: Option<Interaction>,
    /// What was read; `None` for what was logged by hand.
    pub message: Option<MessageRecord>,
    /// What was decided about it.
    pub why: Option<Why>,
    /// Who took part.
    pub participants: Vec<Participant>,
}

/// A person or member who took part.
#[derive(Clone, Debug)]
pub struct Participant {
    /// The member.
    pub member: MemberId,
    /// The person.
    pub person: PersonId,
    /// The person's name.
    pub name: String,
}

impl App {
    /// One interaction, or a message that was not kept. Words are private to those who took part.
    pub async fn interaction(&self, member: MemberId, id: InteractionId) -> Result<InteractionView> {
        let view = self
            .store
            .read(self.workspace, move |tx| {
                let mut participants = Vec::new();
                for part in tx.participants(id)? {
                    let name = tx.person(part.person)?.map(|person| person.name).unwrap_or_default();
                    participants.push(Participant { member: part.member, person: part.person, name });
                }
                let mut interaction = tx.interaction(id)?;
                if let Some(kept) = &mut interaction
                    && !participants.iter().any(|part| part.member == member)
                {
                    kept.subject.clear();
                    kept.own_text.clear();
                }
                let message = tx.messages(&[id])?.into_iter().next().flatten();
                let why = match message.clone() {
                    Some(message) => Some(why(tx.import(message.import)?, message)),
                    None => None,
                };
                Ok(InteractionView { interaction, message, why, participants })
            })
            .await?;
        if view.interaction.is_none() && view.message.is_none() {
            return Err(AppError::NotFound("This interaction".to_owned()));
        }
        Ok(view)
    }
}
