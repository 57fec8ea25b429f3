//! What searches read, for tools that try it with what nobody would write. No part of the API.

use super::cursor::{At, Position};
use super::{companies, students};
use crate::graphql::pagination::Page;
use crate::reference::Schools;
use async_graphql::{InputType, Value};
use domain::policy::Actor;
use domain::role::Role;
use search::{Kind, Query};
use uuid::Uuid;

/// A cursor of a search, of the best matches and of an order. Marks that are read are written as they came.
pub(crate) fn cursor(text: String) {
    let Ok(Page { after: Some(position), .. }) = Page::<Position>::new(None, Some(text)) else { return };
    for query in [Query { text: "x".to_owned(), ..Query::new(Kind::Offer) }, Query::new(Kind::Offer)] {
        if let (At::Seen(text), Ok((_, marks))) = (&position.at, position.at.clone().read(&query)) {
            assert!(matches!(At::seen(&marks), At::Seen(again) if again == *text), "marks have one text");
        }
    }
}

/// The filters of companies and of students, as far as what the engine and SQL are asked.
pub(crate) fn filters(schools: &Schools, value: &Value) {
    if let Ok(filter) = companies::CompanyFilter::parse(Some(value.clone())) {
        drop(companies::narrow(schools, &filter));
    }
    let (account, role) = (Uuid::from_u128(1), Role::Admin);
    let actor =
        Actor { account, role, school: None, specialties: Vec::new(), membership: None, student: None };
    if let Ok(filter) = students::StudentFilter::parse(Some(value.clone())) {
        drop(students::narrow(schools, filter, &actor));
    }
}
