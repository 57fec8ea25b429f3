//! The size of a document with its fragments written out, for the `guard`.

use std::collections::HashMap;

use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};

use super::Refusal;
use super::guard::refuse;

/// Fragments within fragments; async-graphql refuses more than 32 nested selections anyway.
const MAX_NESTED_FRAGMENTS: usize = 32;

/// Refuses a document that is larger than `most` nodes once its fragments are written out, or that never ends.
pub(super) fn bound(document: &ExecutableDocument, most: usize) -> Result<(), Refusal> {
    let mut sizes = Sizes { document, known: HashMap::new() };
    let operations = document.operations.iter().map(|(_, operation)| &operation.node.selection_set.node);
    let mut total = 0_usize;
    for set in operations {
        total = total.saturating_add(sizes.of_set(set, 0)?);
    }
    // Unused fragments too: validation walks them before it says that they are not used.
    for name in document.fragments.keys() {
        total = total.max(sizes.of_fragment(name.as_str(), 0)?);
    }
    if total > most {
        let message =
            format!("expected a document of at most {most} fields once its fragments are written out");
        return Err(refuse("DOCUMENT_TOO_LARGE", message, None));
    }
    Ok(())
}

/// The sizes of fragments written out, each computed once.
struct Sizes<'a> {
    document: &'a ExecutableDocument,
    /// None while the fragment is being walked: met again then, it contains itself.
    known: HashMap<&'a str, Option<usize>>,
}

impl<'a> Sizes<'a> {
    fn of_set(&mut self, set: &'a SelectionSet, nested: usize) -> Result<usize, Refusal> {
        let mut size = 0_usize;
        for selection in &set.items {
            let inner = match &selection.node {
                Selection::Field(field) => self.of_set(&field.node.selection_set.node, nested)?,
                Selection::InlineFragment(inline) => self.of_set(&inline.node.selection_set.node, nested)?,
                Selection::FragmentSpread(spread) => {
                    self.of_fragment(&spread.node.fragment_name.node, nested + 1)?
                }
            };
            size = size.saturating_add(inner).saturating_add(1);
        }
        Ok(size)
    }

    fn of_fragment(&mut self, name: &str, nested: usize) -> Result<usize, Refusal> {
        // A spread of a fragment that does not exist is for validation to tell.
        let Some((name, fragment)) = self.document.fragments.get_key_value(name) else { return Ok(0) };
        match self.known.get(name.as_str()) {
            Some(Some(size)) => return Ok(*size),
            Some(None) => {
                let message = format!("the fragment `{name}` contains itself");
                return Err(refuse("FRAGMENT_CYCLE", message, Some(fragment.pos)));
            }
            None if nested > MAX_NESTED_FRAGMENTS => {
                return Err(refuse(
                    "DOCUMENT_TOO_LARGE",
                    "fragments are nested too deep",
                    Some(fragment.pos),
                ));
            }
            None => {}
        }
        self.known.insert(name.as_str(), None);
        let size = self.of_set(&fragment.node.selection_set.node, nested)?;
        self.known.insert(name.as_str(), Some(size));
        Ok(size)
    }
}
