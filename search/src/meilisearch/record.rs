use std::collections::{BTreeMap, HashMap};

use meilisearch_sdk::client::Client;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::call::{WRITE_LIMIT, bounded};
use super::filter::stored;
use crate::analysis::{ONE_TYPO, indexed, shielded};
use crate::engine::id_of;
use crate::{Change, Document, Error, Field};

/// The attributes that no field has.
pub(super) const ID: &str = "id";
pub(super) const VERSION: &str = "version";
/// The texts as they were written, by field: what is highlighted. Fields themselves hold analysed words.
pub(super) const TEXTS: &str = "texts";
/// The words of any text that no typo may lead to: the server can forbid that of an attribute, not of a word.
pub(super) const SHIELDED: &str = "shielded";

/// How many documents are sent at once: well below the server's limit of 100 MB.
const BATCH: usize = 1000;

/// Sends changes to an index and returns the numbers of the tasks. Of several changes of one document, the last.
pub(super) async fn send(client: &Client, index: &str, changes: &[Change]) -> Result<Vec<u32>, Error> {
    let last: HashMap<Uuid, &Change> = changes.iter().map(|change| (id_of(change), change)).collect();
    let (mut upserted, mut deleted) = (Vec::new(), Vec::new());
    for (id, change) in last {
        match change {
            Change::Upsert(document) => upserted.push(record(document)),
            Change::Delete(_) => deleted.push(id.to_string()),
        }
    }
    let index = client.index(index);
    let mut tasks = Vec::new();
    for batch in upserted.chunks(BATCH) {
        tasks.push(bounded(WRITE_LIMIT, index.add_or_replace(batch, Some(ID))).await?.task_uid);
    }
    for batch in deleted.chunks(BATCH) {
        tasks.push(bounded(WRITE_LIMIT, index.delete_documents(batch)).await?.task_uid);
    }
    Ok(tasks)
}

/// Turns a document into what the server stores.
fn record(document: &Document) -> Value {
    let texts: BTreeMap<&str, &Vec<String>> =
        document.texts.iter().map(|(field, texts)| (field.name(), texts)).collect();
    let mut record = Map::new();
    record.insert(ID.to_owned(), json!(document.id));
    record.insert(VERSION.to_owned(), json!(document.version));
    record.insert(TEXTS.to_owned(), json!(texts));
    let mut apart = Vec::new();
    for (field, words) in indexed(document) {
        // What is shorter no typo leads to anyway, and so stays beside its neighbours.
        let reached =
            |word: &String| word.chars().count() + 1 >= usize::from(ONE_TYPO) && shielded(field, word);
        let (away, kept): (Vec<String>, Vec<String>) =
            words.into_iter().partition(|word| field != Field::SpecialtyCodes && reached(word));
        record.insert(field.name().to_owned(), json!(kept.join(" ")));
        apart.extend(away);
    }
    record.insert(SHIELDED.to_owned(), json!(apart.join(" ")));
    for (field, values) in &document.keys {
        let values: Vec<String> = values.iter().map(|value| stored(value)).collect();
        let value = if values.len() == 1 { json!(values[0]) } else { json!(values) };
        record.insert(field.name().to_owned(), value);
    }
    for (field, value) in &document.numbers {
        record.insert(field.name().to_owned(), json!(value));
    }
    Value::Object(record)
}
