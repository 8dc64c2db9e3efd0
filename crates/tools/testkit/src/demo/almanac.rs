use rapport_model::Moment;

use super::language::Language;
use super::rng::Rng;

const DAY: i64 = 86_400;

/// A calendar date, to be written in a sentence or header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    pub year: i64,
    /// The month, 1 to 12.
    pub month: usize,
    /// The day of the month, 1 to 31.
    pub day: i64,
    /// The day of the week; 0 is Monday.
    pub weekday: usize,
}

/// The date of a day counted from 1 January 1970.
pub fn date(day: i64) -> Date {
    // Days are counted in eras of 400 years that begin in March, so that leap days come last.
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    Date {
        year: year_of_era + era * 400 + i64::from(month <= 2),
        month: month as usize,
        day: of_year - (153 * shifted_month + 2) / 5 + 1,
        weekday: (day + 3).rem_euclid(7) as usize,
    }
}

/// The number of days from 1 January 1970 to a moment, in UTC.
pub fn day_of(moment: Moment) -> i64 {
    moment.micros().div_euclid(1_000_000 * DAY)
}

/// Minutes east of Greenwich on a day, for a zone with European summer time.
pub fn offset_minutes(base: i64, day: i64) -> i64 {
    let today = date(day);
    let last_sunday =
        |month_end: i64| month_end - (today.weekday as i64 + month_end - today.day + 1).rem_euclid(7);
    let is_summer = match today.month {
        4..=9 => true,
        3 => today.day >= last_sunday(31),
        10 => today.day < last_sunday(31),
        _ => false,
    };
    base + if is_summer { 60 } else { 0 }
}

/// Whether nobody works on a day: a weekend, or a holiday that all of our countries share.
pub fn is_quiet(day: i64) -> bool {
    let today = date(day);
    let feast = matches!((today.month, today.day), (1 | 5, 1) | (12, 24..=26 | 31));
    feast || today.weekday >= 5
}

/// How much is written on a day, relative to an ordinary one.
pub fn busyness(day: i64) -> f64 {
    let today = date(day);
    match (today.month, today.day) {
        (12, 27..=30) | (1, 2..=3) => 0.15,
        (12, 18..=23) | (1, 4..=6) => 0.6,
        (8, _) => 0.55,
        (7, 20..=31) => 0.75,
        _ => 1.0,
    }
}

/// The first working day from `day` on.
pub fn workday(mut day: i64) -> i64 {
    while is_quiet(day) {
        day += 1;
    }
    day
}

/// A plausible instant of a working day, in a zone `base` minutes east of Greenwich.
pub fn at_work(day: i64, base: i64, rng: &mut Rng) -> Moment {
    let hour = if rng.chance(0.55) { 8.2 + 3.9 * rng.unit() } else { 13.0 + 4.6 * rng.unit() };
    at(day, base, (hour * 3_600.0) as i64)
}

/// An instant by its local second of the day.
pub fn at(day: i64, base: i64, second: i64) -> Moment {
    Moment::from_seconds(day * DAY + second - offset_minutes(base, day) * 60)
}

/// When somebody answers who takes `hours`: in their working hours, the odd evening excepted.
pub fn answered(from: Moment, hours: f64, base: i64, rng: &mut Rng) -> Moment {
    let seconds = from.micros() / 1_000_000 + (hours * 3_600.0) as i64 + rng.between(61, 600);
    let local = seconds + offset_minutes(base, seconds.div_euclid(DAY)) * 60;
    let (day, second) = (local.div_euclid(DAY), local.rem_euclid(DAY));
    let stays_late = rng.chance(0.12) && (25_000..80_000).contains(&second);
    if stays_late || (!is_quiet(day) && (27_000..66_000).contains(&second)) {
        return at(day, base, second);
    }
    let next = if second < 27_000 { workday(day) } else { workday(day + 1) };
    at(next, base, 27_600 + rng.between(0, 10_800))
}

const DAYS: [[&str; 7]; 4] = [
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
    ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
];

const MONTHS: [&str; 4] = [
    "January February March April May June July August September October November December",
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
];

pub fn weekday_name(weekday: usize, language: Language) -> &'static str {
    DAYS[language as usize][weekday]
}

pub fn month_name(month: usize, language: Language) -> &'static str {
    MONTHS[language as usize].split(' ').nth(month - 1).unwrap_or("January")
}

/// A day as it is named in a sentence: `Tuesday 14 May`.
pub fn spoken(day: i64, language: Language) -> String {
    let that = date(day);
    let (weekday, month) = (weekday_name(that.weekday, language), month_name(that.month, language));
    match language {
        Language::English | Language::French => format!("{weekday} {} {month}", that.day),
        Language::German => format!("{weekday}, {}. {month}", that.day),
        Language::Spanish => format!("{weekday} {} de {month}", that.day),
    }
}

/// The calendar week of a day, as factories count.
pub fn week(day: i64) -> i64 {
    let thursday = day - date(day).weekday as i64 + 3;
    let mut first = thursday;
    while date(first - 7).year == date(thursday).year {
        first -= 7;
    }
    (thursday - first) / 7 + 1
}

/// A moment as the Date header writes it.
pub fn header_date(moment: Moment, base: i64) -> String {
    let (local, offset) = local(moment, base);
    let that = date(local.div_euclid(DAY));
    let (weekday, month) =
        (weekday_name(that.weekday, Language::English), month_name(that.month, Language::English));
    format!(
        "{}, {:02} {} {} {}:{:02} +{:02}{:02}",
        &weekday[..3],
        that.day,
        &month[..3],
        that.year,
        clock(local),
        local.rem_euclid(60),
        offset / 60,
        offset % 60
    )
}

/// The local seconds since 1970 at a moment, and the offset from UTC in minutes.
pub fn local(moment: Moment, base: i64) -> (i64, i64) {
    let seconds = moment.micros().div_euclid(1_000_000);
    let offset = offset_minutes(base, seconds.div_euclid(DAY));
    (seconds + offset * 60, offset)
}

/// The hours and minutes of local seconds, such as `09:30`.
pub fn clock(local: i64) -> String {
    let second = local.rem_euclid(DAY);
    format!("{:02}:{:02}", second / 3_600, second / 60 % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_weeks_and_summer_time_are_the_calendars() {
        let day = day_of("2026-03-29T12:00:00Z".parse().unwrap());
        assert_eq!(date(day), Date { year: 2026, month: 3, day: 29, weekday: 6 });
        assert_eq!((offset_minutes(60, day - 1), offset_minutes(60, day)), (60, 120));
        let autumn = day_of("2025-10-26T12:00:00Z".parse().unwrap());
        assert_eq!((offset_minutes(0, autumn - 1), offset_minutes(0, autumn)), (60, 0));
        assert_eq!(week(day_of("2026-01-01T12:00:00Z".parse().unwrap())), 1);
        assert_eq!(week(day_of("2027-01-01T12:00:00Z".parse().unwrap())), 53);
        let moment = "2026-07-01T08:05:09Z".parse().unwrap();
        assert_eq!(header_date(moment, 60), "Wed, 01 Jul 2026 10:05:09 +0200");
    }
}
