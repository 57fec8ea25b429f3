//! What a planned operation costs: one point an object, a list as often as it is long, ten points a mutation. Values
//! inside objects are free; introspection is answered from memory and costs a fiftieth.

use async_graphql::Positioned;
use async_graphql::parser::types::{Field, OperationType};

use super::condition::Values;
use super::excess::Excess;
use super::plan::{Level, Merged};
use super::types::Types;
use crate::graphql::pagination::{DEFAULT_PAGE, MAX_PAGE};
use crate::http::Refusal;

/// Parts of a point, for what costs less than one.
const POINT: u64 = 50;
/// The price of an object that is read from memory.
const FROM_MEMORY: u64 = 1;
/// The price of a mutation beside what it answers, in points: a transaction of several statements.
const MUTATION: u64 = 10;
/// How long a list is taken to be when nothing says it: specialties of a school, skills of an offer, years.
const USUAL: u64 = 10;

/// The cost of an operation in points, at least one.
///
/// # Errors
/// `COST_TOO_HIGH` when it is more than `most`, with the list to which it is due.
pub(super) fn bound(
    root: &Level<'_>,
    kind: OperationType,
    types: &Types,
    values: &Values<'_>,
    most: u64,
) -> Result<u64, Refusal> {
    let mut pricing = Pricing { types, values };
    let parts = pricing.level(root, 1);
    let changes = match kind {
        OperationType::Mutation => POINT * MUTATION * u64::try_from(root.fields.len()).unwrap_or(u64::MAX),
        _ => 0,
    };
    let cost = parts.saturating_add(changes).div_ceil(POINT).max(1);
    if cost <= most {
        return Ok(cost);
    }
    let count = |points: u64| usize::try_from(points).unwrap_or(usize::MAX);
    let excess = Excess::of("COST_TOO_HIGH", "limits.cost", count(most), "points of cost");
    let (because, field) = pricing.blame(root);
    // One that stopped at the largest number is beyond counting.
    let found = if parts == u64::MAX { usize::MAX } else { count(cost) };
    Err(excess.found_because(found, &because, field.map(|field| field.pos)))
}

struct Pricing<'a> {
    types: &'a Types,
    values: &'a Values<'a>,
}

impl Pricing<'_> {
    /// The price of the fields of one object, that is a page of so many edges if it is one.
    fn level(&mut self, level: &Level<'_>, page: u64) -> u64 {
        level.fields.iter().fold(0, |sum: u64, field| sum.saturating_add(self.field(level, field, page)))
    }

    fn field(&mut self, parent: &Level<'_>, field: &Merged<'_>, page: u64) -> u64 {
        let Some(target) = field.returns.and_then(|returns| returns.target) else { return 0 };
        let (times, page) = self.size(parent, field, page);
        let own = if self.types.composite(target).introspection { FROM_MEMORY } else { POINT };
        // It is one of these objects: the dearest, to be sure.
        let below = field.levels.iter().map(|level| self.level(level, page)).max().unwrap_or(0);
        times.saturating_mul(own.saturating_add(below))
    }

    /// How often a field's object comes, and of how many edges each is the page.
    fn size(&self, parent: &Level<'_>, field: &Merged<'_>, page: u64) -> (u64, u64) {
        let Some(returns) = field.returns else { return (1, 1) };
        let connection = returns.target.is_some_and(|target| self.types.composite(target).connection);
        let asked = || {
            let mut arguments = returns.sizes.iter().filter_map(|name| {
                let argument = field.field.node.get_argument(name.as_str())?;
                self.values.size(&argument.node)
            });
            // A longer page is refused by the list itself.
            arguments.next().map(|size| size.min(u64::from(MAX_PAGE)))
        };
        if connection && !returns.list {
            return (1, asked().unwrap_or(u64::from(DEFAULT_PAGE)));
        }
        if !returns.list {
            return (1, 1);
        }
        if field.field.node.name.node == "types" && self.types.composite(parent.object).introspection {
            return (self.types.count, 1);
        }
        let in_page = self.types.composite(parent.object).connection
            && matches!(field.field.node.name.node.as_str(), "edges" | "nodes");
        if in_page {
            return (page, 1);
        }
        let unsaid = if returns.sizes.is_empty() { USUAL } else { u64::from(DEFAULT_PAGE) };
        (asked().unwrap_or(unsaid), 1)
    }

    /// The innermost list on the dearest way down, and the list around it.
    fn blame<'a>(&mut self, root: &'a Level<'a>) -> (String, Option<&'a Positioned<Field>>) {
        let mut lists: Vec<(&'a Merged<'a>, u64)> = Vec::new();
        let (mut level, mut page) = (root, 1);
        while let Some(field) = self.dearest(level, page) {
            let (times, next) = self.size(level, field, page);
            let length = if next > 1 { next } else { times };
            let named = matches!(field.field.node.name.node.as_str(), "edges" | "nodes" | "node");
            if length > 1 && !(named && page > 1) {
                lists.push((field, length));
            }
            let dearest = field.levels.iter().max_by_key(|level| self.level(level, next));
            let Some(below) = dearest else { break };
            (level, page) = (below, next);
        }
        let tell = |(field, length): &(&Merged<'_>, u64)| {
            format!("`{}` of {length}", field.field.node.response_key().node)
        };
        let field = lists.last().map(|(field, _)| field.field);
        match lists.as_slice() {
            [] => ("there are too many fields".to_owned(), root.fields.first().map(|field| field.field)),
            [one] => (format!("the list {}", tell(one)), field),
            [.., outer, inner] => (format!("the list {} inside {}", tell(inner), tell(outer)), field),
        }
    }

    fn dearest<'a>(&mut self, level: &'a Level<'a>, page: u64) -> Option<&'a Merged<'a>> {
        let priced = level.fields.iter().map(|field| (self.field(level, field, page), field));
        priced.filter(|(price, _)| *price > 0).max_by_key(|(price, _)| *price).map(|(_, field)| field)
    }
}
