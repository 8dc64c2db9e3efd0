use rapport_model::Moment;

use crate::limits;

/// A date as it was written: the moment, and the offset when there was one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ParsedDate {
    pub(crate) at: Moment,
    pub(crate) zone_minutes: Option<i32>,
}

/// Reads the forms of date that mail holds: RFC 5322, its obsolete ones, `ctime`, ISO 8601 and the habits of
/// broken programs. Without an offset the date is taken as UTC.
pub(crate) fn read(text: &str) -> Option<ParsedDate> {
    let mut end = text.len().min(limits::DATE_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut clues = Clues::default();
    let mut rest = &text[..end];
    while let Some(next) = rest.chars().next() {
        rest = if next.is_ascii_digit() {
            clues.take_number(rest)
        } else if next.is_alphabetic() {
            clues.take_word(rest)
        } else if next == '(' {
            skip_comment(rest)
        } else {
            clues.before = next;
            &rest[next.len_utf8()..]
        };
    }
    clues.conclude()
}

/// Days from 1 January 1970 to a day of the Gregorian calendar; the caller has checked month and day.
fn days_to(year: i64, month: i64, day: i64) -> i64 {
    // Counting years from March puts the leap day last, so that months have fixed lengths before it.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

#[derive(Clone, Copy)]
struct Number {
    value: i64,
    digits: usize,
    before: char,
}

#[derive(Default)]
struct Clues {
    numbers: Vec<Number>,
    month: Option<i64>,
    clock: Option<i64>,
    is_afternoon: Option<bool>,
    has_zone: bool,
    zone_minutes: Option<i32>,
    before: char,
}

impl Clues {
    fn take_number<'t>(&mut self, text: &'t str) -> &'t str {
        let (digits, rest) = split_digits(text);
        let before = std::mem::replace(&mut self.before, '0');
        let Ok(value) = digits.parse::<i64>() else { return rest };
        if self.clock.is_some() && !self.has_zone && matches!(before, '+' | '-') {
            return self.take_offset(before, digits, rest);
        }
        if self.clock.is_none()
            && digits.len() <= 2
            && let Some(minutes) = rest.strip_prefix(':')
            && minutes.starts_with(|c: char| c.is_ascii_digit())
        {
            return self.take_clock(value, minutes);
        }
        self.numbers.push(Number { value, digits: digits.len(), before });
        rest
    }

    fn take_clock<'t>(&mut self, hours: i64, text: &'t str) -> &'t str {
        let (minutes, mut rest) = split_digits(text);
        let mut seconds = 0;
        if let Some(after) = rest.strip_prefix([':', '.'])
            && after.starts_with(|c: char| c.is_ascii_digit())
        {
            let (digits, after) = split_digits(after);
            seconds = digits.parse().unwrap_or(i64::MAX);
            rest = after;
            if let Some(fraction) = rest.strip_prefix(['.', ',']) {
                rest = split_digits(fraction).1;
            }
        }
        let minutes = minutes.parse().unwrap_or(i64::MAX);
        if hours <= 24 && minutes < 60 && seconds <= 60 {
            self.clock = Some(hours * 3600 + minutes * 60 + seconds);
        }
        rest
    }

    fn take_offset<'t>(&mut self, sign: char, digits: &str, mut rest: &'t str) -> &'t str {
        let value: i32 = digits.parse().unwrap_or(i32::MAX);
        let (hours, minutes) = match digits.len() {
            1 | 2 => {
                let mut minutes = 0;
                if let Some(after) = rest.strip_prefix(':') {
                    let (digits, after) = split_digits(after);
                    minutes = digits.parse().unwrap_or(0);
                    rest = after;
                }
                (value, minutes)
            }
            3 | 4 => (value / 100, value % 100),
            _ => (i32::MAX, 0),
        };
        if hours <= 15 && minutes < 60 {
            let offset = hours * 60 + minutes;
            // `-0000` says that the moment is right and that the writer's zone is not known (RFC 5322, 3.3).
            self.has_zone = true;
            self.zone_minutes = match (sign, offset) {
                ('-', 0) => None,
                ('-', _) => Some(-offset),
                _ => Some(offset),
            };
        }
        rest
    }

    fn take_word<'t>(&mut self, text: &'t str) -> &'t str {
        let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
        let (word, rest) = text.split_at(end);
        // The letter in `2002-08-22T10:00` only parts day and hour.
        self.before = 'T';
        let word = word.to_lowercase();
        if self.month.is_none()
            && let Some(month) = month_named(&word)
        {
            self.month = Some(month);
        } else if word == "am" || word == "pm" {
            self.is_afternoon = Some(word == "pm");
        } else if self.clock.is_some()
            && !self.has_zone
            && let Some(hours) = zone_named(&word)
        {
            self.has_zone = true;
            self.zone_minutes = Some(hours * 60);
        }
        rest
    }

    fn conclude(self) -> Option<ParsedDate> {
        let (year, month, day) = self.day()?;
        let year = match year {
            0..=49 => year + 2000,
            // Programs that print the years since 1900 made 2002 into 102.
            50..=199 => year + 1900,
            _ => year,
        };
        let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let longest = match month {
            4 | 6 | 9 | 11 => 30,
            2 if is_leap => 29,
            2 => 28,
            _ => 31,
        };
        if !(1..=12).contains(&month) || !(1..=longest).contains(&day) || year > 9999 {
            return None;
        }
        let mut clock = self.clock.unwrap_or(0);
        match self.is_afternoon {
            Some(true) if clock < 12 * 3600 => clock += 12 * 3600,
            Some(false) if (12 * 3600..13 * 3600).contains(&clock) => clock -= 12 * 3600,
            _ => {}
        }
        let zone_minutes = self.zone_minutes;
        let seconds = days_to(year, month, day) * 86_400 + clock - i64::from(zone_minutes.unwrap_or(0)) * 60;
        Some(ParsedDate { at: Moment::from_seconds(seconds), zone_minutes })
    }

    fn day(&self) -> Option<(i64, i64, i64)> {
        let is_year = |number: &Number| number.digits >= 3 || number.value > 31;
        let first = self.numbers.first()?;
        let second = self.numbers.get(1)?;
        if let Some(month) = self.month {
            return Some(if is_year(first) {
                (first.value, month, second.value)
            } else {
                (second.value, month, first.value)
            });
        }
        let third = self.numbers.get(2)?;
        if is_year(first) {
            return Some((first.value, second.value, third.value));
        }
        // Slashes are American and put the month first, where that is possible.
        let is_month_first = second.value > 12 || (second.before == '/' && first.value <= 12);
        let (month, day) =
            if is_month_first { (first.value, second.value) } else { (second.value, first.value) };
        Some((third.value, month, day))
    }
}

fn split_digits(text: &str) -> (&str, &str) {
    let end = text.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    text.split_at(end)
}

fn skip_comment(text: &str) -> &str {
    text.find(')').map_or("", |end| &text[end + 1..])
}

/// The month whose name begins like this, in the languages whose programs write their own names into dates.
fn month_named(word: &str) -> Option<i64> {
    const NAMES: [&[&str]; 12] = [
        &["jan", "jän", "ene", "gen"],
        &["feb", "fév", "fev"],
        &["mar", "mär", "mrt", "mrz"],
        &["apr", "avr", "abr"],
        &["may", "mai", "mei", "mag"],
        &["jun", "juin", "giu"],
        &["jul", "juil", "lug"],
        &["aug", "aoû", "aou", "ago"],
        &["sep", "set"],
        &["oct", "okt", "out", "ott"],
        &["nov"],
        &["dec", "dez", "dic", "déc"],
    ];
    let index = NAMES.iter().position(|names| names.iter().any(|name| word.starts_with(name)))?;
    Some(index as i64 + 1)
}

/// Hours from UTC of the zones that are written as letters and mean one thing only.
fn zone_named(word: &str) -> Option<i32> {
    Some(match word {
        "ut" | "utc" | "gmt" | "z" | "wet" => 0,
        "bst" | "cet" | "met" | "west" => 1,
        "cest" | "mest" | "eet" | "sast" => 2,
        "eest" | "msk" => 3,
        "jst" | "kst" => 9,
        "aest" => 10,
        "edt" => -4,
        "est" | "cdt" => -5,
        "cst" | "mdt" => -6,
        "mst" | "pdt" => -7,
        "pst" => -8,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let found = read(text).map_or_else(
            || "nothing".to_owned(),
            |written| match written.zone_minutes {
                Some(zone) => format!("{} {zone:+}", written.at),
                None => written.at.to_string(),
            },
        );
        assert_eq!(found, expected, "for `{text}`");
    }

    #[test]
    fn usual_dates_are_read() {
        check("Thu, 22 Aug 2002 18:26:25 +0700", "2002-08-22T11:26:25Z +420");
        check("Mon, 2 Apr 2012 09:57:58 -0400 (EDT)", "2012-04-02T13:57:58Z -240");
        check("22 Aug 2002 18:26:25 GMT", "2002-08-22T18:26:25Z +0");
        check("Tue Dec  1 10:00:00 2010", "2010-12-01T10:00:00Z");
        check("Thu Aug 22 12:36:23 PDT 2002", "2002-08-22T19:36:23Z -420");
        check("Tue, 1 Jan 2019 00:00:00 -0000", "2019-01-01T00:00:00Z");
    }

    #[test]
    fn odd_dates_are_read() {
        check("2002-08-22T18:26:25+07:00", "2002-08-22T11:26:25Z +420");
        check("2002-08-22T18:26:25.123Z", "2002-08-22T18:26:25Z +0");
        check("26-Aug-02                                       Time: 12:33:17", "2002-08-26T12:33:17Z");
        check("9/13/2002; 11:02:03 PM", "2002-09-13T23:02:03Z");
        check("Sunday, 09-Nov-94 08:49:37 GMT", "1994-11-09T08:49:37Z +0");
        check("Fri, 03 Jan 103 12:00:00 +0100", "2003-01-03T11:00:00Z +60");
        check("Fri, 03 Jan 03 12.00 +0100", "2003-01-03T00:00:00Z");
        check("Mi, 5 Dez 2007 12:01:02 +0100", "2007-12-05T11:01:02Z +60");
        check("31.12.2010 23:59", "2010-12-31T23:59:00Z");
        check("Wed, 05 Oct 3609 10:00:00 +0000", "3609-10-05T10:00:00Z +0");
    }

    #[test]
    fn what_is_no_date_is_not_read() {
        for text in
            ["", "Date supplied", "99", "30 Feb 2002 10:00:00", "1 2", "0 Jan 2000", "\u{ff11}\u{ff12}"]
        {
            check(text, "nothing");
        }
    }
}
