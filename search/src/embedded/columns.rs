use std::collections::BTreeMap;

use tantivy::TantivyDocument;
use tantivy::schema::{
    FAST, Field as Column, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

use crate::analysis::indexed;
use crate::{Document, Error, Field, Kind, Shape};

/// How a kind is laid out in tantivy.
pub(super) struct Columns {
    pub(super) kind: Kind,
    pub(super) schema: Schema,
    /// The id, as text: tantivy sorts and deletes by it.
    pub(super) id: Column,
    pub(super) version: Column,
    /// Every word of every text: what a searched word is looked up in.
    pub(super) all: Column,
    /// The texts as they were written, in JSON by field: what is highlighted.
    pub(super) source: Column,
    fields: BTreeMap<Field, Column>,
}

/// The names of columns that no [`Field`] has.
pub(super) const ID: &str = "id";
pub(super) const VERSION: &str = "version";

impl Columns {
    pub(super) fn of(kind: Kind) -> Self {
        let mut schema = Schema::builder();
        let id = schema.add_text_field(ID, STRING | FAST);
        let version = schema.add_i64_field(VERSION, FAST);
        let all = schema.add_text_field("all", words(IndexRecordOption::Basic));
        let source = schema.add_text_field("source", STORED);
        let fields = kind.fields().iter().map(|field| {
            let column = match field.shape() {
                Shape::Text => schema.add_text_field(field.name(), words(IndexRecordOption::WithFreqs)),
                Shape::Key => schema.add_text_field(field.name(), STRING | FAST),
                Shape::Number => schema.add_i64_field(field.name(), INDEXED | FAST),
            };
            (*field, column)
        });
        let fields = fields.collect();
        Columns { kind, schema: schema.build(), id, version, all, source, fields }
    }

    /// The column of a field.
    pub(super) fn column(&self, field: Field) -> Result<Column, Error> {
        let column = self.fields.get(&field).copied();
        column.ok_or_else(|| Error::Rejected(format!("{} has no field {field}", self.kind)))
    }

    /// Turns a document into what tantivy stores.
    pub(super) fn record(&self, document: &Document) -> Result<TantivyDocument, Error> {
        let mut record = TantivyDocument::default();
        record.add_text(self.id, document.id.to_string());
        record.add_i64(self.version, document.version);
        for (field, words) in indexed(document) {
            let words = words.join(" ");
            record.add_text(self.column(field)?, &words);
            record.add_text(self.all, &words);
        }
        for (field, values) in &document.keys {
            let column = self.column(*field)?;
            values.iter().for_each(|value| record.add_text(column, value));
        }
        for (field, value) in &document.numbers {
            record.add_i64(self.column(*field)?, *value);
        }
        record.add_text(self.source, source(document)?);
        Ok(record)
    }
}

fn source(document: &Document) -> Result<String, Error> {
    let texts: BTreeMap<&str, &Vec<String>> =
        document.texts.iter().map(|(field, texts)| (field.name(), texts)).collect();
    serde_json::to_string(&texts).map_err(|error| Error::Rejected(error.to_string()))
}

/// Words that were analysed already, separated by spaces.
fn words(record: IndexRecordOption) -> TextOptions {
    let indexing = TextFieldIndexing::default().set_tokenizer("whitespace").set_index_option(record);
    TextOptions::default().set_indexing_options(indexing)
}
