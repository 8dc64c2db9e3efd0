use rapport_model::Moment;

use crate::pair::state::never::NEVER;

/// Half-lives of the memories of contact in days: the fast one, the one that carries the variance, the slow one.
const CONTACT_HALF_LIVES: [f64; 3] = [14.0, 30.0, 60.0];

/// Half-life of the two memories of touches, in days.
const TOUCH_HALF_LIFE: f64 = 30.0;

/// What an earlier initiation is still worth when the next one comes: about ten are remembered.
pub(crate) const INITIATION_MEMORY: f64 = 0.9;

/// The memories of contact after `days` without any.
pub(crate) fn faded_contact(memory: [f64; 3], days: f64) -> [f64; 3] {
    // 2^(-d/30) is the square of 2^(-d/60).
    let fast = (-days / CONTACT_HALF_LIVES[0]).exp2();
    let slow = (-days / CONTACT_HALF_LIVES[2]).exp2();
    [memory[0] * fast, memory[1] * slow * slow, memory[2] * slow]
}

/// A memory of touches as it has faded since the last of them.
pub(crate) fn faded_touches(memory: f32, last: Moment, now: Moment) -> f32 {
    if last == NEVER {
        0.0
    } else {
        memory * (-now.days_since(last).max(0.0) / TOUCH_HALF_LIFE).exp2() as f32
    }
}
