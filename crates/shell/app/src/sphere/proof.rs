use rapport_model::{InteractionId, Moment, Side};

/// An interaction that a sentence rests on.
#[derive(Clone, Debug)]
pub struct Proof {
    /// The interaction.
    pub interaction: InteractionId,
    /// Its Message-ID, when it is a mail that has one.
    pub message_id: Option<String>,
    /// Its subject.
    pub subject: String,
    /// When.
    pub at: Moment,
    /// Who wrote.
    pub side: Side,
}

pub(crate) fn ids_only<S: serde::Serializer>(evidence: &[Proof], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(evidence.iter().map(|proof| match &proof.message_id {
        Some(id) => id.clone(),
        None => proof.interaction.to_string(),
    }))
}
