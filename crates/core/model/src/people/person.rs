use serde::{Deserialize, Serialize};

use crate::address::Address;
use crate::ids::{InteractionId, MemberId, PersonId};
use crate::moment::Moment;
use crate::people::touch::{Channel, Side, Touch};

/// Somebody outside the team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Identifies the person in the workspace.
    pub id: PersonId,
    /// The best known name; the address when no name is known.
    pub name: String,
    /// Their addresses, the one most recently used first.
    pub addresses: Vec<Address>,
}

/// How well a name is known. Names that people give themselves rank above those that others give them, and newer ones
/// above older.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct NameSeen {
    /// Whether the person wrote the name themselves.
    pub is_own: bool,
    /// When the mail that held it was written.
    pub at: Moment,
    /// The name; empty when none was seen.
    pub name: String,
}

/// One mail, meeting, call or contact logged by hand, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interaction {
    /// Identifies the interaction; ids sort by time.
    pub id: InteractionId,
    /// When it took place.
    pub at: Moment,
    /// The kind of contact.
    pub channel: Channel,
    /// Which side began it.
    pub side: Side,
    /// Whether it opens a conversation; see [`Touch::opens`].
    pub opens: bool,
    /// The subject of a mail, or the note of a contact that was logged by hand; may be empty.
    pub subject: String,
    /// The text that its writer typed, without quotes and signature; may be empty.
    pub own_text: String,
    /// The number of the thread it belongs to, unique in the workspace.
    pub thread: i64,
}

/// An interaction as seen from one member and one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participation {
    /// The member who took part.
    pub member: MemberId,
    /// The person on the other side.
    pub person: PersonId,
    /// The interaction in which both took part.
    pub interaction: InteractionId,
    /// What the measures see of it.
    pub touch: Touch,
}
