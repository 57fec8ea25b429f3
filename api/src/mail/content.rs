//! What mails say: one variant a template, whose fields are the template's variables, all of them.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a mail says. A field that is `None` is left out of the text; every other is in it, as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "template", content = "variables", rename_all = "snake_case", deny_unknown_fields)]
pub enum Content {
    /// A step of a contract is to be done, by whom this is sent to.
    StepReminder {
        /// Who is written to.
        person: String,
        /// The contract's title.
        contract: String,
        /// The step's title.
        step: String,
        /// Until when it is to be done.
        due: NaiveDate,
        /// Whether that day has passed.
        overdue: bool,
        /// Where it is done.
        link: String,
    },
    /// A code that signs a paper once. Queue it with `not_after` set to `valid_until`.
    SignatureCode {
        /// Who is written to.
        person: String,
        /// The paper's title.
        paper: String,
        /// The code.
        code: String,
        /// Until when it is good.
        valid_until: DateTime<Utc>,
    },
    /// A paper is to be signed, by whom this is sent to.
    SignatureRequest {
        /// Who is written to.
        person: String,
        /// The paper's title.
        paper: String,
        /// The contract's title.
        contract: String,
        /// Until when, where there is a deadline.
        due: Option<NaiveDate>,
        /// Where it is read and signed.
        link: String,
    },
    /// A paper was signed by all, refused, or holds no more.
    PaperTold {
        /// Who is written to.
        person: String,
        /// The paper's title.
        paper: String,
        /// What became of it, in the reader's language.
        state: String,
        /// Why, in the words of whoever decided.
        reason: Option<String>,
        /// Where the platform is.
        link: String,
    },
    /// A contract has come to another state.
    ContractTold {
        /// Who is written to.
        person: String,
        /// The contract's title.
        contract: String,
        /// The state, in the reader's language.
        state: String,
        /// Why, in the words of whoever decided.
        reason: Option<String>,
        /// Where it is seen.
        link: String,
    },
    /// Something that the platform told a person. What it says is read when it is sent ([`Content::Told`]).
    Notification {
        /// The notification.
        notification: Uuid,
    },
    /// What a notification says.
    Told {
        /// Who is written to.
        person: String,
        /// What happened, in one sentence.
        sentence: String,
        /// Why, in the words of whoever decided.
        reason: Option<String>,
        /// Where more is seen.
        link: String,
    },
}

impl Content {
    /// The template's name, as stored.
    #[must_use]
    pub fn template(&self) -> &'static str {
        match self {
            Self::StepReminder { .. } => "step_reminder",
            Self::SignatureCode { .. } => "signature_code",
            Self::SignatureRequest { .. } => "signature_request",
            Self::PaperTold { .. } => "paper_told",
            Self::ContractTold { .. } => "contract_told",
            Self::Notification { .. } => "notification",
            Self::Told { .. } => "told",
        }
    }
}
