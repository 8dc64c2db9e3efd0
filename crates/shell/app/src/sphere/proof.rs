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
