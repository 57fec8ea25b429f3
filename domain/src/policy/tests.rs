//! Invariants of the policy, by enumeration: every kind of actor, every action, every subject.

use super::*;
use crate::application::ApplicationAction;
use crate::contract::ContractAction;
use crate::contract_type::ContractType;
use crate::document::{DocumentAction, DocumentKind};
use crate::offer::OfferAction;
use crate::procedure::Actor as ProcedureActor;
use strum::VariantArray;

const SCHOOL: Uuid = Uuid::from_u128(1);
const OTHER_SCHOOL: Uuid = Uuid::from_u128(2);
const SPECIALTY: Uuid = Uuid::from_u128(3);
const OTHER_SPECIALTY: Uuid = Uuid::from_u128(4);
const COMPANY: Uuid = Uuid::from_u128(5);
const OTHER_COMPANY: Uuid = Uuid::from_u128(6);
const STUDENT: Uuid = Uuid::from_u128(7);
const OTHER_STUDENT: Uuid = Uuid::from_u128(8);

fn actor(role: Role) -> Actor {
    let account = Uuid::from_u128(100);
    Actor { account, role, school: None, specialties: vec![], membership: None, student: None }
}

fn staff(role: Role, school: Uuid, specialties: &[Uuid]) -> Actor {
    Actor { school: Some(school), specialties: specialties.to_vec(), ..actor(role) }
}

fn member(company: Uuid, approved: bool, status: CompanyStatus) -> Actor {
    Actor { membership: Some(Membership { company, approved, status }), ..actor(Role::CompanyMember) }
}

fn student(id: Uuid) -> Actor {
    Actor { student: Some(id), ..actor(Role::Student) }
}

/// Everybody that the tests speak of, by name.
fn everybody() -> Vec<(&'static str, Option<Actor>)> {
    vec![
        ("anonymous", None),
        ("student", Some(student(STUDENT))),
        ("other student", Some(student(OTHER_STUDENT))),
        ("member", Some(member(COMPANY, true, CompanyStatus::Verified))),
        ("unverified member", Some(member(COMPANY, true, CompanyStatus::Unverified))),
        ("rejected member", Some(member(COMPANY, true, CompanyStatus::Rejected))),
        ("pending member", Some(member(COMPANY, false, CompanyStatus::Verified))),
        ("other member", Some(member(OTHER_COMPANY, true, CompanyStatus::Verified))),
        ("career services", Some(staff(Role::CareerServices, SCHOOL, &[]))),
        ("scoped career services", Some(staff(Role::CareerServices, SCHOOL, &[OTHER_SPECIALTY]))),
        ("other career services", Some(staff(Role::CareerServices, OTHER_SCHOOL, &[]))),
        ("head", Some(staff(Role::DepartmentHead, SCHOOL, &[SPECIALTY]))),
        ("other head", Some(staff(Role::DepartmentHead, SCHOOL, &[OTHER_SPECIALTY]))),
        ("head without scope", Some(staff(Role::DepartmentHead, SCHOOL, &[]))),
        ("tutor", Some(staff(Role::SchoolTutor, SCHOOL, &[]))),
        ("training centre", Some(staff(Role::TrainingCentre, SCHOOL, &[]))),
        ("admin", Some(actor(Role::Admin))),
    ]
}

fn actions() -> Vec<Action> {
    let plain = [
        Action::Read,
        Action::ReadPrivate,
        Action::ReadApplications,
        Action::ReadDesk,
        Action::Edit,
        Action::Attach,
        Action::Verify,
        Action::ApproveMember,
        Action::RecordHire,
        Action::Configure,
        Action::SearchStudents,
        Action::UseAccount,
    ];
    let offers = OfferAction::VARIANTS.iter().copied().map(Action::Offer);
    let applications = ApplicationAction::VARIANTS.iter().copied().map(Action::Application);
    let rounds = RoundAction::VARIANTS.iter().copied().map(Action::Round);
    let contracts = ContractAction::VARIANTS.iter().copied().map(Action::Contract);
    let steps = ProcedureActor::VARIANTS.iter().copied().map(Action::Step);
    plain.into_iter().chain(offers).chain(applications).chain(rounds).chain(contracts).chain(steps).collect()
}

fn offer(status: OfferStatus) -> Subject {
    Subject::Offer { company: COMPANY, school: SCHOOL, specialties: vec![SPECIALTY], status }
}

fn application(company_has_members: bool) -> Subject {
    Subject::Application {
        student: STUDENT,
        company: COMPANY,
        school: SCHOOL,
        specialty: SPECIALTY,
        company_has_members,
    }
}

fn profile(visibility: StudentVisibility, status: StudentStatus, applied_to_asker: bool) -> Subject {
    let (student, school, specialty) = (STUDENT, SCHOOL, SPECIALTY);
    Subject::Student { student, school, specialty, visibility, status, applied_to_asker }
}

fn subjects() -> Vec<Subject> {
    let mut all = vec![
        Subject::Platform,
        Subject::School { school: SCHOOL, specialty: None },
        Subject::School { school: SCHOOL, specialty: Some(SPECIALTY) },
        Subject::Company { company: COMPANY },
        application(true),
        application(false),
        contract(ContractType::Professionalisation, true),
        contract(ContractType::Apprenticeship, false),
    ];
    all.extend(OfferStatus::VARIANTS.iter().copied().map(offer));
    for status in RoundStatus::VARIANTS {
        all.extend([false, true].map(|takes_part| round(*status, takes_part)));
    }
    for visibility in StudentVisibility::VARIANTS {
        for status in StudentStatus::VARIANTS {
            all.extend([false, true].map(|applied| profile(*visibility, *status, applied)));
        }
    }
    all
}

/// Followed by nobody's account in the company, and at the school by the tutor.
fn contract(contract_type: ContractType, company_has_members: bool) -> Subject {
    Subject::Contract {
        student: STUDENT,
        company: COMPANY,
        school: SCHOOL,
        specialty: SPECIALTY,
        contract_type,
        company_has_members,
        company_tutor: None,
        school_tutor: None,
    }
}

fn round(status: RoundStatus, takes_part: bool) -> Subject {
    Subject::Round { school: SCHOOL, status, takes_part }
}

/// The names of those who may.
fn allowed(action: Action, subject: &Subject) -> Vec<&'static str> {
    let may = |actor: &Option<Actor>| decide(actor.as_ref(), action, subject).is_ok();
    everybody().into_iter().filter(|(_, actor)| may(actor)).map(|(name, _)| name).collect()
}

#[test]
fn nobody_unknown_does_more_than_read_what_is_public() {
    for subject in subjects() {
        for action in actions().into_iter().filter(|action| *action != Action::Read) {
            let answer = decide(None, action, &subject);
            assert_eq!(answer, Err(Denial::Unauthenticated), "{action:?} on {subject:?}");
        }
    }
}

#[test]
fn what_may_not_be_read_may_not_be_touched() {
    for subject in subjects() {
        for (name, actor) in everybody() {
            let hidden = decide(actor.as_ref(), Action::Read, &subject).is_err();
            let touched =
                actions().into_iter().find(|action| decide(actor.as_ref(), *action, &subject).is_ok());
            assert!(!hidden || touched.is_none(), "{name} may {touched:?} on {subject:?}");
        }
    }
}

#[test]
fn a_company_that_is_not_verified_sees_no_student_whatever_the_student_chose() {
    for subject in subjects() {
        if matches!(subject, Subject::Student { .. } | Subject::Application { .. }) {
            let seen = allowed(Action::Read, &subject);
            for name in
                ["unverified member", "rejected member", "pending member", "other student", "anonymous"]
            {
                assert!(!seen.contains(&name), "{name} sees {subject:?}");
            }
        }
    }
    assert!(!allowed(Action::SearchStudents, &Subject::Platform).contains(&"unverified member"));
}

#[test]
fn a_profile_is_found_by_companies_only_once_confirmed_and_open_to_them_or_through_an_application() {
    for visibility in StudentVisibility::VARIANTS {
        for status in StudentStatus::VARIANTS {
            let open = *visibility == StudentVisibility::Companies && *status == StudentStatus::Confirmed;
            let found = allowed(Action::Read, &profile(*visibility, *status, false)).contains(&"member");
            assert_eq!(found, open, "{visibility} {status}");
            assert!(allowed(Action::Read, &profile(*visibility, *status, true)).contains(&"member"));
        }
    }
}

#[test]
fn a_profile_is_changed_by_its_student_alone() {
    for visibility in StudentVisibility::VARIANTS {
        let subject = profile(*visibility, StudentStatus::Confirmed, true);
        assert_eq!(allowed(Action::Edit, &subject), ["student"], "{visibility:?}");
    }
}

#[test]
fn only_the_schools_own_career_services_decide_on_its_offers_and_students() {
    let pending = offer(OfferStatus::Pending);
    assert_eq!(allowed(Action::Offer(OfferAction::Approve), &pending), ["career services", "admin"]);
    assert_eq!(allowed(Action::Offer(OfferAction::Reject), &pending), ["career services", "admin"]);
    let profile = profile(StudentVisibility::Companies, StudentStatus::Unconfirmed, false);
    assert_eq!(allowed(Action::Verify, &profile), ["career services", "admin"]);
    let school = Subject::School { school: SCHOOL, specialty: Some(SPECIALTY) };
    assert_eq!(allowed(Action::RecordHire, &school), ["career services", "admin"]);
}

#[test]
fn what_holds_for_the_whole_school_is_not_for_a_desk_of_some_specialties() {
    let school = |specialty| Subject::School { school: SCHOOL, specialty };
    assert_eq!(allowed(Action::Configure, &school(None)), ["career services", "admin"]);
    let own = ["scoped career services", "career services", "admin"];
    let of_option = allowed(Action::Configure, &school(Some(OTHER_SPECIALTY)));
    assert!(own.iter().all(|name| of_option.contains(name)) && of_option.len() == own.len(), "{of_option:?}");
}

#[test]
fn any_schools_career_services_verify_a_company() {
    let expected = ["career services", "scoped career services", "other career services", "admin"];
    assert_eq!(allowed(Action::Verify, &Subject::Company { company: COMPANY }), expected);
}

#[test]
fn a_draft_is_its_companys_alone() {
    let expected = ["member", "unverified member", "rejected member", "admin"];
    assert_eq!(allowed(Action::Read, &offer(OfferStatus::Draft)), expected);
}

#[test]
fn a_pending_offer_is_seen_by_its_company_and_by_the_staff_it_concerns() {
    let expected = ["member", "unverified member", "rejected member", "career services", "head", "admin"];
    assert_eq!(allowed(Action::Read, &offer(OfferStatus::Pending)), expected);
}

#[test]
fn the_company_accepts_and_the_student_confirms() {
    let accept = Action::Application(ApplicationAction::Accept);
    let confirm = Action::Application(ApplicationAction::Confirm);
    assert_eq!(allowed(accept, &application(true)), ["member"]);
    assert_eq!(allowed(confirm, &application(true)), ["student"]);
    assert_eq!(allowed(confirm, &application(false)), ["student"]);
}

#[test]
fn career_services_stand_in_only_where_nobody_acts_for_the_company() {
    let refuse = Action::Application(ApplicationAction::Refuse);
    assert!(!allowed(refuse, &application(true)).contains(&"career services"));
    assert!(allowed(refuse, &application(false)).contains(&"career services"));
    assert!(!allowed(refuse, &application(false)).contains(&"head"));
}

#[test]
fn what_the_platform_does_by_itself_nobody_does_by_hand() {
    use ApplicationAction::{Settle, Supersede};
    use OfferAction::{Expire, Reopen};
    for action in [
        Action::Offer(Expire),
        Action::Offer(Reopen),
        Action::Application(Settle),
        Action::Application(Supersede),
        Action::Contract(ContractAction::Activate),
        Action::Contract(ContractAction::Complete),
        Action::Contract(ContractAction::ReservePlace),
    ] {
        for subject in subjects() {
            assert_eq!(allowed(action, &subject), Vec::<&str>::new(), "{action:?} on {subject:?}");
        }
    }
}

#[test]
fn heads_tutors_and_training_centres_change_nothing_but_contracts() {
    for subject in subjects().into_iter().filter(|subject| !matches!(subject, Subject::Contract { .. })) {
        for action in actions() {
            let reads = matches!(
                action,
                Action::Read
                    | Action::ReadPrivate
                    | Action::ReadApplications
                    | Action::ReadDesk
                    | Action::SearchStudents
                    | Action::UseAccount
            );
            let may = allowed(action, &subject);
            for name in ["head", "other head", "head without scope", "tutor", "training centre"] {
                assert!(reads || !may.contains(&name), "{name} may {action:?} on {subject:?}");
            }
        }
    }
}

#[test]
fn who_applied_is_for_the_verified_company_the_student_and_the_desks_of_the_school() {
    let see = |subject: &Subject| allowed(Action::ReadApplications, subject);
    let desks = ["career services", "head", "admin"];
    assert_eq!(see(&offer(OfferStatus::Published)), [&["member"][..], &desks].concat());
    assert_eq!(see(&Subject::Company { company: COMPANY }), ["member"]);
    let profile = profile(StudentVisibility::Companies, StudentStatus::Confirmed, true);
    assert_eq!(see(&profile), [&["student"][..], &desks].concat());
}

#[test]
fn a_round_is_run_by_the_schools_whole_desk_and_ranked_by_those_who_take_part() {
    for status in RoundStatus::VARIANTS {
        for takes_part in [false, true] {
            let subject = round(*status, takes_part);
            for action in RoundAction::VARIANTS.iter().filter(|action| **action != RoundAction::Rank) {
                let allowed = allowed(Action::Round(*action), &subject);
                assert_eq!(allowed, ["career services", "admin"], "{action} in {status}");
            }
            assert_eq!(allowed(Action::ReadDesk, &subject), ["career services", "admin"]);
            let rank = allowed(Action::Round(RoundAction::Rank), &subject);
            let part = takes_part && *status != RoundStatus::Draft;
            let expected: &[&str] =
                if part { &["student", "other student", "member", "other member"] } else { &[] };
            assert_eq!(rank, expected, "{status}");
        }
    }
}

#[test]
fn a_round_is_known_to_its_staff_once_open_and_to_those_who_take_part() {
    assert_eq!(allowed(Action::Read, &round(RoundStatus::Draft, true)), ["career services", "admin"]);
    let staff = ["career services", "scoped career services", "head", "other head", "admin"];
    assert_eq!(allowed(Action::Read, &round(RoundStatus::Open, false)), staff);
    let seen = allowed(Action::Read, &round(RoundStatus::Published, true));
    for name in ["unverified member", "pending member", "tutor", "other career services", "anonymous"] {
        assert!(!seen.contains(&name), "{name}");
    }
}

#[test]
fn a_contract_is_seen_by_its_sides_and_the_staff_it_concerns() {
    let desks = ["career services", "head"];
    let seen = allowed(Action::Read, &contract(ContractType::Professionalisation, true));
    assert_eq!(seen, [&["student", "member"][..], &desks, &["admin"]].concat());
    let seen = allowed(Action::Read, &contract(ContractType::Apprenticeship, true));
    assert_eq!(seen, [&["student", "member"][..], &desks, &["training centre", "admin"]].concat());
    // The account that everybody of these tests has is now that of the school's tutor.
    let own = Some(Uuid::from_u128(100));
    let mut followed = contract(ContractType::Professionalisation, true);
    if let Subject::Contract { company_tutor, school_tutor, .. } = &mut followed {
        (*company_tutor, *school_tutor) = (own, own);
    }
    let seen = allowed(Action::Read, &followed);
    assert!(
        seen.contains(&"tutor") && seen.contains(&"other head") && !seen.contains(&"other career services")
    );
    assert_eq!(allowed(Action::Step(ProcedureActor::CompanyTutor), &followed), ["member"]);
    let follows = allowed(Action::Step(ProcedureActor::SchoolTutor), &followed);
    assert_eq!(follows, ["head", "other head", "head without scope", "tutor"]);
}

#[test]
fn each_is_the_actor_of_a_procedure_that_the_account_says_and_no_other() {
    use ProcedureActor::{CareerServices, Company, DepartmentHead, Student, TrainingCentre};
    let subject = contract(ContractType::Apprenticeship, true);
    for part in ProcedureActor::VARIANTS {
        let expected: &[&str] = match part {
            Student => &["student"],
            Company => &["member"],
            CareerServices => &["career services", "admin"],
            DepartmentHead => &["head"],
            TrainingCentre => &["training centre"],
            _ => &[],
        };
        assert_eq!(allowed(Action::Step(*part), &subject), expected, "{part}");
    }
}

#[test]
fn a_contract_is_changed_by_its_sides_and_the_desk_stands_in_for_a_company_without_members() {
    let act = |action, has_members| {
        allowed(Action::Contract(action), &contract(ContractType::Professionalisation, has_members))
    };
    let sides = ["student", "member", "career services", "admin"];
    assert_eq!(act(ContractAction::Withdraw, true), sides);
    assert_eq!(act(ContractAction::Update, true), ["member", "career services", "admin"]);
    assert_eq!(act(ContractAction::SetFacts, true), ["career services", "admin"]);
    assert_eq!(act(ContractAction::AssignSchoolTutor, true), ["career services", "head", "admin"]);
    assert_eq!(allowed(Action::Contract(ContractAction::Open), &application(true)), sides);
    assert!(act(ContractAction::Open, true).is_empty(), "there is one already");
    assert!(act(ContractAction::AssignTutor, false).contains(&"career services"));
}

fn document(kind: DocumentKind) -> Subject {
    Subject::Document { contract: Box::new(contract(ContractType::Apprenticeship, true)), kind }
}

#[test]
fn a_document_is_read_by_whoever_sees_its_contract_unless_it_is_kept_from_the_student() {
    let readers = ["student", "member", "career services", "head", "training centre", "admin"];
    for kind in DocumentKind::VARIANTS {
        let first = usize::from(*kind == DocumentKind::CerfaDataSheet);
        assert_eq!(allowed(Action::Read, &document(*kind)), readers[first..], "{kind}");
        let scanned = allowed(Action::Document(DocumentAction::UploadScan), &document(*kind));
        assert_eq!(scanned.contains(&"student"), first == 0, "{kind}");
    }
    let issued = allowed(Action::Document(DocumentAction::Issue), &document(DocumentKind::CerfaDataSheet));
    assert_eq!(issued, ["member", "career services", "admin"]);
}

#[test]
fn an_agreement_is_issued_by_the_school_or_the_training_centre_and_checked_by_the_desk() {
    let may = |action, kind| allowed(Action::Document(action), &document(kind));
    let agreement = DocumentKind::TrainingAgreement;
    for action in [DocumentAction::Issue, DocumentAction::Request, DocumentAction::Void] {
        assert_eq!(may(action, agreement), ["career services", "training centre", "admin"], "{action}");
        let sheet = may(action, DocumentKind::MissionSheet);
        assert_eq!(sheet, ["student", "member", "career services", "admin"], "{action}");
    }
    for kind in DocumentKind::VARIANTS {
        assert_eq!(may(DocumentAction::AcceptScan, *kind), ["career services", "admin"], "{kind}");
        for action in [DocumentAction::Sign, DocumentAction::Refuse, DocumentAction::Delegate] {
            assert_eq!(may(action, *kind), Vec::<&str>::new(), "{action}: by link and code alone");
        }
        assert_eq!(allowed(Action::Edit, &document(*kind)), Vec::<&str>::new());
    }
    let upload = may(DocumentAction::UploadScan, agreement);
    assert_eq!(upload, ["student", "member", "career services", "head", "training centre", "admin"]);
}
