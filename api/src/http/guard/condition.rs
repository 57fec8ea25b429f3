//! The values of an operation's variables, as far as the guard looks at them: conditions and page sizes.

use async_graphql::parser::types::{Directive, OperationDefinition};
use async_graphql_value::Value as Literal;
use serde_json::{Map, Value};

/// What `@skip` or `@include` says of a selection.
pub(super) enum Condition {
    /// It is executed.
    Holds,
    /// It is left out.
    Fails,
    /// One or the other, by a default in the document, which async-graphql does not look at.
    ByDefault(bool),
}

/// The variables of one operation.
#[derive(Clone, Copy)]
pub(super) struct Values<'a> {
    pub(super) operation: &'a OperationDefinition,
    pub(super) given: &'a Map<String, Value>,
}

impl Values<'_> {
    /// What a directive says of its selection.
    pub(super) fn condition(&self, directive: &Directive) -> Condition {
        let wanted = match directive.name.node.as_str() {
            "include" => true,
            "skip" => false,
            _ => return Condition::Holds,
        };
        let holds = |value: bool| if value == wanted { Condition::Holds } else { Condition::Fails };
        match directive.get_argument("if").map(|value| &value.node) {
            Some(Literal::Boolean(value)) => holds(*value),
            Some(Literal::Variable(name)) => match self.given.get(name.as_str()) {
                Some(value) => holds(value.as_bool().unwrap_or_default()),
                None => match self.default(name) {
                    Some(Literal::Boolean(value)) => Condition::ByDefault(value == wanted),
                    _ => holds(false),
                },
            },
            // Invalid: validation tells.
            _ => Condition::Holds,
        }
    }

    /// The size that an argument asks a list to have: a number, or the length of a list. None when it says nothing.
    pub(super) fn size(&self, argument: &Literal) -> Option<u64> {
        match argument {
            Literal::Number(number) => Some(number.as_u64().unwrap_or_default()),
            Literal::List(items) => u64::try_from(items.len()).ok(),
            Literal::Variable(name) => match self.given.get(name.as_str()) {
                Some(Value::Number(number)) => Some(number.as_u64().unwrap_or_default()),
                Some(Value::Array(items)) => u64::try_from(items.len()).ok(),
                Some(_) => None,
                None => self.size(&self.default(name)?),
            },
            _ => None,
        }
    }

    fn default(&self, variable: &str) -> Option<Literal> {
        let mut definitions = self.operation.variable_definitions.iter();
        let definition = definitions.find(|one| one.node.name.node == variable)?;
        Some(definition.node.default_value.as_ref()?.node.clone().into_value())
    }
}
