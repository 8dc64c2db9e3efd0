//! Something that came in, made ready to be landed: the bytes as they came, and what was read in them.

use rapport_formats::mail::MailRead;
use rapport_model::{HandDraft, InteractionId, Problem};
use rapport_store::Original;
use sha2::{Digest, Sha256};

use crate::compression::compress;
use crate::identity::{hand_id, message_id, unreadable_id};
use crate::source::found::Found;

/// The code of the problem of a message that was truncated where it was found, which its stored bytes do not show.
pub(crate) const CUT: &str = "message_cut";

/// Something that came in and is ready to be landed. The log grows by arrivals only.
#[derive(Debug)]
pub struct Arrival {
    pub(crate) sha256: [u8; 32],
    pub(crate) size: u64,
    /// The bytes as they came, compressed.
    pub(crate) compressed: Vec<u8>,
    pub(crate) id: InteractionId,
    pub(crate) draft: Draft,
}

/// What was parsed. Each kind of arrival is a variant here and a file in `land`.
#[derive(Debug)]
pub(crate) enum Draft {
    /// A mail, or bytes in which none was found.
    Mail(MailRead),
    /// A contact that a member logged by hand.
    ByHand(HandDraft),
}

impl Arrival {
    /// Parses a message whose hash is known and compresses it.
    pub(crate) fn of(found: &Found<'_>, sha256: [u8; 32]) -> Self {
        let mut read = rapport_formats::mail::read(found.bytes, found.envelope);
        let id = match &mut read {
            MailRead::Message(draft) => {
                if found.is_cut {
                    let size = found.bytes.len();
                    draft.problems.push(Problem::new(CUT, format!("Only its first {size} bytes were kept.")));
                }
                message_id(draft)
            }
            MailRead::Unreadable(_) => unreadable_id(&sha256),
        };
        Self::ready(found.bytes, sha256, id, Draft::Mail(read))
    }

    /// A contact that a member logged by hand. The same form sent twice is the same arrival.
    pub fn by_hand(draft: HandDraft) -> Self {
        let bytes = serde_json::to_vec(&draft).expect("a draft is plain text under plain names");
        Self::ready(&bytes, Sha256::digest(&bytes).into(), hand_id(&draft), Draft::ByHand(draft))
    }

    /// The bytes as they came, kept for an interaction.
    pub(crate) fn original(self, message: InteractionId) -> Original {
        Original { sha256: self.sha256, message, size: self.size, content: self.compressed }
    }

    fn ready(bytes: &[u8], sha256: [u8; 32], id: InteractionId, draft: Draft) -> Self {
        Self { sha256, size: bytes.len() as u64, compressed: compress(bytes), id, draft }
    }
}
