//! What an operation will execute: the specification's CollectFields and MergeSelectionSets, done ahead of time for
//! every object that a field may return. <https://spec.graphql.org/October2021/#CollectFields()>

use std::collections::{HashMap, HashSet};

use async_graphql::parser::types::{Directive, ExecutableDocument, Field, Selection, SelectionSet};
use async_graphql::{Name, Positioned, ServerError};

use super::condition::{Condition, Values};
use super::conflict;
use super::excess::Excess;
use super::types::{FieldType, TypeId, Types};
use crate::http::Refusal;
use crate::http::refusal::{MOST_ERRORS, with_code};

/// How many times the nodes of a document may be met when each object that an interface stands for is gone through.
const OBJECTS: usize = 4;

/// The fields of one object.
#[derive(Debug)]
pub(super) struct Level<'a> {
    pub(super) object: TypeId,
    pub(super) fields: Vec<Merged<'a>>,
}

/// A field, and all fields that are merged into it.
#[derive(Debug)]
pub(super) struct Merged<'a> {
    /// The first of them in the document.
    pub(super) field: &'a Positioned<Field>,
    /// What it returns; none for `__typename`, and for a field that the schema does not have.
    pub(super) returns: Option<&'a FieldType>,
    /// The selections below, for each object that may be returned.
    pub(super) levels: Vec<Level<'a>>,
}

/// A whole operation.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    pub(super) root: Level<'a>,
    /// Whether async-graphql would execute the document in another way: a field twice, or a condition by a variable's
    /// default, which it does not look at.
    pub(super) rewrite: bool,
}

/// Plans an operation. None when a field is not of the schema: validation says so, nothing is executed.
///
/// # Errors
/// `FIELDS_CONFLICT`, `TOO_MANY_NODES`; `DOCUMENT_INVALID` for more unknown fields than are told, since validation would look for
/// what each of thousands may have been meant to be.
pub(super) fn plan<'a>(
    document: &'a ExecutableDocument,
    set: &'a SelectionSet,
    types: &'a Types,
    root: TypeId,
    values: &'a Values<'a>,
    most: usize,
) -> Result<Option<Plan<'a>>, Refusal> {
    let most = most.saturating_mul(OBJECTS);
    let mut planner = Planner { document, types, values, met: 0, most, rewrite: false, unknown: Vec::new() };
    let root = planner.level(root, &[set])?;
    let rewrite = planner.rewrite;
    Ok(planner.unknown.is_empty().then_some(Plan { root, rewrite }))
}

struct Planner<'a> {
    document: &'a ExecutableDocument,
    types: &'a Types,
    values: &'a Values<'a>,
    met: usize,
    most: usize,
    rewrite: bool,
    /// The fields that the schema does not have, by the errors that tell them.
    unknown: Vec<ServerError>,
}

/// Fields of one object that bear the same key.
struct Group<'a> {
    first: &'a Positioned<Field>,
    /// What it returns, as in [`Merged`].
    returns: Option<&'a FieldType>,
    /// Those that are executed, by their conditions.
    executed: Vec<&'a Positioned<Field>>,
}

/// The groups of one object, in the order in which their keys come.
#[derive(Default)]
struct Groups<'a> {
    list: Vec<Group<'a>>,
    by_key: HashMap<&'a str, usize>,
    /// The fragments written out already; whether they were executed is part of the key.
    seen: HashSet<(&'a str, bool)>,
}

impl<'a> Planner<'a> {
    fn level(&mut self, object: TypeId, sets: &[&'a SelectionSet]) -> Result<Level<'a>, Refusal> {
        let mut groups = Groups::default();
        for set in sets {
            self.collect(object, set, true, &mut groups)?;
        }
        let mut fields = Vec::with_capacity(groups.list.len());
        for group in groups.list.into_iter().filter(|group| !group.executed.is_empty()) {
            fields.push(self.merge(&group)?);
        }
        Ok(Level { object, fields })
    }

    fn collect(
        &mut self,
        object: TypeId,
        set: &'a SelectionSet,
        executed: bool,
        groups: &mut Groups<'a>,
    ) -> Result<(), Refusal> {
        for selection in &set.items {
            self.met += 1;
            let nodes = "fields and fragments for the objects that they may be of";
            Excess::of("TOO_MANY_NODES", "limits.expanded_nodes", self.most, nodes)
                .unless(self.met, Some(selection.pos))?;
            let executed = executed && self.is_executed(selection.node.directives());
            match &selection.node {
                Selection::Field(field) => {
                    if groups.add(field, executed)? {
                        self.look_up(object, groups)?;
                    }
                }
                Selection::InlineFragment(inline) => {
                    let condition = inline.node.type_condition.as_ref().map(|one| &one.node.on.node);
                    if condition.is_none_or(|name| self.types.satisfies(object, name)) {
                        self.collect(object, &inline.node.selection_set.node, executed, groups)?;
                    }
                }
                Selection::FragmentSpread(spread) => {
                    let found = self.document.fragments.get_key_value(&spread.node.fragment_name.node);
                    let Some((name, fragment)) = found else { continue };
                    let condition = &fragment.node.type_condition.node.on.node;
                    if self.types.satisfies(object, condition) {
                        if groups.seen.insert((name.as_str(), executed)) {
                            self.collect(object, &fragment.node.selection_set.node, executed, groups)?;
                        } else {
                            // async-graphql would execute the fragment's fields again.
                            self.rewrite |= executed;
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// Whether the conditions of a selection hold.
    fn is_executed(&mut self, directives: &[Positioned<Directive>]) -> bool {
        directives.iter().all(|directive| match self.values.condition(&directive.node) {
            Condition::Holds => true,
            Condition::Fails => false,
            Condition::ByDefault(holds) => {
                self.rewrite = true;
                holds
            }
        })
    }

    fn merge(&mut self, group: &Group<'a>) -> Result<Merged<'a>, Refusal> {
        self.rewrite |= group.executed.len() > 1;
        // What is executed first, so that errors point at it.
        let (field, returns) = (group.executed.first().copied().unwrap_or(group.first), group.returns);
        let sets: Vec<_> = group.executed.iter().map(|field| &field.node.selection_set.node).collect();
        let types = self.types;
        let mut levels = Vec::new();
        if let Some(target) = returns.and_then(|returns| returns.target) {
            for possible in &types.composite(target).possible {
                levels.push(self.level(*possible, &sets)?);
            }
            conflict::shapes(&levels)?;
        }
        Ok(Merged { field, returns, levels })
    }

    /// Finds what the newest group returns; as soon as too many fields are unknown nothing more is looked at.
    fn look_up(&mut self, object: TypeId, groups: &mut Groups<'a>) -> Result<(), Refusal> {
        let Some(group) = groups.list.last_mut() else { return Ok(()) };
        let name = &group.first.node.name.node;
        group.returns = self.types.field(object, name);
        if group.returns.is_none() && name != "__typename" {
            self.note_unknown(object, group.first)
        } else {
            Ok(())
        }
    }

    fn note_unknown(&mut self, object: TypeId, field: &Positioned<Field>) -> Result<(), Refusal> {
        let (name, of) = (&field.node.name.node, &self.types.composite(object).name);
        let error = ServerError::new(format!("Unknown field \"{name}\" on type \"{of}\"."), Some(field.pos));
        self.unknown.push(with_code(error, "DOCUMENT_INVALID"));
        if self.unknown.len() < MOST_ERRORS {
            return Ok(());
        }
        Err(Refusal::document(std::mem::take(&mut self.unknown)))
    }
}

impl<'a> Groups<'a> {
    /// Adds a field to its group; answers whether the group is new.
    fn add(&mut self, field: &'a Positioned<Field>, executed: bool) -> Result<bool, Refusal> {
        let key: &Name = &field.node.response_key().node;
        let at = *self.by_key.entry(key.as_str()).or_insert(self.list.len());
        let new = at == self.list.len();
        if new {
            self.list.push(Group { first: field, returns: None, executed: Vec::new() });
        }
        let group = &mut self.list[at];
        conflict::same(group.first, field)?;
        if executed {
            group.executed.push(field);
        }
        Ok(new)
    }
}
