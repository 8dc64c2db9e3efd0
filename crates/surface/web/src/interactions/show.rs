use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use rapport_app::{AppError, InteractionView, Why};
use rapport_model::{ArrivalKind, Calendar, Channel, InteractionId, Side};

use crate::page::parts::Fact;
use crate::page::render::page;
use crate::page::shell::Shell;
use crate::page::touch_fields::TouchFields;
use crate::page::words;
use crate::request::error::Result;
use crate::request::signed_in::SignedIn;

/// The page of one interaction, or of a message that was set aside: `GET /interactions/{id}`.
#[derive(Template)]
#[template(path = "interactions/show.html")]
struct InteractionPage {
    shell: Shell,
    /// The channel in words, such as `Mail`.
    channel: &'static str,
    /// The icon of the channel: `mail`, `calendar`, `phone` or `message-circle`.
    icon: &'static str,
    /// When it took place, as RFC 3339; empty when it has no date.
    at: String,
    /// When it took place, such as `Friday, 29 May 2026, 16:12`.
    when: String,
    /// The subject, or `(no subject)`.
    subject: String,
    /// Who wrote it, and who else took part.
    parties: Vec<Party>,
    /// The writer's own text; `None` when there is none to show.
    words: Option<String>,
    /// Why there is no text to show.
    no_words: &'static str,
    decision: DecisionView,
    /// The problems of the message; may be empty.
    problems: Vec<ProblemRow>,
    /// Where it was read from, and its Message-ID.
    source: Vec<Fact>,
    /// The form to change what the member logged themselves; `None` for anything else.
    logged: Option<LoggedView>,
}

/// A touch that was logged by hand, with the form to change it.
struct LoggedView {
    /// The URL that the form is posted to, `/touches/{id}`.
    path: String,
    /// The fields of the form, filled.
    touch: TouchFields,
}

/// Somebody who took part.
struct Party {
    /// `From`, `To` or `With`.
    role: &'static str,
    /// The name, or `You`.
    name: String,
    /// The address; empty when it is not known.
    address: String,
    /// The page of the person; `None` when the member has no tie with them.
    href: Option<String>,
}

/// A decision in words.
pub(crate) struct DecisionView {
    /// `kept`, `set-aside` or `unreadable`.
    pub(crate) kind: String,
    /// The decision in words, such as `Kept`.
    pub(crate) label: &'static str,
    /// The reason as one sentence.
    pub(crate) explanation: String,
}

/// A problem of the message.
struct ProblemRow {
    /// Its stable name, such as `date_implausible`.
    code: String,
    /// What was wrong, as one sentence.
    detail: String,
}

impl DecisionView {
    /// The decision about a message. One that was logged by hand needed no decision.
    fn of(why: Option<&Why>) -> Self {
        let Some(why) = why else {
            return Self {
                kind: "kept".to_owned(),
                label: "Kept",
                explanation: "It was logged by hand.".to_owned(),
            };
        };
        let label = match why.decision.as_str() {
            "kept" => "Kept",
            "set_aside" => "Set aside",
            _ => "Unreadable",
        };
        Self { kind: why.decision.replace('_', "-"), label, explanation: why.explanation.clone() }
    }
}

/// Shows the page of one interaction: `GET /interactions/{id}`.
pub(crate) async fn show(signed_in: SignedIn, Path(id): Path<InteractionId>) -> Result<Response> {
    let view = signed_in.acting().interaction(id).await?;
    let calendar = signed_in.calendar().await?;
    let (kept, message) = (view.interaction.as_ref(), view.message.as_ref());
    let at = kept.map(|kept| kept.at).or_else(|| message.and_then(|message| message.at));
    let channel = kept.map_or(Channel::Mail, |kept| kept.channel);
    let subject = match kept {
        Some(kept) => kept.subject.clone(),
        None => message.map(|message| message.subject.clone()).unwrap_or_default(),
    };
    let own = kept.map(|kept| kept.own_text.clone()).filter(|text| !text.trim().is_empty());
    let problems = message.into_iter().flat_map(|message| &message.problems);
    page(&InteractionPage {
        shell: Shell::of(&signed_in, "").await?,
        channel: words::channel(channel),
        icon: words::icon(channel),
        at: at.map(|at| at.to_string()).unwrap_or_default(),
        when: at.map_or_else(|| "undated".to_owned(), |at| calendar.format(at, "%A, %-d %B %Y, %H:%M")),
        subject: words::subject(&subject),
        parties: parties(&view, &signed_in),
        no_words: match kept {
            Some(_) => "There are no words of its own in it.",
            None => {
                "It is not shown, because it was not kept as an exchange. Its original is stored all the same."
            }
        },
        words: own,
        decision: DecisionView::of(view.why.as_ref()),
        problems: problems
            .map(|one| ProblemRow { code: one.code.clone(), detail: one.detail.clone() })
            .collect(),
        source: source(&view, &calendar),
        logged: logged(&signed_in, &view, id, &calendar).await?,
    })
}

/// The form to change what the member logged; `None` for anything else, and for what they withdrew.
async fn logged(
    signed_in: &SignedIn,
    view: &InteractionView,
    id: InteractionId,
    calendar: &Calendar,
) -> Result<Option<LoggedView>> {
    let is_by_hand = view.message.as_ref().is_none_or(|message| message.kind == ArrivalKind::ByHand);
    if !is_by_hand || view.interaction.is_none() {
        return Ok(None);
    }
    let acting = signed_in.acting();
    let touch = match acting.touch(id).await {
        Ok(touch) => touch,
        Err(AppError::NotFound(_)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let fields = TouchFields::empty(&format!("/interactions/{id}"), acting, calendar);
    Ok(Some(LoggedView {
        path: format!("/touches/{id}"),
        touch: TouchFields {
            is_theirs: touch.side == Side::Theirs,
            note: touch.note,
            ..fields.through(touch.channel).on(touch.at, calendar)
        },
    }))
}

fn parties(view: &InteractionView, signed_in: &SignedIn) -> Vec<Party> {
    let you = |role| Party { role, name: "You".to_owned(), address: String::new(), href: None };
    let with: Vec<_> = view.participants.iter().filter(|part| part.member == signed_in.member()).collect();
    let sender = view.message.as_ref().and_then(|message| message.sender.clone());
    let address = sender.map(|sender| sender.to_string()).unwrap_or_default();
    let person = |role, address: &str, part: &rapport_app::Participant| Party {
        role,
        name: part.name.clone(),
        address: if address == part.name { String::new() } else { address.to_owned() },
        href: Some(format!("/people/{}", part.person)),
    };
    let side = view.interaction.as_ref().map(|kept| kept.side);
    match (side, &with[..]) {
        (Some(Side::Ours), others) => {
            let sent_by = view.message.as_ref().and_then(|message| message.sender_member);
            let from = match sent_by {
                Some(member) if member != signed_in.member() => {
                    Party { role: "From", name: "A colleague".to_owned(), address: String::new(), href: None }
                }
                _ => you("From"),
            };
            let others = others.iter().map(|part| person("To", "", part));
            [Party { address, ..from }].into_iter().chain(others).collect()
        }
        (Some(Side::Theirs), [one]) => vec![person("From", &address, one), you("To")],
        (_, others) => {
            let from = Party { role: "From", name: address, address: String::new(), href: None };
            let from = (!from.name.is_empty()).then_some(from);
            from.into_iter().chain(others.iter().map(|part| person("With", "", part))).collect()
        }
    }
}

fn source(view: &InteractionView, calendar: &Calendar) -> Vec<Fact> {
    let mut source = Vec::new();
    match &view.why {
        Some(why) => source.push(Fact::new("Read from", why.source.clone())),
        None => source.push(Fact::new("Read from", "logged by hand")),
    }
    if let Some(id) = view.message.as_ref().and_then(|message| message.message_id.clone()) {
        source.push(Fact::new("Message-ID", id));
    }
    if view.why.as_ref().is_some_and(|why| why.is_copied) {
        source.push(Fact::new("Copied", "another message bears the same Message-ID with other content"));
    }
    if let Some(kept) = &view.interaction {
        source.push(Fact::new("Placed at", words::exact(kept.at, calendar)));
    }
    source
}
