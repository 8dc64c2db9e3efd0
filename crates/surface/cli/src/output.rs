use std::io::IsTerminal;

use comfy_table::{ContentArrangement, Table, presets};
use serde::Serialize;

#[derive(Clone, Copy)]
pub(crate) enum Style {
    Error,
    Strong,
    Faint,
}

/// Colors text on a terminal that wants colors.
pub(crate) fn styled(text: &str, style: Style) -> String {
    let wants_color = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    if !wants_color {
        return text.to_owned();
    }
    let code = match style {
        Style::Error => "31;1",
        Style::Strong => "1",
        Style::Faint => "2",
    };
    format!("\u{1b}[{code}m{text}\u{1b}[0m")
}

/// A table that fits the terminal.
pub(crate) fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(header.iter().map(|title| styled(title, Style::Faint)));
    table
}

/// Prints a value as one line of JSON.
pub(crate) fn print_json(value: &impl Serialize) -> anyhow::Result<()> {
    println!("{}", serde_json::to_string(value)?);
    Ok(())
}
