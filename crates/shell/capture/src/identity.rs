use rapport_model::{HandDraft, InteractionId, MailDraft, Moment};
use sha2::{Digest, Sha256};

/// The id of a message, derived from what makes it the same message wherever it is found: Message-ID, sender,
/// moment and own words. Two copies, from two mailboxes or after a crash, have the same id; a copied Message-ID
/// with other content has another.
pub(crate) fn message_id(draft: &MailDraft) -> InteractionId {
    let mut hash = Sha256::new();
    let mut add = |part: &[u8]| {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    };
    let sender = draft.from.as_ref().map_or("", |from| from.address.as_str());
    add(draft.message_id.as_deref().unwrap_or_default().as_bytes());
    add(sender.as_bytes());
    add(&draft.at.map_or(0, Moment::micros).to_be_bytes());
    if draft.message_id.is_none() {
        add(draft.base_subject.as_bytes());
    }
    add(without_white_space(&draft.own_text).as_bytes());
    interaction_id(draft.at.unwrap_or_default(), &hash.finalize())
}

/// The id of something in which no message could be found: its bytes are all there is.
pub(crate) fn unreadable_id(sha256: &[u8; 32]) -> InteractionId {
    interaction_id(Moment::default(), sha256)
}

/// The id of what a member logged by hand: of the form they filled in.
pub(crate) fn hand_id(draft: &HandDraft) -> InteractionId {
    let mut hash = Sha256::new();
    hash.update(draft.member.0.as_bytes());
    hash.update(draft.key.as_bytes());
    interaction_id(draft.at, &hash.finalize())
}

/// Mail knows seconds; the fraction of a second is drawn from the hash, so that ids that sort by time rarely meet.
fn interaction_id(at: Moment, hash: &[u8]) -> InteractionId {
    let fraction = i64::from(u16::from_be_bytes([hash[10], hash[11]])) % 1_000;
    let second = at.micros().div_euclid(1_000_000);
    let bits = hash[..10].try_into().expect("a hash has more than ten bytes");
    InteractionId::from_parts(Moment::from_micros(second * 1_000_000 + fraction * 1_000), bits)
}

/// Text as it is compared: without white space, which servers and lists change.
fn without_white_space(text: &str) -> String {
    let mut without_white_space = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !without_white_space.is_empty() {
            without_white_space.push(' ');
        }
        without_white_space.push_str(word);
    }
    without_white_space
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(own_text: &str) -> MailDraft {
        MailDraft {
            message_id: Some("1@example.com".into()),
            at: Some(Moment::from_seconds(1_700_000_000)),
            own_text: own_text.into(),
            ..MailDraft::default()
        }
    }

    #[test]
    fn white_space_does_not_make_another_message_but_words_do() {
        assert_eq!(message_id(&draft("one\r\ntwo ")), message_id(&draft("one two")));
        assert_ne!(message_id(&draft("one two")), message_id(&draft("one two three")));
    }

    #[test]
    fn ids_sort_by_the_second_they_name() {
        let early = message_id(&draft("early"));
        let mut later = draft("later");
        later.at = Some(Moment::from_seconds(1_700_000_001));
        assert!(early < message_id(&later));
    }
}
