//! What a transition table is made of: offers and applications each have one.

use crate::locale::{Locale, Text};
use strum::{Display, EnumString, VariantArray};

/// On whose behalf something is done. Policy says which of these an actor is, for a given subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Party {
    /// An approved member of the company concerned.
    Company,
    /// The school's career services.
    School,
    /// The student concerned.
    Student,
    /// The platform itself: expiry, and what follows from another transition.
    Platform,
}

/// Whether whoever acts must, may or cannot say why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Nothing is asked.
    None,
    /// Kept when given.
    Optional,
    /// Refused without.
    Required,
}

/// Why the platform itself acted. The history keeps its name, and tells it in the reader's language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum PlatformReason {
    /// An application ended, since its offer has no position left.
    OfferFilled,
    /// An application ended, since its offer was taken back.
    OfferCancelled,
    /// An application ended, since its offer's time ran out.
    OfferExpired,
    /// An offer closed, since as many students confirmed as it has positions.
    PositionsTaken,
    /// An offer opened again, since a confirmed student fell through.
    PositionFreed,
    /// An application was accepted, since a matching round assigned the student to the offer.
    RoundAssigned,
    /// An application ended, since a matching round gave the offer's positions otherwise.
    RoundDecided,
}

impl PlatformReason {
    /// For people.
    #[must_use]
    pub const fn label(self) -> Text {
        match self {
            Self::OfferFilled => Text { fr: "L'offre est pourvue", en: "The offer is filled" },
            Self::OfferCancelled => Text { fr: "L'offre a été retirée", en: "The offer was taken back" },
            Self::OfferExpired => Text { fr: "L'offre a expiré", en: "The offer has expired" },
            Self::PositionsTaken => Text { fr: "Tous les postes sont pris", en: "Every position is taken" },
            Self::PositionFreed => Text { fr: "Un poste s'est libéré", en: "A position became free" },
            Self::RoundAssigned => {
                Text { fr: "Attribuée par le tour d'affectation", en: "Assigned by the matching round" }
            }
            Self::RoundDecided => Text {
                fr: "Le tour d'affectation en a décidé autrement",
                en: "The matching round decided otherwise",
            },
        }
    }

    /// What the history keeps: the name, and the words of whoever caused it where there are some.
    #[must_use]
    pub fn kept(self, words: Option<&str>) -> String {
        words.map_or_else(|| self.to_string(), |words| format!("{self}: {words}"))
    }

    /// A text that [`PlatformReason::kept`] made, in a language; any other text as it is.
    #[must_use]
    pub fn told(kept: &str, locale: Locale) -> String {
        let (name, words) = kept.split_once(": ").map_or((kept, None), |(name, words)| (name, Some(words)));
        let Ok(reason) = name.parse::<Self>() else { return kept.to_owned() };
        let label = reason.label().in_locale(locale);
        match (words, locale) {
            (None, _) => label.to_owned(),
            (Some(words), Locale::Fr) => format!("{label} : {words}"),
            (Some(words), Locale::En) => format!("{label}: {words}"),
        }
    }
}

/// One line of a transition table: who may take which states where.
#[derive(Debug)]
pub struct Transition<Action: 'static, Status: 'static> {
    /// What is done.
    pub action: Action,
    /// From which states.
    pub from: &'static [Status],
    /// To which.
    pub to: Status,
    /// By whom.
    pub by: &'static [Party],
    /// With what reason.
    pub reason: Reason,
}

/// Why a transition is not possible. Rights are not checked here: policy has said yes before.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal<Status> {
    /// The action does not leave this state; the states that it leaves are named.
    #[error("not possible from this state")]
    WrongState {
        /// Where the subject stands.
        status: Status,
        /// From where the action is possible.
        accepted: Vec<Status>,
    },
    /// The action needs a reason.
    #[error("a reason is required")]
    ReasonRequired,
}

/// Checks one line of a table against a state and a reason, and answers the state that follows.
///
/// # Errors
/// The state is not one the line leaves, or its reason is missing or blank.
pub fn apply<Action, Status: Copy + PartialEq>(
    line: &Transition<Action, Status>,
    status: Status,
    reason: Option<&str>,
) -> Result<Status, Refusal<Status>> {
    if !line.from.contains(&status) {
        return Err(Refusal::WrongState { status, accepted: line.from.to_vec() });
    }
    let blank = reason.is_none_or(|reason| reason.trim().is_empty());
    if line.reason == Reason::Required && blank {
        return Err(Refusal::ReasonRequired);
    }
    Ok(line.to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_platform_reason_is_told_in_the_readers_language_with_the_words_it_came_with() {
        for reason in PlatformReason::VARIANTS {
            assert_eq!(PlatformReason::told(&reason.kept(None), Locale::En), reason.label().en);
        }
        let kept = PlatformReason::OfferCancelled.kept(Some("budget: frozen"));
        assert_eq!(PlatformReason::told(&kept, Locale::Fr), "L'offre a été retirée : budget: frozen");
        assert_eq!(PlatformReason::told(&kept, Locale::En), "The offer was taken back: budget: frozen");
    }

    #[test]
    fn what_the_platform_did_not_say_stays_as_it_is() {
        assert_eq!(
            PlatformReason::told("Profile: not enough maths", Locale::Fr),
            "Profile: not enough maths"
        );
    }
}
