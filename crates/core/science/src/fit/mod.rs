//! From histories to priors: what the pairs of a workspace say about a pair without a history.

pub(crate) mod inbound;
pub(crate) mod leaning;
pub(crate) mod pairs;
pub(crate) mod priors;
pub(crate) mod reconnection;
pub(crate) mod weights;
