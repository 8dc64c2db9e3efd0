//! How numbers, names and silences are phrased on all surfaces.

pub(crate) mod company;
pub(crate) mod jobs;
pub(crate) mod names;
pub(crate) mod numbers;
pub(crate) mod silence;
