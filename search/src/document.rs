use std::collections::BTreeMap;

use uuid::Uuid;

use crate::{Error, Field, Kind, Point, Shape};

/// What an engine indexes: the fields of one row of SQL, at one version of it.
///
/// Made from the typed documents of [`crate::documents`], or by hand with [`Document::new`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The index that it belongs to.
    pub kind: Kind,
    /// The id of the row.
    pub id: Uuid,
    /// The version of the row, growing with each change.
    pub version: i64,
    /// Texts as people wrote them, by field of shape [`Shape::Text`].
    pub texts: BTreeMap<Field, Vec<String>>,
    /// Exact values, by field of shape [`Shape::Key`].
    pub keys: BTreeMap<Field, Vec<String>>,
    /// Numbers, by field of shape [`Shape::Number`].
    pub numbers: BTreeMap<Field, i64>,
}

impl Document {
    /// A document without fields.
    #[must_use]
    pub fn new(kind: Kind, id: Uuid, version: i64) -> Self {
        let (texts, keys, numbers) = <_>::default();
        Document { kind, id, version, texts, keys, numbers }
    }

    /// Adds a text; empty ones are left out.
    #[must_use]
    pub fn text(mut self, field: Field, values: impl IntoIterator<Item = String>) -> Self {
        push(&mut self.texts, field, values);
        self
    }

    /// Adds exact values; empty ones are left out.
    #[must_use]
    pub fn key(mut self, field: Field, values: impl IntoIterator<Item = String>) -> Self {
        push(&mut self.keys, field, values);
        self
    }

    /// Sets a number, when it is known.
    #[must_use]
    pub fn number(mut self, field: Field, value: impl Into<Option<i64>>) -> Self {
        self.numbers.extend(value.into().map(|value| (field, value)));
        self
    }

    /// Sets where it is, when that is known. What is unknown is in no circle, and last by distance.
    #[must_use]
    pub fn point(self, point: Option<Point>) -> Self {
        let parts = point.map(Point::parts);
        self.key(Field::Place, point.map(|point| point.to_string()))
            .number(Field::Latitude, parts.map(|(latitude, _)| latitude))
            .number(Field::Longitude, parts.map(|(_, longitude)| longitude))
    }

    /// Checks that every field belongs to the kind and is given by its shape.
    ///
    /// # Errors
    /// [`Error::Rejected`] names the first field that is out of place.
    pub fn check(&self, kind: Kind) -> Result<(), Error> {
        if self.kind != kind {
            return Err(Error::Rejected(format!("a document of {} was given to {kind}", self.kind)));
        }
        let texts = self.texts.keys().map(|field| (*field, Shape::Text));
        let keys = self.keys.keys().map(|field| (*field, Shape::Key));
        let numbers = self.numbers.keys().map(|field| (*field, Shape::Number));
        for (field, shape) in texts.chain(keys).chain(numbers) {
            if !kind.has(field) || field.shape() != shape || field.is_made() {
                return Err(Error::Rejected(format!("{kind} has no {shape:?} field {field}")));
            }
        }
        Ok(())
    }
}

fn push(fields: &mut BTreeMap<Field, Vec<String>>, field: Field, values: impl IntoIterator<Item = String>) {
    let mut values = values.into_iter().filter(|value| !value.is_empty()).peekable();
    if values.peek().is_some() {
        fields.entry(field).or_default().extend(values);
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::Document;
    use crate::{Field, Kind};

    #[test]
    fn a_field_out_of_place_is_refused() {
        let document = || Document::new(Kind::Hire, Uuid::nil(), 1);
        let value = || ["x".to_owned()];
        assert!(document().text(Field::CompanyName, value()).check(Kind::Hire).is_ok());
        assert!(document().text(Field::Title, value()).check(Kind::Hire).is_err(), "no such field");
        assert!(
            document().key(Field::CompanyName, value()).check(Kind::Hire).is_err(),
            "a text given as a key"
        );
        assert!(document().check(Kind::Offer).is_err(), "another kind");
        assert!(document().text(Field::Related, value()).check(Kind::Hire).is_err(), "made by the analysis");
    }

    #[test]
    fn what_is_empty_or_unknown_is_left_out() {
        let document = Document::new(Kind::Offer, Uuid::nil(), 1)
            .key(Field::City, [String::new()])
            .number(Field::Pay, None);
        assert!(document.keys.is_empty() && document.numbers.is_empty());
    }
}
