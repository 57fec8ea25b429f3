//! What a copy knows of the tables is what the migrations make and what the entities describe.

use super::whole;
use crate::harness::{Database, Suite, close};
use api::backup::{Column, Kind, Loader, Row, Table, is_derived, left_out, sum};
use sea_orm::{ConnectionTrait, TransactionTrait};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

pub(crate) fn trials(suite: &mut Suite) {
    cases::trials(suite);
    suite.once(module_path!(), "every_entity_is_in_it", || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(every_entity_is_in_it());
    });
}

mod cases {
    use super::{every_kind_is_kept_to_the_last_bit, the_database_s_tables_are_those_of_the_schema};

    trials![the_database_s_tables_are_those_of_the_schema, every_kind_is_kept_to_the_last_bit];
}

async fn every_entity_is_in_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../entity/src");
    let mut entities = BTreeSet::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let names = text.split("table_name = \"").skip(1).filter_map(|rest| rest.split('"').next());
        entities.extend(names.map(ToOwned::to_owned));
    }
    entities.retain(|name| !is_derived(name));
    let schema = whole().await;
    let tables: BTreeSet<String> = schema.tables.iter().map(|table| table.name.clone()).collect();
    assert_eq!(tables, entities);
    for (name, reason) in left_out() {
        assert!(tables.contains(*name) && !reason.is_empty(), "{name} is left out and does not exist");
        let referring =
            schema.tables.iter().find(|table| table.refers_to.values().any(|other| other == name));
        assert!(referring.is_none(), "{referring:?} refers to {name}, which is left out");
    }
}

async fn the_database_s_tables_are_those_of_the_schema(database: Database) {
    let db = database.connect().await.unwrap();
    api::migrating::up(&database.settings(), &db).await.unwrap();
    let schema = whole().await;
    assert_eq!(schema.check(&db.read).await.unwrap(), Vec::<String>::new());
    for (table, earlier) in
        schema.tables.iter().enumerate().map(|(index, table)| (table, &schema.tables[..index]))
    {
        for other in table.refers_to.values().filter(|other| **other != table.name) {
            assert!(earlier.iter().any(|table| table.name == *other), "{} comes before {other}", table.name);
        }
    }
    db.write.execute_unprepared("CREATE TABLE elsewhere (id integer PRIMARY KEY)").await.unwrap();
    assert_eq!(schema.check(&db.read).await.unwrap(), ["elsewhere"]);
    db.write.execute_unprepared("ALTER TABLE skill ADD COLUMN by_hand text").await.unwrap();
    let complaint = schema.check(&db.read).await.unwrap_err().to_string();
    assert!(complaint.contains("skill") && complaint.contains("by_hand"), "{complaint}");
    close(db).await.unwrap();
}

/// Every kind of value, in a table made for it: written, and read as it was written.
async fn every_kind_is_kept_to_the_last_bit(database: Database) {
    let db = database.connect().await.unwrap();
    let kinds = [
        ("id", Kind::Uuid, "uuid_text", "uuid"),
        ("words", Kind::Text, "text", "text"),
        ("number", Kind::Integer, "integer", "bigint"),
        ("small", Kind::Integer, "integer", "integer"),
        ("real", Kind::Double, "double", "double precision"),
        ("truth", Kind::Boolean, "boolean", "boolean"),
        ("day", Kind::Date, "date_text", "date"),
        ("at", Kind::Time, "timestamp_with_timezone_text", "timestamp with time zone"),
        ("data", Kind::Json, "json_text", "jsonb"),
    ];
    let sqlite = database.kind == crate::harness::Kind::Sqlite;
    let declared =
        kinds.map(|(name, _, file, server)| format!("{name} {}", if sqlite { file } else { server }));
    let create = format!("CREATE TABLE kinds ({}, PRIMARY KEY (id))", declared.join(", "));
    db.write.execute_unprepared(&create).await.unwrap();
    let columns = kinds.map(|(name, kind, ..)| Column { name: name.into(), kind }).to_vec();
    let table = Table { name: "kinds".into(), columns, key: vec!["id".into()], refers_to: BTreeMap::new() };
    let rows = [
        r#"["00000000-0000-0000-0000-000000000000","",-9223372036854775808,-2147483648,"0.1",true,"0001-01-01","1970-01-01T00:00:00.000001Z","null"]"#,
        r#"["01991234-0000-7000-8000-000000000001","é\n\"\\😀",9223372036854775807,2147483647,"-0.000000000000000000000000000001",false,"9999-12-31","2026-09-01T08:00:00.999999Z","{\"a\":[1.5,true,\"é\"],\"b\":{}}"]"#,
        r#"["ffffffff-ffff-ffff-ffff-ffffffffffff",null,null,null,null,null,null,null,null]"#,
    ];
    let tx = db.write.begin().await.unwrap();
    let mut loader = Loader::new(&tx, &table);
    for row in rows.iter().rev() {
        loader.push(&Row(serde_json::from_str(row).unwrap()), row.len()).await.unwrap();
    }
    loader.flush().await.unwrap();
    tx.commit().await.unwrap();
    let lines: String = rows.iter().map(|row| format!("{row}\n")).collect();
    let meant: String = {
        use sha2::{Digest, Sha256};
        Sha256::digest(lines.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    };
    let found = sum(&db.write, &table).await.unwrap();
    assert_eq!((found.rows, found.sha256), (3, meant));
    close(db).await.unwrap();
}
