use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A point in time: microseconds since the Unix epoch, UTC. Serialized as RFC 3339.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

const MICROS_PER_DAY: f64 = 86_400e6;

impl Moment {
    /// The moment that many microseconds after the Unix epoch.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// The moment that many whole seconds after the Unix epoch; clamped to the range of microseconds.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1_000_000))
    }

    /// The whole microseconds since the Unix epoch; negative before it.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Days from `earlier` to `self`; negative when `earlier` is later.
    pub fn days_since(self, earlier: Self) -> f64 {
        self.0.saturating_sub(earlier.0) as f64 / MICROS_PER_DAY
    }

    /// The moment that many days later; earlier when `days` is negative.
    #[must_use]
    pub fn plus_days(self, days: f64) -> Self {
        Self(self.0.saturating_add((days * MICROS_PER_DAY) as i64))
    }

    /// The length of time from `earlier` to `self`; zero when `earlier` is later.
    pub const fn since(self, earlier: Self) -> Duration {
        let micros = self.0.saturating_sub(earlier.0);
        Duration::from_micros(if micros < 0 { 0 } else { micros as u64 })
    }

    /// The moment that much later; clamped to the range of microseconds.
    #[must_use]
    pub fn plus(self, span: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(span.as_micros()).unwrap_or(i64::MAX)))
    }

    /// The moment that much earlier; clamped to the range of microseconds.
    #[must_use]
    pub fn minus(self, span: Duration) -> Self {
        Self(self.0.saturating_sub(i64::try_from(span.as_micros()).unwrap_or(i64::MAX)))
    }

    fn timestamp(self) -> Timestamp {
        Timestamp::from_microsecond(self.0).unwrap_or(if self.0 < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        })
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.timestamp().fmt(f)
    }
}

impl FromStr for Moment {
    type Err = String;

    /// Reads RFC 3339 (`2026-03-01T09:30:00Z`) or a plain date (`2026-03-01`, midnight UTC).
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let timestamp = text.parse::<Timestamp>().or_else(|_| {
            text.parse::<jiff::civil::Date>()?.to_zoned(TimeZone::UTC).map(|zoned| zoned.timestamp())
        });
        timestamp
            .map(|timestamp| Self(timestamp.as_microsecond()))
            .map_err(|_| format!("`{text}` is not a time. Write it as 2026-03-01 or 2026-03-01T09:30:00Z."))
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A number of days as a span of time: zero when it is negative or no number, and clamped to the longest span.
pub fn span_of_days(days: f64) -> Duration {
    let seconds = days.max(0.0) * 86_400.0;
    Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
}

/// A calendar day, counted from 1 January 1970 in the calendar's own zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Day(pub i32);

/// A calendar in one time zone: it tells on which day a moment falls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    zone: TimeZone,
}

impl Day {
    /// The Monday of its week, which begins on a Monday.
    #[must_use]
    pub const fn monday(self) -> Self {
        // The first day was a Thursday.
        Self(self.0.saturating_sub((self.0 as i64 + 3).rem_euclid(7) as i32))
    }
}

impl Calendar {
    /// The calendar of UTC, for which every day has 24 hours.
    pub fn utc() -> Self {
        Self { zone: TimeZone::UTC }
    }

    /// The calendar of an IANA zone such as `Europe/Vienna`; `None` when there is no such zone.
    #[expect(
        clippy::disallowed_methods,
        reason = "the rules of a zone are a table of the world: the same name gives the same calendar"
    )]
    pub fn in_zone(name: &str) -> Option<Self> {
        TimeZone::get(name).ok().map(|zone| Self { zone })
    }

    /// The calendar day on which `moment` falls.
    pub fn day(&self, moment: Moment) -> Day {
        let offset = self.zone.to_offset(moment.timestamp()).seconds();
        let seconds = moment.0.div_euclid(1_000_000) + i64::from(offset);
        Day(seconds.div_euclid(86_400).clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32)
    }

    /// The moment at which a day begins.
    pub fn start_of(&self, day: Day) -> Moment {
        let midnight = Moment::from_seconds(i64::from(day.0).saturating_mul(86_400)).timestamp();
        let date = midnight.to_zoned(TimeZone::UTC).date();
        // At the limits of the range a day has no beginning in the zone; that in UTC is used.
        let start = date.to_zoned(self.zone.clone()).map_or(midnight, |start| start.timestamp());
        Moment(start.as_microsecond())
    }

    /// The moment in local time, by a `strftime` format such as `%-d %b %Y`.
    pub fn format(&self, moment: Moment, format: &str) -> String {
        moment.timestamp().to_zoned(self.zone.clone()).strftime(format).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_leads_from_one_moment_to_another() {
        let (early, hour) = (Moment::from_seconds(1_770_000_000), Duration::from_hours(1));
        assert_eq!(early.plus(hour).since(early), hour);
        assert_eq!(early.plus(hour).minus(hour), early);
        assert_eq!(early.since(early.plus(hour)), Duration::ZERO);
        assert_eq!(span_of_days(1.5), Duration::from_hours(36));
        assert_eq!((span_of_days(-1.0), span_of_days(f64::NAN)), (Duration::ZERO, Duration::ZERO));
        assert_eq!(span_of_days(f64::INFINITY), Duration::MAX);
        assert_eq!(early.plus(Duration::MAX), Moment::from_micros(i64::MAX));
    }

    #[test]
    fn a_moment_reads_back_what_it_writes() {
        for text in ["2026-03-01T09:30:00Z", "1969-12-31T23:59:59Z", "3609-01-01T00:00:00.000001Z"] {
            assert_eq!(text.parse::<Moment>().unwrap().to_string(), text);
        }
        assert_eq!("2026-03-01".parse::<Moment>().unwrap().to_string(), "2026-03-01T00:00:00Z");
        assert!("yesterday".parse::<Moment>().is_err());
    }

    #[test]
    fn the_day_is_the_sellers_day() {
        let late = "2026-03-01T23:30:00Z".parse().unwrap();
        let vienna = Calendar::in_zone("Europe/Vienna").unwrap();
        assert_eq!(vienna.day(late).0, Calendar::utc().day(late).0 + 1);
        assert_eq!(Calendar::utc().day("1969-12-31T12:00:00Z".parse().unwrap()).0, -1);
        for (day, start) in [("2026-03-29", "2026-03-28T23:00:00Z"), ("2026-03-30", "2026-03-29T22:00:00Z")] {
            let noon = format!("{day}T12:00:00Z").parse().unwrap();
            assert_eq!(vienna.start_of(vienna.day(noon)).to_string(), start);
        }
        assert!(vienna.start_of(Day(i32::MAX)) > vienna.start_of(Day(i32::MIN)));
        assert_eq!([0, 3, 4, 10, 11].map(|day| Day(day).monday().0), [-3, -3, 4, 4, 11]);
    }
}
