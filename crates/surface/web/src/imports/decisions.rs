use rapport_app::{DecisionPage, DecisionQuery, count};
use rapport_model::{Calendar, Decision, MessageRecord, Reason};
use serde::Deserialize;

use crate::page::words;
use crate::request::error::Result;
use crate::request::signed_in::SignedIn;
use crate::request::url::url;

/// The name that is used as the reason of unreadable messages.
pub(super) const UNREADABLE: &str = "unreadable";

/// The search for the decision about a message.
pub(super) struct Decisions {
    /// The path that the search is sent to: `/imports` or `/imports/{id}`.
    pub(super) action: String,
    /// The words that were searched for, the parameter `why`.
    pub(super) query: String,
    /// Whether there were words or a reason.
    pub(super) was_asked: bool,
    /// The number of matches, such as `3 messages match.`
    pub(super) summary: String,
    /// The URL of the page without words and reason.
    pub(super) clear_href: Option<String>,
    /// The messages that match.
    pub(super) rows: Vec<DecisionRow>,
    /// The URL of the next page; `None` on the last one.
    pub(super) next: Option<String>,
}

/// A message and the decision about it.
pub(super) struct DecisionRow {
    /// The page of the message, `/interactions/{id}`. Messages that were set aside have one too.
    pub(super) href: String,
    /// The subject, or `(no subject)`.
    pub(super) subject: String,
    /// The name or address of the sender.
    pub(super) who: String,
    /// When it was written, as RFC 3339.
    pub(super) at: String,
    /// When it was written, such as `2 Jun 2026`.
    pub(super) when: String,
    /// `kept`, `set-aside` or `unreadable`.
    pub(super) kind: &'static str,
    /// The decision in words, such as `Set aside`.
    pub(super) decision: &'static str,
    /// The reason as one sentence; empty where it is shown above the list.
    pub(super) explanation: &'static str,
}

/// The query of the search, as parameters of the URL.
#[derive(Default, Deserialize)]
pub(crate) struct WhyQuery {
    #[serde(default)]
    why: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    after: String,
}

/// The messages that match, over all imports.
pub(super) async fn decisions(
    signed_in: &SignedIn,
    action: &str,
    query: &WhyQuery,
    calendar: &Calendar,
) -> Result<Decisions> {
    let reason: Option<Reason> = query.reason.parse().ok();
    let is_unreadable = query.reason == UNREADABLE;
    let text = Some(query.why.trim().to_owned()).filter(|text| !text.is_empty());
    let was_asked = text.is_some() || reason.is_some() || is_unreadable;
    let wanted = DecisionQuery { reason, is_unreadable, text, before: query.after.parse().ok() };
    // In a list of one reason, the explanation is shown above the list.
    let is_mixed = wanted.text.is_some();
    let found = signed_in.acting().decisions(wanted).await?;
    let next = found.next.map(|next| {
        let parameters =
            [("why", query.why.as_str()), ("reason", &query.reason), ("after", &next.to_string())];
        url(action, &parameters) + "#decisions"
    });
    Ok(Decisions {
        action: action.to_owned(),
        query: query.why.clone(),
        was_asked,
        summary: summary(&found, query, reason),
        clear_href: was_asked.then(|| format!("{action}#decisions")),
        rows: found.messages.iter().map(|message| row(message, is_mixed, calendar)).collect(),
        next,
    })
}

fn summary(found: &DecisionPage, query: &WhyQuery, reason: Option<Reason>) -> String {
    let number = |wanted: &Decision| {
        found.counts.iter().filter(|(decision, _)| decision == wanted).map(|(_, count)| count).sum::<u64>()
    };
    let shown = found.messages.len() as u64;
    if !query.why.trim().is_empty() {
        return match shown {
            0 => "No message that was left out matches, and none has this Message-ID.".to_owned(),
            _ if found.next.is_some() => "Messages that match, newest first.".to_owned(),
            1 => "1 message matches.".to_owned(),
            _ => format!("{} match.", count(shown, "message", "messages")),
        };
    }
    let Some(reason) = reason else {
        let total = number(&Decision::Unreadable);
        return format!("{} could not be read, in all imports.", count(total, "message", "messages"));
    };
    let total = count(number(&Decision::SetAside { reason }), "message was", "messages were");
    format!("{total} set aside in all imports. {}", reason.explanation())
}

fn row(message: &MessageRecord, is_mixed: bool, calendar: &Calendar) -> DecisionRow {
    let (kind, decision, explanation) = match &message.decision {
        Decision::Kept => ("kept", "Kept", "It is an exchange between the team and somebody outside."),
        Decision::SetAside { reason } => ("set-aside", "Set aside", reason.explanation()),
        Decision::Unreadable => {
            (UNREADABLE, "Unreadable", "Nothing that makes a message could be found in it.")
        }
    };
    DecisionRow {
        href: format!("/interactions/{}", message.id),
        subject: words::subject(&message.subject),
        who: message.sender.as_ref().map_or_else(|| "unknown sender".to_owned(), ToString::to_string),
        at: message.at.map(|at| at.to_string()).unwrap_or_default(),
        when: message.at.map_or_else(|| "undated".to_owned(), |at| calendar.format(at, "%-d %b %Y")),
        kind,
        decision,
        explanation: if is_mixed { explanation } else { "" },
    }
}
