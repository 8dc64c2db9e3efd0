use crate::act::{Act, CLEAR};
use crate::cues::cue::Cue;
use crate::words::{FoundCue, Words};

/// A sentence longer than this is rarely one thought; it has to say more to be believed.
const LONG: usize = 45;

/// How far an action may stand behind "I will", in words that may stand between.
const REACH: usize = 4;

/// The label of a sentence and its confidence from 0 to 1; `None` when no rule applies.
pub fn act(words: &Words) -> Option<(Act, f32)> {
    if words.count == 0 {
        return None;
    }
    let clearest =
        [(Act::Request, request(words)), (Act::Question, question(words)), (Act::Promise, promise(words))]
            .into_iter()
            .fold((Act::Closing, 0.0), |best, next| if next.1 > best.1 { next } else { best });
    if clearest.1 > 0.0 {
        let doubt = if words.has(Cue::Mass) || words.links { 0.35 } else { 0.0 };
        let doubt = doubt + if words.count > LONG { 0.15 } else { 0.0 };
        return Some((clearest.0, (clearest.1 - doubt).max(0.1)));
    }
    let closes = words.has_at(Cue::Closing, 0) && words.count <= 12;
    closes.then_some((Act::Closing, if words.count <= 6 { 0.9 } else { 0.7 }))
}

fn question(words: &Words) -> f32 {
    if words.has(Cue::Greeting) && words.count <= 14 {
        return 0.0;
    }
    let begins = (0..3).any(|word| words.has_at(Cue::Asks, word));
    if !words.asks {
        let is_direct = words.has_at(Cue::AsksInside, 0) || words.has_at(Cue::AskYou, 0);
        return if is_direct && words.count > 3 { 0.55 } else { 0.0 };
    }
    if words.has(Cue::Rhetorical) && !words.has(Cue::AskYou) {
        return 0.3;
    }
    if words.count <= 1 {
        return 0.35;
    }
    let inside = words.has(Cue::AsksInside) || words.has(Cue::AskYou) || words.has(Cue::Propose);
    0.7 + weight(begins, 0.1) + weight(inside, 0.1) + weight(words.has(Cue::You), 0.03)
}

fn request(words: &Words) -> f32 {
    let courtesy = words.has(Cue::Courtesy);
    let greeting = words.has(Cue::Greeting);
    let asks_you = words.first(Cue::AskYou);
    let mut sure: f32 = 0.0;
    if let Some(please) = words.first(Cue::Please) {
        let leads = please.word <= 2 || words.has_at(Cue::Action, please.word + please.width);
        // "Yes, please." asks for nothing more.
        sure = if words.count <= 2 { 0.2 } else { 0.68 + weight(leads, 0.14) };
    }
    if let Some(ask) = asks_you
        && !greeting
        && (words.asks || ask.word <= 3)
    {
        let acts = (0..REACH).any(|step| words.has_at(Cue::Action, ask.word + ask.width + step));
        sure = sure.max(
            if words.asks { 0.8 } else { 0.62 } + weight(acts, 0.08) + weight(words.has(Cue::Please), 0.05),
        );
    }
    if let Some(know) = words.first(Cue::LetKnow) {
        sure = sure.max(if know.word <= 2 || words.has(Cue::Please) { 0.74 } else { 0.5 });
    }
    if words.has(Cue::Need) {
        sure = sure.max(if words.has(Cue::You) { 0.6 } else { 0.52 });
    }
    if let Some(proposal) = words.first(Cue::Propose) {
        sure = sure.max(if proposal.word <= 2 { 0.62 } else { 0.5 });
    }
    if commands(words) {
        sure = sure.max(0.55 + weight(words.has(Cue::Time), 0.1));
    }
    if courtesy && !words.asks { sure.min(0.4) } else { sure }
}

/// An imperative: an action as the first word, or after a name or an "if" clause's comma.
fn commands(words: &Words) -> bool {
    let is_bare = words.has_at(Cue::Action, 0) && !words.has_at(Cue::Closing, 0);
    is_bare && words.count >= 3 && !words.asks
}

fn promise(words: &Words) -> f32 {
    if words.asks {
        return 0.0;
    }
    let mut sure: f32 = 0.0;
    for seen in &words.seen {
        let (certain, open) = match seen.cue {
            Cue::IShall => (0.64, 0.5),
            Cue::IWill => (0.62, 0.0),
            Cue::IMay => (0.5, 0.0),
            Cue::IDo => (0.66, 0.66),
            Cue::Elided if seen.word == 0 => (0.62, 0.62),
            _ => continue,
        };
        if follows(words, seen, Cue::Never) {
            continue;
        }
        let is_away = follows(words, seen, Cue::Away);
        // "I will be there" is worth a guess, no more.
        sure = sure.max(match seen.cue {
            Cue::IShall if is_away => 0.3,
            _ if is_away => 0.0,
            _ if acts_after(words, seen) => certain,
            _ => open,
        });
    }
    if sure == 0.0 {
        return 0.0;
    }
    let hedged = words.has(Cue::If) || words.has(Cue::Courtesy);
    if sure < CLEAR {
        return sure;
    }
    let sure =
        sure + weight(words.has(Cue::Time), 0.15) + weight(words.has(Cue::You), 0.08) - weight(hedged, 0.25);
    if words.has(Cue::Mass) { sure.min(CLEAR - 0.1) } else { sure }
}

/// Whether an action follows, with nothing but small words before it; German puts it last.
fn acts_after(words: &Words, will: &FoundCue) -> bool {
    let mut word = will.word + will.width;
    for _ in 0..REACH {
        if words.has_at(Cue::Action, word) {
            return true;
        }
        match words.seen.iter().find(|seen| seen.cue == Cue::Between && seen.word == word) {
            Some(between) => word += between.width,
            None => break,
        }
    }
    words.has_at(Cue::Action, words.count - 1) && words.count > will.word + will.width + 2
}

/// Whether a cue stands right after another: the writer's own absence or state, or a no.
fn follows(words: &Words, will: &FoundCue, cue: Cue) -> bool {
    let reach = will.word + will.width..=will.word + will.width + 1;
    words.seen.iter().any(|seen| seen.cue == cue && reach.contains(&seen.word))
}

fn weight(holds: bool, by: f32) -> f32 {
    if holds { by } else { 0.0 }
}
