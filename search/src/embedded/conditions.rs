use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{AllQuery, BooleanQuery, EmptyQuery, ExistsQuery, Occur, Query, RangeQuery, TermQuery};
use tantivy::schema::IndexRecordOption;

use super::any_of::any_of;
use super::columns::Columns;
use super::places::Ring;
use crate::{Error, Field, Filter};

/// The query of a filter. Its scores mean nothing.
pub(super) fn condition(columns: &Columns, filter: &Filter) -> Result<Box<dyn Query>, Error> {
    Ok(match filter {
        Filter::All(parts) if parts.is_empty() => Box::new(AllQuery),
        Filter::All(parts) | Filter::Any(parts) if let [part] = &parts[..] => condition(columns, part)?,
        Filter::All(parts) => Box::new(joined(columns, parts, Occur::Must)?),
        Filter::Any(parts) if parts.is_empty() => Box::new(EmptyQuery),
        Filter::Any(parts) => Box::new(joined(columns, parts, Occur::Should)?),
        Filter::Not(part) => {
            let parts = vec![
                (Occur::Must, Box::new(AllQuery) as Box<dyn Query>),
                (Occur::MustNot, condition(columns, part)?),
            ];
            Box::new(BooleanQuery::new(parts))
        }
        Filter::Is(field, value) => is(columns, *field, value)?,
        Filter::In(field, values) => {
            let column = columns.column(*field)?;
            any_of(values.iter().map(|value| Term::from_field_text(column, value)))
        }
        Filter::Between(field, None, None) => Box::new(ExistsQuery::new(field.name().to_owned(), false)),
        Filter::Between(field, from, to) => range(columns, *field, *from, *to)?,
        Filter::Away(point, from, to) => Box::new(Ring::new(*point, *from, *to)),
        Filter::Ids(ids) => any_of(ids.iter().map(|id| Term::from_field_text(columns.id, &id.to_string()))),
        Filter::After(id) => {
            let term = Term::from_field_text(columns.id, &id.to_string());
            Box::new(RangeQuery::new(Bound::Excluded(term), Bound::Unbounded))
        }
    })
}

fn is(columns: &Columns, field: Field, value: &str) -> Result<Box<dyn Query>, Error> {
    let term = Term::from_field_text(columns.column(field)?, value);
    Ok(Box::new(TermQuery::new(term, IndexRecordOption::Basic)))
}

fn joined(columns: &Columns, parts: &[Filter], occur: Occur) -> Result<BooleanQuery, Error> {
    let parts = parts.iter().map(|part| Ok((occur, condition(columns, part)?)));
    Ok(BooleanQuery::new(parts.collect::<Result<_, Error>>()?))
}

fn range(
    columns: &Columns,
    field: Field,
    from: Option<i64>,
    to: Option<i64>,
) -> Result<Box<dyn Query>, Error> {
    let column = columns.column(field)?;
    let bound = |value: Option<i64>| {
        value.map_or(Bound::Unbounded, |value| Bound::Included(Term::from_field_i64(column, value)))
    };
    Ok(Box::new(RangeQuery::new(bound(from), bound(to))))
}
