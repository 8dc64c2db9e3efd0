use rapport_model::{Interaction, InteractionId, MemberId, MessageRecord, PersonId};

use crate::acting::Acting;
use crate::error::{AppError, Result, What};
use crate::imports::decisions::{Why, why};
use crate::permission::hidden_ties::Hidden;
use crate::permission::rights::Noun;

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

impl Acting {
    /// One interaction that the member took part in, or a message of their accounts.
    pub async fn interaction(&self, id: InteractionId) -> Result<InteractionView> {
        let (member, visibility) = (self.id(), self.visibility());
        let view = self.read(Noun::Interaction, move |tx| {
            if !visibility.sees(tx, id)? {
                return Ok(None);
            }
            let hidden = Hidden::of(tx)?;
            let mut participants = Vec::new();
            for part in tx.participants(id)? {
                if part.member == member || !hidden.has(part.member, part.person) {
                    let name = tx.person(part.person)?.map(|person| person.name).unwrap_or_default();
                    participants.push(Participant { member: part.member, person: part.person, name });
                }
            }
            let message = tx.messages(&[id])?.into_iter().next().flatten();
            let why = message.clone().map(|message| why(tx, visibility, message)).transpose()?;
            Ok(Some(InteractionView { interaction: tx.interaction(id)?, message, why, participants }))
        });
        view.await?.ok_or(AppError::NotFound(What::Interaction))
    }
}
