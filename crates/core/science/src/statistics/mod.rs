//! The statistics that the measures are made of: distributions and estimators as textbooks have them. Nothing here
//! depends on people or deals.

pub(crate) mod beta_binomial;
pub(crate) mod kaplan_meier;
pub(crate) mod logistic_regression;
pub(crate) mod model_averaging;
pub(crate) mod nelder_mead;
pub(crate) mod proportion;
pub(crate) mod special_functions;
