//! What a user got wrong, as data in a payload.

use crate::context::Request;
use crate::error::Error;
use async_graphql::{Context, Enum, Object};
use domain::locale::Locale;

/// The stable code of a user's error. Messages may be reworded, codes do not change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ErrorCode {
    /// A value is missing, blank, too long or out of range.
    Invalid,
    /// The object's state does not allow this; the message names the states that do.
    WrongState,
    /// This needs a reason.
    ReasonRequired,
    /// E-mail address or password are wrong.
    WrongCredentials,
    /// An account has this e-mail address.
    EmailTaken,
    /// The password is too short, too long or too common.
    WeakPassword,
    /// The company must be verified by a school first.
    CompanyNotVerified,
    /// The person waits for the approval of a member of the company.
    MembershipPending,
    /// The student must be confirmed by the school first.
    StudentNotConfirmed,
    /// The offer is not open to applications.
    OfferNotOpen,
    /// The offer is not for this student's school or specialty.
    NotEligible,
    /// There is one already.
    AlreadyExists,
    /// Something named in the input does not exist.
    Unknown,
    /// Every position is taken.
    NoPositionLeft,
    /// The offer is not in the round, or not the asker's to rank for.
    OfferNotInRound,
    /// The student is not in the round, or did not choose the offer.
    StudentNotInRound,
    /// The same one is chosen twice.
    ChosenTwice,
    /// Two choices have the same rank.
    DuplicateRank,
    /// Ranks go from 1 up and leave none out.
    RankGap,
    /// There are more choices than a ranking holds.
    TooManyChoices,
    /// Companies rank once the students' deadline has passed.
    RankingEarly,
    /// The deadline for rankings has passed.
    RankingLate,
    /// The offer is no longer open: taken back, filled or expired.
    OfferWithdrawn,
    /// The student is no longer to be had: has confirmed an application, or is not confirmed by the school.
    StudentNotAvailable,
    /// The offer or the student is of another school.
    OtherSchool,
    /// The round has no offer or no student that can take part.
    EmptyRound,
    /// Nothing was computed to be published.
    NoFinalRun,
    /// Offers, positions or students have changed since the result was computed.
    RoundOutdated,
    /// The person has as many saved searches as there may be.
    TooManySavedSearches,
    /// The step does not apply to this contract.
    StepDoesNotApply,
    /// The step is not open yet: others come first.
    StepNotOpen,
    /// The step is for others to do, or to agree to.
    NotYourStep,
    /// The step is done already, or is not done yet.
    StepState,
    /// No place of the option is reserved for the contract.
    NoPlace,
    /// The school has no procedure for this kind of contract.
    NoProcedure,
    /// The procedure cannot be read as it is written; the message says where.
    ProcedureInvalid,
    /// A rule of the law or of the school is not kept; the message says which, and what would do.
    RuleNotKept,
    /// The pay is below the least that the law, the school or the collective agreement asks for.
    PayTooLow,
    /// The contract has begun: it is broken off, not withdrawn.
    ContractBegun,
    /// The contract has not begun: it is withdrawn, not broken off.
    ContractNotBegun,
    /// The person has as many calendars as there may be.
    TooManyCalendarFeeds,
    /// There are as many files as there may be.
    TooManyFiles,
    /// The person has uploaded as much as may be.
    QuotaExceeded,
    /// A paper lacks a fact, or somebody to sign it; the path names it.
    FactMissing,
    /// Another party signs before.
    NotYourTurn,
    /// Link or code are not good, or not any more.
    WrongCode,
    /// A paper that the step signs is not signed by all its parties.
    PaperNotSigned,
}

/// What a user got wrong: a code for programs, a sentence for people, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserError {
    /// Stable code.
    pub code: ErrorCode,
    /// In French.
    pub fr: String,
    /// In English.
    pub en: String,
    /// The input field, from the argument down.
    pub path: Vec<String>,
}

impl UserError {
    /// An error, in both languages.
    pub fn new(code: ErrorCode, fr: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code, fr: fr.into(), en: en.into(), path: Vec::new() }
    }

    /// A reason is missing.
    #[must_use]
    pub fn reason_required() -> Self {
        let (fr, en) = ("Un motif est attendu.", "A reason is expected.");
        Self::new(ErrorCode::ReasonRequired, fr, en).at(&["reason"])
    }

    /// Names the field.
    #[must_use]
    pub fn at(mut self, path: &[&str]) -> Self {
        self.path = path.iter().map(|part| (*part).to_owned()).collect();
        self
    }

    /// The sentence in a language.
    #[must_use]
    pub fn message(&self, locale: Locale) -> &str {
        match locale {
            Locale::Fr => &self.fr,
            Locale::En => &self.en,
        }
    }
}

/// What a user got wrong: a code for programs, a sentence for people, and where.
#[Object]
impl UserError {
    /// Stable code.
    async fn code(&self) -> ErrorCode {
        self.code
    }

    /// A sentence in the reader's language.
    #[graphql(name = "message")]
    async fn message_in_locale(&self, ctx: &Context<'_>) -> Result<String, Error> {
        Ok(self.message(Request::of(ctx)?.caller.locale).to_owned())
    }

    /// The input field concerned, from the argument down; null where it is the whole request.
    async fn path(&self) -> Option<&[String]> {
        (!self.path.is_empty()).then_some(&self.path[..])
    }
}
