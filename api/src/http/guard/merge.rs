//! Writes a planned operation down again, each field once. async-graphql executes a field as often as it is written.
//!
//! The document as it was sent stays inside, under a condition that never holds: it is validated, since validation comes
//! before conditions, and not executed.

use async_graphql::parser::types::{
    Directive, Field, InlineFragment, Selection, SelectionSet, TypeCondition,
};
use async_graphql::{Name, Pos, Positioned};
use async_graphql_value::Value;

use super::plan::{Level, Merged};
use super::types::Types;

/// The selection set of an operation, from its plan and as it was sent.
pub(super) fn rewrite(root: &Level<'_>, types: &Types, sent: Positioned<SelectionSet>) -> SelectionSet {
    let mut items = fields(root, types);
    let pos = sent.pos;
    items.push(never(sent, pos));
    SelectionSet { items }
}

fn fields(level: &Level<'_>, types: &Types) -> Vec<Positioned<Selection>> {
    level.fields.iter().map(|field| write(field, types)).collect()
}

fn write(merged: &Merged<'_>, types: &Types) -> Positioned<Selection> {
    let Positioned { pos, node } = merged.field;
    let below = node.selection_set.pos;
    let mut items = match merged.levels.as_slice() {
        [] => Vec::new(),
        [one] => fields(one, types),
        several => several
            .iter()
            .filter(|level| !level.fields.is_empty())
            .map(|level| on(level, types, below))
            .collect(),
    };
    if items.is_empty() && !merged.levels.is_empty() {
        // Every condition fails: the answer is an empty object, but a selection must be written.
        let typename = Name::new("__typename");
        items.push(never(Positioned::new(SelectionSet { items: vec![leaf(typename, *pos)] }, *pos), *pos));
    }
    let field = Field {
        alias: node.alias.clone(),
        name: node.name.clone(),
        arguments: node.arguments.clone(),
        // Conditions were looked at already; validation finds other directives in what was sent.
        directives: Vec::new(),
        selection_set: Positioned::new(SelectionSet { items }, below),
    };
    Positioned::new(Selection::Field(Positioned::new(field, *pos)), *pos)
}

/// The fields of one of several objects.
fn on(level: &Level<'_>, types: &Types, pos: Pos) -> Positioned<Selection> {
    let on = Positioned::new(types.composite(level.object).name.clone(), pos);
    let inline = InlineFragment {
        type_condition: Some(Positioned::new(TypeCondition { on }, pos)),
        directives: Vec::new(),
        selection_set: Positioned::new(SelectionSet { items: fields(level, types) }, pos),
    };
    Positioned::new(Selection::InlineFragment(Positioned::new(inline, pos)), pos)
}

/// What is validated and never executed.
fn never(set: Positioned<SelectionSet>, pos: Pos) -> Positioned<Selection> {
    let condition = (Positioned::new(Name::new("if"), pos), Positioned::new(Value::Boolean(true), pos));
    let skip = Directive { name: Positioned::new(Name::new("skip"), pos), arguments: vec![condition] };
    let inline = InlineFragment {
        type_condition: None,
        directives: vec![Positioned::new(skip, pos)],
        selection_set: set,
    };
    Positioned::new(Selection::InlineFragment(Positioned::new(inline, pos)), pos)
}

fn leaf(name: Name, pos: Pos) -> Positioned<Selection> {
    let field = Field {
        alias: None,
        name: Positioned::new(name, pos),
        arguments: Vec::new(),
        directives: Vec::new(),
        selection_set: Positioned::default(),
    };
    Positioned::new(Selection::Field(Positioned::new(field, pos)), pos)
}
