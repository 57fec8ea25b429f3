//! What the guard knows of the schema: for every field, what it returns, and whether that is a list or a page of one.
//! Read once from the schema's text, so that cost and merging need no word from the slices.

use std::collections::HashMap;

use async_graphql::Name;
use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, FieldDefinition, OperationType, SchemaDefinition, Type, TypeDefinition, TypeKind,
    TypeSystemDefinition,
};

/// The types by which a schema tells itself: no schema's text has them.
const INTROSPECTION: &str = include_str!("introspection.graphql");

/// A type's place among [`Types`].
pub(super) type TypeId = usize;

/// The composite types of a schema.
#[derive(Debug, Default)]
pub(in crate::http) struct Types {
    types: Vec<Composite>,
    by_name: HashMap<Name, TypeId>,
    /// Types of every kind that the schema's text has.
    pub(super) count: u64,
    query: Option<TypeId>,
    mutation: Option<TypeId>,
    subscription: Option<TypeId>,
}

/// An object, an interface or a union.
#[derive(Debug)]
pub(super) struct Composite {
    pub(super) name: Name,
    fields: HashMap<Name, FieldType>,
    /// The objects that it may be; of an object, itself.
    pub(super) possible: Vec<TypeId>,
    /// Whether it belongs to introspection, which is answered from memory.
    pub(super) introspection: bool,
    /// Whether it is a page of a list: how many edges it has was said by its field's arguments.
    pub(super) connection: bool,
}

/// What a field returns.
#[derive(Clone, Debug)]
pub(super) struct FieldType {
    /// As it is written: `[Offer!]!`.
    pub(super) text: String,
    /// Its lists and its nullability alone, the name taken out: `[!]!`.
    pub(super) wrapping: String,
    /// The composite type inside; none for a scalar or an enum.
    pub(super) target: Option<TypeId>,
    /// Whether it is a list.
    pub(super) list: bool,
    /// The arguments that say how long the list is: `first`, `last`, and those that are lists themselves.
    pub(super) sizes: Vec<Name>,
}

impl Types {
    /// Reads a schema's text, as async-graphql writes it.
    ///
    /// # Errors
    /// It is no schema.
    pub(super) fn read(sdl: &str) -> Result<Self, async_graphql::parser::Error> {
        let mut types = Self::default();
        let documents = [parse_schema(INTROSPECTION)?, parse_schema(sdl)?];
        let definitions: Vec<_> = documents.into_iter().flat_map(|document| document.definitions).collect();
        let mut composite = Vec::new();
        let mut schema = None;
        types.count = u64::try_from(definitions.len()).unwrap_or(u64::MAX);
        for definition in &definitions {
            match definition {
                TypeSystemDefinition::Type(one) if is_composite(&one.node.kind) => composite.push(&one.node),
                TypeSystemDefinition::Schema(one) => schema = Some(&one.node),
                _ => {}
            }
        }
        composite.iter().for_each(|definition| types.declare(definition));
        composite.iter().for_each(|definition| types.define(definition));
        types.find_roots(schema);
        Ok(types)
    }

    /// The root type of an operation.
    pub(super) fn root(&self, kind: OperationType) -> Option<TypeId> {
        match kind {
            OperationType::Query => self.query,
            OperationType::Mutation => self.mutation,
            OperationType::Subscription => self.subscription,
        }
    }

    pub(super) fn composite(&self, id: TypeId) -> &Composite {
        &self.types[id]
    }

    /// What a field of an object returns; none when there is no such field.
    pub(super) fn field(&self, object: TypeId, name: &Name) -> Option<&FieldType> {
        self.types[object].fields.get(name)
    }

    /// Whether an object satisfies a fragment's type condition.
    pub(super) fn satisfies(&self, object: TypeId, condition: &Name) -> bool {
        self.by_name.get(condition).is_some_and(|id| self.types[*id].possible.contains(&object))
    }

    fn declare(&mut self, definition: &TypeDefinition) {
        let name = definition.name.node.clone();
        let id = self.types.len();
        // An object may be itself; interfaces and unions are filled by those that belong to them.
        let object = matches!(definition.kind, TypeKind::Object(_));
        self.types.push(Composite {
            introspection: name.starts_with("__"),
            connection: name.ends_with("Connection"),
            name: name.clone(),
            fields: HashMap::new(),
            possible: if object { vec![id] } else { Vec::new() },
        });
        self.by_name.insert(name, id);
    }

    fn define(&mut self, definition: &TypeDefinition) {
        let Some(id) = self.by_name.get(&definition.name.node).copied() else { return };
        let fields = match &definition.kind {
            TypeKind::Object(object) => {
                for interface in &object.implements {
                    self.may_be(&interface.node, id);
                }
                &object.fields
            }
            TypeKind::Interface(interface) => &interface.fields,
            TypeKind::Union(union) => {
                let members: Vec<_> = union
                    .members
                    .iter()
                    .filter_map(|member| self.by_name.get(&member.node).copied())
                    .collect();
                self.types[id].possible.extend(members);
                return;
            }
            _ => return,
        };
        let fields = fields.iter().map(|field| (field.node.name.node.clone(), self.field_type(&field.node)));
        self.types[id].fields = fields.collect();
    }

    fn may_be(&mut self, interface: &Name, object: TypeId) {
        if let Some(id) = self.by_name.get(interface) {
            self.types[*id].possible.push(object);
        }
    }

    fn field_type(&self, field: &FieldDefinition) -> FieldType {
        let name = innermost(&field.ty.node);
        let text = field.ty.node.to_string();
        let sizing = |name: &Name, ty: &Type| {
            matches!(name.as_str(), "first" | "last") || matches!(ty.base, BaseType::List(_))
        };
        let sizes = field.arguments.iter().map(|argument| &argument.node);
        FieldType {
            wrapping: text.replace(name.as_str(), ""),
            text,
            target: self.by_name.get(name).copied(),
            list: matches!(field.ty.node.base, BaseType::List(_)),
            sizes: sizes
                .filter(|argument| sizing(&argument.name.node, &argument.ty.node))
                .map(|argument| argument.name.node.clone())
                .collect(),
        }
    }

    fn find_roots(&mut self, schema: Option<&SchemaDefinition>) {
        let named =
            |name: Option<&Name>, usual: &str| self.by_name.get(name.map_or(usual, Name::as_str)).copied();
        let written = |root: fn(&SchemaDefinition) -> Option<&Name>| schema.and_then(root);
        let query = named(written(|one| one.query.as_ref().map(|name| &name.node)), "Query");
        let mutation = named(written(|one| one.mutation.as_ref().map(|name| &name.node)), "Mutation");
        let subscription =
            named(written(|one| one.subscription.as_ref().map(|name| &name.node)), "Subscription");
        (self.query, self.mutation, self.subscription) = (query, mutation, subscription);
        // Every query may ask for the schema too.
        let meta = self.by_name.get("__Root").map(|root| self.types[*root].fields.clone());
        if let (Some(query), Some(meta)) = (query, meta) {
            self.types[query].fields.extend(meta);
        }
    }
}

fn is_composite(kind: &TypeKind) -> bool {
    matches!(kind, TypeKind::Object(_) | TypeKind::Interface(_) | TypeKind::Union(_))
}

/// The type within all lists.
fn innermost(ty: &Type) -> &Name {
    match &ty.base {
        BaseType::Named(name) => name,
        BaseType::List(inner) => innermost(inner),
    }
}
