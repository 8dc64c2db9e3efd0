use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::address::Address;
use crate::ids::MemberId;
use crate::moment::Moment;
use crate::people::touch::{Channel, Side};

/// A contact that a member logged by hand, because no mailbox shows it. Its JSON is stored as the original.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandDraft {
    /// The idempotency key: drawn when the form was rendered, so that a form that is sent twice is logged once.
    pub key: Uuid,
    /// The member who logged it and took part in it.
    pub member: MemberId,
    /// An address of the person it was with.
    pub person: Address,
    /// The kind of contact: a meeting, a call or another message.
    pub channel: Channel,
    /// The side that began it.
    pub side: Side,
    /// When it took place.
    pub at: Moment,
    /// What it was about, in the member's words; may be empty.
    pub note: String,
}
