use super::record::ID;
use crate::{Field, Filter};

/// Stands for a backslash in stored keys. The server's filters cannot write one: before a quote it always escapes it,
/// and it cannot be escaped itself.
const BACKSLASH: char = '\u{2216}';

/// A key as the server stores it.
pub(super) fn stored(value: &str) -> String {
    value.replace('\\', &BACKSLASH.to_string())
}

/// A stored key as it was given.
pub(super) fn given(stored: &str) -> String {
    stored.replace(BACKSLASH, "\\")
}

/// A value between quotes.
pub(super) fn quoted(value: &str) -> String {
    format!("\"{}\"", stored(value).replace('"', "\\\""))
}

/// The server's expression for a filter; `None` for no condition.
pub(super) fn expression(filter: &Filter) -> Option<String> {
    (*filter != Filter::everything()).then(|| write(filter))
}

fn write(filter: &Filter) -> String {
    match filter {
        Filter::All(parts) if parts.is_empty() => format!("{ID} EXISTS"),
        Filter::Any(parts) if parts.is_empty() => format!("{ID} NOT EXISTS"),
        Filter::All(parts) => joined(parts, " AND "),
        Filter::Any(parts) => joined(parts, " OR "),
        Filter::Not(part) => format!("(NOT {})", write(part)),
        Filter::Is(field, value) => format!("({field} = {})", quoted(value)),
        Filter::In(field, values) => {
            let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
            format!("({field} IN [{}])", values.join(", "))
        }
        Filter::Between(field, from, to) => between(*field, *from, *to),
        Filter::Away(_, None, None) => format!("({} EXISTS)", Field::Latitude),
        // Its places stand in its place: see `circles`.
        Filter::Away(..) => format!("({ID} NOT EXISTS)"),
        Filter::Ids(ids) => {
            let ids: Vec<String> = ids.iter().map(|id| quoted(&id.to_string())).collect();
            format!("({ID} IN [{}])", ids.join(", "))
        }
        Filter::After(id) => format!("({ID} > {})", quoted(&id.to_string())),
    }
}

fn joined(parts: &[Filter], by: &str) -> String {
    let parts: Vec<String> = parts.iter().map(write).collect();
    format!("({})", parts.join(by))
}

fn between(field: Field, from: Option<i64>, to: Option<i64>) -> String {
    let from = from.map(|from| format!("{field} >= {from}"));
    let to = to.map(|to| format!("{field} <= {to}"));
    let bounds: Vec<String> = from.into_iter().chain(to).collect();
    if bounds.is_empty() {
        return format!("({field} EXISTS)");
    }
    format!("({})", bounds.join(" AND "))
}

#[cfg(test)]
mod tests {
    use super::{expression, given, stored};
    use crate::{Field, Filter};

    #[test]
    fn values_stay_values() {
        let hostile = Filter::Is(Field::City, "x\" OR id EXISTS OR city = \"\\".to_owned());
        let written = "(city = \"x\\\" OR id EXISTS OR city = \\\"\u{2216}\")";
        assert_eq!(expression(&hostile).as_deref(), Some(written));
        assert_eq!(given(&stored("a\\b")), "a\\b");
    }

    #[test]
    fn a_filter_is_written_with_its_joins() {
        let filter = Filter::All(vec![
            Filter::Any(vec![Filter::Between(Field::Pay, Some(-5), None), Filter::In(Field::City, vec![])]),
            Filter::Not(Box::new(Filter::Between(Field::Start, Some(1), Some(2)))),
        ]);
        let written = "(((pay >= -5) OR (city IN [])) AND (NOT (start >= 1 AND start <= 2)))";
        assert_eq!(expression(&filter).as_deref(), Some(written));
        assert_eq!(expression(&Filter::everything()), None);
    }
}
