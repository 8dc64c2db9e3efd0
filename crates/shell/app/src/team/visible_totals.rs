use std::collections::BTreeMap;

use rapport_model::MemberId;

use crate::sphere::warmth::Warmth;
use crate::team::facts::TeamFacts;
use crate::team::totals::CompanyTotals;

/// The totals of a team as one member may see them, without the ties that colleagues hide.
pub(crate) struct VisibleTotals<'a> {
    facts: &'a TeamFacts,
    /// The number of relationships of all members, by warmth.
    pub(crate) bands: [u64; Warmth::ALL.len()],
    /// The totals of the hidden ties, by the index in [`TeamTotals::companies`](crate::team::totals::TeamTotals),
    /// ascending.
    hidden: Vec<(usize, CompanyTotals)>,
}

impl<'a> VisibleTotals<'a> {
    pub(crate) fn of(facts: &'a TeamFacts, viewer: MemberId) -> Self {
        let totals = &facts.totals;
        let mut visible = Self { facts, bands: Default::default(), hidden: Vec::new() };
        for of_member in &totals.bands {
            visible.bands.iter_mut().zip(of_member).for_each(|(all, own)| *all += own);
        }
        let mut left_out: BTreeMap<usize, CompanyTotals> = BTreeMap::new();
        for tie in facts.hidden_from(viewer) {
            visible.bands[tie.warmth() as usize] -= 1;
            if let Some(company) = facts.directory.at(tie.person).company {
                let place = company as usize * totals.members + usize::from(tie.member);
                left_out.entry(place).or_default().count(tie, 1);
            }
        }
        visible.hidden = left_out.into_iter().collect();
        visible
    }

    /// Calls `each` with the number of each company, ascending, and the totals of the members in the order of the team.
    pub(crate) fn each_company(&self, mut each: impl FnMut(u32, &[CompanyTotals])) {
        let members = self.facts.totals.members;
        let mut hidden = self.hidden.iter().peekable();
        let mut of_company: Vec<CompanyTotals> = Vec::with_capacity(members);
        for (place, totals) in self.facts.totals.companies.iter().enumerate() {
            of_company.push(match hidden.next_if(|(hidden, _)| *hidden == place) {
                Some((_, hidden)) => totals.without(hidden),
                None => *totals,
            });
            if of_company.len() == members {
                each((place / members) as u32, &of_company);
                of_company.clear();
            }
        }
    }
}
