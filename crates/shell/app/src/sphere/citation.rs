use rapport_model::{InteractionId, Moment, Side};

/// A reference to an interaction that a sentence rests on.
#[derive(Clone, Debug)]
pub struct Citation {
    /// The id of the interaction.
    pub interaction: InteractionId,
    /// Its Message-ID; `None` when it is no mail, or has none.
    pub message_id: Option<String>,
    /// Its subject; empty when it has none.
    pub subject: String,
    /// The moment of it.
    pub at: Moment,
    /// The side that wrote or began it.
    pub side: Side,
}
