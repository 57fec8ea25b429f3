//! What a column holds, whatever the database calls it, and the one text that each value has: the same from SQLite as
//! from PostgreSQL, and the same after a value was written and read again.

use super::Problem;
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{DatabaseBackend, DbErr, QueryResult, Value};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::Display)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Kind {
    /// An id: 32 hexadecimal digits in five groups.
    Uuid,
    /// A text.
    Text,
    /// A whole number of 64 bits.
    Integer,
    /// A floating-point number, as a text of as many digits as tell it from every other.
    Double,
    /// True or false.
    Boolean,
    /// A day, as `2026-09-01`.
    Date,
    /// A moment, in UTC, to the microsecond.
    Time,
    /// JSON, the keys of its objects sorted.
    Json,
}

impl Kind {
    /// What a column declared so holds; `None` for what no migration has used yet.
    pub(super) fn declared(backend: DatabaseBackend, name: &str) -> Option<Self> {
        Some(match (backend, name) {
            (DatabaseBackend::Sqlite, "uuid_text") | (_, "uuid") => Self::Uuid,
            (DatabaseBackend::Sqlite, "timestamp_with_timezone_text") | (_, "timestamp with time zone") => {
                Self::Time
            }
            (DatabaseBackend::Sqlite, "date_text") | (_, "date") => Self::Date,
            (DatabaseBackend::Sqlite, "json_text" | "jsonb_text") | (_, "json" | "jsonb") => Self::Json,
            (DatabaseBackend::Sqlite, "double") | (_, "double precision") => Self::Double,
            (_, "text" | "character varying") => Self::Text,
            (_, "smallint" | "integer" | "bigint") => Self::Integer,
            (_, "boolean") => Self::Boolean,
            _ => return None,
        })
    }

    /// How a column of this kind is asked for, so that [`Kind::read`] understands the answer.
    pub(super) fn selected(self, backend: DatabaseBackend, column: &str) -> String {
        match (backend, self) {
            (DatabaseBackend::Postgres, Self::Integer) => format!("\"{column}\"::bigint"),
            _ => format!("\"{column}\""),
        }
    }

    /// The value in a row's column, as its one text.
    pub(super) fn read(self, row: &QueryResult, index: usize) -> Result<Json, DbErr> {
        Ok(match self {
            Self::Uuid => json(row.try_get_by::<Option<Uuid>, _>(index)?.map(|id| id.to_string())),
            Self::Text => json(row.try_get_by::<Option<String>, _>(index)?),
            Self::Integer => json(row.try_get_by::<Option<i64>, _>(index)?),
            Self::Double => json(row.try_get_by::<Option<f64>, _>(index)?.map(double)),
            Self::Boolean => json(row.try_get_by::<Option<bool>, _>(index)?),
            Self::Date => json(row.try_get_by::<Option<NaiveDate>, _>(index)?.map(|day| day.to_string())),
            Self::Time => json(row.try_get_by::<Option<DateTime<Utc>>, _>(index)?.map(time)),
            Self::Json => row.try_get_by::<Option<Json>, _>(index)?.map_or(Json::Null, |value| {
                let mut value = value;
                value.sort_all_objects();
                // A text: the JSON value null is not the absence of one.
                Json::String(value.to_string())
            }),
        })
    }

    /// What to write for a value that [`Kind::read`] gave.
    pub(super) fn bind(self, value: &Json) -> Result<Value, Problem> {
        let wrong = || Problem::archive(format!("{value} is no {self}"));
        if value.is_null() {
            return Ok(self.null());
        }
        let text = || value.as_str().ok_or_else(wrong);
        Ok(match self {
            Self::Uuid => Value::Uuid(Some(text()?.parse().map_err(|_| wrong())?)),
            Self::Text => Value::String(Some(text()?.to_owned())),
            Self::Integer => Value::BigInt(Some(value.as_i64().ok_or_else(wrong)?)),
            Self::Double => Value::Double(Some(text()?.parse().map_err(|_| wrong())?)),
            Self::Boolean => Value::Bool(Some(value.as_bool().ok_or_else(wrong)?)),
            Self::Date => Value::ChronoDate(Some(text()?.parse().map_err(|_| wrong())?)),
            Self::Time => Value::ChronoDateTimeUtc(Some(text()?.parse().map_err(|_| wrong())?)),
            Self::Json => Value::Json(Some(Box::new(serde_json::from_str(text()?).map_err(|_| wrong())?))),
        })
    }

    fn null(self) -> Value {
        match self {
            Self::Uuid => Value::Uuid(None),
            Self::Text => Value::String(None),
            Self::Integer => Value::BigInt(None),
            Self::Double => Value::Double(None),
            Self::Boolean => Value::Bool(None),
            Self::Date => Value::ChronoDate(None),
            Self::Time => Value::ChronoDateTimeUtc(None),
            Self::Json => Value::Json(None),
        }
    }
}

fn json(value: Option<impl Into<Json>>) -> Json {
    value.map_or(Json::Null, Into::into)
}

/// The shortest text that is read as the same number. There is one zero: SQLite does not keep a sign on it.
fn double(value: f64) -> String {
    (value + 0.0).to_string()
}

fn time(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_double_comes_back_to_the_last_bit() {
        for value in [0.1, 43.604_500_000_000_01, 1e-300, f64::MAX, f64::MIN_POSITIVE, -1.5, 5e-324] {
            let Value::Double(Some(back)) = Kind::Double.bind(&Json::String(double(value))).unwrap() else {
                panic!("a double");
            };
            assert_eq!(back.to_bits(), value.to_bits());
        }
        assert_eq!(double(-0.0), "0");
    }

    #[test]
    fn what_is_of_another_kind_is_refused() {
        for (kind, value) in [
            (Kind::Uuid, "\"none\""),
            (Kind::Integer, "1.5"),
            (Kind::Boolean, "1"),
            (Kind::Date, "\"2026-02-30\""),
            (Kind::Time, "\"yesterday\""),
            (Kind::Text, "[]"),
            (Kind::Json, "\"{\""),
        ] {
            assert!(kind.bind(&serde_json::from_str(value).unwrap()).is_err(), "{value} as {kind}");
        }
    }
}
