use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ids::{MemberId, PersonId};
use crate::moment::Moment;
use crate::people::touch::Channel;

/// That somebody asked not to be contacted: by nobody of the team, until it is withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptOut {
    /// Its id.
    pub id: Uuid,
    /// Who asked.
    pub person: PersonId,
    /// The member who noted it.
    pub noted_by: MemberId,
    /// Through which channel they asked, when that was noted.
    pub channel: Option<Channel>,
    /// What they said, in the member's words; may be empty.
    pub note: String,
    /// When it was noted.
    pub at: Moment,
    /// When it was withdrawn, if it was.
    pub withdrawn_at: Option<Moment>,
    /// The member who withdrew it.
    pub withdrawn_by: Option<MemberId>,
}
