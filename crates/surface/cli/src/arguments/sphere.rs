use clap::Args;
use rapport_model::{Address, Channel};

use super::values::{address, channel};

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  rapport sphere
  rapport sphere --json > team.json

The JSON is one object: as_of and ties, each with a, b, kind (ours: a member and a person; seen: two people who were
on the same mail or in the same meeting), strength, overlap, common and bridge. All of it as seen by the team.")]
pub(crate) struct Sphere {
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  rapport team
  rapport team --json | jq .companies.shown

All members are counted together; nobody is compared with anybody. Companies are compared with what
chance alone would give, from five questions on.")]
pub(crate) struct Team {
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  rapport path maya@example.com

Whoever is asked has to agree to an introduction. No way at all is an empty list; somebody whom nobody of the team
has met is an error. Note whom you asked: rapport introduction maya@example.com --via tom@example.com")]
pub(crate) struct PathTo {
    /// An address of the person to reach
    #[arg(value_parser = address)]
    pub(crate) address: Address,
    /// At most so many ways
    #[arg(long, default_value_t = rapport_app::PATHS_LIMIT)]
    pub(crate) limit: usize,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  rapport dormant              three this week; they are noted as proposed, and stay until something is done
  rapport dormant --limit 50   all that sleep, to look through")]
pub(crate) struct Dormant {
    /// The best so many of all that sleep, without proposing anybody
    #[arg(long)]
    pub(crate) limit: Option<usize>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  rapport lean-back                          every test, and where it stands
  rapport lean-back ana@example.com          would a test tell, and how long would it take?
  rapport lean-back ana@example.com --start

A test is refused, with the reason, for somebody who waits for you or whom you promised something, while they
decide, when a renewal is near, when too much is at stake, or when silence would tell nothing.")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct LeanBack {
    /// One of the person's addresses
    #[arg(value_parser = address)]
    pub(crate) address: Option<Address>,
    /// Begin the test; its first day is drawn within a week
    #[arg(long, requires = "address", conflicts_with = "stop")]
    pub(crate) start: bool,
    /// Call the test off
    #[arg(long, requires = "address")]
    pub(crate) stop: bool,
    /// A deal of theirs is being decided, or something of theirs is broken
    #[arg(long)]
    pub(crate) deciding: bool,
    /// Days until a renewal
    #[arg(long, value_name = "DAYS")]
    pub(crate) renewal_in: Option<f64>,
    /// Losing them would hurt more than the team allows to risk
    #[arg(long)]
    pub(crate) too_valuable: bool,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  rapport introduction                                          all of the last year
  rapport introduction maya@example.com --via tom@example.com   you asked Tom
  rapport introduction maya@example.com --declined              they would rather not

That they met is seen in the mail. Who was asked lately comes later among ways that are as likely.")]
pub(crate) struct Introduction {
    /// An address of the person to meet
    #[arg(value_parser = address)]
    pub(crate) address: Option<Address>,
    /// Note that you asked a colleague or contact with this address
    #[arg(long, value_name = "ADDRESS", value_parser = address, requires = "address")]
    pub(crate) via: Option<Address>,
    /// Note that whoever you asked last would rather not
    #[arg(long, requires = "address", conflicts_with_all = ["via", "undo"])]
    pub(crate) declined: bool,
    /// Take back that you asked
    #[arg(long, requires = "address", conflicts_with = "via")]
    pub(crate) undo: bool,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  rapport hide ana@example.com

Colleagues are not told that you know them, and no way of theirs leads through you to them.")]
pub(crate) struct Hide {
    /// One of the person's addresses
    #[arg(value_parser = address)]
    pub(crate) address: Address,
    /// Let the team see it again
    #[arg(long)]
    pub(crate) undo: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  rapport opt-out ana@example.com --note 'by phone, on Monday'

From then on nobody of the team is told to write to them, and no way leads there. What they write themselves is
still answered.")]
pub(crate) struct OptOut {
    /// One of the person's addresses
    #[arg(value_parser = address)]
    pub(crate) address: Address,
    /// Through which channel they said so: mail, meeting, call or message
    #[arg(long, value_name = "CHANNEL", value_parser = channel)]
    pub(crate) through: Option<Channel>,
    /// How they said so
    #[arg(long, value_name = "WORDS", default_value = "", hide_default_value = true)]
    pub(crate) note: String,
    /// They allow it again
    #[arg(long, conflicts_with = "note")]
    pub(crate) undo: bool,
}
