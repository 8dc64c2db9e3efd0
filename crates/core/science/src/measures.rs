/// One measure, as the help pages list it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// The name, and the name of its page in `docs/science`.
    pub name: &'static str,
    /// The version of the method; a reading names both.
    pub version: u16,
    /// The question it answers.
    pub question: &'static str,
    /// The unit of its value.
    pub unit: &'static str,
}

/// Every measure.
#[rustfmt::skip]
pub const MEASURES: &[Measure] = &[
    Measure { name: "rhythm", version: 1, question: "How often do you two usually speak, and is this silence long for you?", unit: "days" },
    Measure { name: "activation", version: 1, question: "How present are you to each other now?", unit: "recent contact days" },
    Measure { name: "persistence", version: 1, question: "How likely is two-way contact within 30 days?", unit: "probability" },
    Measure { name: "initiation", version: 1, question: "When one of you begins, how often is it them?", unit: "their share" },
    Measure { name: "response", version: 1, question: "How likely do they answer within seven days, and how fast?", unit: "probability" },
    Measure { name: "inbound", version: 1, question: "How likely do they write first within 30 days?", unit: "probability" },
    Measure { name: "touch", version: 1, question: "How likely is an answer to this attempt?", unit: "probability" },
    Measure { name: "overlap", version: 1, question: "How much do your circles overlap?", unit: "share of either's other contacts" },
    Measure { name: "constraint", version: 1, question: "How far are the contacts of one person tied up with each other?", unit: "constraint" },
    Measure { name: "paths", version: 1, question: "Whom could you meet through people you know?", unit: "noisy-OR score" },
    Measure { name: "dormant", version: 1, question: "Which silent ties are likely to come back?", unit: "probability of contact within 60 days" },
    Measure { name: "commitments", version: 1, question: "Are promises kept on time, and is a next step set?", unit: "probability" },
    Measure { name: "stage", version: 1, question: "How long do deals stay in this stage, and how many advance from it?", unit: "probability" },
    Measure { name: "readiness", version: 2, question: "How likely does this deal advance within 30 days?", unit: "probability" },
    Measure { name: "benchmark", version: 1, question: "Is this rate unusual for so few cases?", unit: "rate" },
    Measure { name: "exchange", version: 1, question: "Were your exchanges two-sided, and did you give as well as ask?", unit: "share" },
    Measure { name: "lopsided", version: 1, question: "Do you do all the driving while you call it warm?", unit: "probability" },
    Measure { name: "mirroring", version: 1, question: "Do you two use small words alike?", unit: "similarity" },
];
