//! How the relationships of the whole team are.

mod companies;
pub(crate) mod show;
mod weeks;
