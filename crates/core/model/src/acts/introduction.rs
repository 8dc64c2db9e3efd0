use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ids::{MemberId, PersonId};
use crate::moment::Moment;

/// Who is asked to introduce a member to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// A colleague.
    Member(MemberId),
    /// A contact.
    Person(PersonId),
}

/// That a member asked somebody for an introduction. Whether it came to contact follows from the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntroductionAsked {
    /// Its id.
    pub id: Uuid,
    /// Who asked.
    pub member: MemberId,
    /// Who was asked.
    pub via: Via,
    /// Whom the member wants to meet.
    pub person: PersonId,
    /// When.
    pub asked_at: Moment,
    /// When whoever was asked said that they would rather not.
    pub declined_at: Option<Moment>,
}
