use crate::measure::Measure;
use crate::pair::measures::PAIR_MEASURES as PAIR;

/// Every measure: those of a pair, from their own list, and then all others.
pub const MEASURES: &[Measure] = &ALL;

const ALL: [Measure; PAIR.len() + OTHERS.len()] = {
    let mut all = [OTHERS[0]; PAIR.len() + OTHERS.len()];
    let mut place = 0;
    while place < all.len() {
        all[place] = if place < PAIR.len() { PAIR[place].about } else { OTHERS[place - PAIR.len()] };
        place += 1;
    }
    all
};

#[rustfmt::skip]
const OTHERS: &[Measure] = &[
    Measure { name: "overlap", version: 1, question: "How much do your circles overlap?", unit: "share of either's other contacts" },
    Measure { name: "constraint", version: 1, question: "How far are the contacts of one person tied up with each other?", unit: "constraint" },
    Measure { name: "dormant", version: 1, question: "Which silent ties are likely to come back?", unit: "probability of contact within 60 days" },
    Measure { name: "paths", version: 1, question: "Whom could you meet through people you know?", unit: "noisy-OR score" },
    Measure { name: "commitments", version: 1, question: "Are promises kept on time, and is a next step set?", unit: "probability" },
    Measure { name: "stage", version: 1, question: "How long do deals stay in this stage, and how many advance from it?", unit: "probability" },
    Measure { name: "readiness", version: 2, question: "How likely does this deal advance within 30 days?", unit: "probability" },
    Measure { name: "benchmark", version: 1, question: "Is this rate unusual for so few cases?", unit: "rate" },
    Measure { name: "exchange", version: 1, question: "Were your exchanges two-sided, and did you give as well as ask?", unit: "share" },
    Measure { name: "lopsided", version: 1, question: "Do you do all the driving while you call it warm?", unit: "probability" },
    Measure { name: "mirroring", version: 1, question: "Do you two use small words alike?", unit: "similarity" },
];
