//! The keys of a table, each asked for once; what nobody asked for is a fault.

use super::problem::{Faults, Span};
use crate::procedure::words::Words;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value with its place.
pub(super) type Node<'i> = Spanned<DeValue<'i>>;

/// A table that is being read.
pub(super) struct Fields<'a, 'i> {
    table: &'a DeTable<'i>,
    at: Span,
    known: Vec<&'static str>,
}

impl<'a, 'i> Fields<'a, 'i> {
    /// The table at a place.
    pub(super) fn new(table: &'a DeTable<'i>, at: Span) -> Self {
        Self { table, at, known: Vec::new() }
    }

    /// The table that a value is; none, and a fault, when it is something else.
    pub(super) fn table(node: &'a Node<'i>, faults: &mut Faults) -> Option<Self> {
        match node.get_ref() {
            DeValue::Table(table) => Some(Self::new(table, node.span())),
            _ => {
                faults.expected(node.span(), "une table : { … } ou [[…]]", "a table: { … } or [[…]]");
                None
            }
        }
    }

    /// The value of a key, if it is there.
    pub(super) fn get(&mut self, key: &'static str) -> Option<&'a Node<'i>> {
        self.known.push(key);
        self.table.get(key)
    }

    /// The value of a key; a fault when it is missing.
    pub(super) fn required(&mut self, key: &'static str, faults: &mut Faults) -> Option<&'a Node<'i>> {
        let found = self.get(key);
        if found.is_none() {
            let message = Words::new(format!("« {key} » manque ici"), format!("\"{key}\" is missing here"));
            faults.add(self.at.clone(), message);
        }
        found
    }

    /// Faults every key that was not asked for.
    pub(super) fn finish(self, faults: &mut Faults) {
        let accepted: Vec<_> = self.known.iter().map(|key| (*key).to_owned()).collect();
        for (key, _) in self.table {
            if !self.known.contains(&key.get_ref().as_ref()) {
                faults.unknown(key.span(), ("clé", "key"), key.get_ref(), &accepted);
            }
        }
    }
}
