//! What a saved search seeks, as it is kept: the filter as JSON, with the version of that JSON.
//!
//! Schools, specialties and filters change while a search is kept. So it is read as it would be asked today, and where
//! that is not possible any more, or would mean something else, the person is told: nothing is dropped in silence.

use crate::error::Error;
use crate::reference::Schools;
use crate::searching::{OfferFilter, narrow_offers};
use async_graphql::{InputType, Value};
use search::{Filter, Watch};
use serde::{Deserialize, Serialize};

/// The version of the JSON that is written now.
const VERSION: u32 = 1;

/// A filter as it is kept.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    version: u32,
    filter: serde_json::Value,
}

/// What a kept filter means today.
#[derive(Debug)]
pub(super) enum Meaning {
    /// What it meant when it was saved.
    Same(Filter),
    /// Nothing, or something else: why.
    Lost(String),
}

/// Checks a filter, and writes it.
///
/// # Errors
/// `BAD_USER_INPUT` for a value that does not exist, with those that do.
pub(super) fn keep(schools: &Schools, filter: OfferFilter) -> Result<String, Error> {
    let kept = Kept { version: VERSION, filter: json(&filter)? };
    narrow_offers(schools, filter)?;
    serde_json::to_string(&kept).map_err(Error::internal)
}

/// The filter as it was given, for the person to see and to search with; null where what is kept is no JSON of ours.
pub(super) fn shown(kept: &str) -> serde_json::Value {
    serde_json::from_str::<Kept>(kept).map(|kept| kept.filter).unwrap_or_default()
}

/// Reads a kept filter as it would be asked today.
pub(super) fn meaning(schools: &Schools, kept: &str) -> Meaning {
    let Ok(kept) = serde_json::from_str::<Kept>(kept) else {
        return Meaning::Lost("it cannot be read".into());
    };
    if kept.version != VERSION {
        return Meaning::Lost(format!("it is of version {}, and {VERSION} is understood", kept.version));
    }
    let given = Value::from_json(kept.filter.clone()).unwrap_or_default();
    let filter = match OfferFilter::parse(Some(given)) {
        Ok(filter) => filter,
        Err(error) => return Meaning::Lost(error.into_server_error(Default::default()).message),
    };
    // A field that there is no more is passed over by parsing, and would widen the search.
    if json(&filter).ok().as_ref() != Some(&kept.filter) {
        return Meaning::Lost("a part of it is not known any more".into());
    }
    match narrow_offers(schools, filter) {
        Ok((filter, _)) => Meaning::Same(filter),
        Err(Error::BadUserInput { message, .. }) => Meaning::Lost(message),
        Err(error) => Meaning::Lost(error.code().to_owned()),
    }
}

/// A kept search, ready to be asked of new offers; none where its filter means nothing any more.
pub(super) fn watch(schools: &Schools, query: &str, kept: &str) -> Option<Watch> {
    match meaning(schools, kept) {
        Meaning::Same(filter) => Some(Watch::new(query, filter)),
        Meaning::Lost(_) => None,
    }
}

fn json(filter: &OfferFilter) -> Result<serde_json::Value, Error> {
    let mut json = filter.to_value().into_json().map_err(Error::internal)?;
    without_nulls(&mut json);
    Ok(json)
}

/// What is not given is not written: a field that is added later changes no kept filter.
fn without_nulls(json: &mut serde_json::Value) {
    if let serde_json::Value::Object(fields) = json {
        fields.retain(|_, value| !value.is_null());
        fields.values_mut().for_each(without_nulls);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graphql::scalars::Euro;
    use domain::money::Cents;
    use entity::{school, specialty};
    use uuid::Uuid;

    fn schools(code: &str) -> Schools {
        let school = school::Model { id: Uuid::nil(), code: code.into(), name: code.into(), position: 1 };
        let specialty = specialty::Model {
            id: Uuid::nil(),
            school_id: Uuid::nil(),
            parent_id: None,
            code: "IR".into(),
            name: "IR".into(),
            position: 1,
        };
        Schools::of(vec![school], vec![specialty])
    }

    fn filter() -> OfferFilter {
        OfferFilter {
            school: Some("INSA-TOULOUSE".into()),
            specialties: Some(vec!["IR".into()]),
            city: Some("Évry".into()),
            pay_at_least: Some(Euro(Cents(150_000))),
            ..OfferFilter::default()
        }
    }

    #[test]
    fn a_filter_means_what_it_meant() {
        let schools = schools("INSA-TOULOUSE");
        let kept = keep(&schools, filter()).expect("a good filter");
        let Meaning::Same(read) = meaning(&schools, &kept) else { panic!("{kept}") };
        assert_eq!(read, narrow_offers(&schools, filter()).expect("a good filter").0);
        assert_eq!(shown(&kept)["payAtLeast"], "1500.00");
        assert!(!kept.contains("null"), "{kept}");
    }

    #[test]
    fn what_means_nothing_any_more_is_said_so_and_kept() {
        let kept = keep(&schools("INSA-TOULOUSE"), filter()).expect("a good filter");
        let renamed = schools("INSA-31");
        let Meaning::Lost(why) = meaning(&renamed, &kept) else { panic!("the school is gone") };
        assert!(why.contains("INSA-31"), "{why}");
        assert_eq!(shown(&kept)["school"], "INSA-TOULOUSE");
        for lost in [
            "",
            "{}",
            r#"{"version":2,"filter":{}}"#,
            r#"{"version":1,"filter":{"moonPhase":"FULL"}}"#,
            r#"{"version":1,"filter":{"city":5}}"#,
            r#"{"version":1,"filter":[]}"#,
        ] {
            assert!(matches!(meaning(&renamed, lost), Meaning::Lost(_)), "{lost}");
            assert!(watch(&renamed, "", lost).is_none());
        }
        assert!(matches!(meaning(&renamed, r#"{"version":1,"filter":{}}"#), Meaning::Same(_)));
    }
}
