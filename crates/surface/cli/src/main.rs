//! `rapport`: the composition root. It is the only reader of the environment, and connects the surfaces with the app.

mod arguments;
mod commands;
#[cfg(test)]
mod contract;
mod error;
mod output;
mod progress;
mod wire;
mod world;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("RAPPORT_LOG")
                .unwrap_or_else(|_| "warn,rapport=info".into()),
        )
        .with_target(false)
        .init();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error.into()),
    };
    let done = runtime.block_on(run(arguments));
    // Reading threads may be in a blocking call; they are not waited for.
    runtime.shutdown_background();
    match done {
        Ok(code) => code,
        Err(error) => fail(&error),
    }
}

async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let place = arguments.place;
    match arguments.command {
        Command::Demo(options) => commands::web::demo::run(options, place).await,
        Command::Serve(options) => commands::web::serve::run(options, place).await,
        Command::Import(options) => commands::mail::import::run(options, place).await,
        Command::Today(options) => commands::today::run(options, place).await,
        Command::People(options) => commands::people::index::run(options, place).await,
        Command::Person(options) => commands::people::person::run(options, place).await,
        Command::Sphere(options) => commands::network::sphere::run(&options, place).await,
        Command::Team(options) => commands::network::team::run(&options, place).await,
        Command::Path(options) => commands::network::path::run(options, place).await,
        Command::Introduction(options) => commands::people::introduction::run(options, place).await,
        Command::Hide(options) => commands::people::hide::run(options, place).await,
        Command::OptOut(options) => commands::people::opt_out::run(options, place).await,
        Command::Dormant(options) => commands::network::dormant::run(&options, place).await,
        Command::LeanBack(options) => commands::people::lean_back::run(options, place).await,
        Command::Why(options) => commands::mail::why::run(options, place).await,
        Command::Measures(options) => commands::measures::run(&options),
        Command::Backtest(options) => commands::backtest::run(&options),
        Command::Backup(options) => commands::data::backup::run(options, place).await,
        Command::Restore(options) => commands::data::restore::run(&options, place),
        Command::Verify(options) => commands::data::verify::run(options, place).await,
        Command::Dump(options) => commands::data::dump::run(options, place).await,
        Command::Doctor(options) => commands::data::doctor::run(options, place).await,
        Command::Jobs(options) => commands::data::jobs::run(options, place).await,
        Command::Passphrase => commands::web::passphrase::run(place).await,
        Command::Completions { shell } => {
            commands::completions::print(shell);
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn fail(error: &anyhow::Error) -> ExitCode {
    eprintln!("{} {}", output::styled("error:", output::Style::Error), error::one_line(error));
    ExitCode::FAILURE
}
