use rapport_model::{
    Channel, Interaction, InteractionId, MeasureJob, Moment, Participation, PersonId, Side, Touch,
};

use crate::acting::Acting;
use crate::app::App;
use crate::error::{AppError, Result};
use crate::follow_ups::LONGEST_TEXT;
use crate::permission::rights::{Noun, Verb};

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

impl Acting {
    /// Logs a touch by hand; the relationship is folded right after.
    pub async fn log_touch(&self, person: PersonId, touch: HandTouch) -> Result<InteractionId> {
        let member = self.id();
        let now = self.now();
        if touch.at > now {
            return Err(AppError::Invalid(
                "A touch that lies in the future has not happened yet.".to_owned(),
            ));
        }
        if touch.note.len() > LONGEST_TEXT {
            return Err(AppError::Invalid("Keep the note under 10,000 letters.".to_owned()));
        }
        let id = InteractionId::from_parts(touch.at, App::draw());
        let kept = Interaction {
            id,
            at: touch.at,
            channel: touch.channel,
            side: touch.side,
            opens: true,
            subject: subject_of(&touch),
            own_text: touch.note.trim().to_owned(),
            thread: i64::from_be_bytes(App::draw()),
        };
        let seen = Touch { at: touch.at, side: touch.side, channel: touch.channel, opens: true };
        let part = Participation { member, person, interaction: id, touch: seen };
        let measure = App::job(&MeasureJob {}, now);
        let visibility = self.visibility();
        let logged = self.write(Noun::Touch, Verb::Add, move |tx| {
            let is_known = visibility.knows(tx, person)?;
            if is_known {
                tx.add_interactions(&[kept], &[part])?;
                tx.add_job(&measure, now)?;
            }
            Ok(is_known)
        });
        if !logged.await? {
            return Err(AppError::NotFound("This person".to_owned()));
        }
        self.app.wake.notify_one();
        Ok(id)
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
