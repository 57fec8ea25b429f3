//! Opaque ids: a kind and a UUID, so that `node(id)` knows where to look and an id of another kind is refused.

use crate::error::Error;
use async_graphql::parser::types::Field;
use async_graphql::registry::Registry;
use async_graphql::{
    ContextSelectionSet, ID, InputType, InputValueError, InputValueResult, OutputType, Positioned,
    ServerResult, Value,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::borrow::Cow;
use std::fmt;
use uuid::Uuid;

/// What an id names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum IdKind {
    /// A school.
    School = 1,
    /// A specialty.
    Specialty = 2,
    /// A company.
    Company = 3,
    /// A hire.
    Hire = 4,
    /// A published figure.
    PublishedFigure = 5,
    /// A person's account.
    Account = 6,
    /// A student's profile.
    Student = 7,
    /// An offer.
    Offer = 8,
    /// An application.
    Application = 9,
    /// A notification.
    Notification = 10,
    /// A person's place in a company.
    CompanyMember = 11,
    /// A matching round.
    MatchingRound = 20,
    /// A matching round computed once.
    MatchingRun = 21,
    /// A saved search.
    SavedSearch = 22,
    /// A contract.
    Contract = 30,
    /// A procedure of a school, as it was written once.
    Procedure = 31,
    /// A person of a company who follows students under contract.
    CompanyTutor = 32,
    /// A secret address of a calendar.
    CalendarFeed = 33,
    /// A file.
    StoredFile = 40,
    /// A paper of a contract.
    Document = 50,
    /// A signature of a paper.
    Signature = 51,
    /// A scan of a paper that was signed by hand.
    DocumentScan = 52,
}

impl IdKind {
    const ALL: [Self; 22] = [
        Self::School,
        Self::Specialty,
        Self::Company,
        Self::Hire,
        Self::PublishedFigure,
        Self::Account,
        Self::Student,
        Self::Offer,
        Self::Application,
        Self::Notification,
        Self::CompanyMember,
        Self::MatchingRound,
        Self::MatchingRun,
        Self::SavedSearch,
        Self::Contract,
        Self::Procedure,
        Self::CompanyTutor,
        Self::CalendarFeed,
        Self::StoredFile,
        Self::Document,
        Self::Signature,
        Self::DocumentScan,
    ];
}

/// A decoded id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Id {
    /// What it names.
    pub kind: IdKind,
    /// Which one.
    pub uuid: Uuid,
}

impl Id {
    /// The id of a row.
    #[must_use]
    pub fn new(kind: IdKind, uuid: Uuid) -> Self {
        Self { kind, uuid }
    }

    /// The row's id, when the id is of the kind wanted.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` at `path` when it is of another kind.
    pub fn of(self, kind: IdKind, path: &[&str]) -> Result<Uuid, Error> {
        if self.kind == kind {
            return Ok(self.uuid);
        }
        let message = format!("this is the id of a {:?}; the id of a {kind:?} is expected", self.kind);
        Err(Error::bad_input(path, message))
    }

    /// The id that a text is, as the API writes it; for what is asked outside of GraphQL.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::decode(text)
    }

    fn encode(self) -> String {
        let mut bytes = [0_u8; 17];
        bytes[0] = self.kind as u8;
        bytes[1..].copy_from_slice(self.uuid.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    fn decode(text: &str) -> Option<Self> {
        let bytes: [u8; 17] = URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?;
        let kind = IdKind::ALL.into_iter().find(|kind| *kind as u8 == bytes[0])?;
        Some(Self { kind, uuid: Uuid::from_slice(&bytes[1..]).ok()? })
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.encode())
    }
}

impl InputType for Id {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        <ID as InputType>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <ID as InputType>::create_type_info(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        match value.unwrap_or_default() {
            Value::String(text) => Self::decode(&text).ok_or_else(|| {
                InputValueError::custom("not an id of this API; take ids from its answers, they are opaque")
            }),
            other => Err(InputValueError::expected_type(other)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.encode())
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }
}

impl OutputType for Id {
    fn type_name() -> Cow<'static, str> {
        <ID as OutputType>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <ID as OutputType>::create_type_info(registry)
    }

    async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        Ok(Value::String(self.encode()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_comes_back_as_it_went() {
        for kind in IdKind::ALL {
            let id = Id::new(kind, Uuid::from_u128(0x0190_1234_5678_7abc_8def_0123_4567_89ab));
            assert_eq!(Id::decode(&id.encode()), Some(id));
        }
    }

    #[test]
    fn what_is_no_id_is_refused() {
        for text in ["", "1", "T2ZmZXI6MQ==", "AAAAAAAAAAAAAAAAAAAAAAA", "💥", &"A".repeat(10_000)] {
            assert_eq!(Id::decode(text), None, "{text}");
        }
    }
}
