use std::path::Path;
use std::sync::Arc;

use rapport_model::{Member, MemberId, Moment};
use rapport_store::{Failure, StoreError, Tx};

use crate::app::App;
use crate::error::refusal::Refusal;
use crate::error::{AppError, Result};
use crate::permission::rights::{Noun, Verb, may};
use crate::permission::visibility::Visibility;

/// A member who asks something of the app: the only way to ask it anything. Every question and every change names what
/// it is about, and is refused when the member's role does not allow it.
#[derive(Clone)]
pub struct Acting {
    pub(crate) app: Arc<App>,
    member: Member,
}

impl App {
    /// The app as one member may use it.
    pub fn acting(self: &Arc<Self>, member: Member) -> Acting {
        Acting { app: Arc::clone(self), member }
    }
}

impl Acting {
    /// Who asks.
    pub fn member(&self) -> &Member {
        &self.member
    }

    /// Whether they may do something with things of a kind.
    pub fn may(&self, noun: Noun, verb: Verb) -> bool {
        may(self.member.role, noun, verb)
    }

    /// What time it is.
    pub fn now(&self) -> Moment {
        self.app.now()
    }

    /// The database file, when the data is in a folder and they may know where.
    pub fn data_file(&self) -> Option<&Path> {
        if self.may(Noun::Storage, Verb::See) { self.app.store().file() } else { None }
    }

    pub(crate) fn id(&self) -> MemberId {
        self.member.id
    }

    pub(crate) fn visibility(&self) -> Visibility {
        Visibility::of(self.member.id)
    }

    /// Refuses what they may not do.
    pub(crate) fn require(&self, noun: Noun, verb: Verb) -> Result<()> {
        if self.may(noun, verb) { Ok(()) } else { Err(AppError::Refused(Refusal::Role)) }
    }

    /// Looks at things of a kind.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        noun: Noun,
        question: impl FnOnce(&Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T> {
        self.require(noun, Verb::See)?;
        Ok(self.app.store().read(self.app.workspace(), question).await?)
    }

    /// Looks for things of a kind, of which there may be very many.
    pub(crate) async fn look_for<T: Send + 'static>(
        &self,
        noun: Noun,
        question: impl FnOnce(&Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T> {
        self.require(noun, Verb::See)?;
        match self.app.store().search(self.app.workspace(), question).await {
            Err(StoreError::Engine(Failure::TookTooLong(_))) => {
                Err(AppError::Refused(Refusal::SearchTooBroad))
            }
            answer => Ok(answer?),
        }
    }

    /// Looks at all things of a kind, however long it takes.
    pub(crate) async fn read_all<T: Send + 'static>(
        &self,
        noun: Noun,
        question: impl FnOnce(&Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T> {
        self.require(noun, Verb::See)?;
        Ok(self.app.store().read_all(self.app.workspace(), question).await?)
    }

    /// Does something with things of a kind.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        noun: Noun,
        verb: Verb,
        change: impl FnOnce(&Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T> {
        self.require(noun, verb)?;
        Ok(self.app.store().write(self.app.workspace(), change).await?)
    }
}
