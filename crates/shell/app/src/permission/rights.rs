use rapport_model::Role;

/// The kinds of things that permissions are about. What belongs to a member is always their own; for what belongs to
/// the team there are rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource {
    /// A member's own ties with people, and all that is computed from them.
    Tie,
    /// What a member did with a suggestion.
    FollowUp,
    /// Interactions that a member logged by hand.
    Touch,
    /// A member's lean-back tests.
    LeanBack,
    /// A member's requests for introductions.
    Introduction,
    /// Ties that a member hides from colleagues.
    HiddenTie,
    /// Opt-outs that the member noted. They hold for the whole team.
    OptOut,
    /// Opt-outs that somebody else noted.
    OptOutOfColleague,
    /// Imports of a member's own mail.
    Import,
    /// Decisions about a member's own mail.
    Decision,
    /// Interactions that a member took part in.
    Interaction,
    /// Who knows whom, without what members hide.
    Network,
    /// The figures of the team, all members together.
    Team,
    /// A member's own addresses.
    Address,
    /// The rules of the workspace: its domains, its rule for list mail, and its time zone.
    Rules,
    /// The members of the team and their roles.
    Member,
    /// The queue of background jobs.
    Job,
    /// Where the data is, and its size.
    Storage,
}

impl Resource {
    pub const ALL: [Self; 18] = [
        Self::Tie,
        Self::FollowUp,
        Self::Touch,
        Self::LeanBack,
        Self::Introduction,
        Self::HiddenTie,
        Self::OptOut,
        Self::OptOutOfColleague,
        Self::Import,
        Self::Decision,
        Self::Interaction,
        Self::Network,
        Self::Team,
        Self::Address,
        Self::Rules,
        Self::Member,
        Self::Job,
        Self::Storage,
    ];
}

/// An action on a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// To look at one, or list them.
    See,
    /// To make a new one.
    Add,
    /// To change one that exists.
    Change,
    /// To remove or withdraw it.
    Remove,
}

impl Action {
    pub const ALL: [Self; 4] = [Self::See, Self::Add, Self::Change, Self::Remove];
}

/// Whether a role allows an action on a kind of thing. Visibility decides on which of them, row by row.
pub const fn may(role: Role, resource: Resource, action: Action) -> bool {
    let least = match (resource, action) {
        (Resource::Rules | Resource::Member, Action::See) => Role::Member,
        (Resource::Rules | Resource::Member | Resource::Job | Resource::Storage, _) => Role::Owner,
        (Resource::OptOutOfColleague, Action::Change | Action::Remove) => Role::Leader,
        _ => Role::Member,
    };
    // Roles with more rights order first.
    role as u8 <= least as u8
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::expect;

    use super::*;

    /// A row for each kind of thing: the actions of an owner, a leader and a member (see, add, change, remove).
    #[test]
    fn the_table_of_rights() {
        let mut table = String::new();
        for resource in Resource::ALL {
            write!(table, "{:<18}", format!("{resource:?}")).unwrap();
            for role in Role::ALL {
                let marks =
                    Action::ALL.map(|action| if may(role, resource, action) { "sacr" } else { "----" });
                let letters = marks.iter().enumerate().map(|(place, marks)| &marks[place..=place]);
                write!(table, " {}", letters.collect::<String>()).unwrap();
            }
            table.push('\n');
        }
        expect![[r#"
            Tie                sacr sacr sacr
            FollowUp           sacr sacr sacr
            Touch              sacr sacr sacr
            LeanBack           sacr sacr sacr
            Introduction       sacr sacr sacr
            HiddenTie          sacr sacr sacr
            OptOut             sacr sacr sacr
            OptOutOfColleague  sacr sacr sa--
            Import             sacr sacr sacr
            Decision           sacr sacr sacr
            Interaction        sacr sacr sacr
            Network            sacr sacr sacr
            Team               sacr sacr sacr
            Address            sacr sacr sacr
            Rules              sacr s--- s---
            Member             sacr s--- s---
            Job                sacr ---- ----
            Storage            sacr ---- ----
        "#]]
        .assert_eq(&table);
    }
}
