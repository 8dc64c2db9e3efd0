//! Parsers of the values of options.

use rapport_model::{Address, Channel, Moment};

/// Parses a mail address.
pub(crate) fn address(text: &str) -> Result<Address, String> {
    Address::parse(text).ok_or_else(|| format!("`{text}` is not a mail address"))
}

/// Parses the stable name of a channel.
pub(crate) fn channel(text: &str) -> Result<Channel, String> {
    Channel::from_name(text).ok_or_else(|| {
        let names: Vec<&str> = Channel::ALL.iter().map(|channel| channel.name()).collect();
        format!("give one of {}", names.join(", "))
    })
}

/// Parses the stable name of an order.
pub(crate) fn sort(text: &str) -> Result<rapport_app::Sort, String> {
    rapport_app::Sort::from_name(text).ok_or_else(|| {
        let names: Vec<&str> = rapport_app::Sort::ALL.iter().map(|sort| sort.name()).collect();
        format!("sort by one of {}", names.join(", "))
    })
}

/// Parses epoch seconds or RFC 3339.
pub(crate) fn moment(text: &str) -> Result<Moment, String> {
    match text.trim().parse::<f64>() {
        Ok(seconds) if seconds.is_finite() => Ok(Moment::from_micros((seconds * 1e6) as i64)),
        _ => text.trim().parse(),
    }
}
