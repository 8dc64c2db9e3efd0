//! A timeline in words: `mon > mail, wed < mail, +10 > call`. `>` is ours, `<` theirs; days run on from
//! Monday 5 January 2026 (a name goes to the next such day, `=` stays on the day, `+n` moves n days on);
//! a touch is at nine, each further one on a day an hour later; `re` before the channel marks a reply.

use rapport_model::{Calendar, Channel, Day, Measured, Moment, NotEnough, Reading, Side, Touch};
use rapport_science::{Balance, Found, PairState, Priors, readings};

/// The touches of a timeline with their days in Greenwich.
pub fn touches(text: &str) -> Vec<(Touch, Day)> {
    let monday: Moment = "2026-01-05".parse().unwrap();
    let (mut day, mut hour, mut began) = (0_i32, 9.0, false);
    let mut touches = Vec::new();
    for entry in text.split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
        let words: Vec<&str> = entry.split_whitespace().collect();
        let next = next_day(words[0], day, began);
        hour = if began && next == day { hour + 1.0 } else { 9.0 };
        (day, began) = (next, true);
        let at = monday.plus_days(f64::from(day) + hour / 24.0);
        let touch = Touch {
            at,
            side: if words[1] == ">" { Side::Ours } else { Side::Theirs },
            channel: Channel::ALL.into_iter().find(|c| Some(&c.name()) == words.last()).unwrap(),
            opens: words[2] != "re",
        };
        touches.push((touch, Calendar::utc().day(at)));
    }
    touches
}

/// The state that the touches fold into.
pub fn folded(touches: &[(Touch, Day)]) -> PairState {
    let mut state = PairState::default();
    for (touch, day) in touches {
        state.fold(touch, *day);
    }
    state
}

fn next_day(word: &str, day: i32, began: bool) -> i32 {
    if word == "=" {
        return day;
    }
    if let Some(days) = word.strip_prefix('+') {
        return day + days.parse::<i32>().unwrap();
    }
    let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let weekday = names.iter().position(|name| *name == word).unwrap() as i32;
    let ahead = (weekday - day).rem_euclid(7);
    if began && ahead == 0 { day + 7 } else { day + ahead }
}

/// What a reader of the page would see of one measure, with the default priors.
pub fn line(text: &str, now: &str, measure: &str) -> String {
    let now: Moment = now.parse().unwrap();
    let all = readings(&folded(&touches(text)), &Priors::default(), now);
    let found = all.of(measure).unwrap_or_else(|| panic!("no measure {measure}"));
    measured(found, |found| match found {
        Found::Rhythm(rhythm) => format!(
            "usual gap {} days; quiet {:.1} days, longer than {:.0} %; usual by {}; alive {:.2}",
            numbers(&rhythm.reading),
            rhythm.quiet_days,
            100.0 * rhythm.silence_quantile,
            rhythm.usual_by,
            rhythm.alive
        ),
        Found::Response(response) => {
            let hours = |latency: &Option<Reading>| latency.as_ref().map_or("none".to_owned(), numbers);
            let ours = response.ours.as_ref().map_or("none".to_owned(), |ours| {
                format!("{}, hours {}", numbers(&ours.reading), hours(&ours.latency_hours))
            });
            format!(
                "theirs {}, hours {}; ours {ours}",
                numbers(&response.reading),
                hours(&response.latency_hours)
            )
        }
        Found::Plain { reading, .. } if measure == "initiation" => {
            format!("{} {:?}", numbers(reading), Balance::of(reading))
        }
        Found::Plain { reading, .. } => numbers(reading),
    })
}

fn measured<T>(measured: &Measured<T>, words: impl Fn(&T) -> String) -> String {
    match measured {
        Ok(reading) => words(reading),
        Err(NotEnough { not_enough }) => not_enough.clone(),
    }
}

fn numbers(reading: &Reading) -> String {
    format!("{:.2} ({:.2} to {:.2}), n {}", reading.value, reading.low, reading.high, reading.n)
}
