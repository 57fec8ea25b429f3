//! The words of offers, in French or English, made of a trade's.

use crate::demo::World;
use crate::demo::dice::Dice;
use crate::demo::offers::Offer;
use crate::offer::terms::Draft;
use chrono::{Days, Months, NaiveDate};
use domain::contract_type::ContractType;
use domain::locale::{Locale, Text};
use domain::money::Cents;
use domain::offer::RemotePolicy;

const TEAMS: &[Text] = &[
    Text {
        fr: "Vous rejoignez une équipe de huit personnes qui travaille avec tout le site.",
        en: "You join a team of eight who work with the whole site.",
    },
    Text {
        fr: "Au sein du bureau d'études, vous travaillez en binôme avec votre tuteur.",
        en: "In the design office, you work side by side with your tutor.",
    },
    Text {
        fr: "Le service se développe et cherche un regard neuf.",
        en: "The department is growing and looks for a fresh eye.",
    },
    Text {
        fr: "Vous intégrez une petite structure où chacun touche à tout.",
        en: "You join a small company where everybody does a bit of everything.",
    },
    Text {
        fr: "Le projet associe un laboratoire et deux ateliers pilotes.",
        en: "The project brings together a laboratory and two pilot workshops.",
    },
];
const PROFILES: &[Text] = &[
    Text {
        fr: "Vous aimez comprendre avant de proposer, et vous rédigez clairement.",
        en: "You like to understand before you propose, and you write clearly.",
    },
    Text {
        fr: "Curiosité et esprit d'équipe comptent plus que l'expérience.",
        en: "Curiosity and team spirit count for more than experience.",
    },
    Text {
        fr: "L'anglais est utile : une partie de l'équipe est à l'étranger.",
        en: "French is useful: a part of the team speaks nothing else.",
    },
    Text {
        fr: "Des déplacements de deux jours par mois sont à prévoir, permis B utile.",
        en: "Expect two days of travel a month; a driving licence is useful.",
    },
    Text {
        fr: "Une première expérience associative ou en stage est appréciée.",
        en: "A first experience as a volunteer or an intern is welcome.",
    },
];
const TERMS: &[Text] = &[
    Text { fr: "Restaurant d'entreprise et navette.", en: "Canteen and shuttle." },
    Text { fr: "Treizième mois et participation.", en: "A thirteenth month and profit sharing." },
    Text {
        fr: "Horaires souples et accompagnement hebdomadaire.",
        en: "Flexible hours and a weekly review.",
    },
    Text { fr: "Aide au logement pour les alternants.", en: "Help with housing for work-study students." },
];

/// The terms of an offer, as its company would write them.
pub(super) fn draft(world: &World<'_>, offer: &Offer, company: &str) -> Draft {
    let (dice, locale, trade) = (&world.dice, offer.locale, offer.trade);
    let say = |text: Text| text.in_locale(locale);
    let (job, subject) = (say(dice.pick(trade.jobs)), say(dice.pick(trade.subjects)));
    let (start, end) = match offer.days {
        Some((start, end)) => (start, Some(end)),
        None => {
            let start = first_day(world);
            (start, last_day(start, offer.contract_type))
        }
    };
    let skills = dice.draw(trade.skills, 3 + dice.below(4)).into_iter().map(str::to_owned).collect();
    Draft {
        title: match locale {
            Locale::Fr => format!("{job} en alternance – {subject}"),
            Locale::En => format!("{job}, work-study – {subject}"),
        },
        description: description(dice, locale, company, subject, offer.city.name),
        missions: Some(missions(dice, locale, trade.tasks)),
        contract_type: offer.contract_type,
        specialties: offer.specialties.iter().map(|specialty| specialty.code.clone()).collect(),
        skills,
        positions: offer.positions,
        postcode: Some(offer.city.postcode.to_owned()),
        city: Some(offer.city.name.to_owned()),
        remote: dice.pick(&[
            RemotePolicy::None,
            RemotePolicy::None,
            RemotePolicy::Partial,
            RemotePolicy::Full,
        ]),
        start,
        end,
        // From 1,100 to 2,100 euros, in steps of ten.
        pay: dice.percent(85).then(|| Cents(i64::from(dice.range(110, 210)) * 1_000)),
    }
}

/// A day from 1 September to 1 November of the year that begins next.
fn first_day(world: &World<'_>) -> NaiveDate {
    let september = NaiveDate::from_ymd_opt(world.year.first_year(), 9, 1).unwrap_or_default();
    let days = u64::try_from(world.dice.below(62)).unwrap_or(0);
    september.checked_add_days(Days::new(days)).unwrap_or(september)
}

/// Twelve months for the last year of studies, three years for an apprenticeship.
fn last_day(start: NaiveDate, contract: ContractType) -> Option<NaiveDate> {
    let months = match contract {
        ContractType::Professionalisation => 12,
        ContractType::Apprenticeship => 36,
    };
    start.checked_add_months(Months::new(months)).and_then(|end| end.pred_opt())
}

fn description(dice: &Dice, locale: Locale, company: &str, subject: &str, city: &str) -> String {
    let fiction = match locale {
        Locale::Fr => {
            format!("Offre fictive, faite pour la démonstration. {company} vous accueille à {city}")
        }
        Locale::En => {
            format!("An invented offer, made to show the platform. {company} welcomes you in {city}")
        }
    };
    let about = match locale {
        Locale::Fr => "sur le sujet suivant :",
        Locale::En => "to work on:",
    };
    let sentences = [TEAMS, PROFILES, TERMS].map(|texts| dice.pick(texts).in_locale(locale));
    format!("{fiction} {about} {subject}.\n\n{}", sentences.join("\n\n"))
}

fn missions(dice: &Dice, locale: Locale, tasks: &[Text]) -> String {
    let drawn = dice.draw(tasks, 3 + dice.below(2));
    let items: Vec<String> = drawn.into_iter().map(|task| format!("- {}", task.in_locale(locale))).collect();
    items.join("\n")
}

/// What a student writes to a company.
pub(super) fn letter(dice: &Dice, company: &str) -> String {
    let opening = dice.pick(&[
        "Votre annonce a retenu mon attention.",
        "Un ancien de mon école m'a parlé de votre équipe.",
        "Je cherche une alternance pour ma dernière année.",
    ]);
    let middle = dice.pick(&[
        "Mon stage m'a donné le goût du travail d'équipe et des livrables soignés.",
        "Mes projets d'école m'ont mené de la mesure à la mise en service.",
        "J'aimerais mettre mes cours à l'épreuve du terrain.",
    ]);
    format!("Bonjour {company},\n\n{opening} {middle}\n\nLettre fictive, faite pour la démonstration.")
}
