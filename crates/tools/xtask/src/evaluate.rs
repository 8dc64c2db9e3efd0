use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::process::{self, cargo, target};

/// A public log and the horizons, in days, that its pace allows.
struct Log {
    name: &'static str,
    file: &'static str,
    source: &'static str,
    /// The page from which it can be downloaded.
    page: &'static str,
    horizons: &'static [u32],
}

const LOGS: [Log; 2] = [
    Log {
        name: "company mail",
        file: "out.radoslaw_email",
        source: "radoslaw_email, KONECT",
        page: "http://konect.cc/networks/radoslaw_email",
        horizons: &[14, 30],
    },
    Log {
        name: "student messages",
        file: "CollegeMsg.dymond.txt",
        source: "CollegeMsg, SNAP",
        page: "https://snap.stanford.edu/data/CollegeMsg.html",
        horizons: &[7, 14],
    },
];

/// The folder of the logs, relative to the root.
const NETWORKS: &str = "../shared/data/networks";

/// The moments of prediction, as fractions of the log.
const CUTS: [f64; 4] = [0.5, 0.65, 0.8, 0.9];

/// What the cases of readiness are.
const READINESS: &str = "These stages are made from contact alone (readiness.md): time in stage, advances and competing ends \
    are real, but two who write to each other\nare not a deal; there is no public log of deals, so \
    `rapport backtest --measure readiness` replays your own.\n";

/// Runs every backtest on the public logs and writes `docs/science/results.md`. Nothing in it is typed by hand.
pub(crate) fn run(root: &Path) -> anyhow::Result<()> {
    // Building takes minutes, so missing files are reported first.
    require(root)?;
    process::run(cargo(root).args(["build", "--release", "--quiet", "--package", "rapport-cli"]))?;
    let place = target(root).join("evaluate");
    std::fs::create_dir_all(&place)?;
    let mut text = head(root)?;
    let logs: Vec<Prepared> = LOGS.iter().map(|log| prepare(root, &place, log)).collect::<Result<_, _>>()?;
    for log in &logs {
        writeln!(
            text,
            "- **{}**: {} ({} events, {} people; SHA-256 `{}…`)",
            log.log.name,
            log.log.source,
            log.events,
            log.people,
            &log.hash[..16]
        )?;
    }
    for replay in replays(root)? {
        eprintln!("{}", replay.name);
        text.push_str(&section(root, &replay, &logs)?);
    }
    text.push('\n');
    text.push_str(READINESS);
    let page = root.join("docs/science/results.md");
    std::fs::write(&page, text)?;
    println!("{}", page.display());
    Ok(())
}

/// A task of `rapport backtest`, as the program lists it.
struct Replay {
    name: String,
    min_contact_days: u64,
}

fn replays(root: &Path) -> anyhow::Result<Vec<Replay>> {
    let out = Command::new(target(root).join("release/rapport")).args(["measures", "--json"]).output()?;
    let mut replays = Vec::new();
    for line in String::from_utf8(out.stdout)?.lines() {
        let measure: Value = serde_json::from_str(line)?;
        for replay in measure["backtests"].as_array().context("a measure has no list of backtests")? {
            replays.push(Replay {
                name: replay["name"].as_str().context("a backtest has no name")?.to_owned(),
                min_contact_days: replay["min_contact_days"].as_u64().context("a backtest has no limit")?,
            });
        }
    }
    Ok(replays)
}

/// Fails when a log is not there, and says where to get it and where to put it.
fn require(root: &Path) -> anyhow::Result<()> {
    let missing: Vec<String> = LOGS
        .iter()
        .filter(|log| !root.join(NETWORKS).join(log.file).exists())
        .map(|log| format!("\n  {}: {}, {}", log.file, log.source, log.page))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    bail!(
        "the backtests read public logs, which are not part of the repository. Missing in {}:{}\nUnpack each there under \
         its name and run this again.",
        root.join(NETWORKS).display(),
        missing.concat()
    )
}

fn head(root: &Path) -> anyhow::Result<String> {
    let git = Command::new("git")
        .current_dir(root)
        .args(["log", "-1", "--format=%cs", "--", "crates/core/science/src"])
        .output()?;
    let date = String::from_utf8_lossy(&git.stdout).trim().to_owned();
    Ok(format!(
        "# Results\n\nWritten by `cargo xtask evaluate`; the methods are those of {date}. Each row learns only from what came before its \
         moment, given\nas a part of the log, and is scored on what followed within the horizon. A baseline in brackets is the best of \
         them on that score.\n\n## Logs\n"
    ))
}

/// A log as the command line reads it.
struct Prepared {
    log: &'static Log,
    csv: PathBuf,
    hash: String,
    events: usize,
    people: usize,
    first: i64,
    last: i64,
}

fn prepare(root: &Path, place: &Path, log: &'static Log) -> anyhow::Result<Prepared> {
    let path = root.join(NETWORKS).join(log.file);
    let bytes = std::fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    let text = String::from_utf8_lossy(&bytes);
    let mut csv = String::from("from,to,at\n");
    let (mut times, mut people) = (Vec::new(), std::collections::BTreeSet::new());
    for line in text.lines().filter(|line| !line.starts_with('%')) {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let (Some(from), Some(to), Some(at)) = (fields.first(), fields.get(1), fields.last()) else {
            continue;
        };
        let at = at.parse::<f64>().with_context(|| format!("{}: {line}", log.file))? as i64;
        writeln!(csv, "{from},{to},{at}")?;
        people.extend([(*from).to_owned(), (*to).to_owned()]);
        times.push(at);
    }
    let file = place.join(format!("{}.csv", log.file));
    std::fs::write(&file, csv)?;
    Ok(Prepared {
        log,
        csv: file,
        hash: format!("{:x}", Sha256::digest(&bytes)),
        events: times.len(),
        people: people.len(),
        first: times.iter().copied().min().context("an empty log")?,
        last: times.iter().copied().max().context("an empty log")?,
    })
}

fn section(root: &Path, replay: &Replay, logs: &[Prepared]) -> anyhow::Result<String> {
    let (mut rows, mut held, mut total) = (String::new(), 0, 0);
    let (mut task, mut gate, mut method) = (String::new(), String::new(), String::new());
    let mut evaluations = Vec::new();
    for log in logs {
        for horizon in log.log.horizons {
            for cut in CUTS {
                let Some(evaluation) = prove(root, replay, log, *horizon, cut)? else {
                    writeln!(rows, "| {} {cut}, {horizon} d | too few cases | | | | | | |", log.log.name)?;
                    continue;
                };
                let passed = passed(&replay.name, &evaluation);
                total += 1;
                held += u32::from(passed);
                let word =
                    |name: &str, default: &str| evaluation[name].as_str().unwrap_or(default).to_owned();
                task =
                    word("task", "Whether a pair with three contact days is in contact within the horizon.");
                gate = word(
                    "gate",
                    "AUC and Brier at least as good as logistic on elapsed and contact days and as BG/NBD",
                );
                method = word("method", "persistence/1");
                writeln!(
                    rows,
                    "| {} {cut}, {horizon} d | {} ({:.3}) | {} | {} | {} | {} | {} | {} |",
                    log.log.name,
                    evaluation["cases"].as_u64().or(evaluation["pairs"].as_u64()).unwrap_or(0),
                    evaluation["base_rate"].as_f64().unwrap_or(f64::NAN),
                    beside(&evaluation, "auc", true),
                    beside(&evaluation, "brier", false),
                    beside(&evaluation, "log_loss", false),
                    beside(&evaluation, "ece", false),
                    beside(&evaluation, "average_precision", true),
                    if passed { "yes" } else { "no" }
                )?;
                evaluations.push(evaluation);
            }
        }
    }
    Ok(format!(
        "\n## {method}\n{task} Gate: {gate}. It holds in {held} of {total}.\n\n\
         | log, moment, horizon | cases (base rate) | AUC | Brier | log loss | ECE | AP | holds |\n\
         |---|---|---|---|---|---|---|---|\n{rows}\n{}",
        means(&method, &evaluations)
    ))
}

/// The mean Brier score of the measure and of each baseline.
fn means(method: &str, evaluations: &[Value]) -> String {
    let mean = |of: &dyn Fn(&Value) -> Option<f64>| {
        evaluations.iter().filter_map(of).sum::<f64>() / evaluations.len().max(1) as f64
    };
    let mut text = format!("Mean Brier: {method} {:.4}", mean(&|evaluation| evaluation["brier"].as_f64()));
    let baselines = evaluations.first().and_then(|evaluation| evaluation["baselines"].as_object());
    for name in baselines.into_iter().flat_map(serde_json::Map::keys) {
        let brier = mean(&|evaluation| evaluation["baselines"][name]["brier"].as_f64());
        let _ = write!(text, ", {} {brier:.4}", name.replace('_', " "));
    }
    text + ".\n"
}

/// The value of ours, and of the best baseline.
fn beside(evaluation: &Value, score: &str, more_is_better: bool) -> String {
    let ours = evaluation[score].as_f64().unwrap_or(f64::NAN);
    let baselines = evaluation["baselines"].as_object().into_iter().flat_map(|all| all.values());
    let values = baselines.filter_map(|one| one[score].as_f64());
    let best = if more_is_better {
        values.fold(f64::NEG_INFINITY, f64::max)
    } else {
        values.fold(f64::INFINITY, f64::min)
    };
    format!("{ours:.4} ({best:.4})")
}

fn passed(measure: &str, evaluation: &Value) -> bool {
    if measure != "persistence" {
        return evaluation["passed"] == Value::Bool(true);
    }
    let of =
        |baseline: &str, score: &str| evaluation["baselines"][baseline][score].as_f64().unwrap_or(f64::NAN);
    ["logistic", "bg_nbd"].iter().all(|baseline| {
        evaluation["auc"].as_f64() >= Some(of(baseline, "auc"))
            && evaluation["brier"].as_f64() <= Some(of(baseline, "brier"))
    })
}

/// One backtest through the command line; none when there are too few cases.
fn prove(
    root: &Path,
    replay: &Replay,
    log: &Prepared,
    horizon: u32,
    cut: f64,
) -> anyhow::Result<Option<Value>> {
    let at = log.first + (cut * (log.last - log.first) as f64) as i64;
    let out = Command::new(target(root).join("release/rapport"))
        .arg("backtest")
        .arg(&log.csv)
        .args([
            "--measure",
            &replay.name,
            "--json",
            "--at",
            &at.to_string(),
            "--horizon",
            &horizon.to_string(),
        ])
        .args(["--min-contact-days", &replay.min_contact_days.to_string()])
        .output()?;
    if out.status.success() {
        return Ok(Some(serde_json::from_slice(&out.stdout)?));
    }
    let why = String::from_utf8_lossy(&out.stderr);
    if why.contains("panicked") {
        bail!("{}: {why}", replay.name);
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_the_logs_it_says_which_and_where_to_get_them() {
        let nowhere = Path::new("/nowhere/rapport");
        let said = run(nowhere).expect_err("there are no logs").to_string();
        for log in &LOGS {
            assert!(said.contains(log.file) && said.contains(log.page), "{said}");
        }
        assert!(said.contains("/nowhere/rapport/../shared/data/networks"), "{said}");
    }
}
