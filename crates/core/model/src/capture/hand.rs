use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::address::Address;
use crate::ids::MemberId;
use crate::moment::Moment;
use crate::people::touch::{Channel, Side};

/// A contact that no mailbox has seen, as a member logged it by hand. Written as JSON, it is the original that is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandDraft {
    /// Drawn when the form was made: what is sent twice is logged once.
    pub key: Uuid,
    /// Who logged it.
    pub member: MemberId,
    /// An address of the person it was with.
    pub person: Address,
    /// On which channel.
    pub channel: Channel,
    /// Who began.
    pub side: Side,
    /// When.
    pub at: Moment,
    /// What it was about, in the member's words; may be empty.
    pub note: String,
}
