//! Invented facts of a contract at each school, with all that its papers print. Nobody in them exists.

use chrono::NaiveDate;
use domain::{contract_type::ContractType, money::Cents};
use papers::facts::{
    Address, Amendment, Change, Company, Contract, Ending, Facts, Instalment, Mission, Money, Opco,
    PayPeriod, Period, Person, Project, SchoolFacts, Student, Study, TrainingCentre, Tutor,
};

/// A day of the samples.
pub(crate) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn address(street: &str, postcode: &str, city: &str) -> Address {
    Address { street: some(street), postcode: some(postcode), city: some(city), country: None }
}

fn person(name: &str, function: &str, mail: &str) -> Person {
    Person { name: some(name), function: some(function), mail: some(mail), phone: some("05 00 00 00 01") }
}

/// The facts of a contract at a school, complete for every paper.
pub(crate) fn facts(school: &str) -> Facts {
    let apprenticeship = school == "IMT-ALBI";
    Facts {
        reference: some("2026-AE-0042"),
        signed_at: some("Toulouse"),
        school: school_facts(school),
        company: company(),
        student: student(),
        company_tutor: tutor(),
        school_tutor: person("Camille Exemple", "enseignante", "camille.exemple@ecole.example.org"),
        department_head: person("Dominique Modèle", "responsable du département", "chef@ecole.example.org"),
        training_centre: centre(apprenticeship),
        opco: Opco {
            name: some("OPCO des Exemples"),
            file_number: some("D-2026-001234"),
            address: address("1 rue des Branches", "75000", "Paris"),
            mail: some("dossiers@opco.example.org"),
            subrogation: Some(true),
        },
        contract: contract(apprenticeship),
        study: study(school, apprenticeship),
        money: money(school),
        missions: missions(apprenticeship),
        company_project: Project {
            title: some("Réduire les déchets de la ligne d’essai"),
            description: some(
                "Diagnostic de l’existant, mesure sur trois mois, choix d’une solution et essai.",
            ),
        },
        final_project: Project {
            title: some("Banc d’essai automatisé pour calculateurs"),
            description: some(
                "Sujet : concevoir et valider un banc d’essai.\nObjectifs : couverture de 95 % des exigences, durée d’essai divisée par deux.",
            ),
        },
        changes: changes(),
        amendment: Amendment {
            number: Some(1),
            of: some("2026-AE-0042"),
            of_date: Some(day(2026, 9, 10)),
            from: Some(day(2027, 2, 1)),
            reason: some("Le salarié rejoint l’établissement de Blagnac."),
        },
        ending: Ending {
            on: Some(day(2027, 3, 31)),
            by: Some(papers::Party::Company),
            reason: some("Accord des parties."),
            trained_minutes: Some(13_530),
            labour_administration: some("DREETS Occitanie\nService des contrats\n31000 Toulouse"),
        },
    }
}

fn school_facts(school: &str) -> SchoolFacts {
    // Alès's own numbers are in its file.
    let unknown = |number| (school != "IMT-ALES").then(|| String::from(number));
    SchoolFacts {
        legal_status: some("Établissement public à caractère scientifique, culturel et professionnel"),
        siret: unknown("99999999000016"),
        activity_number: unknown("99999999999"),
        uai: some("0000000A"),
        address: address("1 avenue de l’École", "31000", "Toulouse"),
        signatory: person("Sacha Direction", "directrice", "direction@ecole.example.org"),
        desk: person("Service des contrats", "formation continue", "contrats@ecole.example.org"),
        court: some("Toulouse"),
        ..SchoolFacts::default()
    }
}

fn company() -> Company {
    Company {
        name: some("Avionique d’Exemple"),
        legal_form: some("SAS"),
        siret: some("99999999000024"),
        ape: some("3030Z"),
        activity: some("Conception de calculateurs embarqués"),
        staff: Some(1250),
        address: address("12 rue des Essais\nBâtiment B", "31700", "Blagnac"),
        phone: some("05 00 00 00 00"),
        mail: some("rh@avionique-exemple.example.org"),
        collective_agreement: some("Métallurgie"),
        idcc: some("3248"),
        pension_fund: some("Caisse des Exemples"),
        signatory: person(
            "Alix Signataire",
            "directeur des ressources humaines",
            "alix@avionique-exemple.example.org",
        ),
        contact: person("Claude Contact", "chargée de recrutement", "claude@avionique-exemple.example.org"),
    }
}

fn student() -> Student {
    Student {
        last_name: some("Martin-Échantillon"),
        first_name: some("Zoé"),
        birth_date: Some(day(2004, 3, 1)),
        birth_place: some("Albi (Tarn)"),
        nationality: some("française"),
        sex: some("féminin"),
        address: address("3 chemin des Tests", "31400", "Toulouse"),
        mail: some("zoe@etudiants.example.org"),
        phone: some("06 00 00 00 00"),
        situation: some("étudiante"),
        diploma: some("DUT Génie électrique"),
        disabled_worker: None,
        legal_representative: None,
    }
}

fn tutor() -> Tutor {
    Tutor {
        name: some("Morgan Tuteur"),
        function: some("ingénieur logiciel principal"),
        mail: some("morgan.tuteur@avionique-exemple.example.org"),
        phone: some("05 00 00 00 02"),
        birth_date: Some(day(1980, 1, 15)),
        diploma: some("Diplôme d’ingénieur"),
        experience_years: Some(14),
        followed: Some(1),
    }
}

fn centre(apprenticeship: bool) -> TrainingCentre {
    if !apprenticeship {
        return TrainingCentre::default();
    }
    TrainingCentre {
        name: None,
        siret: some("99999999000032"),
        activity_number: some("99999999998"),
        uai: some("0000000B"),
        address: address("2 place du Centre", "31000", "Toulouse"),
        signatory: person("Lou Centre", "directeur du centre", "lou@centre.example.org"),
    }
}

fn contract(apprenticeship: bool) -> Contract {
    let (start, end) = if apprenticeship {
        (day(2026, 9, 14), day(2029, 9, 13))
    } else {
        (day(2026, 9, 1), day(2027, 8, 27))
    };
    Contract {
        contract_type: Some(if apprenticeship {
            ContractType::Apprenticeship
        } else {
            ContractType::Professionalisation
        }),
        open_ended: Some(false),
        start: Some(start),
        end: Some(end),
        trial_period: some("un mois"),
        weekly_minutes: Some(35 * 60),
        post: some("Ingénieure en alternance, logiciel embarqué"),
        classification: some("Cadre, groupe F, coefficient 11"),
        workplace: address("12 rue des Essais", "31700", "Blagnac"),
        dangerous_work: Some(false),
        previous_number: None,
        number: some("031-2026-09-00042"),
        pay: vec![
            PayPeriod {
                from: start,
                to: day(2027, 3, 31),
                monthly: Cents(170_698),
                rate: Some(8000),
                reference: some("SMIC"),
            },
            PayPeriod {
                from: day(2027, 4, 1),
                to: end,
                monthly: Cents(213_373),
                rate: Some(10000),
                reference: some("SMIC"),
            },
        ],
        benefits: None,
        signed_on: None,
    }
}

fn study(school: &str, apprenticeship: bool) -> Study {
    let specialty = match school {
        "INSA-TOULOUSE" => "AE",
        "IMT-ALBI" => "GENINDUS",
        "IMT-ALES" => "2IA-IL",
        _ => "3A",
    };
    Study {
        specialty: some(specialty),
        academic_year: Some(2026),
        start: Some(day(2026, 9, 14)),
        end: (!apprenticeship).then(|| day(2027, 8, 27)),
        hours: (school == "ENSSAT").then_some(450),
        calendar: vec![
            Period {
                from: day(2026, 9, 14),
                to: day(2026, 9, 14),
                what: "Début de l’année à l’école".to_owned(),
            },
            Period { from: day(2026, 10, 19), to: day(2026, 10, 30), what: "En entreprise".to_owned() },
            Period {
                from: day(2027, 1, 25),
                to: day(2027, 8, 27),
                what: "En entreprise à plein temps".to_owned(),
            },
        ],
        ..Study::default()
    }
}

fn money(school: &str) -> Money {
    match school {
        "ENSSAT" => Money {
            price: Some(Cents(720_000)),
            yearly: None,
            instalments: vec![
                Instalment {
                    label: "Premier semestre".to_owned(),
                    when: "février".to_owned(),
                    amount: Cents(360_000),
                },
                Instalment {
                    label: "Second semestre".to_owned(),
                    when: "septembre".to_owned(),
                    amount: Cents(360_000),
                },
            ],
        },
        _ => Money::default(),
    }
}

fn missions(apprenticeship: bool) -> Vec<Mission> {
    let period = |text| apprenticeship.then(|| String::from(text));
    vec![
        Mission {
            period: period("1re année"),
            title: "Essais de calculateurs".to_owned(),
            description: some(
                "Écrire et dérouler les essais d’intégration ; analyser les écarts ; tenir la matrice de couverture des exigences.",
            ),
        },
        Mission {
            period: period("2e et 3e années"),
            title: "Conception de logiciel temps réel".to_owned(),
            description: some(
                "Spécifier, concevoir et vérifier un module de surveillance (Δt ≤ 5 ms, σ < 1 %).\nParticiper aux revues avec les équipes système.",
            ),
        },
    ]
}

fn changes() -> Vec<Change> {
    vec![
        Change {
            what: "Lieu de travail".to_owned(),
            before: "12 rue des Essais, 31700 Blagnac".to_owned(),
            after: "4 quai des Tests, 31000 Toulouse".to_owned(),
        },
        Change {
            what: "Tuteur en entreprise".to_owned(),
            before: "Morgan Tuteur".to_owned(),
            after: "Andrea Relais, ingénieure système".to_owned(),
        },
    ]
}
