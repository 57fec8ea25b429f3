//! What people are told.

use crate::locale::Locale;
use strum::{Display, EnumString, VariantArray};

/// What a notification is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum NotificationKind {
    /// To the offer's company: career services published it.
    OfferApproved,
    /// To the offer's company: career services rejected it.
    OfferRejected,
    /// To the offer's company: career services extended, filled or cancelled it.
    OfferHandled,
    /// To the offer's company: it expired.
    OfferExpired,
    /// To the company: somebody applied.
    ApplicationReceived,
    /// To the student: the application moved.
    ApplicationMoved,
    /// To the student: the offer closed, and the application with it.
    ApplicationSettled,
    /// To the company: the student confirmed, declined, withdrew or cancelled.
    ApplicationAnswered,
    /// To the company's members: a school verified it.
    CompanyVerified,
    /// To the company's members: a school rejected it.
    CompanyRejected,
    /// To the company's members: somebody asks to join.
    MemberWaiting,
    /// To the person: a member approved.
    MemberApproved,
    /// To the person: a member refused.
    MemberRefused,
    /// To the student: the school confirmed the profile.
    StudentConfirmed,
    /// To the student: the school refused the profile.
    StudentRejected,
    /// To the students and companies of a matching round: it is open to rankings.
    RoundOpened,
    /// To the students and companies of a matching round: its deadlines moved.
    RoundMoved,
    /// To the students and companies of a matching round: its results are there.
    RoundPublished,
    /// To the students and companies of a matching round: it was given up.
    RoundCancelled,
    /// To the person: new offers that a saved search finds.
    SavedSearchMatched,
    /// To the sides of a contract: it was opened.
    ContractOpened,
    /// To whoever must act: a step of a contract is open to them.
    ContractStepOpen,
    /// To whoever did a step of a contract: it was refused or reopened, and is to be done again.
    ContractStepReturned,
    /// To whoever must act: a step of a contract is due soon, or late.
    ContractDeadline,
    /// To the sides of a contract: it is active.
    ContractActive,
    /// To the sides of a contract: it was withdrawn, broken off, or has come to its end.
    ContractEnded,
    /// To the sides of a contract: what it says changed.
    ContractChanged,
    /// To the sides of a contract: no place of the option is left, and it waits for one.
    ContractWaiting,
    /// To the sides of a contract: a place of the option was freed, and is reserved.
    ContractPlaceReserved,
    /// To the school's tutor: named for a contract.
    ContractTutorNamed,
}

/// What a notification names, as far as it names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// The offer's title.
    pub offer: Option<String>,
    /// The company's name.
    pub company: Option<String>,
}

/// What happened, in one sentence.
#[must_use]
pub fn sentence(kind: NotificationKind, named: &Named, locale: Locale) -> String {
    match locale {
        Locale::Fr => in_french(kind, &what(named, ["l'offre", "l'entreprise"])),
        Locale::En => in_english(kind, &what(named, ["the offer", "the company"])),
    }
}

/// The offer and the company in words, for the middle of a sentence.
struct What {
    offer: String,
    company: String,
    /// The offer where there is one, else the company.
    target: String,
}

fn what(named: &Named, [offer, company]: [&str; 2]) -> What {
    let quoted = named.offer.as_ref().map(|title| match offer {
        "l'offre" => format!("l'offre « {title} »"),
        _ => format!("the offer “{title}”"),
    });
    let company = named.company.clone().unwrap_or_else(|| company.to_owned());
    let target = quoted.clone().unwrap_or_else(|| company.clone());
    What { offer: quoted.unwrap_or_else(|| offer.to_owned()), company, target }
}

fn in_french(kind: NotificationKind, What { offer, company, target }: &What) -> String {
    match kind {
        NotificationKind::OfferApproved => format!("L'école a publié {offer}."),
        NotificationKind::OfferRejected => format!("L'école n'a pas retenu {offer}."),
        NotificationKind::OfferHandled => {
            format!("L'école est intervenue sur {offer} : elle l'a prolongée, pourvue ou annulée.")
        }
        NotificationKind::OfferExpired => format!("La date limite est passée pour {offer}."),
        NotificationKind::ApplicationReceived => {
            format!("Une nouvelle candidature est arrivée pour {target}.")
        }
        NotificationKind::ApplicationMoved => format!("Votre candidature pour {target} a avancé."),
        NotificationKind::ApplicationSettled => {
            format!("Votre candidature pour {target} est close, comme l'offre elle-même.")
        }
        NotificationKind::ApplicationAnswered => {
            format!("La personne qui a candidaté pour {target} a donné sa réponse.")
        }
        NotificationKind::CompanyVerified => format!("Une école a vérifié {company}."),
        NotificationKind::CompanyRejected => format!("Une école n'a pas accepté {company}."),
        NotificationKind::MemberWaiting => format!("Une personne demande à rejoindre {company}."),
        NotificationKind::MemberApproved => format!("Vous faites désormais partie de {company}."),
        NotificationKind::MemberRefused => format!("Votre demande de rejoindre {company} est refusée."),
        NotificationKind::StudentConfirmed => "L'école a confirmé votre profil.".to_owned(),
        NotificationKind::StudentRejected => "L'école n'a pas confirmé votre profil.".to_owned(),
        NotificationKind::RoundOpened => "Une session d'appariement est ouverte aux classements.".to_owned(),
        NotificationKind::RoundMoved => "Les échéances d'une session d'appariement ont changé.".to_owned(),
        NotificationKind::RoundPublished => {
            "Les résultats d'une session d'appariement sont publiés.".to_owned()
        }
        NotificationKind::RoundCancelled => "Une session d'appariement est abandonnée.".to_owned(),
        NotificationKind::SavedSearchMatched => {
            "De nouvelles offres correspondent à une recherche que vous avez enregistrée.".to_owned()
        }
        NotificationKind::ContractOpened => format!("Un contrat est ouvert avec {company}."),
        NotificationKind::ContractStepOpen => "Une étape d'un contrat vous attend.".to_owned(),
        NotificationKind::ContractStepReturned => "Une étape d'un contrat est à refaire.".to_owned(),
        NotificationKind::ContractDeadline => "Une étape d'un contrat arrive à échéance.".to_owned(),
        NotificationKind::ContractActive => format!("Le contrat avec {company} est actif."),
        NotificationKind::ContractEnded => format!("Le contrat avec {company} a pris fin."),
        NotificationKind::ContractChanged => format!("Les termes du contrat avec {company} ont changé."),
        NotificationKind::ContractWaiting => {
            format!("Aucune place n'est libre : le contrat avec {company} attend.")
        }
        NotificationKind::ContractPlaceReserved => {
            format!("Une place est réservée pour le contrat avec {company}.")
        }
        NotificationKind::ContractTutorNamed => "Vous êtes désormais tuteur école d'un contrat.".to_owned(),
    }
}

fn in_english(kind: NotificationKind, What { offer, company, target }: &What) -> String {
    match kind {
        NotificationKind::OfferApproved => format!("The school published {offer}."),
        NotificationKind::OfferRejected => format!("The school did not accept {offer}."),
        NotificationKind::OfferHandled => {
            format!("The school stepped in on {offer}: it was extended, filled or cancelled.")
        }
        NotificationKind::OfferExpired => format!("Time has run out for {offer}."),
        NotificationKind::ApplicationReceived => format!("A new application came in for {target}."),
        NotificationKind::ApplicationMoved => format!("Your application for {target} has moved."),
        NotificationKind::ApplicationSettled => {
            format!("Your application for {target} is closed, as the offer itself.")
        }
        NotificationKind::ApplicationAnswered => format!("The person who applied for {target} has answered."),
        NotificationKind::CompanyVerified => format!("A school verified {company}."),
        NotificationKind::CompanyRejected => format!("A school did not accept {company}."),
        NotificationKind::MemberWaiting => format!("Somebody asks to join {company}."),
        NotificationKind::MemberApproved => format!("You are now a member of {company}."),
        NotificationKind::MemberRefused => format!("Your request to join {company} was refused."),
        NotificationKind::StudentConfirmed => "The school confirmed your profile.".to_owned(),
        NotificationKind::StudentRejected => "The school did not confirm your profile.".to_owned(),
        NotificationKind::RoundOpened => "A matching round is open to rankings.".to_owned(),
        NotificationKind::RoundMoved => "The deadlines of a matching round have changed.".to_owned(),
        NotificationKind::RoundPublished => "The results of a matching round are published.".to_owned(),
        NotificationKind::RoundCancelled => "A matching round was given up.".to_owned(),
        NotificationKind::SavedSearchMatched => "New offers match a search that you saved.".to_owned(),
        NotificationKind::ContractOpened => format!("A contract with {company} was opened."),
        NotificationKind::ContractStepOpen => "A step of a contract waits for you.".to_owned(),
        NotificationKind::ContractStepReturned => "A step of a contract is to be done again.".to_owned(),
        NotificationKind::ContractDeadline => "A step of a contract is due soon, or late.".to_owned(),
        NotificationKind::ContractActive => format!("The contract with {company} is active."),
        NotificationKind::ContractEnded => format!("The contract with {company} has ended."),
        NotificationKind::ContractChanged => {
            format!("The terms of the contract with {company} have changed.")
        }
        NotificationKind::ContractWaiting => format!("No place is left: the contract with {company} waits."),
        NotificationKind::ContractPlaceReserved => {
            format!("A place is reserved for the contract with {company}.")
        }
        NotificationKind::ContractTutorNamed => "You are now the school tutor of a contract.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_a_sentence_in_both_languages_whatever_it_names() {
        let named = Named { offer: Some("Dev".to_owned()), company: Some("ACME".to_owned()) };
        for kind in NotificationKind::VARIANTS {
            for named in [&named, &Named::default()] {
                let [fr, en] = [Locale::Fr, Locale::En].map(|locale| sentence(*kind, named, locale));
                assert!(fr.ends_with('.') && en.ends_with('.') && fr != en, "{kind}: {fr} / {en}");
                assert!(!fr.contains("  ") && !en.contains("  ") && !en.contains('«'), "{fr} / {en}");
            }
        }
        let spontaneous = Named { offer: None, ..named.clone() };
        let [to_offer, to_company] = [&named, &spontaneous]
            .map(|named| sentence(NotificationKind::ApplicationReceived, named, Locale::En));
        assert_eq!(to_offer, "A new application came in for the offer “Dev”.");
        assert_eq!(to_company, "A new application came in for ACME.");
    }
}
