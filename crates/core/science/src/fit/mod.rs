//! Histories in, priors out: what the pairs of a workspace teach of a pair that has no history yet.

pub(crate) mod inbound;
pub(crate) mod leaning;
pub(crate) mod pairs;
pub(crate) mod priors;
pub(crate) mod reconnection;
pub(crate) mod weights;
