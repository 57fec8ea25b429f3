//! What is checked of a document before async-graphql sees it, and what is changed in it. async-graphql's own limits
//! walk every fragment again at every use, so a small document could keep them busy for hours; here each part of a
//! document is walked a bounded number of times.
//!
//! In order: `parsed`, with `tokens` before and `extent` after (once fragments are written out), `values` (variables and lists),
//! `plan` (what will be executed, with `conflict`), `cost`, and `merge` (each field once). docs/limits.md lists every
//! limit with its code.

mod condition;
mod conflict;
mod cost;
mod excess;
mod extent;
mod merge;
mod operation;
mod parsed;
mod plan;
mod tokens;
mod types;
mod values;

#[cfg(test)]
mod tests;

use async_graphql::parser::Error as ParseError;
use async_graphql::parser::types::{ExecutableDocument, OperationType};
use async_graphql::{Pos, ServerError};

use super::Refusal;
use super::params::Params;
use super::refusal::with_code;
use crate::config::{Config, Limits};
use condition::Values;
use excess::Excess;
use parsed::{Parsed, ToKeep};
use plan::{Level, Plan, plan};
use types::Types;

/// The longest document that is checked in a moment, in bytes;
const SHORT: usize = 4 << 10;
/// and it has no more tokens than these, which is more than twice what the longest operation of the list has.
const FEW_TOKENS: usize = 500;
/// So many values of variables are checked in a moment.
const FEW: usize = 500;

/// A document that may be validated.
#[derive(Debug)]
pub(super) struct Checked {
    /// The document, parsed, each field of the operation once.
    pub(super) document: ExecutableDocument,
    /// The kind of the operation that was asked for.
    pub(super) kind: OperationType,
    /// Its name in the document, if it has one.
    pub(super) name: Option<String>,
    /// What it costs, in points; 1 at least.
    pub(super) cost: u64,
    /// What to keep once it was executed: nothing of one that is known, of the list, or refused by the schema.
    pub(super) to_keep: Option<ToKeep>,
}

/// What documents are checked against.
#[derive(Debug)]
pub(super) struct Rules {
    /// The schema.
    pub(super) types: Types,
    /// The limits.
    pub(super) limits: Limits,
    /// Whether the schema is told.
    pub(super) introspection: bool,
    /// What was executed lately.
    parsed: Parsed,
}

impl Rules {
    /// The rules of a schema, by its text, under a configuration.
    pub(super) fn of(sdl: &str, config: &Config) -> Self {
        let types = Types::read(sdl).unwrap_or_else(|error| {
            // Documents are still bounded; the tests of the schema would have failed before.
            tracing::error!(%error, "cannot read the schema: no document has a cost");
            Types::default()
        });
        let (limits, introspection) = (config.limits.clone(), config.server.introspection);
        Self { types, limits, introspection, parsed: Parsed::default() }
    }

    /// Whether checking a document takes no time to speak of: it is of the list; or it has few tokens, and is short or known.
    /// And its variables have few values.
    pub(super) fn are_quick(&self, params: &Params) -> bool {
        let text = &params.query;
        let few = || tokens::are_at_most(text, FEW_TOKENS);
        let quick = params.listed.is_some() || (text.len() <= SHORT || self.parsed.knows(text)) && few();
        quick && values::are_at_most(&params.variables, FEW)
    }

    /// Keeps a document that was executed.
    pub(super) fn keep(&self, executed: ToKeep) {
        self.parsed.keep(executed);
    }
}

/// Parses the document, bounds it, finds the operation to run, and merges its fields. Subscriptions pass: whoever
/// serves them checks [`Checked::kind`].
///
/// # Errors
/// A refusal with a code of its own for each rule.
pub(super) fn check(params: &Params, rules: &Rules) -> Result<Checked, Refusal> {
    let limits = &rules.limits;
    Excess::of("DOCUMENT_TOO_LARGE", "limits.document_bytes", limits.document_bytes, "bytes in a document")
        .unless(params.query.len(), None)?;
    let Some(operation) = &params.listed else {
        let (document, to_keep) = rules.parsed.of(&params.query, limits)?;
        return hold(params, rules, ExecutableDocument::clone(&document), to_keep);
    };
    tokens::bound(&params.query, limits)?;
    parsed::bound(&operation.document, limits)?;
    hold(params, rules, operation.document.clone(), None)
}

/// Holds a document to what hangs on the schema, the operation and the variables. What the schema will refuse passes: it
/// tells why.
fn hold(
    params: &Params,
    rules: &Rules,
    mut document: ExecutableDocument,
    to_keep: Option<ToKeep>,
) -> Result<Checked, Refusal> {
    let limits = &rules.limits;
    values::bound_variables(&params.variables, limits)?;
    let (name, operation) = operation::select(&document, params.operation_name.as_deref())?;
    values::require(operation, &params.variables)?;
    let (kind, name) = (operation.ty, name.map(str::to_owned));
    let values = Values { operation, given: &params.variables };
    let set = &operation.selection_set;
    let Some(root) = rules.types.root(kind) else {
        return Ok(Checked { document, kind, name, cost: 1, to_keep: None });
    };
    let Some(Plan { root, rewrite }) =
        plan(&document, &set.node, &rules.types, root, &values, limits.expanded_nodes)?
    else {
        return Ok(Checked { document, kind, name, cost: 1, to_keep: None });
    };
    check_root(&root, kind, rules)?;
    let cost = cost::bound(&root, kind, &rules.types, &values, limits.cost)?;
    if rewrite {
        let merged = merge::rewrite(&root, &rules.types, set.clone());
        if let Some(operation) = operation::select_mut(&mut document, name.as_deref()) {
            operation.selection_set.node = merged;
        }
    }
    Ok(Checked { document, kind, name, cost, to_keep })
}

/// A refusal of a document, with where in it the reason is.
pub(super) fn refuse(code: &str, message: impl Into<String>, position: Option<Pos>) -> Refusal {
    Refusal::document(vec![with_code(ServerError::new(message, position), code)])
}

/// The parser's complaint, without the line that it stands on: the line may be the whole document.
fn syntax(error: &ParseError) -> Refusal {
    let text = error.to_string();
    let message = text.lines().last().unwrap_or_default().trim_start_matches([' ', '=']);
    let position = error.positions().next();
    refuse("DOCUMENT_SYNTAX", message, position)
}

/// Refuses what this server does not run, judging by the fields at the root.
fn check_root(root: &Level<'_>, kind: OperationType, rules: &Rules) -> Result<(), Refusal> {
    let (limits, found) = (&rules.limits, root.fields.len());
    if kind == OperationType::Subscription && found != 1 {
        let message = format!("expected one field at the root of a subscription, found {found}");
        return Err(refuse("SUBSCRIPTION_FIELDS", message, root.fields.get(1).map(|field| field.field.pos)));
    }
    let at = root.fields.get(limits.root_fields).map(|field| field.field.pos);
    Excess::of("TOO_MANY_ROOT_FIELDS", "limits.root_fields", limits.root_fields, "fields at the root")
        .unless(root.fields.len(), at)?;
    let told =
        |field: &&plan::Merged<'_>| matches!(field.field.node.name.node.as_str(), "__schema" | "__type");
    match root.fields.iter().find(told) {
        Some(field) if !rules.introspection => {
            let message = "this server does not tell its schema";
            Err(refuse("INTROSPECTION_DISABLED", message, Some(field.field.pos)))
        }
        _ => Ok(()),
    }
}
