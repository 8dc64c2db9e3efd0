//! A timeline in words: `mon > mail, wed < mail, +10 > call`. `>` is ours, `<` theirs; days run on from
//! Monday 5 January 2026 (a name goes to the next such day, `=` stays on the day, `+n` moves n days on);
//! a touch is at nine, each further one on a day an hour later; `re` before the channel marks a reply.

use rapport_model::{Calendar, Channel, Day, Moment, Side, Touch};
use rapport_science::PairState;

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
