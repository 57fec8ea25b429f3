//! Why an event cannot be added.

use super::actor::Actor;
use super::words::Words;
use crate::locale::Locale;
use strum::IntoStaticStr;

/// Why an event cannot be added. [`Refusal::code`] is its name in SCREAMING_SNAKE_CASE.
#[derive(Debug, Clone, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Refusal {
    /// The event's number is not the next.
    OutOfOrder {
        /// The next.
        expected: u64,
    },
    /// It would have happened after it is recorded.
    InTheFuture,
    /// The procedure has no such step.
    UnknownStep {
        /// The key given.
        step: String,
        /// The keys that there are.
        accepted: Vec<String>,
    },
    /// The procedure has no such fact.
    UnknownFact {
        /// The key given.
        fact: String,
        /// The keys that there are.
        accepted: Vec<String>,
    },
    /// That does not answer the fact.
    UnknownAnswer {
        /// The fact's key.
        fact: String,
        /// The answers that there are.
        accepted: Vec<String>,
    },
    /// The step does not apply to this contract.
    DoesNotApply,
    /// The step is not open yet.
    NotOpen {
        /// The steps that must be done before.
        blocked_by: Vec<String>,
        /// The facts that must be answered, to know whether it applies.
        unanswered: Vec<String>,
        /// Whether it waits for the contract to be active.
        waits_for_activation: bool,
    },
    /// That is for others to do.
    NotYours {
        /// Who.
        actors: Vec<Actor>,
    },
    /// Whoever records it does not stand in for the actor.
    NoStandIn {
        /// The actor.
        actor: Actor,
    },
    /// The step, or this validator's part in it, is done already.
    AlreadyDone,
    /// The step is not done, so that it can be neither validated, nor opened again, nor graded.
    NotDone,
    /// Nobody can refuse this step.
    NotRefusable,
    /// An input is missing.
    InputMissing {
        /// Where it belongs.
        path: Vec<String>,
    },
    /// An input is not what is expected, or not asked for.
    InputInvalid {
        /// Where it was given.
        path: Vec<String>,
        /// What is expected.
        expected: Words,
    },
    /// It needs a reason.
    ReasonMissing,
    /// The step is not graded.
    NotGraded,
    /// More points than the step scores.
    PointsOutOfRange {
        /// The most.
        maximum: u8,
    },
    /// Steps or facts of an active contract's preparation stay as they are: an amendment changes them.
    AlreadyActive,
    /// The contract cannot be active yet.
    NotReady {
        /// The steps to do before.
        steps: Vec<String>,
    },
}

/// An event among those kept that could not have been added: the history is damaged, or of another procedure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("event {sequence} is not possible: {}", refusal.text().en)]
pub struct Illegal {
    /// The event's number.
    pub sequence: u64,
    /// Why not.
    pub refusal: Refusal,
}

impl Refusal {
    /// Its stable name: `NOT_OPEN`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.into()
    }

    /// Where in what was given it lies; nowhere when the whole is refused.
    #[must_use]
    pub fn path(&self) -> Vec<String> {
        let at = |name: &str| vec![name.to_owned()];
        match self {
            Self::InputMissing { path } | Self::InputInvalid { path, .. } => path.clone(),
            Self::UnknownStep { .. } => at("step"),
            Self::UnknownFact { .. } => at("fact"),
            Self::UnknownAnswer { .. } => at("value"),
            Self::ReasonMissing => at("reason"),
            Self::PointsOutOfRange { .. } => at("points"),
            Self::InTheFuture => at("on"),
            _ => Vec::new(),
        }
    }

    /// For people.
    #[must_use]
    pub fn text(&self) -> Words {
        match self {
            Self::OutOfOrder { expected } => Words::new(
                format!("Quelqu'un d'autre vient d'agir : l'événement suivant est le {expected}"),
                format!("Somebody else has just acted: the next event is number {expected}"),
            ),
            Self::InTheFuture => Words::new("La date est à venir", "The date is still to come"),
            Self::UnknownStep { step, accepted } => unknown(("étape", "step"), step, accepted),
            Self::UnknownFact { fact, accepted } => unknown(("question", "fact"), fact, accepted),
            Self::UnknownAnswer { fact, accepted } => answers(fact, accepted),
            Self::DoesNotApply => Words::new(
                "Cette étape ne concerne pas ce contrat",
                "This step does not apply to this contract",
            ),
            Self::NotOpen { blocked_by, unanswered, waits_for_activation } => {
                not_open(blocked_by, unanswered, *waits_for_activation)
            }
            Self::NotYours { actors } => Words::new(
                format!("C'est à faire par : {}", names(actors, Locale::Fr)),
                format!("This is for others to do: {}", names(actors, Locale::En)),
            ),
            Self::NoStandIn { actor } => Words::new(
                format!("Personne d'autre ne peut agir à la place de : {}", actor.label().fr),
                format!("Nobody else may act for the {}", actor.label().en),
            ),
            Self::AlreadyDone => Words::new("C'est déjà fait", "This is done already"),
            Self::NotDone => Words::new("Cette étape n'est pas faite", "This step is not done"),
            Self::NotRefusable => {
                Words::new("Cette étape ne peut pas être refusée", "This step cannot be refused")
            }
            Self::InputMissing { .. } => Words::new("Cette valeur manque", "This is missing"),
            Self::InputInvalid { expected, .. } => {
                Words::new(format!("Attendu : {}", expected.fr), format!("Expected: {}", expected.en))
            }
            Self::ReasonMissing => Words::new("Un motif est nécessaire", "A reason is required"),
            Self::NotGraded => Words::new("Cette étape n'est pas notée", "This step is not graded"),
            Self::PointsOutOfRange { maximum } => {
                Words::new(format!("De 0 à {maximum} points"), format!("From 0 to {maximum} points"))
            }
            Self::AlreadyActive => Words::new(
                "Le contrat est actif : sa préparation ne change plus que par avenant",
                "The contract is active: only an amendment changes its preparation",
            ),
            Self::NotReady { steps } => Words::new(
                format!("Il reste à faire : {}", steps.join(", ")),
                format!("Still to be done: {}", steps.join(", ")),
            ),
        }
    }
}

fn names(actors: &[Actor], locale: Locale) -> String {
    let names: Vec<_> = actors.iter().map(|actor| actor.label().in_locale(locale)).collect();
    names.join(", ")
}

fn unknown(what: (&str, &str), given: &str, accepted: &[String]) -> Words {
    let accepted = accepted.join(", ");
    Words::new(
        format!("{} inconnue : « {given} » ; il y a : {accepted}", what.0),
        format!("unknown {}: \"{given}\"; there are: {accepted}", what.1),
    )
}

fn answers(fact: &str, accepted: &[String]) -> Words {
    let accepted = accepted.join(", ");
    Words::new(
        format!("Réponses possibles à « {fact} » : {accepted}"),
        format!("Possible answers to \"{fact}\": {accepted}"),
    )
}

fn not_open(blocked_by: &[String], unanswered: &[String], waits_for_activation: bool) -> Words {
    let mut text = Words::new("Cette étape n'est pas encore ouverte", "This step is not open yet");
    if !blocked_by.is_empty() {
        let steps = blocked_by.join(", ");
        text.fr.push_str(&format!(" ; à faire avant : {steps}"));
        text.en.push_str(&format!("; to be done before: {steps}"));
    }
    if !unanswered.is_empty() {
        let facts = unanswered.join(", ");
        text.fr.push_str(&format!(" ; à répondre avant : {facts}"));
        text.en.push_str(&format!("; to be answered before: {facts}"));
    }
    if waits_for_activation {
        text.fr.push_str(" ; elle attend que le contrat soit actif");
        text.en.push_str("; it waits for the contract to be active");
    }
    text
}
