use rapport_model::{Member, MemberId};

use crate::acting::Acting;
use crate::app::App;
use crate::error::{AppError, Result, What};
use crate::permission::rights::{Action, Resource};

impl App {
    /// The members of the team in whose name the app can act, the first one first.
    pub async fn members(&self) -> Result<Vec<Member>> {
        Ok(self.store().read(self.workspace(), |tx| tx.members()).await?)
    }

    /// The member with this id.
    pub(crate) async fn member(&self, id: MemberId) -> Result<Member> {
        let member = self.members().await?.into_iter().find(|one| one.id == id);
        member.ok_or(AppError::NotFound(What::Member))
    }
}

impl Acting {
    /// The members of the team, the first one first.
    pub async fn members(&self) -> Result<Vec<Member>> {
        self.read(Resource::Member, |tx| tx.members()).await
    }

    /// Adds a member, or renames the member with this id.
    pub async fn add_member(&self, member: Member) -> Result<()> {
        let now = self.now();
        let hired = self.write(Resource::Member, Action::Add, move |tx| {
            tx.add_member(&member, now)?;
            tx.rename_member(member.id, &member.name)
        });
        hired.await
    }
}
