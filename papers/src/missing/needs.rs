//! What each paper cannot do without, and the names of the facts.

use crate::{Facts, Kind, Party, party::signing_parties};
use domain::{contract_type::ContractType, locale::Text};

/// What a paper cannot do without, in the order in which people look for it.
pub(super) fn of(kind: Kind, school: &str, facts: &Facts) -> Vec<&'static str> {
    let mut needs = vec!["reference", "school.name"];
    needs.extend(match kind {
        Kind::Quote => QUOTE,
        Kind::PriorAgreement | Kind::HiringPromise => PROMISE,
        Kind::InformationSheet | Kind::CerfaDataSheet => SHEET,
        Kind::MissionSheet => MISSIONS,
        Kind::TrainingAgreement => AGREEMENT,
        Kind::Amendment => AMENDMENT,
        Kind::WithdrawalNotice => WITHDRAWAL,
        Kind::TerminationNoticeOpco | Kind::TerminationNoticeLabour => TERMINATION,
    });
    match kind {
        Kind::TrainingAgreement => needs.extend(agreement(facts)),
        Kind::TerminationNoticeOpco => needs.push("opco.name"),
        Kind::TerminationNoticeLabour => needs.push("ending.labour_administration"),
        _ => {}
    }
    if kind == Kind::TrainingAgreement && school == "IMT-ALES" {
        needs.push("money.instalments");
    }
    needs.extend(signing_parties(kind, school, facts).into_iter().filter_map(signatory));
    needs.dedup();
    needs
}

/// Who signs for a party that is no single person.
fn signatory(party: Party) -> Option<&'static str> {
    match party {
        Party::Company => Some("company.signatory.name"),
        Party::School => Some("school.signatory.name"),
        Party::TrainingCentre => Some("training_centre.name"),
        Party::CompanyTutor => Some("company_tutor.name"),
        Party::Student | Party::DepartmentHead => None,
    }
}

/// What the agreement's programme and money need by the kind of contract.
fn agreement(facts: &Facts) -> &'static [&'static str] {
    match facts.contract.contract_type {
        // Its hours are spread over the years, and the training centre is a party of its own.
        Some(ContractType::Apprenticeship) => &["study.hours_detail", "training_centre.name"],
        _ => &["study.hours", "school.siret", "school.activity_number", "school.address.city"],
    }
}

const QUOTE: &[&str] = &["company.name", "money.price", "study.specialty_name"];
const PROMISE: &[&str] = &[
    "company.name",
    "company.siret",
    "company.address.city",
    "student.last_name",
    "student.first_name",
    "contract.contract_type",
    "contract.start",
    "study.specialty_name",
];
const SHEET: &[&str] = &["company.name", "student.last_name", "student.first_name", "contract.contract_type"];
const MISSIONS: &[&str] = &[
    "company.name",
    "student.last_name",
    "student.first_name",
    "study.specialty_name",
    "company_tutor.name",
    "missions",
];
const AGREEMENT: &[&str] = &[
    "company.name",
    "company.siret",
    "company.address.street",
    "company.address.city",
    "student.last_name",
    "student.first_name",
    "student.birth_date",
    "student.birth_place",
    "student.address.city",
    "contract.contract_type",
    "contract.start",
    "contract.end",
    "study.diploma",
    "study.specialty_name",
    "study.calendar",
    "company_tutor.name",
    "company_tutor.function",
    "missions",
    "money.price",
    "signed_at",
];
const AMENDMENT: &[&str] = &[
    "company.name",
    "student.last_name",
    "student.first_name",
    "contract.contract_type",
    "amendment.of",
    "amendment.from",
    "changes",
    "signed_at",
];
const WITHDRAWAL: &[&str] = &[
    "company.name",
    "student.last_name",
    "student.first_name",
    "contract.contract_type",
    "contract.start",
    "ending.on",
    "ending.by",
];
const TERMINATION: &[&str] = &[
    "company.name",
    "company.siret",
    "student.last_name",
    "student.first_name",
    "contract.contract_type",
    "contract.start",
    "contract.end",
    "ending.on",
    "ending.by",
];

/// The name of a fact, for people.
pub(super) fn name(path: &str) -> Option<Text> {
    NAMES.iter().find(|(named, _)| *named == path).map(|(_, name)| *name)
}

const fn text(fr: &'static str, en: &'static str) -> Text {
    Text { fr, en }
}

/// The facts that a paper may need, and those of people and companies, by path.
pub(super) const NAMES: &[(&str, Text)] = &[
    ("reference", text("référence du document", "reference of the paper")),
    ("signed_at", text("lieu de signature", "place of signature")),
    ("school.name", text("nom de l'école", "name of the school")),
    ("school.siret", text("SIRET de l'école", "SIRET of the school")),
    ("school.activity_number", text("numéro d'activité de l'école", "activity number of the school")),
    ("school.address.city", text("ville de l'école", "town of the school")),
    ("school.signatory.name", text("signataire de l'école", "signatory of the school")),
    ("training_centre.name", text("nom du centre de formation", "name of the training centre")),
    ("company.name", text("nom de l'entreprise", "name of the company")),
    ("company.siret", text("SIRET de l'entreprise", "SIRET of the company")),
    ("company.address.street", text("adresse de l'entreprise", "address of the company")),
    ("company.address.city", text("ville de l'entreprise", "town of the company")),
    ("company.signatory.name", text("signataire de l'entreprise", "signatory of the company")),
    ("company_tutor.name", text("nom du tuteur en entreprise", "name of the company tutor")),
    ("company_tutor.function", text("fonction du tuteur en entreprise", "function of the company tutor")),
    ("student.last_name", text("nom de l'étudiant", "last name of the student")),
    ("student.first_name", text("prénom de l'étudiant", "first name of the student")),
    ("student.birth_date", text("date de naissance de l'étudiant", "birth date of the student")),
    ("student.birth_place", text("lieu de naissance de l'étudiant", "birth place of the student")),
    ("student.address.city", text("ville de l'étudiant", "town of the student")),
    ("contract.contract_type", text("type de contrat", "type of contract")),
    ("contract.start", text("premier jour du contrat", "first day of the contract")),
    ("contract.end", text("dernier jour du contrat", "last day of the contract")),
    ("study.specialty_name", text("spécialité ou option", "specialty or option")),
    ("study.diploma", text("diplôme préparé", "diploma aimed at")),
    ("study.hours", text("nombre d'heures de formation", "hours of training")),
    (
        "study.hours_detail",
        text("répartition des heures de formation", "how the hours of training are spread"),
    ),
    ("study.calendar", text("calendrier d'alternance", "work-study calendar")),
    ("missions", text("missions en entreprise", "missions in the company")),
    ("money.price", text("prix de la formation", "price of the training")),
    ("money.instalments", text("échéances de facturation", "instalments")),
    ("opco.name", text("nom de l'OPCO", "name of the OPCO")),
    ("amendment.of", text("référence de la convention modifiée", "reference of the amended agreement")),
    ("amendment.from", text("date d'effet de l'avenant", "day from which the amendment holds")),
    ("changes", text("modifications de l'avenant", "what the amendment changes")),
    ("ending.on", text("date de fin", "day of the ending")),
    ("ending.by", text("auteur de la fin du contrat", "who ends the contract")),
    (
        "ending.labour_administration",
        text("administration du travail (DREETS)", "labour administration (DREETS)"),
    ),
];
