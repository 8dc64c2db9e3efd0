use rapport_model::Role;

/// What is asked about. What belongs to a member is always their own; what belongs to the team says who may touch it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noun {
    /// A member's own ties with people, and all that is read from them.
    Tie,
    /// What a member did with a suggestion.
    FollowUp,
    /// Interactions that a member logged by hand.
    Touch,
    /// A member's lean-back tests.
    LeanBack,
    /// Introductions that a member asked for.
    Introduction,
    /// That a member keeps a tie from colleagues.
    HiddenTie,
    /// Opt-outs, which hold for the whole team, as whoever noted them.
    OptOut,
    /// Opt-outs that somebody else noted.
    OptOutOfColleague,
    /// Imports of a member's own mail.
    Import,
    /// What was decided about a member's own mail.
    Decision,
    /// Interactions that a member took part in.
    Interaction,
    /// Who knows whom, without what members keep to themselves.
    Network,
    /// The figures of the team, all members together.
    Team,
    /// A member's own addresses.
    Address,
    /// The rules of the workspace: who is a colleague, what counts of list mail, where the team lives.
    Rules,
    /// The members of the team and their roles.
    Member,
    /// Work in the background.
    Job,
    /// Where the data is and how large it is.
    Storage,
}

impl Noun {
    /// All of them.
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

/// What is done with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Look at it.
    See,
    /// Make a new one.
    Add,
    /// Change one that is there.
    Change,
    /// Take one back or away.
    Remove,
}

impl Verb {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::See, Self::Add, Self::Change, Self::Remove];
}

/// Whether a role may do something. Which of the things it may be done with is decided by visibility, row by row.
pub const fn may(role: Role, noun: Noun, verb: Verb) -> bool {
    let least = match (noun, verb) {
        (Noun::Rules | Noun::Member, Verb::See) => Role::Member,
        (Noun::Rules | Noun::Member | Noun::Job | Noun::Storage, _) => Role::Owner,
        (Noun::OptOutOfColleague, Verb::Change | Verb::Remove) => Role::Leader,
        _ => Role::Member,
    };
    // Those who may more come first.
    role as u8 <= least as u8
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::expect;

    use super::*;

    /// A row for each noun: what an owner, a leader and a member may do with it (see, add, change, remove).
    #[test]
    fn the_table_of_rights() {
        let mut table = String::new();
        for noun in Noun::ALL {
            write!(table, "{:<18}", format!("{noun:?}")).unwrap();
            for role in Role::ALL {
                let marks = Verb::ALL.map(|verb| if may(role, noun, verb) { "sacr" } else { "----" });
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
