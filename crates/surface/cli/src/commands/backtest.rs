use std::collections::HashMap;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, bail};
use rapport_model::Moment;
use rapport_science::backtest::{
    self, DealOptions, Evaluation, Event, Options, ReplayKind, Scores, run as replay,
};

use crate::arguments::Backtest;
use crate::arguments::values::moment;
use crate::output::{print_json, table};
use crate::wire::backtest as wire;

pub(crate) fn run(options: &Backtest) -> anyhow::Result<ExitCode> {
    let prove = match options.measure.kind {
        ReplayKind::Ranking => return persistence(options),
        ReplayKind::Stages => return readiness(options),
        ReplayKind::Log(prove) => prove,
    };
    if options.predictions.is_some() {
        bail!("--predictions is for the measure persistence.");
    }
    let (events, _) = read_events(&options.events)?;
    match prove(&events, &settings(options)?) {
        Ok(evaluation) => show(&evaluation, options.json),
        Err(not_enough) => bail!("{}", not_enough.not_enough),
    }
}

fn settings(options: &Backtest) -> anyhow::Result<Options> {
    if options.horizon <= 0.0 || !options.horizon.is_finite() {
        bail!("The horizon is a number of days above 0.");
    }
    Ok(Options { at: options.at, horizon_days: options.horizon, min_contact_days: options.min_contact_days })
}

/// Prints a measure beside its baselines, and whether it meets its gate.
fn show(evaluation: &Evaluation, json: bool) -> anyhow::Result<ExitCode> {
    if json {
        print_json(&wire::Evaluation::from(evaluation))?;
        return Ok(ExitCode::SUCCESS);
    }
    println!("{}\n{} cases, base rate {:.3}\n", evaluation.task, evaluation.cases, evaluation.base_rate);
    let mut rows = vec![(evaluation.method.clone(), &evaluation.ours)];
    rows.extend(evaluation.baselines.iter().map(|one| (one.name.clone(), &one.scores)));
    print_scores(rows)?;
    println!("\nGate: {}: {}.", evaluation.gate, if evaluation.passed { "holds" } else { "does not hold" });
    Ok(ExitCode::SUCCESS)
}

fn print_scores(rows: Vec<(String, &Scores)>) -> anyhow::Result<()> {
    let mut shown = table(&["", "AUC", "Brier", "log loss", "ECE", "AP", "P@200"]);
    for (name, scores) in rows {
        let mut row = vec![name];
        row.extend(
            [
                scores.auc,
                scores.brier,
                scores.log_loss,
                scores.ece,
                scores.average_precision,
                scores.precision_at_200,
            ]
            .map(|value| format!("{value:.4}")),
        );
        shown.add_row(row);
    }
    println!("{shown}");
    std::io::stdout().flush()?;
    Ok(())
}

/// Replays the measure that ranks Today.
fn persistence(options: &Backtest) -> anyhow::Result<ExitCode> {
    let (events, names) = read_events(&options.events)?;
    let settings = settings(options)?;
    let (report, ranked) = match replay(&events, &settings) {
        Ok(found) => found,
        Err(not_enough) => bail!("{}", not_enough.not_enough),
    };
    if let Some(path) = &options.predictions {
        let mut out = csv::Writer::from_path(path).with_context(|| format!("{}", path.display()))?;
        out.write_record(["a", "b", "probability"])?;
        for (a, b, probability) in &ranked {
            out.write_record([&names[*a as usize], &names[*b as usize], &format!("{probability:.6}")])?;
        }
        out.flush()?;
    }
    let rows = [
        ("rapport", &report.ours),
        ("elapsed", &report.elapsed),
        ("contact_days", &report.count),
        ("logistic", &report.logistic),
        ("bg_nbd", &report.bgnbd),
    ];
    if options.json {
        return print_json(&wire::Report::from(&report)).map(|()| ExitCode::SUCCESS);
    }
    println!("{} pairs, base rate {:.3}\n", report.pairs, report.base_rate);
    print_scores(rows.into_iter().map(|(name, scores)| (name.to_owned(), scores)).collect())?;
    Ok(ExitCode::SUCCESS)
}

/// Replays readiness, on a file of stage changes or on a log whose pairs are taken as deals.
fn readiness(options: &Backtest) -> anyhow::Result<ExitCode> {
    let settings = DealOptions { horizon_days: options.horizon, ..DealOptions::from(options.at) };
    let evaluation = if has_column(&options.events, "from")? {
        let (events, _) = read_events(&options.events)?;
        backtest::readiness_of_contacts(&events, &settings)
    } else {
        let rows = read(&options.events, ["deal", "stage", "at"])?;
        let lines = rows.iter().map(|(deal, stage, at)| (deal.as_str(), stage.as_str(), *at));
        backtest::readiness(&backtest::stage_changes(lines), &settings)
    };
    match evaluation {
        Ok(evaluation) => show(&evaluation, options.json),
        Err(not_enough) => bail!("{}", not_enough.not_enough),
    }
}

/// The events of a file, with ids numbered in the order in which they appear.
fn read_events(path: &Path) -> anyhow::Result<(Vec<Event>, Vec<String>)> {
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut names = Vec::new();
    let mut number = |name: String| {
        *numbers.entry(name).or_insert_with_key(|name| {
            names.push(name.clone());
            names.len() as u32 - 1
        })
    };
    let rows = read(path, ["from", "to", "at"])?;
    let events =
        rows.into_iter().map(|(from, to, at)| Event { a: number(from), b: number(to), at }).collect();
    Ok((events, names))
}

/// The rows of a file with two columns of words and one of moments.
fn read(path: &Path, columns: [&str; 3]) -> anyhow::Result<Vec<(String, String, Moment)>> {
    let mut reader = reader(path)?;
    let header = reader.headers()?.clone();
    let place = |name: &str| {
        place_of(&header, name).with_context(|| {
            format!("{} has no column `{name}`; its header must be {}", path.display(), columns.join(","))
        })
    };
    let (one, other, at) = (place(columns[0])?, place(columns[1])?, place(columns[2])?);
    let mut rows = Vec::new();
    for (line, row) in reader.records().enumerate() {
        let row = row?;
        let cell = |place: usize| row.get(place).unwrap_or_default();
        let when = moment(cell(at)).map_err(|why| anyhow::anyhow!("line {}: {why}", line + 2))?;
        rows.push((cell(one).to_owned(), cell(other).to_owned(), when));
    }
    Ok(rows)
}

fn has_column(path: &Path, name: &str) -> anyhow::Result<bool> {
    Ok(place_of(reader(path)?.headers()?, name).is_some())
}

fn reader(path: &Path) -> anyhow::Result<csv::Reader<File>> {
    let file = File::open(path).with_context(|| format!("{}", path.display()))?;
    Ok(csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(file))
}

fn place_of(header: &csv::StringRecord, name: &str) -> Option<usize> {
    header.iter().position(|title| title.trim_start_matches('\u{feff}').eq_ignore_ascii_case(name))
}
