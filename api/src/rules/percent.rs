//! The scalar `Percent`.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};

/// A percentage, as a string with at most four decimals: `"65"`, `"29.5654"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Percent(pub domain::rules::Percent);

/// A percentage, as a string with at most four decimals: `"65"`, `"29.5654"`.
#[Scalar(name = "Percent")]
impl ScalarType for Percent {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::String(text) => {
                text.parse().map(Self).map_err(|error| InputValueError::custom(format!("{text:?}: {error}")))
            }
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}
