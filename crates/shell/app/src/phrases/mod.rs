pub(crate) mod numbers;
