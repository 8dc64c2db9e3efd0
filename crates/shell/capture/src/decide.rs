use std::collections::BTreeSet;

use rapport_model::{
    Address, Decision, ListMark, ListRule, MailDraft, Mailbox, MemberId, Reason, Rules, Side,
};

/// A mail to more people outside than this is bulk mail.
const MAX_RECIPIENTS: usize = 5;

/// The writer of the message that another one replies to.
#[derive(Clone, Debug)]
pub(crate) struct Parent {
    pub(crate) member: Option<MemberId>,
    pub(crate) sender: Address,
}

/// The decision about a mail, and the pairs it connects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) decision: Decision,
    pub(crate) side: Side,
    pub(crate) exchanges: Vec<Exchange>,
}

/// One member and one person that a kept mail connects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Exchange {
    pub(crate) member: MemberId,
    pub(crate) person: Mailbox,
    /// Whether the person wrote the name themselves.
    pub(crate) is_own_name: bool,
}

/// Decides about one mail. `owner` is the member whose mailbox it was found in; `parent` is the message it answers,
/// when that is known.
pub(crate) fn decide(draft: &MailDraft, rules: &Rules, owner: MemberId, parent: Option<&Parent>) -> Verdict {
    let side = match sender_member(draft, rules) {
        Some(_) => Side::Ours,
        None => Side::Theirs,
    };
    match exchanges(draft, rules, owner, parent) {
        Ok(exchanges) => Verdict { decision: Decision::Kept, side, exchanges },
        Err(reason) => Verdict { decision: Decision::SetAside { reason }, side, exchanges: Vec::new() },
    }
}

/// Decides about a mail that was found in the mailboxes of several members: whoever takes part in it by one of them
/// takes part in it.
pub(crate) fn decide_for(
    draft: &MailDraft,
    rules: &Rules,
    owners: &[MemberId],
    parent: Option<&Parent>,
) -> Verdict {
    let mut verdicts = owners.iter().map(|owner| decide(draft, rules, *owner, parent));
    // Without an owner, a mail is decided by its addresses alone.
    let mut first = verdicts.next().unwrap_or_else(|| decide(draft, rules, MemberId::FIRST, parent));
    for verdict in verdicts {
        first.exchanges.extend(
            verdict.exchanges.into_iter().filter(|one| !first.exchanges.contains(one)).collect::<Vec<_>>(),
        );
    }
    first
}

/// The member who wrote a mail, when one did.
pub(crate) fn sender_member(draft: &MailDraft, rules: &Rules) -> Option<MemberId> {
    draft.from.as_ref().and_then(|from| rules.member(&from.address))
}

/// Whether the decision about a mail rests on who wrote the one that it answers.
pub(crate) fn rests_on_parent(draft: &MailDraft, rules: &Rules) -> bool {
    draft.list == Some(ListMark::Discussion) && rules.list != ListRule::Ignore && draft.answers.is_some()
}

fn exchanges(
    draft: &MailDraft,
    rules: &Rules,
    owner: MemberId,
    parent: Option<&Parent>,
) -> Result<Vec<Exchange>, Reason> {
    if draft.automated.is_some() {
        return Err(Reason::Automated);
    }
    let is_list = draft.list == Some(ListMark::Discussion);
    let found = match (is_list, rules.list) {
        (true, ListRule::Ignore) => return Err(Reason::List),
        (true, ListRule::Threads) => on_a_list(draft, rules, parent).ok_or(Reason::List)?,
        (true, ListRule::All) => on_a_list(draft, rules, parent)
            .or_else(|| written_to_the_list(draft, rules, owner))
            .ok_or(Reason::List)?,
        (false, _) if draft.list == Some(ListMark::Newsletter) => return Err(Reason::Bulk),
        (false, _) => directly(draft, rules)?,
    };
    if draft.at.is_none() {
        return Err(Reason::Undated);
    }
    Ok(found)
}

/// On a list it is an exchange with whom it answers: somebody who answers us, or somebody we answer.
fn on_a_list(draft: &MailDraft, rules: &Rules, parent: Option<&Parent>) -> Option<Vec<Exchange>> {
    let from = draft.from.as_ref()?;
    let parent = parent?;
    match (rules.member(&from.address), parent.member) {
        (None, Some(member)) if !rules.is_internal(&from.address) => {
            Some(vec![Exchange { member, person: from.clone(), is_own_name: true }])
        }
        (Some(member), None) if !rules.is_internal(&parent.sender) => {
            let person = Mailbox { address: parent.sender.clone(), name: None };
            Some(vec![Exchange { member, person, is_own_name: false }])
        }
        _ => None,
    }
}

/// With the rule "all", a mail of others to the list counts as written to whoever reads it.
fn written_to_the_list(draft: &MailDraft, rules: &Rules, owner: MemberId) -> Option<Vec<Exchange>> {
    let from = draft.from.as_ref()?;
    let is_outside = !rules.is_internal(&from.address);
    is_outside.then(|| vec![Exchange { member: owner, person: from.clone(), is_own_name: true }])
}

fn directly(draft: &MailDraft, rules: &Rules) -> Result<Vec<Exchange>, Reason> {
    let from = draft.from.as_ref().ok_or(Reason::Nobody)?;
    let mut seen = BTreeSet::new();
    let everybody: Vec<&Mailbox> = draft
        .to
        .iter()
        .chain(&draft.cc)
        .chain(&draft.bcc)
        .filter(|mailbox| seen.insert(mailbox.address.without_tag()))
        .collect();
    let outside: Vec<&Mailbox> =
        everybody.iter().copied().filter(|mailbox| !rules.is_internal(&mailbox.address)).collect();
    if let Some(member) = rules.member(&from.address) {
        if outside.is_empty() {
            return Err(if everybody.is_empty() { Reason::Nobody } else { Reason::Internal });
        }
        if outside.len() > MAX_RECIPIENTS {
            return Err(Reason::Bulk);
        }
        let exchange = |person: &&Mailbox| Exchange { member, person: (*person).clone(), is_own_name: false };
        return Ok(outside.iter().map(exchange).collect());
    }
    if rules.is_internal(&from.address) {
        return Err(Reason::Internal);
    }
    let addressed = everybody.iter().copied().chain(&draft.delivered_to);
    let members: BTreeSet<MemberId> =
        addressed.filter_map(|mailbox| rules.member(&mailbox.address)).collect();
    if members.is_empty() {
        return Err(if everybody.is_empty() { Reason::Nobody } else { Reason::NotOurs });
    }
    if outside.iter().filter(|mailbox| mailbox.address.without_tag() != from.address.without_tag()).count()
        > MAX_RECIPIENTS
    {
        return Err(Reason::Bulk);
    }
    Ok(members
        .into_iter()
        .map(|member| Exchange { member, person: from.clone(), is_own_name: true })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rapport_model::{Automated, Moment};

    fn rules(list: ListRule) -> Rules {
        let me = Address::parse("olivia@acme.example").unwrap();
        Rules {
            ours: [(me, MemberId::FIRST)].into(),
            internal_domains: ["acme.example".to_owned()].into(),
            list,
        }
    }

    fn mailboxes(text: &str) -> Vec<Mailbox> {
        let mailbox = |word| Some(Mailbox { address: Address::parse(word)?, name: None });
        text.split_whitespace().filter_map(mailbox).collect()
    }

    fn mail(from: &str, to: &str) -> MailDraft {
        MailDraft {
            from: mailboxes(from).pop(),
            to: mailboxes(to),
            at: Some(Moment::from_seconds(1)),
            ..MailDraft::default()
        }
    }

    fn verdict(draft: &MailDraft, list: ListRule, parent: Option<&Parent>) -> String {
        let verdict = decide(draft, &rules(list), MemberId::FIRST, parent);
        match verdict.decision {
            Decision::Kept => {
                let people: Vec<_> =
                    verdict.exchanges.iter().map(|one| one.person.address.as_str()).collect();
                format!("{} with {}", verdict.side.name(), people.join(" "))
            }
            Decision::SetAside { reason } => reason.name().to_owned(),
            Decision::Unreadable => "unreadable".to_owned(),
        }
    }

    fn check(from: &str, to: &str, expected: &str) {
        assert_eq!(verdict(&mail(from, to), ListRule::Threads, None), expected, "{from} to {to}");
    }

    #[test]
    fn a_mail_is_kept_when_it_connects_us_with_somebody_outside() {
        check("ana@x.example", "olivia@acme.example", "theirs with ana@x.example");
        check("ana@x.example", "olivia+fair@acme.example", "theirs with ana@x.example");
        check("olivia@acme.example", "ana@x.example bo@y.example", "ours with ana@x.example bo@y.example");
        check("olivia@acme.example", "ana@x.example ana+b@x.example", "ours with ana@x.example");
        check("olivia@acme.example", "tom@acme.example", "internal");
        check("tom@acme.example", "olivia@acme.example", "internal");
        check("olivia@acme.example", "", "nobody");
        check("ana@x.example", "someone@else.example", "not_ours");
        check("", "olivia@acme.example", "nobody");
        check(
            "olivia@acme.example",
            "a@1.x b@1.x c@1.x d@1.x e@1.x",
            "ours with a@1.x b@1.x c@1.x d@1.x e@1.x",
        );
        check("olivia@acme.example", "a@1.x b@1.x c@1.x d@1.x e@1.x f@1.x", "bulk");
        check("z@1.x", "olivia@acme.example a@1.x b@1.x c@1.x d@1.x e@1.x f@1.x", "bulk");
    }

    #[test]
    fn machines_and_newsletters_are_set_aside_whoever_they_write_to() {
        let mut draft = mail("ana@x.example", "olivia@acme.example");
        draft.list = Some(ListMark::Newsletter);
        assert_eq!(verdict(&draft, ListRule::All, None), "bulk");
        draft.automated = Some(Automated::AutoReply);
        assert_eq!(verdict(&draft, ListRule::All, None), "automated");
    }

    #[test]
    fn a_blind_copy_is_ours_by_where_it_was_delivered() {
        let mut draft = mail("ana@x.example", "someone@else.example");
        draft.delivered_to = mailboxes("olivia@acme.example");
        assert_eq!(verdict(&draft, ListRule::Threads, None), "theirs with ana@x.example");
        draft.at = None;
        assert_eq!(verdict(&draft, ListRule::Threads, None), "undated");
    }

    #[test]
    fn list_mail_counts_with_whom_it_answers() {
        let ours =
            Parent { member: Some(MemberId::FIRST), sender: Address::parse("olivia@acme.example").unwrap() };
        let theirs = Parent { member: None, sender: Address::parse("bo@y.example").unwrap() };
        let mut draft = mail("ana@x.example", "list@lists.example");
        draft.list = Some(ListMark::Discussion);
        assert_eq!(verdict(&draft, ListRule::Threads, Some(&ours)), "theirs with ana@x.example");
        assert_eq!(verdict(&draft, ListRule::Threads, Some(&theirs)), "list");
        assert_eq!(verdict(&draft, ListRule::Threads, None), "list");
        assert_eq!(verdict(&draft, ListRule::Ignore, Some(&ours)), "list");
        assert_eq!(verdict(&draft, ListRule::All, None), "theirs with ana@x.example");
        let mut draft = mail("olivia@acme.example", "list@lists.example");
        draft.list = Some(ListMark::Discussion);
        assert_eq!(verdict(&draft, ListRule::Threads, Some(&theirs)), "ours with bo@y.example");
        assert_eq!(verdict(&draft, ListRule::Threads, None), "list");
    }
}
