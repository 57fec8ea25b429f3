//! What must be true of the table, whoever edits it.

use super::matrix::{Asker, Case, Matrix, Outcome};
use crate::harness::Suite;
use std::collections::BTreeSet;

/// What one does before having an account.
const WITHOUT_ACCOUNT: [&str; 3] = ["Mutation.signUpStudent", "Mutation.signUpCompany", "Mutation.signIn"];

/// What one who was asked to sign does with the link alone, whoever else is signed in there: the token and the mailed code say who it is.
const BY_LINK: [&str; 4] = [
    "Mutation.signatureCodeSend",
    "Mutation.documentSign",
    "Mutation.signatureRefuse",
    "Mutation.signatureDelegate",
];

/// What one does with one's own account, whatever the role.
const OWN_ACCOUNT: [&str; 4] = [
    "Mutation.signOut",
    "Mutation.notificationRead",
    "Mutation.savedSearchCreate",
    "Mutation.calendarFeedCreate",
];

/// What heads and tutors do in the contracts that concern them: the steps that a procedure gives them, and what they
/// hand in for these.
const IN_CONTRACTS: [&str; 10] = [
    "Mutation.stepComplete",
    "Mutation.stepValidate",
    "Mutation.stepRefuse",
    "Mutation.stepReopen",
    "Mutation.stepGrade",
    "Mutation.contractFactsSet",
    "Mutation.schoolTutorAssign",
    "Mutation.contractFileUploadTicket",
    "Mutation.documentSignScanned",
    "Mutation.documentUploadSigned",
];

/// What one does for oneself or the own company, which is no harm to the owners of the world.
const FOR_ONESELF: [&str; 2] = ["Mutation.offerCreate", "Mutation.applicationSubmit"];

/// What a desk decides: its career services and the administrator, nobody else.
const MODERATION: [&str; 18] = [
    "Mutation.companyVerify",
    "Mutation.companyReject",
    "Mutation.studentConfirm",
    "Mutation.studentReject",
    "Mutation.hireRecord",
    "Mutation.offerApprove",
    "Mutation.offerReject",
    "Mutation.matchingRoundCreate",
    "Mutation.matchingRoundUpdate",
    "Mutation.matchingRoundOpen",
    "Mutation.matchingRoundClose",
    "Mutation.matchingRoundRun",
    "Mutation.matchingRoundPublish",
    "Mutation.matchingRoundCancel",
    "Mutation.schoolCalendarSet",
    "Mutation.placesSet",
    "Mutation.procedureConfirm",
    "Mutation.procedureUpload",
];

pub(crate) fn trials(suite: &mut Suite) {
    let module = module_path!();
    suite.once(
        module,
        "nobody_changes_anything_without_an_account",
        nobody_changes_anything_without_an_account,
    );
    suite.once(module, "who_is_not_signed_in_is_told_to", who_is_not_signed_in_is_told_to);
    suite.once(module, "desks_alone_moderate", desks_alone_moderate);
    suite.once(
        module,
        "heads_tutors_and_training_centres_change_nothing_but_contracts",
        heads_tutors_and_training_centres_change_nothing_but_contracts,
    );
    suite.once(
        module,
        "no_student_is_shown_to_an_unverified_company",
        no_student_is_shown_to_an_unverified_company,
    );
    suite.once(module, "strangers_change_nothing", strangers_change_nothing);
}

fn nobody_changes_anything_without_an_account() {
    for case in mutations() {
        let expected = is_without_account(&case);
        assert_eq!(case.allowed().contains(&Asker::Anonymous), expected, "{}", case.name());
    }
}

/// Signing in may change the answer, so that is what is said; but never to ask whether something hidden is there.
fn who_is_not_signed_in_is_told_to() {
    for case in Matrix::read().cases {
        assert_ne!(case.expected()[&Asker::Anonymous], Outcome::Forbidden, "{}", case.name());
    }
}

fn desks_alone_moderate() {
    let desks = BTreeSet::from([Asker::CareerServices, Asker::CareerServicesOtherSchool, Asker::Admin]);
    for field in MODERATION {
        let cases: Vec<Case> = mutations().filter(|case| case.field == field).collect();
        assert!(!cases.is_empty(), "{field} has no case");
        for case in cases {
            assert!(case.allowed().is_subset(&desks), "{}: {:?}", case.name(), case.allowed());
        }
    }
}

fn heads_tutors_and_training_centres_change_nothing_but_contracts() {
    deny_all_but(&OWN_ACCOUNT, &[Asker::HeadOutOfScope, Asker::TrainingCentre]);
    let own: Vec<&str> = OWN_ACCOUNT.into_iter().chain(IN_CONTRACTS).collect();
    deny_all_but(&own, &[Asker::HeadInScope, Asker::Tutor]);
}

/// The objects of the world belong to the owners: strangers touch none of them.
fn strangers_change_nothing() {
    let own: Vec<&str> = OWN_ACCOUNT.into_iter().chain(FOR_ONESELF).collect();
    deny_all_but(&own, &[Asker::StudentStranger, Asker::MemberStranger, Asker::MemberPending]);
}

fn no_student_is_shown_to_an_unverified_company() {
    let about_students = |case: &Case| {
        let one =
            ["Query.student", "Query.application", "Application.student"].contains(&case.field.as_str());
        one || case.field.starts_with("Student.")
    };
    let cases: Vec<Case> = Matrix::read().cases.into_iter().filter(about_students).collect();
    assert!(!cases.is_empty());
    for case in cases {
        for asker in [Asker::Anonymous, Asker::MemberUnverified, Asker::MemberPending] {
            assert!(!case.allowed().contains(&asker), "{}: {asker}", case.name());
        }
    }
}

fn is_without_account(case: &Case) -> bool {
    let field = case.field.as_str();
    WITHOUT_ACCOUNT.contains(&field) || BY_LINK.contains(&field)
}

/// What needs no account is everybody's.
fn deny_all_but(fields: &[&str], askers: &[Asker]) {
    for case in mutations().filter(|case| !fields.contains(&case.field.as_str()) && !is_without_account(case))
    {
        for asker in askers {
            assert!(!case.allowed().contains(asker), "{}: {asker}", case.name());
        }
    }
}

fn mutations() -> impl Iterator<Item = Case> {
    Matrix::read().cases.into_iter().filter(Case::is_mutation)
}
