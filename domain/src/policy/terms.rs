//! What the policy speaks of: who asks, for what, on what, and the denial.

use crate::application::ApplicationAction;
use crate::company::CompanyStatus;
use crate::contract::ContractAction;
use crate::contract_type::ContractType;
use crate::document::{DocumentAction, DocumentKind};
use crate::offer::{OfferAction, OfferStatus};
use crate::procedure::Actor as ProcedureActor;
use crate::role::Role;
use crate::round::status::{RoundAction, RoundStatus};
use crate::student::{StudentStatus, StudentVisibility};
use uuid::Uuid;

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The account.
    pub account: Uuid,
    /// Its role.
    pub role: Role,
    /// The school that staff belong to.
    pub school: Option<Uuid>,
    /// The specialties that staff are scoped to; empty is the whole school, save for department heads.
    pub specialties: Vec<Uuid>,
    /// The company of a company member.
    pub membership: Option<Membership>,
    /// The profile of a student.
    pub student: Option<Uuid>,
}

/// What a company member is in the company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The company.
    pub company: Uuid,
    /// Whether a member approved this person.
    pub approved: bool,
    /// The company's own standing.
    pub status: CompanyStatus,
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// See a row at all.
    Read,
    /// See what only its owner and staff see: drafts' history, members.
    ReadPrivate,
    /// See who applied: to an offer, to a company, or what a student applied to.
    ReadApplications,
    /// See what only staff see: possible duplicates, queues.
    ReadDesk,
    /// Take part in an offer's life.
    Offer(OfferAction),
    /// Take part in an application's life.
    Application(ApplicationAction),
    /// Add a file to it, as the one whose files these are.
    Attach,
    /// Take part in a matching round's life.
    Round(RoundAction),
    /// Take part in a contract's life, beyond the steps of its procedure.
    Contract(ContractAction),
    /// Be this actor of a contract's procedure.
    Step(ProcedureActor),
    /// Take part in a document's life.
    Document(DocumentAction),
    /// Change one's own profile or company.
    Edit,
    /// Decide, as staff, on a company or a student.
    Verify,
    /// Decide, as a member, on who joins the company.
    ApproveMember,
    /// Write a hire into the history.
    RecordHire,
    /// Say how a school's own affairs are done: what matching weighs.
    Configure,
    /// Search students' profiles.
    SearchStudents,
    /// Use what any signed-in person may: sign out, one's own notifications.
    UseAccount,
}

/// What is concerned, by the facts that the decision rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The platform as a whole.
    Platform,
    /// A school's own desk, or one specialty of it.
    School {
        /// School.
        school: Uuid,
        /// Specialty, where one is concerned.
        specialty: Option<Uuid>,
    },
    /// A company.
    Company {
        /// Company.
        company: Uuid,
    },
    /// A student's profile.
    Student {
        /// Student.
        student: Uuid,
        /// School.
        school: Uuid,
        /// Specialty.
        specialty: Uuid,
        /// Who finds it.
        visibility: StudentVisibility,
        /// Whether the school confirmed it.
        status: StudentStatus,
        /// Whether the student applied to the company of the one who asks: applying shows the student to it.
        applied_to_asker: bool,
    },
    /// An offer.
    Offer {
        /// Company.
        company: Uuid,
        /// School.
        school: Uuid,
        /// Specialties it is open to.
        specialties: Vec<Uuid>,
        /// Where it stands.
        status: OfferStatus,
    },
    /// An application.
    Application {
        /// Student.
        student: Uuid,
        /// Company.
        company: Uuid,
        /// The student's school.
        school: Uuid,
        /// The student's specialty.
        specialty: Uuid,
        /// Whether anybody can act for the company; if not, the application waits at career services.
        company_has_members: bool,
    },
    /// A matching round.
    Round {
        /// The school whose career services run it.
        school: Uuid,
        /// Where it stands.
        status: RoundStatus,
        /// Whether the asker is a student of it, or of a company with an offer in it.
        takes_part: bool,
    },
    /// A contract.
    Contract {
        /// Student.
        student: Uuid,
        /// Company.
        company: Uuid,
        /// The student's school.
        school: Uuid,
        /// The student's specialty.
        specialty: Uuid,
        /// Which kind: a training centre sees apprenticeships.
        contract_type: ContractType,
        /// Whether anybody can act for the company; if not, career services stand in.
        company_has_members: bool,
        /// The account of the company's tutor, where there is one.
        company_tutor: Option<Uuid>,
        /// The account of the school's tutor.
        school_tutor: Option<Uuid>,
    },
    /// A document of a contract.
    Document {
        /// The contract.
        contract: Box<Subject>,
        /// What it is.
        kind: DocumentKind,
    },
}

/// Why not. A subject that the actor may not even know of is [`Denial::Hidden`]: it answers as if it were not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denial {
    /// Nobody is signed in.
    #[error("sign in first")]
    Unauthenticated,
    /// Somebody is, who may not.
    #[error("not allowed")]
    Forbidden,
    /// The actor may not know of it.
    #[error("not found")]
    Hidden,
}
