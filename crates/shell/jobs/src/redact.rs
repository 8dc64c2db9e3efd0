//! Errors of jobs as they may be shown: without names, addresses and subjects.

use rapport_store::StoreError;

/// The message of an error as a list may show it. The database's own words name tables and files; anything else in
/// them, such as a value that it refused, is left out.
pub(crate) fn redacted(error: &StoreError) -> String {
    match error {
        StoreError::Corrupt(_) => {
            "What is kept does not read back as it was written. `rapport verify` says more.".to_owned()
        }
        StoreError::Conflict(_) | StoreError::Engine(_) => without_values(&error.to_string()),
    }
}

fn without_values(message: &str) -> String {
    const LONGEST: usize = 300;
    let is_name = |quoted: &str| {
        quoted.chars().all(|letter| letter.is_ascii_lowercase() || "_.0123456789".contains(letter))
    };
    let mut parts: Vec<String> = message.split('"').map(str::to_owned).collect();
    for quoted in parts.iter_mut().skip(1).step_by(2).filter(|quoted| !is_name(quoted)) {
        "…".clone_into(quoted);
    }
    let message = parts.join("\"");
    let words =
        message.split_whitespace().map(|word| if word.contains(['@', '/', '\\']) { "…" } else { word });
    words.collect::<Vec<_>>().join(" ").chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use rapport_store::{Corruption, Failure};

    use super::*;

    #[test]
    fn an_error_names_tables_and_never_what_is_in_them() {
        let check = |message: &str, expected: &str| {
            assert_eq!(redacted(&Failure::Other(message.into()).into()), expected);
        };
        check(
            "PostgreSQL: relation \"priors\" does not exist",
            "PostgreSQL: relation \"priors\" does not exist",
        );
        check("no such table: job", "no such table: job");
        check(
            "invalid input: \"Ana Lopez\" and \"x\" of ana@x.example",
            "invalid input: \"…\" and \"x\" of …",
        );
        check("cannot open /home/ana/rapport.db: full", "cannot open … full");
        assert!(!redacted(&Corruption::Name("Ana".to_owned()).into()).contains("Ana"));
        assert_eq!(without_values(&"long ".repeat(200)).chars().count(), 300);
    }
}
