use rapport_model::{Member, MemberId};

use crate::acting::Acting;
use crate::app::App;
use crate::error::{AppError, Result, What};
use crate::permission::rights::{Noun, Verb};

impl App {
    /// The members of the team, the first one first: who can act.
    pub async fn members(&self) -> Result<Vec<Member>> {
        Ok(self.store().read(self.workspace(), |tx| tx.members()).await?)
    }

    /// One of them.
    pub(crate) async fn member(&self, id: MemberId) -> Result<Member> {
        let member = self.members().await?.into_iter().find(|one| one.id == id);
        member.ok_or(AppError::NotFound(What::Member))
    }
}

impl Acting {
    /// The members of the team, the first one first.
    pub async fn members(&self) -> Result<Vec<Member>> {
        self.read(Noun::Member, |tx| tx.members()).await
    }

    /// Adds a member, or gives one who is there another name.
    pub async fn hire(&self, member: Member) -> Result<()> {
        let now = self.now();
        let hired = self.write(Noun::Member, Verb::Add, move |tx| {
            tx.add_member(&member, now)?;
            tx.rename_member(member.id, &member.name)
        });
        hired.await
    }
}
