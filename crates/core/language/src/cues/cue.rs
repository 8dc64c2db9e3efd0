/// What a phrase says about the sentence it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cue {
    /// "Please".
    Please,
    /// "Could you": a question only in form.
    AskYou,
    /// "We need".
    Need,
    /// "Let me know".
    LetKnow,
    /// "If you have any questions": a courtesy that asks for nothing.
    Courtesy,
    /// "Let's", "how about", "shall we": waits for a yes.
    Propose,
    /// Words a question begins with.
    Asks,
    /// A question that stands inside a sentence: "do you know whether".
    AsksInside,
    /// "How are you?"
    Greeting,
    /// "Who knows?"
    Rhetorical,
    /// "I will": a promise when a verb follows.
    IShall,
    /// The same where the verb comes later or has to be known: a promise if an action follows.
    IWill,
    /// "I can", "let me": an offer, near a promise.
    IMay,
    /// "I'm sending you": a promise by itself.
    IDo,
    /// "Will send": a promise when the sentence begins with it.
    Elided,
    /// What can be promised or requested: send, call, check.
    Action,
    /// May stand between "I will" and the action.
    Between,
    /// "On holiday": what we do, but not for them.
    Away,
    /// "Not", "never".
    Never,
    /// "By Friday".
    Time,
    /// The reader.
    You,
    /// "Thanks", "see you".
    Closing,
    /// "If".
    If,
    /// Words of mass mail.
    Mass,
}
