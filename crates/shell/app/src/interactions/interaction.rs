use rapport_model::{Interaction, InteractionId, MemberId, MessageRecord, PersonId};

use crate::acting::Acting;
use crate::error::{AppError, Result, What};
use crate::imports::decisions::{Why, why};
use crate::permission::hidden_ties::Hidden;
use crate::permission::rights::Resource;

/// One message or interaction with everything that is known about it.
#[derive(Clone, Debug)]
pub struct InteractionView {
    /// The interaction; `None` when the message was not kept.
    pub interaction: Option<Interaction>,
    /// The message; `None` for contacts that an earlier version logged by hand.
    pub message: Option<MessageRecord>,
    /// The decision about it; `None` when there is no message.
    pub why: Option<Why>,
    pub participants: Vec<Participant>,
}

/// A person who took part, and the member with whom.
#[derive(Clone, Debug)]
pub struct Participant {
    pub member: MemberId,
    pub person: PersonId,
    pub name: String,
}

impl Acting {
    /// An interaction that the member took part in, or a message of their accounts.
    pub async fn interaction(&self, id: InteractionId) -> Result<InteractionView> {
        let (member, visibility) = (self.id(), self.visibility());
        let view = self.read(Resource::Interaction, move |tx| {
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
