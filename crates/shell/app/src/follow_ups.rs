use rapport_model::{
    Channel, FollowUp, FollowUpAct, Interaction, InteractionId, Job, MemberId, Moment, Participation,
    PersonId, Side, Touch,
};
use rapport_store::QueuedJob;
use uuid::Uuid;

use crate::{App, AppError, Result};

/// After something was done, the person is left alone this long unless they write.
pub const DONE_DAYS: u32 = 14;
/// After a dismissal.
pub const DISMISSED_DAYS: u32 = 30;
/// A thousand years.
const FOR_GOOD_DAYS: f64 = 365_250.0;
const LONGEST_SNOOZE: u32 = 366;
const LONGEST_TEXT: usize = 10_000;

/// What can be taken back, by its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undo(pub Uuid);

/// A touch that no mailbox has seen, logged by hand.
#[derive(Clone, Debug)]
pub struct HandTouch {
    /// On which channel.
    pub channel: Channel,
    /// Who began.
    pub side: Side,
    /// When; not in the future.
    pub at: Moment,
    /// What it was about, in the member's words.
    pub note: String,
}

impl App {
    /// Notes that a suggestion was acted on.
    pub async fn complete(&self, member: MemberId, person: PersonId) -> Result<Undo> {
        self.act(member, person, FollowUpAct::Done, f64::from(DONE_DAYS), String::new()).await
    }

    /// Puts a person off for some days.
    pub async fn snooze(&self, member: MemberId, person: PersonId, days: u32) -> Result<Undo> {
        if !(1..=LONGEST_SNOOZE).contains(&days) {
            return Err(AppError::Invalid(format!("Snooze for 1 to {LONGEST_SNOOZE} days.")));
        }
        self.act(member, person, FollowUpAct::Snoozed, f64::from(days), String::new()).await
    }

    /// Dismisses a suggestion and keeps why.
    pub async fn dismiss(&self, member: MemberId, person: PersonId, reason: String) -> Result<Undo> {
        if reason.trim().is_empty() || reason.len() > LONGEST_TEXT {
            return Err(AppError::Invalid(
                "Say in a few words why, so that the next suggestion is better.".to_owned(),
            ));
        }
        self.act(member, person, FollowUpAct::Dismissed, f64::from(DISMISSED_DAYS), reason.trim().to_owned())
            .await
    }

    /// Notes that somebody asked not to be contacted. From then on nobody of the team is told to write to them, and
    /// no way leads there; what they write themselves is still answered.
    pub async fn opt_out(&self, member: MemberId, person: PersonId, reason: String) -> Result<Undo> {
        if reason.len() > LONGEST_TEXT {
            return Err(AppError::Invalid("Keep the note under 10,000 letters.".to_owned()));
        }
        match self.opt_out_of(person).await? {
            Some(known) if known.member == member => Ok(Undo(known.id)),
            _ => {
                let reason = reason.trim().to_owned();
                self.act(member, person, FollowUpAct::OptedOut, FOR_GOOD_DAYS, reason).await
            }
        }
    }

    /// The first standing opt-out of a person, whoever of the team noted it.
    pub async fn opt_out_of(&self, person: PersonId) -> Result<Option<FollowUp>> {
        Ok(self.store.read(self.workspace, move |tx| tx.opt_out_of(person)).await?)
    }

    async fn act(
        &self,
        member: MemberId,
        person: PersonId,
        act: FollowUpAct,
        days: f64,
        reason: String,
    ) -> Result<Undo> {
        let now = self.now();
        let id = Self::fresh_id(now);
        let follow_up = FollowUp { id, member, person, at: now, act, until: now.plus_days(days), reason };
        self.store
            .write(self.workspace, move |tx| match tx.person(person)? {
                Some(_) => tx.add_follow_up(&follow_up).map(Some),
                None => Ok(None),
            })
            .await?
            .ok_or_else(|| AppError::NotFound("This person".to_owned()))?;
        Ok(Undo(id))
    }

    /// Takes back what was done with a suggestion.
    pub async fn undo(&self, member: MemberId, undo: Undo) -> Result<()> {
        let now = self.now();
        let is_undone =
            self.store.write(self.workspace, move |tx| tx.undo_follow_up(undo.0, member, now)).await?;
        if is_undone { Ok(()) } else { Err(AppError::NotFound("What you want to take back".to_owned())) }
    }

    /// Logs a touch by hand; the relationship is folded right after.
    pub async fn log_touch(
        &self,
        member: MemberId,
        person: PersonId,
        touch: HandTouch,
    ) -> Result<InteractionId> {
        let now = self.now();
        if touch.at > now {
            return Err(AppError::Invalid(
                "A touch that lies in the future has not happened yet.".to_owned(),
            ));
        }
        if touch.note.len() > LONGEST_TEXT {
            return Err(AppError::Invalid("Keep the note under 10,000 letters.".to_owned()));
        }
        let id = InteractionId::from_parts(touch.at, Self::draw());
        let kept = Interaction {
            id,
            at: touch.at,
            channel: touch.channel,
            side: touch.side,
            opens: true,
            subject: subject_of(&touch),
            own_text: touch.note.trim().to_owned(),
            thread: i64::from_be_bytes(Self::draw()),
        };
        let seen = Touch { at: touch.at, side: touch.side, channel: touch.channel, opens: true };
        let part = Participation { member, person, interaction: id, touch: seen };
        let measure = Self::job(&Job::Measure, now);
        self.store
            .write(self.workspace, move |tx| match tx.person(person)? {
                Some(_) => {
                    tx.add_interactions(&[kept], &[part])?;
                    tx.add_job(&measure, now).map(Some)
                }
                None => Ok(None),
            })
            .await?
            .ok_or_else(|| AppError::NotFound("This person".to_owned()))?;
        self.wake.notify_one();
        Ok(id)
    }

    pub(crate) fn fresh_id(now: Moment) -> Uuid {
        InteractionId::from_parts(now, Self::draw()).0
    }

    pub(crate) fn job(job: &Job, now: Moment) -> QueuedJob {
        QueuedJob {
            id: Self::fresh_id(now),
            kind: job.name().to_owned(),
            content: serde_json::to_string(job).expect("a job is plain text and numbers under plain names"),
        }
    }
}

/// The first line of the note, or the channel when there is none.
fn subject_of(touch: &HandTouch) -> String {
    const LONGEST: usize = 80;
    let line = touch.note.lines().map(str::trim).find(|line| !line.is_empty());
    line.map_or_else(
        || match touch.channel {
            Channel::Mail => "Mail".to_owned(),
            Channel::Meeting => "Meeting".to_owned(),
            Channel::Call => "Call".to_owned(),
            Channel::Message => "Message".to_owned(),
        },
        |line| line.chars().take(LONGEST).collect(),
    )
}
