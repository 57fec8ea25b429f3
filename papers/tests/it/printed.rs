//! What the papers say.

use crate::{
    issued,
    reader::{Reader, squeezed},
};
use papers::{Kind, Party};
use strum::IntoEnumIterator;

fn assert_prints(kind: Kind, school: &str, texts: &[&str]) {
    let printed = Reader::new(&issued(kind, school).pdf).text();
    for text in texts {
        assert!(printed.contains(&squeezed(text)), "{kind} of {school} does not print {text:?}: {printed}");
    }
}

#[test]
fn every_paper_names_reference_people_and_page() {
    for school in papers::schools() {
        for kind in Kind::iter() {
            let paper = issued(kind, school);
            let printed = Reader::new(&paper.pdf).text();
            for text in
                ["2026-AE-0042", "Avionique d’Exemple", "Zoé", "Martin-Échantillon", "10 septembre 2026"]
            {
                assert!(printed.contains(&squeezed(text)), "{kind} of {school} does not print {text}");
            }
            assert!(printed.contains(&format!("Page1/{}", paper.pages)), "{kind} of {school}: {printed}");
            assert!(paper.title.contains("Martin-Échantillon"), "{}", paper.title);
        }
    }
}

#[test]
fn quotes_name_each_schools_price() {
    assert_prints(Kind::Quote, "INSA-TOULOUSE", &["7 000,00 €", "400 heures", "exonérée de TVA"]);
    assert_prints(Kind::Quote, "IMT-ALBI", &["11 500,00 €", "par année", "RNCP 39143"]);
    assert_prints(Kind::Quote, "IMT-ALES", &["8 000,00 €", "4 500,00 €", "3 500,00 €", "480 heures"]);
    assert_prints(Kind::Quote, "ENSSAT", &["7 200,00 €", "450 heures"]);
}

#[test]
fn the_agreement_of_ales_has_all_that_its_model_asks() {
    let texts = [
        "18009202500113",
        "8542Z",
        "76300411830",
        "0039802", // the school's numbers
        "99999999000024",
        "12 rue des Essais",
        "Alix Signataire",
        "directeur des ressources humaines",
        "1er mars 2004",
        "Albi (Tarn)",
        "3 chemin des Tests",
        "contrat de professionnalisation",
        "du 1er septembre 2026 au 27 août 2027",
        "270 h au semestre 9",
        "210 h au semestre 10",
        "480 heures",
        "attestation de présence pour chaque semestre",
        "48 heures",
        "Morgan Tuteur",
        "ingénieur logiciel principal",
        "morgan.tuteur@avionique-exemple.example.org",
        "à l’étranger",
        "pays compris",
        "Essais de calculateurs",
        "8 000,00 €",
        "4 500,00 €",
        "3 500,00 €",
        "subrogation",
        "prorata du temps",
        "payable à réception",
        "en proportion des heures réellement suivies",
        "DREETS",
        "tribunal administratif",
        "trois originaux",
        "Annexe 1",
        "Annexe 2",
        "Annexe 3",
        "RNCP",
        "38677",
    ];
    assert_prints(Kind::TrainingAgreement, "IMT-ALES", &texts);
    let courses: Vec<&str> = domain::school::courses_of("IMT-ALES", "2IA-IL").collect();
    assert_eq!(courses.len(), 9);
    let printed: Vec<String> = courses.iter().map(|course| course.replace('\'', "’")).collect();
    let printed: Vec<&str> = printed.iter().map(String::as_str).collect();
    assert_prints(Kind::TrainingAgreement, "IMT-ALES", &printed);
}

#[test]
fn the_other_agreements_are_their_schools() {
    assert_prints(
        Kind::TrainingAgreement,
        "INSA-TOULOUSE",
        &["7 000,00 €", "400 heures", "feuilles d’émargement", "vacances scolaires", "frais d’inscription"],
    );
    assert_prints(
        Kind::TrainingAgreement,
        "IMT-ALBI",
        &[
            "MidiSup",
            "11 500,00 €",
            "B2",
            "neuf à douze semaines",
            "46 séances",
            "39143",
            "maître d’apprentissage",
            "Apprenti concerné",
        ],
    );
    assert_prints(
        Kind::TrainingAgreement,
        "ENSSAT",
        &["pour l’OPCO", "cinq jours", "vingt jours", "450 heures", "deux mois"],
    );
}

#[test]
fn the_cerfa_sheet_follows_the_form_of_the_contract() {
    let order = ["1. Employeur", "2. Salarié", "3. Tuteur", "4. Contrat", "5. Formation", "6. Opérateur"];
    let printed = Reader::new(&issued(Kind::CerfaDataSheet, "IMT-ALES").pdf).text();
    let places: Vec<_> = order.iter().map(|title| printed.find(&squeezed(title)).expect(title)).collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(printed.contains("12434") && !printed.contains("10103"));
    assert_prints(
        Kind::CerfaDataSheet,
        "IMT-ALBI",
        &[
            "10103",
            "2. Apprenti",
            "3. Maître d’apprentissage",
            "MidiSup",
            "1 706,98 €",
            "80 % du SMIC",
            "35 h",
        ],
    );
}

#[test]
fn promises_amendments_and_notices_say_what_happens() {
    assert_prints(Kind::PriorAgreement, "IMT-ALBI", &["réserve une place", "autoformation", "MidiSup"]);
    assert_prints(Kind::MissionSheet, "IMT-ALBI", &["Maître d’apprentissage", "Le responsable de l’option"]);
    assert_prints(Kind::MissionSheet, "ENSSAT", &["Tuteur en entreprise", "Le responsable de la formation"]);
    assert_prints(Kind::HiringPromise, "ENSSAT", &["promet de recruter", "1er septembre 2026"]);
    assert_prints(
        Kind::Amendment,
        "INSA-TOULOUSE",
        &["Avenant n° 1", "1er février 2027", "Andrea Relais", "12 rue des Essais, 31700 Blagnac"],
    );
    assert_prints(Kind::WithdrawalNotice, "IMT-ALES", &["l’entreprise", "sans effet"]);
    assert_prints(Kind::TerminationNoticeOpco, "IMT-ALES", &["D-2026-001234", "225 h 30", "31 mars 2027"]);
    assert_prints(Kind::TerminationNoticeLabour, "IMT-ALES", &["DREETS Occitanie", "Accord des parties."]);
    let told =
        ["MidiSup, déclaration d’activité 99999999998", "au centre de formation, à l’école et à l’OPCO"];
    assert_prints(Kind::TerminationNoticeLabour, "IMT-ALBI", &told);
}

#[test]
fn a_notice_of_the_company_has_the_company_at_its_head() {
    for kind in [Kind::TerminationNoticeOpco, Kind::TerminationNoticeLabour] {
        let printed = Reader::new(&issued(kind, "INSA-TOULOUSE").pdf).text();
        assert!(printed.starts_with(&squeezed("Avionique d’Exemple")), "{kind}: {printed}");
    }
}

#[test]
fn who_signs_is_known_and_the_school_is_last() {
    use Party::{Company, CompanyTutor, DepartmentHead, School, Student, TrainingCentre};
    let of = |kind, school| issued(kind, school).signing_parties;
    assert_eq!(of(Kind::TrainingAgreement, "IMT-ALES"), [Student, Company, School]);
    assert_eq!(of(Kind::TrainingAgreement, "INSA-TOULOUSE"), [Student, Company, School]);
    assert_eq!(of(Kind::TrainingAgreement, "ENSSAT"), [Company, School]);
    assert_eq!(of(Kind::TrainingAgreement, "IMT-ALBI"), [Company, TrainingCentre]);
    assert_eq!(of(Kind::MissionSheet, "INSA-TOULOUSE"), [Student, CompanyTutor, DepartmentHead]);
    for school in papers::schools() {
        for kind in Kind::iter() {
            let parties = of(kind, school);
            let before = parties.split_last().map_or(&[][..], |(_, before)| before);
            assert!(!before.contains(&School), "{kind} of {school}");
        }
    }
}
