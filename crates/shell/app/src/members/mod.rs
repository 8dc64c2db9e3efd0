//! The members of the team: who they are, how they sign in, and their settings.

pub(crate) mod sessions;
pub(crate) mod settings;
pub(crate) mod team_members;
