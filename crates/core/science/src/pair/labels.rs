use rapport_model::{Day, Side, Touch};
use serde::{Deserialize, Serialize};

use crate::pair::state::PairState;
use crate::pair::state::replies::latency_hours;

/// What a touch counts as for the measures. A touch may have several roles.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// It began a conversation after a quiet spell: evidence of initiation.
    Opens(Side),
    /// It made its day a contact day: evidence of rhythm, activation and persistence.
    Contact,
    /// It made its day a day of attempts.
    Attempt,
    /// It can be replied to: the first of its side since the other side last did something.
    Asks,
    /// It answered the touch at `to` in time: evidence of response.
    Reply {
        /// The index of the touch that it answers.
        to: usize,
        /// The hours between the two.
        after_hours: f64,
    },
}

/// Labels each touch of a pair, in time order, with what the measures counted it as. It walks the same state
/// as [`PairState::fold`], so that the evidence of a reading is what the reading was made of.
pub fn roles(touches: &[(Touch, Day)]) -> Vec<Vec<Role>> {
    let mut state = PairState::default();
    let mut asked_ours: Option<usize> = None;
    let mut asked_theirs: Option<usize> = None;
    let mut labels = Vec::with_capacity(touches.len());
    for (index, (touch, day)) in touches.iter().enumerate() {
        let class = state.classify(touch, *day);
        let mut roles = Vec::new();
        if let Some(side) = class.initiation {
            roles.push(Role::Opens(side));
        }
        if class.contact {
            roles.push(Role::Contact);
        }
        if class.attempt {
            roles.push(Role::Attempt);
        }
        let (mine, other) = match touch.side {
            Side::Ours => (&mut asked_ours, &mut asked_theirs),
            Side::Theirs => (&mut asked_theirs, &mut asked_ours),
        };
        if let (true, Some(to)) = (class.answers, *other) {
            roles.push(Role::Reply { to, after_hours: latency_hours(touches[to].0.at, touch.at) });
        }
        *other = None;
        if class.asks {
            roles.push(Role::Asks);
            *mine = Some(index);
        } else if touch.channel.is_two_way() {
            *mine = None;
        }
        labels.push(roles);
        state.apply(touch, *day, class);
    }
    labels
}
