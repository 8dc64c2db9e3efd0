//! The probability of contact as the backtest makes it: many experts on many columns, blended by how well each would
//! have done.

pub(crate) mod blend;
pub(crate) mod experts;
pub(crate) mod level;
pub(crate) mod model;
pub(crate) mod snapshot;
