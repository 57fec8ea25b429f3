use uuid::Uuid;

use crate::{Field, Point, Shape};

/// A condition on the keys and numbers of a document.
///
/// A tree and not a string: no value is ever put unescaped into an engine's own language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// Every one holds; of none, everything.
    All(Vec<Filter>),
    /// One at least holds; of none, nothing.
    Any(Vec<Filter>),
    /// The condition does not hold.
    Not(Box<Filter>),
    /// A key has this value, possibly among others.
    Is(Field, String),
    /// A key has one of these values; of none, nothing.
    In(Field, Vec<String>),
    /// A number is known and lies between these bounds, both included; `None` is no bound.
    Between(Field, Option<i64>, Option<i64>),
    /// Where it is, is known, and lies at so many whole metres of a point, both bounds included; `None` is no bound.
    Away(Point, Option<i64>, Option<i64>),
    /// It is one of these rows; of none, nothing.
    Ids(Vec<Uuid>),
    /// Its id comes after this one.
    After(Uuid),
}

impl Filter {
    /// A number, or with [`Field::Latitude`] where it is, is not known.
    #[must_use]
    pub fn unknown(field: Field) -> Self {
        Filter::Not(Box::new(Filter::Between(field, None, None)))
    }

    /// No condition.
    #[must_use]
    pub fn everything() -> Self {
        Filter::All(Vec::new())
    }

    /// The filter without those of its joined conditions that speak of `field` alone: what a facet of that field is
    /// counted under. Conditions on other fields all stay, so that this never widens what a person may see.
    #[must_use]
    pub fn without(&self, field: Field) -> Self {
        match self {
            Filter::All(parts) => {
                let kept = parts.iter().filter(|part| !part.is_about(field));
                Filter::All(kept.map(|part| part.without(field)).collect())
            }
            other if other.is_about(field) => Filter::everything(),
            other => other.clone(),
        }
    }

    /// Whether there is a condition, and every one is on `field`.
    fn is_about(&self, field: Field) -> bool {
        let fields = self.fields();
        !fields.is_empty() && fields.iter().all(|(one, _)| *one == field)
    }

    /// The fields of all conditions, with the shape that each condition takes.
    pub(crate) fn fields(&self) -> Vec<(Field, Shape)> {
        match self {
            Filter::All(parts) | Filter::Any(parts) => parts.iter().flat_map(Filter::fields).collect(),
            Filter::Not(part) => part.fields(),
            Filter::Is(field, _) | Filter::In(field, _) => vec![(*field, Shape::Key)],
            Filter::Between(field, _, _) => vec![(*field, Shape::Number)],
            Filter::Away(..) => vec![(Field::Latitude, Shape::Number), (Field::Longitude, Shape::Number)],
            Filter::Ids(_) | Filter::After(_) => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Filter;
    use crate::Field;

    fn is(field: Field, value: &str) -> Filter {
        Filter::Is(field, value.to_owned())
    }

    #[test]
    fn a_facet_leaves_out_its_own_conditions_only() {
        let audience = is(Field::Audience, "companies");
        let either = Filter::Any(vec![is(Field::City, "albi"), is(Field::City, "toulouse")]);
        let mixed = Filter::Any(vec![is(Field::City, "albi"), is(Field::School, "insa")]);
        let filter = Filter::All(vec![audience.clone(), either, mixed.clone()]);
        assert_eq!(filter.without(Field::City), Filter::All(vec![audience, mixed]));
        assert_eq!(filter.without(Field::Skills), filter);
    }

    #[test]
    fn conditions_are_left_out_at_any_depth_of_joining() {
        let filter = Filter::All(vec![Filter::All(vec![is(Field::City, "albi"), is(Field::School, "insa")])]);
        assert_eq!(
            filter.without(Field::City),
            Filter::All(vec![Filter::All(vec![is(Field::School, "insa")])])
        );
        assert_eq!(is(Field::City, "albi").without(Field::City), Filter::everything());
    }
}
