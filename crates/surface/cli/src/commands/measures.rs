use std::process::ExitCode;

use rapport_science::MEASURES;

use crate::arguments::Json;
use crate::output::{print_json, table};
use crate::wire::measures::Measure;

pub(crate) fn run(options: &Json) -> anyhow::Result<ExitCode> {
    if options.json {
        MEASURES.iter().try_for_each(|measure| print_json(&Measure::from(measure)))?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut rows = table(&["measure", "question", "unit"]);
    for measure in MEASURES {
        rows.add_row([measure.name, measure.question, measure.unit]);
    }
    println!("{rows}");
    Ok(ExitCode::SUCCESS)
}
