use clap::{Args, Subcommand};
use uuid::Uuid;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  rapport jobs                                             what runs, what waits, what was set aside
  rapport jobs retry 0199a5c0-7e3b-7abc-8def-0123456789ab  try one again that was set aside
  rapport jobs stop 0199a5c0-7e3b-7abc-8def-0123456789ab   stop a running one, or take one away")]
pub(crate) struct Jobs {
    #[command(subcommand)]
    pub(crate) action: Option<JobsAction>,
    /// Print one JSON object a line
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum JobsAction {
    /// Try a job again that was set aside
    Retry {
        /// Its id
        id: Uuid,
    },
    /// Ask a running job to stop, or take away one that waits or was set aside
    Stop {
        /// Its id
        id: Uuid,
    },
}
