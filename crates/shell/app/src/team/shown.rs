use std::collections::BTreeMap;

use rapport_model::MemberId;

use crate::sphere::warmth::Warmth;
use crate::team::facts::TeamFacts;
use crate::team::sums::CompanySum;

/// The sums as one member may know them: what colleagues hide is left out.
pub(crate) struct Shown<'a> {
    facts: &'a TeamFacts,
    pub(crate) bands: [u64; Warmth::ALL.len()],
    /// What is left out of the sums of companies, by company and member.
    hidden: Vec<(usize, CompanySum)>,
}

impl<'a> Shown<'a> {
    pub(crate) fn to(facts: &'a TeamFacts, viewer: MemberId) -> Self {
        let sums = &facts.sums;
        let mut shown = Self { facts, bands: Default::default(), hidden: Vec::new() };
        for of_member in &sums.bands {
            shown.bands.iter_mut().zip(of_member).for_each(|(all, own)| *all += own);
        }
        let mut left_out: BTreeMap<usize, CompanySum> = BTreeMap::new();
        for tie in facts.hidden_from(viewer) {
            shown.bands[tie.warmth() as usize] -= 1;
            if let Some(company) = facts.directory.at(tie.person).company {
                let place = company as usize * sums.members + usize::from(tie.member);
                left_out.entry(place).or_default().count(tie, 1);
            }
        }
        shown.hidden = left_out.into_iter().collect();
        shown
    }

    /// Shows each company that any relationship leads to, by its number, with the sums of the members in the order of
    /// the team.
    pub(crate) fn each_company(&self, mut each: impl FnMut(u32, &[CompanySum])) {
        let members = self.facts.sums.members;
        let mut hidden = self.hidden.iter().peekable();
        let mut of_company: Vec<CompanySum> = Vec::with_capacity(members);
        for (place, sum) in self.facts.sums.companies.iter().enumerate() {
            of_company.push(match hidden.next_if(|(hidden, _)| *hidden == place) {
                Some((_, hidden)) => sum.without(hidden),
                None => *sum,
            });
            if of_company.len() == members {
                each((place / members) as u32, &of_company);
                of_company.clear();
            }
        }
    }
}
