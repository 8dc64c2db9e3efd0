use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ids::{MemberId, PersonId};
use crate::moment::Moment;
use crate::people::touch::Channel;

/// That somebody asked not to be contacted: by nobody of the team, until it is withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptOut {
    /// Identifies this opt-out; a person may opt out again after withdrawing.
    pub id: Uuid,
    /// The person who asked not to be contacted.
    pub person: PersonId,
    /// The member who noted it.
    pub noted_by: MemberId,
    /// The channel through which they asked; `None` when that was not noted.
    pub channel: Option<Channel>,
    /// What they said, in the member's words; may be empty.
    pub note: String,
    /// When it was noted.
    pub at: Moment,
    /// When it was withdrawn; `None` while it holds.
    pub withdrawn_at: Option<Moment>,
    /// The member who withdrew it; `None` while it holds.
    pub withdrawn_by: Option<MemberId>,
}
