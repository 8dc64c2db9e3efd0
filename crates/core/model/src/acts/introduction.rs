use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ids::{MemberId, PersonId};
use crate::moment::Moment;

/// Who is asked to introduce a member to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// A member of the team, who knows the person.
    Member(MemberId),
    /// Somebody outside the team, who knows the person.
    Person(PersonId),
}

/// That a member asked somebody for an introduction. Whether it came to contact follows from the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntroductionAsked {
    /// Identifies the request; ids are never reused.
    pub id: Uuid,
    /// The member who asked for the introduction.
    pub member: MemberId,
    /// The member or contact who was asked to introduce them.
    pub via: Via,
    /// Whom the member wants to meet.
    pub person: PersonId,
    /// When it was asked.
    pub asked_at: Moment,
    /// When whoever was asked declined; `None` when they did not.
    pub declined_at: Option<Moment>,
}
