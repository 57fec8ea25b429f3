use std::collections::HashSet;

use uuid::Uuid;

use crate::{Direction, Field, Filter, Kind, Point, Query, Sort};

/// What results are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// A number, or [`Field::SortKey`].
    Field(Field),
    /// How far it is from a point, in whole metres.
    Distance(Point),
}

/// After which result to go on, whatever came and went meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum After {
    /// Where the order is by keys: those of the last result ([`crate::Hit::keys`]), and its id.
    Place {
        /// By [`Query::order`].
        keys: Vec<Option<i64>>,
        /// The last result.
        id: Uuid,
    },
    /// Where the best matches come first: those that were seen.
    Seen(HashSet<Mark>),
}

/// A part of an id that tells it from thousands of others: its last five bytes, which are random.
pub type Mark = [u8; 5];

/// The mark of an id.
#[must_use]
pub fn mark(id: Uuid) -> Mark {
    let [.., a, b, c, d, e] = *id.as_bytes();
    [a, b, c, d, e]
}

impl Key {
    /// Where a condition on the key's values is a filter: those between two bounds, both included.
    fn between(self, from: Option<i64>, to: Option<i64>) -> Filter {
        match self {
            Key::Field(field) => Filter::Between(field, from, to),
            Key::Distance(point) => Filter::Away(point, from, to),
        }
    }

    fn is(self, value: Option<i64>) -> Filter {
        match value {
            Some(value) => self.between(Some(value), Some(value)),
            None => self.unknown(),
        }
    }

    fn unknown(self) -> Filter {
        Filter::Not(Box::new(self.between(None, None)))
    }

    /// What comes after a value; of what is unknown, which is last, nothing.
    fn beyond(self, direction: Direction, value: Option<i64>) -> Filter {
        let Some(value) = value else { return Filter::Any(Vec::new()) };
        let further = match direction {
            Direction::Ascending => self.between(Some(value.saturating_add(1)), None),
            Direction::Descending => self.between(None, Some(value.saturating_sub(1))),
        };
        Filter::Any(vec![further, self.unknown()])
    }
}

impl Query {
    /// What results are sorted by, the first key first; ties of all are broken by the id. Without words, and for ties,
    /// the kind's own order. Meaningless when the query [`is_ranked`](Self::is_ranked).
    #[must_use]
    pub fn order(&self) -> Vec<(Key, Direction)> {
        let (field, direction) = Kind::order(self.kind);
        let own = (Key::Field(field), direction);
        match self.sort {
            Sort::By(chosen, direction) if chosen == field => vec![(Key::Field(chosen), direction)],
            Sort::By(chosen, direction) => vec![(Key::Field(chosen), direction), own],
            Sort::Nearest(point) => vec![(Key::Distance(point), Direction::Ascending), own],
            Sort::Relevance => vec![own],
        }
    }

    /// The condition of [`After::Place`]: what comes after it in the order.
    pub(crate) fn beyond(&self) -> Filter {
        match &self.after {
            Some(After::Place { keys, id }) => beyond(&self.order(), keys, *id),
            _ => Filter::everything(),
        }
    }
}

/// What comes after a place in an order: by the first key; or the same there, and by the second; and so on, to the id.
pub(crate) fn beyond(order: &[(Key, Direction)], keys: &[Option<i64>], id: Uuid) -> Filter {
    let last = Filter::After(id);
    order.iter().zip(keys).rev().fold(last, |rest, ((key, direction), value)| {
        Filter::Any(vec![key.beyond(*direction, *value), Filter::All(vec![key.is(*value), rest])])
    })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{After, Key, mark};
    use crate::{Direction, Field, Filter, Kind, Query, Sort};

    #[test]
    fn nothing_but_ids_comes_after_what_is_unknown() {
        let id = Uuid::from_u128(7);
        let query = Query {
            sort: Sort::By(Field::PublishedAt, Direction::Descending),
            after: Some(After::Place { keys: vec![None], id }),
            ..Query::new(Kind::Offer)
        };
        let rest = Filter::All(vec![Filter::unknown(Field::PublishedAt), Filter::After(id)]);
        assert_eq!(query.beyond(), Filter::Any(vec![Filter::Any(Vec::new()), rest]));
        assert_eq!(Query { after: None, ..query }.beyond(), Filter::everything());
    }

    #[test]
    fn the_kinds_own_order_breaks_ties() {
        let query = Query { sort: Sort::By(Field::Pay, Direction::Descending), ..Query::new(Kind::Offer) };
        let keys: Vec<Key> = query.order().into_iter().map(|(key, _)| key).collect();
        assert_eq!(keys, [Key::Field(Field::Pay), Key::Field(Field::PublishedAt)]);
        assert_eq!(mark(Uuid::from_u128(0x0102_0304_0506)), [2, 3, 4, 5, 6]);
    }
}
