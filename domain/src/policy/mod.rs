//! The one table of who may do what on what. Pure: it is told who asks and what is concerned, and answers.
//!
//! Two questions are kept apart. *Whose side is the actor on?* is answered by `standing`, from facts alone;
//! *which sides may do this?* by the transition tables of [`crate::offer`] and [`crate::application`], and for
//! everything else by [`decide`]. Whether the subject's state allows it is asked after, and its refusal is data
//! for the user, not a denial.

use crate::application::{self, ApplicationAction};
use crate::company::CompanyStatus;
use crate::offer::{self, OfferStatus};
use crate::role::Role;
use crate::round::status::{self as rounds, RoundAction, RoundStatus};
use crate::student::{StudentStatus, StudentVisibility};
use crate::transition::Party;
use uuid::Uuid;

mod contract;
mod document;
mod terms;
pub use contract::parts;
pub use terms::{Action, Actor, Denial, Membership, Subject};

/// Whose side an actor is on, for one subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// Acts for it: the party named in the transition tables.
    Acts(Party),
    /// Staff who see it, and decide nothing on it: department heads in their specialties.
    Watches,
    /// Nothing to do with it.
    Stranger,
}

/// Decides.
///
/// # Errors
/// The denial, when the answer is no.
pub fn decide(actor: Option<&Actor>, action: Action, subject: &Subject) -> Result<(), Denial> {
    if let Subject::Document { contract, kind } = subject {
        return document::decide(actor, action, contract, *kind);
    }
    if !may_know(actor, subject) {
        return Err(if actor.is_none() && action != Action::Read {
            Denial::Unauthenticated
        } else {
            Denial::Hidden
        });
    }
    if action == Action::Read {
        return Ok(());
    }
    let actor = actor.ok_or(Denial::Unauthenticated)?;
    if allowed(actor, action, subject) { Ok(()) } else { Err(Denial::Forbidden) }
}

/// Whether the actor may know that the subject exists.
fn may_know(actor: Option<&Actor>, subject: &Subject) -> bool {
    let involved = || actor.is_some_and(|actor| standing(actor, subject) != Standing::Stranger);
    match subject {
        Subject::Platform | Subject::School { .. } | Subject::Company { .. } => true,
        Subject::Offer { status, .. } => {
            // A draft is its company's alone until it is submitted; staff see it from then on.
            let drafting = *status == OfferStatus::Draft;
            status.is_public()
                || actor.is_some_and(|actor| {
                    standing(actor, subject) == Standing::Acts(Party::Company)
                        || actor.role == Role::Admin
                        || (!drafting && involved())
                })
        }
        Subject::Application { .. } | Subject::Contract { .. } => involved(),
        Subject::Document { contract, .. } => may_know(actor, contract),
        // Being prepared, it is the desk's alone.
        Subject::Round { status, .. } => actor.is_some_and(|actor| match standing(actor, subject) {
            Standing::Acts(Party::School) => true,
            Standing::Acts(_) | Standing::Watches => *status != RoundStatus::Draft,
            Standing::Stranger => false,
        }),
        Subject::Student { visibility, .. } => actor.is_some_and(|actor| match standing(actor, subject) {
            Standing::Acts(Party::Student) => true,
            Standing::Acts(Party::Company) => true,
            // Staff always reach the profiles of their own school: they confirm them.
            Standing::Acts(_) => true,
            Standing::Watches => *visibility != StudentVisibility::Hidden,
            Standing::Stranger => false,
        }),
    }
}

/// Whether an actor who knows of the subject may do this to it.
fn allowed(actor: &Actor, action: Action, subject: &Subject) -> bool {
    let standing = standing(actor, subject);
    match action {
        Action::Read | Action::UseAccount => true,
        Action::ReadPrivate => reads_private(actor, standing, subject),
        Action::ReadApplications => reads_applications(actor, standing, subject),
        Action::ReadDesk => reads_desk(standing, subject),
        Action::Offer(action) => {
            matches!(standing, Standing::Acts(party) if offer::parties(action).contains(&party))
        }
        Action::Application(action) => {
            matches!(standing, Standing::Acts(party) if application::parties(action).contains(&party))
                || stands_in(standing, action, subject)
        }
        // A round is about students of every specialty: a desk scoped to some does not prepare one.
        Action::Round(RoundAction::Create) => {
            standing == Standing::Acts(Party::School) && actor.specialties.is_empty()
        }
        Action::Round(action) => {
            matches!(standing, Standing::Acts(party) if rounds::parties(action).contains(&party))
        }
        Action::Contract(action) => contract::allowed(actor, standing, action, subject),
        Action::Step(part) => contract::is(actor, subject, part),
        // Decided before, on the contract.
        Action::Document(_) => false,
        Action::Edit => edits(standing, subject),
        Action::Attach => {
            standing == Standing::Acts(Party::Student) && matches!(subject, Subject::Application { .. })
        }
        Action::ApproveMember => standing == Standing::Acts(Party::Company),
        Action::Verify | Action::RecordHire => standing == Standing::Acts(Party::School),
        // What holds for the whole school is not for a desk that is scoped to some of its specialties.
        Action::Configure => {
            let whole = matches!(subject, Subject::School { specialty: None, .. });
            standing == Standing::Acts(Party::School) && (actor.specialties.is_empty() || !whole)
        }
        Action::SearchStudents => searches_students(actor),
    }
}

/// One's own profile or company: a company that sees a student's profile is no owner of it.
fn edits(standing: Standing, subject: &Subject) -> bool {
    match standing {
        Standing::Acts(Party::Student) => true,
        Standing::Acts(Party::Company) => !matches!(subject, Subject::Student { .. }),
        Standing::Acts(_) | Standing::Watches | Standing::Stranger => false,
    }
}

/// Private facts are the owner's and staff's; for a student's profile, a company that sees it is no owner.
fn reads_private(actor: &Actor, standing: Standing, subject: &Subject) -> bool {
    match (standing, subject) {
        (Standing::Acts(Party::Company), Subject::Student { .. }) => false,
        // Who works in a company is the company's business, and that of the desks which verify it.
        (Standing::Watches, Subject::Company { .. }) => actor.role == Role::CareerServices,
        (Standing::Acts(_) | Standing::Watches, _) => true,
        (Standing::Stranger, _) => false,
    }
}

/// What only staff see. Of a matching round, who ranked whom and what was computed of it is seen by those who run it.
fn reads_desk(standing: Standing, subject: &Subject) -> bool {
    match standing {
        Standing::Acts(Party::School) => true,
        Standing::Watches => !matches!(subject, Subject::Round { .. }),
        Standing::Acts(_) | Standing::Stranger => false,
    }
}

/// A company sees who applied once it is verified; staff by offer, student or school, for a company's applications
/// come from every school.
fn reads_applications(actor: &Actor, standing: Standing, subject: &Subject) -> bool {
    match standing {
        Standing::Acts(Party::Company) => {
            !matches!(subject, Subject::Student { .. }) && sees_students(actor.membership)
        }
        Standing::Acts(Party::Student) => true,
        Standing::Acts(Party::School) | Standing::Watches => !matches!(subject, Subject::Company { .. }),
        Standing::Acts(Party::Platform) | Standing::Stranger => false,
    }
}

/// Career services act for a company that nobody acts for: a spontaneous application waits with them.
fn stands_in(standing: Standing, action: ApplicationAction, subject: &Subject) -> bool {
    let Subject::Application { company_has_members, .. } = subject else { return false };
    !company_has_members
        && standing == Standing::Acts(Party::School)
        && application::parties(action).contains(&Party::Company)
}

fn searches_students(actor: &Actor) -> bool {
    match actor.role {
        Role::CareerServices | Role::DepartmentHead | Role::Admin => true,
        Role::CompanyMember => sees_students(actor.membership),
        Role::Student | Role::SchoolTutor | Role::TrainingCentre => false,
    }
}

/// A company sees students once it is verified, through its approved members.
fn sees_students(membership: Option<Membership>) -> bool {
    membership.is_some_and(|member| member.approved && member.status == CompanyStatus::Verified)
}

fn standing(actor: &Actor, subject: &Subject) -> Standing {
    if contract::follows(actor, subject) {
        return Standing::Watches;
    }
    match actor.role {
        Role::Student => student_standing(actor, subject),
        Role::CompanyMember => company_standing(actor, subject),
        Role::CareerServices | Role::DepartmentHead => staff_standing(actor, subject),
        Role::Admin => Standing::Acts(Party::School),
        // What they follow are contracts; on offers and applications they are the public.
        Role::SchoolTutor | Role::TrainingCentre => Standing::Stranger,
    }
}

fn student_standing(actor: &Actor, subject: &Subject) -> Standing {
    let own = match subject {
        Subject::Student { student, .. }
        | Subject::Application { student, .. }
        | Subject::Contract { student, .. } => actor.student == Some(*student),
        Subject::Round { takes_part, .. } => *takes_part,
        Subject::Platform
        | Subject::School { .. }
        | Subject::Company { .. }
        | Subject::Offer { .. }
        | Subject::Document { .. } => false,
    };
    if own { Standing::Acts(Party::Student) } else { Standing::Stranger }
}

fn company_standing(actor: &Actor, subject: &Subject) -> Standing {
    let Some(member) = actor.membership.filter(|member| member.approved) else { return Standing::Stranger };
    let own = match subject {
        Subject::Company { company } | Subject::Offer { company, .. } => *company == member.company,
        Subject::Application { company, .. } | Subject::Contract { company, .. } => {
            *company == member.company && member.status == CompanyStatus::Verified
        }
        Subject::Student { visibility, status, applied_to_asker, .. } => {
            let open = *visibility == StudentVisibility::Companies && *status == StudentStatus::Confirmed;
            sees_students(actor.membership) && (open || *applied_to_asker)
        }
        Subject::Round { takes_part, .. } => *takes_part && sees_students(actor.membership),
        Subject::Platform | Subject::School { .. } | Subject::Document { .. } => false,
    };
    if own { Standing::Acts(Party::Company) } else { Standing::Stranger }
}

fn staff_standing(actor: &Actor, subject: &Subject) -> Standing {
    let (school, specialties) = match subject {
        // Companies belong to no school: any school's career services may verify one, and see the queue of them.
        Subject::Platform | Subject::Company { .. } => {
            return if actor.role == Role::CareerServices {
                Standing::Acts(Party::School)
            } else {
                Standing::Stranger
            };
        }
        Subject::Document { .. } => return Standing::Stranger,
        Subject::School { school, specialty } => (*school, specialty.as_slice()),
        Subject::Round { school, .. } => (*school, &[][..]),
        Subject::Offer { school, specialties, .. } => (*school, specialties.as_slice()),
        Subject::Student { school, specialty, .. }
        | Subject::Application { school, specialty, .. }
        | Subject::Contract { school, specialty, .. } => (*school, std::slice::from_ref(specialty)),
    };
    if actor.school != Some(school) || !in_scope(actor, specialties) {
        return Standing::Stranger;
    }
    // Nor does it run one.
    let beyond = matches!(subject, Subject::Round { .. }) && !actor.specialties.is_empty();
    if actor.role == Role::CareerServices && !beyond {
        Standing::Acts(Party::School)
    } else {
        Standing::Watches
    }
}

/// Whether one of the specialties is the actor's. Without any named, it is the school as a whole that is
/// concerned: its career services', unless they are scoped to some specialties.
fn in_scope(actor: &Actor, specialties: &[Uuid]) -> bool {
    if actor.specialties.is_empty() {
        return actor.role == Role::CareerServices;
    }
    specialties.is_empty() || specialties.iter().any(|specialty| actor.specialties.contains(specialty))
}

#[cfg(test)]
mod tests;
