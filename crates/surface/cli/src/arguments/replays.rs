//! The replays of measures, and the help about each.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use rapport_science::backtest::{REPLAYS, Replay};

/// Parses the name of a replay.
pub(crate) fn replay() -> impl TypedValueParser<Value = &'static Replay> {
    let find = |name: String| REPLAYS.iter().find(|replay| replay.name == name);
    PossibleValuesParser::new(REPLAYS.iter().map(|replay| replay.name))
        .map(move |name| find(name).expect("only names of the list are taken"))
}

/// The text below the options: an example, the format of the file, and what each replay predicts.
pub(crate) fn about_replays() -> String {
    let mut text = "\
Example:
  rapport backtest events.csv --at 2025-07-01T00:00:00Z --horizon 30 --predictions out.csv

The file has the header from,to,at; ids are any text, times are epoch seconds or RFC 3339. Only events before
--at are learned from. Each measure that predicts has a backtest of its own:
"
    .to_owned();
    let width = REPLAYS.iter().map(|replay| replay.name.len()).max().unwrap_or_default();
    for replay in REPLAYS {
        text.extend(["\n  ", replay.name, &" ".repeat(width - replay.name.len()), "  ", replay.predicts]);
    }
    text + "\n\n\
The file of readiness has the header deal,stage,at, stages in their order, and `won`, `lost` or `no_decision` at the
end; with from,to,at, pairs are deals that climb from the first contact over the answer to the third, eighth and
twentieth day of contact."
}
