//! Who acts in a contract's life: the parties of the transition table, and the actors that a school's procedure names.

use super::{Actor, Standing, Subject, standing};
use crate::contract::{self, ContractAction};
use crate::contract_type::ContractType;
use crate::procedure::Actor as ProcedureActor;
use crate::role::Role;
use crate::transition::Party;
use uuid::Uuid;

/// The actors of a contract's procedure that somebody is, the most particular first. Who stands in for whom is the
/// procedure's affair ([`crate::procedure::acting_for`]), not a matter of identity.
#[must_use]
pub fn parts(actor: &Actor, subject: &Subject) -> Vec<ProcedureActor> {
    use ProcedureActor::{
        CareerServices, Company, CompanyTutor, DepartmentHead, SchoolTutor, Student, TrainingCentre,
    };
    let parts = [CompanyTutor, SchoolTutor, DepartmentHead, TrainingCentre, Student, Company, CareerServices];
    parts.into_iter().filter(|part| is(actor, subject, *part)).collect()
}

/// Whether somebody is this actor of a contract's procedure.
pub(super) fn is(actor: &Actor, subject: &Subject, part: ProcedureActor) -> bool {
    let Subject::Contract { school, contract_type, company_tutor, school_tutor, .. } = subject else {
        return false;
    };
    let side = standing(actor, subject);
    let own = Some(actor.account);
    match part {
        ProcedureActor::Student => side == Standing::Acts(Party::Student),
        ProcedureActor::Company => side == Standing::Acts(Party::Company),
        ProcedureActor::CompanyTutor => side == Standing::Acts(Party::Company) && *company_tutor == own,
        ProcedureActor::CareerServices => side == Standing::Acts(Party::School),
        ProcedureActor::DepartmentHead => heads(actor, subject),
        ProcedureActor::SchoolTutor => side == Standing::Watches && *school_tutor == own,
        ProcedureActor::TrainingCentre => is_training_centre(actor, *school, *contract_type),
        ProcedureActor::Direction
        | ProcedureActor::SocialService
        | ProcedureActor::HomeSchool
        | ProcedureActor::Opco => false,
    }
}

/// Whether the asker follows this contract without being of its desk: its school tutor, and the training centre of its
/// school for apprenticeships.
pub(super) fn follows(actor: &Actor, subject: &Subject) -> bool {
    let Subject::Contract { school, contract_type, school_tutor, .. } = subject else { return false };
    match actor.role {
        Role::SchoolTutor | Role::DepartmentHead => {
            *school_tutor == Some(actor.account) && actor.school == Some(*school)
        }
        Role::TrainingCentre => is_training_centre(actor, *school, *contract_type),
        Role::Student | Role::CompanyMember | Role::CareerServices | Role::Admin => false,
    }
}

fn is_training_centre(actor: &Actor, school: Uuid, contract_type: ContractType) -> bool {
    actor.role == Role::TrainingCentre
        && actor.school == Some(school)
        && contract_type == ContractType::Apprenticeship
}

/// Whether the asker heads the department of the student.
fn heads(actor: &Actor, subject: &Subject) -> bool {
    let Subject::Contract { school, specialty, .. } = subject else { return false };
    actor.role == Role::DepartmentHead
        && actor.school == Some(*school)
        && actor.specialties.contains(specialty)
}

/// Whether an actor who knows of the subject may do this, beyond the steps of a procedure. Opening is asked of the
/// application, since there is no contract yet. The head of the department names the school's tutor as well.
pub(super) fn allowed(actor: &Actor, standing: Standing, action: ContractAction, subject: &Subject) -> bool {
    let opening = action == ContractAction::Open;
    let has_members = match subject {
        Subject::Application { company_has_members, .. } if opening => *company_has_members,
        Subject::Contract { company_has_members, .. } if !opening => *company_has_members,
        _ => return false,
    };
    let parties = contract::parties(action);
    let stands_in =
        !has_members && standing == Standing::Acts(Party::School) && parties.contains(&Party::Company);
    matches!(standing, Standing::Acts(party) if parties.contains(&party))
        || stands_in
        || (action == ContractAction::AssignSchoolTutor && heads(actor, subject))
}
