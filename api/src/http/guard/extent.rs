//! How far a document extends once its fragments are written out: nodes, depth, aliases, directives. Each fragment is
//! measured once, whatever the number of its uses, and counts stop at the largest number instead of passing it.

use std::collections::HashMap;

use async_graphql::parser::types::{ExecutableDocument, Field, Selection, SelectionSet};
use async_graphql::{Pos, Positioned};

use super::excess::Excess;
use super::refuse;
use crate::config::Limits;
use crate::http::Refusal;

/// Selection sets within selection sets, fragments written out. async-graphql refuses more than 32.
const MOST_NESTED: usize = 30;
/// Arguments of one field; no field of a sane schema takes as many.
const MOST_ARGUMENTS: usize = 32;

/// What a part of a document adds up to.
#[derive(Clone, Copy, Default)]
struct Extent {
    /// Fields, spreads and inline fragments.
    nodes: usize,
    /// Fields within fields.
    depth: usize,
    /// Selection sets within selection sets.
    nested: usize,
    aliases: usize,
    directives: usize,
}

impl Extent {
    /// Both, one beside the other.
    fn beside(self, other: Self) -> Self {
        Self {
            nodes: self.nodes.saturating_add(other.nodes),
            depth: self.depth.max(other.depth),
            nested: self.nested.max(other.nested),
            aliases: self.aliases.saturating_add(other.aliases),
            directives: self.directives.saturating_add(other.directives),
        }
    }

    fn check(self, limits: &Limits) -> Result<(), Refusal> {
        let nodes = "fields and fragments once fragments are written out";
        Excess::of("TOO_MANY_NODES", "limits.expanded_nodes", limits.expanded_nodes, nodes)
            .unless(self.nodes, None)?;
        Excess::of("DOCUMENT_TOO_DEEP", "nesting", MOST_NESTED, "selections within selections")
            .unless(self.nested, None)?;
        Excess::of("TOO_MANY_ALIASES", "limits.aliases", limits.aliases, "aliases")
            .unless(self.aliases, None)?;
        Excess::of("TOO_MANY_DIRECTIVES", "limits.directives_total", limits.directives_total, "directives")
            .unless(self.directives, None)
    }
}

/// Refuses a document that extends too far, or never ends.
///
/// # Errors
/// A code for each limit; `FRAGMENT_CYCLE`.
pub(super) fn bound(document: &ExecutableDocument, limits: &Limits) -> Result<(), Refusal> {
    let mut measure = Measure { document, limits, known: HashMap::new() };
    let mut whole = Extent::default();
    for (_, operation) in document.operations.iter() {
        let on_variables = operation.node.variable_definitions.iter().map(|one| one.node.directives.len());
        let directives = on_variables.chain([operation.node.directives.len()]);
        for count in directives {
            measure.directives(count, operation.pos)?;
            whole.directives = whole.directives.saturating_add(count);
        }
        whole = whole.beside(measure.of_set(&operation.node.selection_set.node, 0, 0)?);
    }
    // Unused fragments too: validation walks them before it says that they are not used.
    for name in document.fragments.keys() {
        measure.of_fragment(name.as_str(), 0)?.check(limits)?;
    }
    whole.check(limits)
}

struct Measure<'a> {
    document: &'a ExecutableDocument,
    limits: &'a Limits,
    /// None while the fragment is being measured: met again then, it contains itself.
    known: HashMap<&'a str, Option<Extent>>,
}

impl<'a> Measure<'a> {
    /// `depth` is that of the set in the text, for the position of the field that is too deep; `chain` is how many
    /// fragments led here.
    fn of_set(&mut self, set: &'a SelectionSet, depth: usize, chain: usize) -> Result<Extent, Refusal> {
        let mut whole = Extent::default();
        for selection in &set.items {
            let count = selection.node.directives().len();
            self.directives(count, selection.pos)?;
            let mut part = match &selection.node {
                Selection::Field(field) => self.of_field(field, depth, chain)?,
                Selection::InlineFragment(inline) => {
                    self.of_set(&inline.node.selection_set.node, depth, chain)?
                }
                Selection::FragmentSpread(spread) => {
                    let part = self.of_fragment(spread.node.fragment_name.node.as_str(), chain + 1)?;
                    self.depth(depth.saturating_add(part.depth), selection.pos)?;
                    part
                }
            };
            part.nodes = part.nodes.saturating_add(1);
            part.nested = part.nested.saturating_add(1);
            part.directives = part.directives.saturating_add(count);
            whole = whole.beside(part);
        }
        Ok(whole)
    }

    fn of_field(
        &mut self,
        field: &'a Positioned<Field>,
        depth: usize,
        chain: usize,
    ) -> Result<Extent, Refusal> {
        self.depth(depth + 1, field.pos)?;
        Excess::of("TOO_MANY_ARGUMENTS", "arguments", MOST_ARGUMENTS, "arguments on a field")
            .unless(field.node.arguments.len(), Some(field.pos))?;
        let mut extent = self.of_set(&field.node.selection_set.node, depth + 1, chain)?;
        extent.depth = extent.depth.saturating_add(1);
        extent.aliases = extent.aliases.saturating_add(usize::from(field.node.alias.is_some()));
        Ok(extent)
    }

    fn of_fragment(&mut self, name: &str, chain: usize) -> Result<Extent, Refusal> {
        // A spread of a fragment that does not exist is for validation to tell.
        let Some((name, fragment)) = self.document.fragments.get_key_value(name) else {
            return Ok(Extent::default());
        };
        match self.known.get(name.as_str()) {
            Some(Some(extent)) => return Ok(*extent),
            Some(None) => {
                let message = format!("the fragment `{name}` contains itself");
                return Err(refuse("FRAGMENT_CYCLE", message, Some(fragment.pos)));
            }
            None => {}
        }
        Excess::of("DOCUMENT_TOO_DEEP", "nesting", MOST_NESTED, "fragments within fragments")
            .unless(chain, Some(fragment.pos))?;
        self.known.insert(name.as_str(), None);
        let count = fragment.node.directives.len();
        self.directives(count, fragment.pos)?;
        let mut extent = self.of_set(&fragment.node.selection_set.node, 0, chain)?;
        extent.directives = extent.directives.saturating_add(count);
        self.known.insert(name.as_str(), Some(extent));
        Ok(extent)
    }

    fn depth(&self, found: usize, at: Pos) -> Result<(), Refusal> {
        Excess::of("DOCUMENT_TOO_DEEP", "limits.depth", self.limits.depth, "fields within fields")
            .unless(found, Some(at))
    }

    fn directives(&self, found: usize, at: Pos) -> Result<(), Refusal> {
        Excess::of(
            "TOO_MANY_DIRECTIVES",
            "limits.directives",
            self.limits.directives,
            "directives in one place",
        )
        .unless(found, Some(at))
    }
}
