use rapport_capture::{log_by_hand, logged, restore, withdraw};
use rapport_model::{
    Account, Address, Channel, HandDraft, InteractionId, MeasureJob, MemberId, Moment, PersonId, Side,
};
use rapport_store::{StoreError, Tx};
use uuid::Uuid;

use crate::acting::Acting;
use crate::acts::follow_ups::LONGEST_TEXT;
use crate::app::App;
use crate::error::refusal::Refusal;
use crate::error::{AppError, Result, What, found};
use crate::permission::rights::{Action, Resource};

/// A contact that no mailbox shows, logged by hand.
#[derive(Clone, Debug)]
pub struct HandTouch {
    /// The idempotency key: drawn when the form was rendered, so that a form that is sent twice is logged once.
    pub key: Uuid,
    pub channel: Channel,
    /// The side that began it.
    pub side: Side,
    /// When it took place; not in the future.
    pub at: Moment,
    /// What it was about, in the member's words; may be empty.
    pub note: String,
}

impl HandTouch {
    /// The draft that is stored, with who logged it and with whom it was.
    fn with(self, member: MemberId, person: Address) -> HandDraft {
        let Self { key, channel, side, at, note } = self;
        HandDraft { key, member, person, channel, side, at, note }
    }
}

impl Acting {
    /// An idempotency key for a form in which something is logged by hand.
    pub fn new_idempotency_key(&self) -> Uuid {
        App::new_id(self.now())
    }

    /// Logs a touch by hand; the relationship is folded right after. The same form sent again changes nothing.
    pub async fn log_touch(&self, person: PersonId, touch: HandTouch) -> Result<InteractionId> {
        self.check(&touch)?;
        let (member, visibility, now) = (self.id(), self.visibility(), self.now());
        let measure = App::job(&MeasureJob {}, now);
        let landed = self.write(Resource::Touch, Action::Add, move |tx| {
            let address = match tx.person(person)? {
                Some(person) if visibility.knows(tx, person.id)? => person.addresses.into_iter().next(),
                _ => None,
            };
            let Some(address) = address else { return Ok(None) };
            tx.add_job(&measure, now)?;
            log_by_hand(tx, touch.with(member, address), now).map(Some)
        });
        let id = landed.await?.ok_or(AppError::NotFound(What::Person))?;
        self.app.wake().notify_one();
        Ok(id)
    }

    /// What the member logged, to be edited.
    pub async fn touch(&self, id: InteractionId) -> Result<HandTouch> {
        let account = Account::by_hand(self.id());
        let touch = self.write(Resource::Touch, Action::Change, move |tx| logged(tx, &account, id)).await?;
        let HandDraft { key, channel, side, at, note, .. } = touch.ok_or_else(gone)?;
        Ok(HandTouch { key, channel, side, at, note })
    }

    /// Withdraws a touch and logs another in its place, with the same person.
    pub async fn edit_touch(&self, id: InteractionId, touch: HandTouch) -> Result<InteractionId> {
        self.check(&touch)?;
        let (account, now) = (Account::by_hand(self.id()), self.now());
        let measure = App::job(&MeasureJob {}, now);
        let edited = self.write(Resource::Touch, Action::Change, move |tx| {
            let Some(before) = logged(tx, &account, id)? else { return Ok(None) };
            let after = touch.with(before.member, before.person.clone());
            if after == (HandDraft { key: after.key, ..before }) {
                return Ok(Some(id));
            }
            withdraw(tx, &account, id)?;
            tx.add_job(&measure, now)?;
            log_by_hand(tx, after, now).map(Some)
        });
        let id = edited.await?.ok_or_else(gone)?;
        self.app.wake().notify_one();
        Ok(id)
    }

    /// Withdraws a touch that the member logged.
    pub async fn withdraw_touch(&self, id: InteractionId) -> Result<()> {
        let account = Account::by_hand(self.id());
        self.change_touch(Action::Remove, move |tx| withdraw(tx, &account, id)).await
    }

    /// Keeps a touch again that the member withdrew.
    pub async fn restore_touch(&self, id: InteractionId) -> Result<()> {
        let account = Account::by_hand(self.id());
        self.change_touch(Action::Change, move |tx| restore(tx, &account, id)).await
    }

    async fn change_touch(
        &self,
        action: Action,
        change: impl FnOnce(&Tx<'_>) -> Result<bool, StoreError> + Send + 'static,
    ) -> Result<()> {
        let now = self.now();
        let measure = App::job(&MeasureJob {}, now);
        let changed = self.write(Resource::Touch, action, move |tx| {
            let is_changed = change(tx)?;
            if is_changed {
                tx.add_job(&measure, now)?;
            }
            Ok(is_changed)
        });
        found(changed.await?, What::LoggedTouch)?;
        self.app.wake().notify_one();
        Ok(())
    }

    fn check(&self, touch: &HandTouch) -> Result<()> {
        if touch.at > self.now() {
            return Err(AppError::Refused(Refusal::InTheFuture));
        }
        if touch.note.len() > LONGEST_TEXT {
            return Err(AppError::Refused(Refusal::NoteLength { most: LONGEST_TEXT }));
        }
        Ok(())
    }
}

fn gone() -> AppError {
    AppError::NotFound(What::LoggedTouch)
}
