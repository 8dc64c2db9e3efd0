use std::time::Duration;

use rapport_model::{Calendar, Moment};
use rapport_science::Shown;

/// A count with its noun: `1 mail`, `12,400 mails`.
pub fn count(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { one } else { many })
}

/// A number with its thousands apart: `12,400`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A proportion in percent, never closer to certainty than it can be: `41 %`, `under 1 %`, `over 99 %`.
pub fn percent(share: f64) -> String {
    match share * 100.0 {
        percent if percent < 1.0 => "under 1 %".to_owned(),
        percent if percent > 99.0 => "over 99 %".to_owned(),
        percent => format!("{percent:.0} %"),
    }
}

/// A length of time in words: `3 hours`, `a day`, `12 days`, `5 weeks`, `7 months`.
pub fn span(span: Duration) -> String {
    days(span.as_secs_f64() / 86_400.0)
}

/// A number of days, as readings have it, in words; see [`span`].
pub fn days(days: f64) -> String {
    match days {
        days if days < 1.0 / 24.0 => "less than an hour".to_owned(),
        days if days < 0.9 => count((days * 24.0).round().max(1.0) as u64, "hour", "hours"),
        days if days < 1.5 => "a day".to_owned(),
        days if days < 21.0 => count(days.round() as u64, "day", "days"),
        days if days < 75.0 => count((days / 7.0).round() as u64, "week", "weeks"),
        days if days < 700.0 => count((days / 30.44).round() as u64, "month", "months"),
        days => count((days / 365.25).round() as u64, "year", "years"),
    }
}

/// A usual gap: `every day`, `about every 12 days`.
pub fn gap(usual_days: f64) -> String {
    if usual_days < 1.5 { "nearly every day".to_owned() } else { format!("about every {}", days(usual_days)) }
}

/// The value of a measure as it is shown: `9 days`, `3.4`, `41 %`.
pub fn written(shown: Shown, value: f64) -> String {
    match shown {
        Shown::Days => days(value),
        Shown::Number => format!("{value:.1}"),
        Shown::Percent => percent(value),
    }
}

/// How long ago: `just now`, `3 weeks ago`.
pub fn since(then: Moment, now: Moment) -> String {
    let elapsed = now.since(then);
    if elapsed < Duration::from_hours(1) { "just now".to_owned() } else { format!("{} ago", span(elapsed)) }
}

/// A day as one would name it: `today`, `yesterday`, `on Tuesday`, `on 3 May`, `on 3 May 2024`.
pub fn moment_words(then: Moment, now: Moment, calendar: &Calendar) -> String {
    match calendar.day(now).0 - calendar.day(then).0 {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        2..=6 => format!("on {}", calendar.format(then, "%A")),
        -200..=200 => format!("on {}", calendar.format(then, "%-d %B")),
        _ => format!("on {}", calendar.format(then, "%-d %B %Y")),
    }
}

/// The same without the `on` before it: `today`, `Tuesday`, `3 May`.
pub fn day_words(then: Moment, now: Moment, calendar: &Calendar) -> String {
    let words = moment_words(then, now, calendar);
    words.strip_prefix("on ").unwrap_or(&words).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_said_as_people_say_them() {
        let said = |value: f64| days(value);
        assert_eq!(span(Duration::from_hours(48)), "2 days");
        assert_eq!(said(0.02), "less than an hour");
        assert_eq!(said(0.13), "3 hours");
        assert_eq!(said(1.2), "a day");
        assert_eq!(said(12.4), "12 days");
        assert_eq!(said(35.0), "5 weeks");
        assert_eq!(said(200.0), "7 months");
        assert_eq!(said(1_100.0), "3 years");
        assert_eq!(count(12_400, "mail", "mails"), "12,400 mails");
        assert_eq!(percent(0.999), "over 99 %");
    }

    #[test]
    fn days_are_named_by_how_near_they_are() {
        let calendar = Calendar::utc();
        let now: Moment = "2026-03-12T10:00:00Z".parse().unwrap();
        let named = |then: &str| moment_words(then.parse().unwrap(), now, &calendar);
        assert_eq!(named("2026-03-12"), "today");
        assert_eq!(named("2026-03-11"), "yesterday");
        assert_eq!(named("2026-03-08"), "on Sunday");
        assert_eq!(named("2026-01-02"), "on 2 January");
        assert_eq!(named("2024-01-02"), "on 2 January 2024");
    }
}
