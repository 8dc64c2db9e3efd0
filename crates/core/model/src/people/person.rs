use serde::{Deserialize, Serialize};

use crate::address::Address;
use crate::ids::{InteractionId, MemberId, PersonId};
use crate::moment::Moment;
use crate::people::touch::{Channel, Side, Touch};

/// Somebody outside the team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// The best name we know; their address when there is none.
    pub name: String,
    /// Their addresses, the one most recently used first.
    pub addresses: Vec<Address>,
}

/// How well a name is known: what a person calls themselves beats what others call them, newer beats older.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct NameSeen {
    /// The person wrote it themselves.
    pub is_own: bool,
    /// When it was seen.
    pub at: Moment,
    /// The name; empty when none was seen.
    pub name: String,
}

/// One mail, meeting, call or hand-logged touch, as kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interaction {
    /// Its id; ids sort by time.
    pub id: InteractionId,
    /// When it took place.
    pub at: Moment,
    /// On which channel.
    pub channel: Channel,
    /// Which side began it.
    pub side: Side,
    /// It opens a conversation.
    pub opens: bool,
    /// What it was about.
    pub subject: String,
    /// The writer's own words.
    pub own_text: String,
    /// The thread it belongs to.
    pub thread: i64,
}

/// An interaction as seen from one member and one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participation {
    /// The member who took part.
    pub member: MemberId,
    /// The person on the other side.
    pub person: PersonId,
    /// Which interaction.
    pub interaction: InteractionId,
    /// What the measures see of it.
    pub touch: Touch,
}
