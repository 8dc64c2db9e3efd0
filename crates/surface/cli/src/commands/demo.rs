use std::process::ExitCode;

use crate::arguments::{Demo, Place};

pub(crate) async fn run(_options: Demo, _place: Place) -> anyhow::Result<ExitCode> {
    anyhow::bail!("not yet")
}
