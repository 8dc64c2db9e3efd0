use rapport_model::{ListMark, MailDraft};

use super::headers::Headers;

/// The evidence that a mail went to many; `None` when there is none.
pub(super) fn mark(headers: &Headers<'_>, draft: &MailDraft) -> Option<ListMark> {
    if is_discussion(headers) || is_archived_post(headers, draft) {
        return Some(ListMark::Discussion);
    }
    if is_newsletter(headers) {
        return Some(ListMark::Newsletter);
    }
    headers.has("List-Id").then_some(ListMark::Discussion)
}

fn is_discussion(headers: &Headers<'_>) -> bool {
    const POSTS: [&str; 8] = [
        "X-BeenThere",
        "X-Mailman-Version",
        "Mailing-List",
        "X-Mailing-List",
        "X-Google-Group-Id",
        "X-Sympa-To",
        "X-Yahoo-Newman-Property",
        "X-Majordomo-Version",
    ];
    // A list to which nobody may write says `NO`.
    let is_posted_to = headers.texts("List-Post").any(|text| text.contains('@'));
    is_posted_to
        || POSTS.iter().any(|name| headers.has(name))
        || headers.folded("Precedence") == "list"
        || headers.folded("List-Software").contains("majordomo")
}

/// Whether it was read from the archive of a list, which drops the recipients and hides the sender's `@`.
fn is_archived_post(headers: &Headers<'_>, draft: &MailDraft) -> bool {
    let is_hidden = headers.all("From").any(|value| {
        value.as_address().is_some_and(|list| {
            list.iter().any(|entry| {
                entry.address().is_none() && entry.name().is_some_and(|name| name.contains(" at "))
            })
        })
    });
    is_hidden && draft.from.is_some() && draft.to.is_empty()
}

fn is_newsletter(headers: &Headers<'_>) -> bool {
    const CAMPAIGNS: [&str; 20] = [
        "X-Campaign",
        "X-Mailchimp",
        "X-MC-User",
        "X-MailingID",
        "X-Mailing-ID",
        "X-CSA-Complaints",
        "X-SFMC-",
        "X-Marketo",
        "X-PVIQ",
        "X-rpcampaign",
        "X-Newsletter",
        "X-EMarSys",
        "X-Mailjet-Campaign",
        "X-Mailgun-Campaign",
        "X-Mailgun-Tag-Newsletter",
        "X-Elqua",
        "X-HS-Email-Campaign",
        "X-Klaviyo",
        "X-Bulkmail",
        "X-CampaignID",
    ];
    let is_bulk = matches!(headers.folded("Precedence").as_str(), "bulk" | "junk");
    let feedback = headers.folded("Feedback-ID");
    // One provider stamps all that passes through it, letters of people too.
    let is_tracked = !feedback.is_empty() && !feedback.ends_with(":amazonses");
    is_bulk || is_tracked || headers.has("List-Unsubscribe") || headers.any_begins(&CAMPAIGNS)
}
