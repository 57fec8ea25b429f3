//! A round's states, the one table of what leads from one to another, and who ranks when.

use crate::transition::Party::{Company, School, Student};
use crate::transition::Reason::{None, Optional, Required};
use crate::transition::{self, Party, Reason, Refusal, Transition};
use chrono::{DateTime, Utc};
use strum::{Display, EnumString, VariantArray};

/// Where a round stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum RoundStatus {
    /// Being prepared; only career services see it.
    Draft,
    /// Rankings are handed in: students', then companies'.
    Open,
    /// Nobody ranks any more; it is computed.
    Closed,
    /// Everybody sees what concerns them.
    Published,
    /// Given up.
    Cancelled,
}

/// What is done to a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum RoundAction {
    /// Prepared.
    Create,
    /// Changed: its name, its deadlines, who takes part.
    Update,
    /// Opened to rankings.
    Open,
    /// A ranking was handed in.
    Rank,
    /// Closed to rankings.
    Close,
    /// Computed, to look at.
    DryRun,
    /// Computed, to be published.
    FinalRun,
    /// Published: results become applications.
    Publish,
    /// Given up.
    Cancel,
}

/// Who may hand in rankings now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum RankingPhase {
    /// Nobody yet: it is not open.
    NotOpen,
    /// Students.
    Students,
    /// Companies: the students' lists are final, and companies see who chose their offers.
    Companies,
    /// Nobody any more.
    Over,
}

/// Whose choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Side {
    /// A student's, of an offer.
    Student,
    /// A company's for one of its offers, of a student.
    Offer,
}

use RoundStatus::{Cancelled, Closed, Draft, Open, Published};

/// The table. `Create` has no line: there is no state before it. What changes no state has a line for each state
/// it is possible in. Closing before the last deadline needs a reason: [`needs_reason`].
pub const TRANSITIONS: &[Transition<RoundAction, RoundStatus>] = &[
    line(RoundAction::Update, &[Draft], Draft, &[School], None),
    line(RoundAction::Update, &[Open], Open, &[School], None),
    line(RoundAction::Open, &[Draft], Open, &[School], None),
    line(RoundAction::Rank, &[Open], Open, &[Student, Company], None),
    line(RoundAction::Close, &[Open], Closed, &[School], Optional),
    line(RoundAction::DryRun, &[Open], Open, &[School], None),
    line(RoundAction::DryRun, &[Closed], Closed, &[School], None),
    line(RoundAction::FinalRun, &[Closed], Closed, &[School], None),
    line(RoundAction::Publish, &[Closed], Published, &[School], None),
    line(RoundAction::Cancel, &[Draft, Open, Closed], Cancelled, &[School], Required),
];

const fn line(
    action: RoundAction,
    from: &'static [RoundStatus],
    to: RoundStatus,
    by: &'static [Party],
    reason: Reason,
) -> Transition<RoundAction, RoundStatus> {
    Transition { action, from, to, by, reason }
}

/// The table's lines for an action.
pub fn transitions(
    action: RoundAction,
) -> impl Iterator<Item = &'static Transition<RoundAction, RoundStatus>> {
    TRANSITIONS.iter().filter(move |line| line.action == action)
}

/// The states that an action leaves.
#[must_use]
pub fn accepted(action: RoundAction) -> Vec<RoundStatus> {
    transitions(action).flat_map(|line| line.from).copied().collect()
}

/// Takes an action from a state, and answers the state that follows.
///
/// # Errors
/// The action does not leave this state, or its reason is missing.
pub fn apply(
    action: RoundAction,
    status: RoundStatus,
    reason: Option<&str>,
) -> Result<RoundStatus, Refusal<RoundStatus>> {
    let line = transitions(action).find(|line| line.from.contains(&status));
    let line = line.ok_or_else(|| Refusal::WrongState { status, accepted: accepted(action) })?;
    transition::apply(line, status, reason)
}

/// Who may do this: the table's parties; preparing a round is the school's.
#[must_use]
pub fn parties(action: RoundAction) -> &'static [Party] {
    transitions(action).next().map_or(&[School], |line| line.by)
}

/// Who ranks at a moment. Students first; companies once the students' lists are final, so that they rank those who
/// chose them and nobody is shown to a company and then gone from its list.
#[must_use]
pub fn phase(
    status: RoundStatus,
    students_until: DateTime<Utc>,
    companies_until: DateTime<Utc>,
    now: DateTime<Utc>,
) -> RankingPhase {
    match status {
        Draft => RankingPhase::NotOpen,
        Open if now < students_until => RankingPhase::Students,
        Open if now < companies_until => RankingPhase::Companies,
        Open | Closed | Published | Cancelled => RankingPhase::Over,
    }
}

/// Whether closing now must say why: somebody still had time to rank.
#[must_use]
pub fn needs_reason(phase: RankingPhase) -> bool {
    phase != RankingPhase::Over
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    #[test]
    fn every_action_but_create_has_a_line_and_one_for_each_state() {
        for action in RoundAction::VARIANTS {
            let accepted = accepted(*action);
            assert_eq!(accepted.is_empty(), *action == RoundAction::Create, "{action}");
            for status in RoundStatus::VARIANTS {
                assert!(
                    accepted.iter().filter(|from| *from == status).count() <= 1,
                    "{action} from {status}"
                );
            }
        }
    }

    #[test]
    fn every_state_is_reached_and_what_is_published_or_cancelled_is_final() {
        for status in RoundStatus::VARIANTS {
            assert!(*status == Draft || TRANSITIONS.iter().any(|line| line.to == *status), "{status}");
        }
        assert!(
            TRANSITIONS.iter().all(|line| !line.from.contains(&Published) && !line.from.contains(&Cancelled))
        );
    }

    #[test]
    fn only_those_who_take_part_rank_and_only_the_school_runs_it() {
        for action in RoundAction::VARIANTS {
            let expected: &[Party] =
                if *action == RoundAction::Rank { &[Student, Company] } else { &[School] };
            assert_eq!(parties(*action), expected, "{action}");
        }
        assert!(matches!(apply(RoundAction::Publish, Open, Option::None), Err(Refusal::WrongState { .. })));
        assert_eq!(apply(RoundAction::Cancel, Open, Option::None), Err(Refusal::ReasonRequired));
        assert_eq!(apply(RoundAction::DryRun, Closed, Option::None), Ok(Closed));
    }

    #[test]
    fn students_rank_then_companies_then_nobody() {
        let start = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let (students, companies) = (start + TimeDelta::days(7), start + TimeDelta::days(14));
        let at = |status, days| phase(status, students, companies, start + TimeDelta::days(days));
        assert_eq!(at(Draft, 0), RankingPhase::NotOpen);
        assert_eq!([0, 6].map(|day| at(Open, day)), [RankingPhase::Students; 2]);
        assert_eq!([7, 13].map(|day| at(Open, day)), [RankingPhase::Companies; 2]);
        assert_eq!(at(Open, 14), RankingPhase::Over);
        assert_eq!([Closed, Published, Cancelled].map(|status| at(status, 0)), [RankingPhase::Over; 3]);
        assert!(!needs_reason(RankingPhase::Over) && needs_reason(RankingPhase::Students));
    }
}
