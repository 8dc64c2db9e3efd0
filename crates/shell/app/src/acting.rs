use std::path::Path;
use std::sync::Arc;

use rapport_model::{Member, MemberId, Moment};
use rapport_store::{Failure, StoreError, Tx};

use crate::app::App;
use crate::error::refusal::Refusal;
use crate::error::{AppError, Result};
use crate::permission::rights::{Action, Resource, may};
use crate::permission::visibility::Visibility;

/// The app on behalf of one member, which is the only way to use it. Every query and every change names what it is
/// about, and is refused when the member's role does not allow it.
#[derive(Clone)]
pub struct Acting {
    pub(crate) app: Arc<App>,
    member: Member,
}

impl App {
    /// The app on behalf of a member.
    pub fn acting(self: &Arc<Self>, member: Member) -> Acting {
        Acting { app: Arc::clone(self), member }
    }
}

impl Acting {
    /// The member on whose behalf it acts.
    pub fn member(&self) -> &Member {
        &self.member
    }

    /// Whether the member's role allows an action on things of a kind.
    pub fn may(&self, resource: Resource, action: Action) -> bool {
        may(self.member.role, resource, action)
    }

    pub fn now(&self) -> Moment {
        self.app.now()
    }

    /// The path of the SQLite database; `None` on PostgreSQL, or when the member's role does not allow to see it.
    pub fn data_file(&self) -> Option<&Path> {
        if self.may(Resource::Storage, Action::See) { self.app.store().file() } else { None }
    }

    pub(crate) fn id(&self) -> MemberId {
        self.member.id
    }

    pub(crate) fn visibility(&self) -> Visibility {
        Visibility::of(self.member.id)
    }

    /// An error when the member's role does not allow the action.
    pub(crate) fn require(&self, resource: Resource, action: Action) -> Result<()> {
        if self.may(resource, action) { Ok(()) } else { Err(AppError::Refused(Refusal::Role)) }
    }

    /// Runs a short query about things of a kind.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        resource: Resource,
        question: impl FnOnce(&Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T> {
        self.require(resource, Action::See)?;
        Ok(self.app.store().read(self.app.workspace(), question).await?)
    }

    /// Runs a search over very many things of a kind.
    pub(crate) async fn run_search<T: Send + 'static>(
        &self,
        resource: Resource,
        question: impl FnOnce(&Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T> {
        self.require(resource, Action::See)?;
        match self.app.store().search(self.app.workspace(), question).await {
            Err(StoreError::Engine(Failure::TookTooLong(_))) => {
                Err(AppError::Refused(Refusal::SearchTooBroad))
            }
            answer => Ok(answer?),
        }
    }

    /// Runs a query over all things of a kind, without a time limit.
    pub(crate) async fn read_all<T: Send + 'static>(
        &self,
        resource: Resource,
        question: impl FnOnce(&Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T> {
        self.require(resource, Action::See)?;
        Ok(self.app.store().read_all(self.app.workspace(), question).await?)
    }

    /// Runs a change of things of a kind.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        resource: Resource,
        action: Action,
        change: impl FnOnce(&Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T> {
        self.require(resource, action)?;
        Ok(self.app.store().write(self.app.workspace(), change).await?)
    }
}
