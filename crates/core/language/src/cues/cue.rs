/// What a phrase says about the sentence it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cue {
    /// Marks a polite request: "please".
    Please,
    /// "Could you": a question only in form.
    AskYou,
    /// Says what is missing: "we need".
    Need,
    /// Asks for news: "let me know".
    LetKnow,
    /// "If you have any questions": a courtesy that asks for nothing.
    Courtesy,
    /// "Let's", "how about", "shall we": waits for a yes.
    Propose,
    /// A word with which a question begins: "when", "could".
    Asks,
    /// A question that stands inside a sentence: "do you know whether".
    AsksInside,
    /// A greeting in the form of a question: "how are you?".
    Greeting,
    /// A question that expects no answer: "who knows?".
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
    /// A word that may stand between "I will" and the action.
    Between,
    /// "On holiday": what we do, but not for them.
    Away,
    /// Negates the sentence: "not", "never".
    Never,
    /// Names a time: "by Friday".
    Time,
    /// Addresses the reader: "you".
    You,
    /// Closes the exchange: "thanks", "see you".
    Closing,
    /// Makes the sentence conditional: "if".
    If,
    /// A phrase of mass mail: "unsubscribe".
    Mass,
}
