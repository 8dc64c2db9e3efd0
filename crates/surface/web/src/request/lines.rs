//! Lists that are typed into a form.

use rapport_app::{AppError, Refusal};
use rapport_model::Address;

/// The entries of a text, separated by line breaks or commas.
pub(crate) fn lines(text: &str) -> Vec<String> {
    let lines = text.split(['\n', '\r', ',', ';']).map(str::trim);
    lines.filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// The entries as addresses; an error names the first that is none.
pub(crate) fn addresses(lines: &[String]) -> Result<Vec<Address>, AppError> {
    let read = |line: &String| {
        let address = Address::parse(line).map(|address| address.without_tag());
        address.ok_or_else(|| AppError::Refused(Refusal::NotAnAddress(line.clone())))
    };
    let mut addresses = lines.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    addresses.sort();
    addresses.dedup();
    Ok(addresses)
}
