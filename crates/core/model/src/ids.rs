use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::moment::Moment;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A UUIDv7 made from `at` and bits that the caller draws or derives: the same input gives
            /// the same id, and ids sort by time. Moments outside UUIDv7's range are clamped.
            pub fn from_parts(at: Moment, bits: [u8; 10]) -> Self {
                let millis = at.micros().div_euclid(1_000).clamp(0, (1 << 48) - 1) as u64;
                Self(uuid::Builder::from_unix_timestamp_millis(millis, &bits).into_uuid())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// A workspace: one company's sphere. Nothing crosses it.
    WorkspaceId
    /// Somebody of the team who uses Rapport and owns mailboxes.
    MemberId
    /// Somebody outside the team.
    PersonId
    /// One mail, meeting, call or hand-logged touch.
    InteractionId
    /// One run of an import, and its job.
    ImportId
    /// Where a member's mail, meetings and calls come from.
    AccountId
}

impl WorkspaceId {
    /// The workspace of an installation for one company; others draw their ids.
    pub const FIRST: Self = Self(uuid::uuid!("00000000-0000-7000-8000-000000000001"));
}

impl MemberId {
    /// The first member: the owner of the installation.
    pub const FIRST: Self = Self(uuid::uuid!("00000000-0000-7000-8000-000000000001"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_time_and_repeat_for_the_same_input() {
        let early = PersonId::from_parts(Moment::from_seconds(1), [9; 10]);
        let late = PersonId::from_parts(Moment::from_seconds(2), [0; 10]);
        assert!(early < late);
        assert_eq!(early, PersonId::from_parts(Moment::from_seconds(1), [9; 10]));
        assert_eq!(early.0.get_version_num(), 7);
        assert_eq!(early.to_string().parse::<PersonId>().unwrap(), early);
    }
}
