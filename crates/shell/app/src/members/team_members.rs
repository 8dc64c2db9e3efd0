use rapport_model::Member;

use crate::app::App;
use crate::error::Result;

impl App {
    /// The members of the team, the owner first.
    pub async fn members(&self) -> Result<Vec<Member>> {
        Ok(self.store.read(self.workspace, |tx| tx.members()).await?)
    }

    /// Adds a member, or gives one who is there another name.
    pub async fn hire(&self, member: Member) -> Result<()> {
        let now = self.now();
        Ok(self
            .store
            .write(self.workspace, move |tx| {
                tx.add_member(&member, now)?;
                tx.rename_member(member.id, &member.name)
            })
            .await?)
    }
}
