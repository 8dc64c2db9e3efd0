use std::process::ExitCode;

use crate::arguments::{Place, Serve};

pub(crate) async fn run(_options: Serve, _place: Place) -> anyhow::Result<ExitCode> {
    anyhow::bail!("not yet")
}
