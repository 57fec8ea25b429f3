//! `tremplin import hires`: all of a file or nothing, once.

use super::running::{complained, printed, run};
use crate::harness::Database;
use sea_orm::{EntityTrait, PaginatorTrait};
use std::fs;

trials![a_year_is_taken_once, a_file_with_a_fault_is_not_taken_at_all];

const HEADER: &str = "specialty,academic_year,row,company_as_printed,postcode,city,confidence,note\n";

async fn a_year_is_taken_once(database: Database) {
    let file = database.folder.path().join("hires.csv");
    let lines = "AE,2020-2021,1,AIRBUS SAS,31000,TOULOUSE,,\nIR,2020-2021,1,Entreprise Exemple,,,,\n";
    fs::write(&file, format!("{HEADER}{lines}")).unwrap();
    let import = ["import", "hires", "--school", "INSA-TOULOUSE", file.to_str().unwrap()];
    let first = run(&database, &import, "");
    assert!(printed(&first).contains("2 added"), "{}{}", printed(&first), complained(&first));
    let again = printed(&run(&database, &import, ""));
    assert!(again.contains("0 added") && again.contains("2 unchanged"), "{again}");
    assert_eq!(hires(&database).await, 240);
}

async fn a_file_with_a_fault_is_not_taken_at_all(database: Database) {
    let file = database.folder.path().join("hires.csv");
    let lines = "AE,2020-2021,1,AIRBUS SAS,,,,\nZZ,2020-2022,x,,,,,\n";
    fs::write(&file, format!("{HEADER}{lines}")).unwrap();
    let import = ["import", "hires", "--school", "INSA-TOULOUSE", file.to_str().unwrap()];
    let output = run(&database, &import, "");
    assert_eq!(output.status.code(), Some(65));
    let complaint = complained(&output);
    for part in ["line 3", "specialty", "ZZ", "academic_year", "2020-2022", "row", "company_as_printed"] {
        assert!(complaint.contains(part), "{part}: {complaint}");
    }
    assert_eq!(hires(&database).await, 238, "nothing was taken");
}

async fn hires(database: &Database) -> u64 {
    let db = database.connect().await.unwrap();
    entity::hire::Entity::find().count(&db.read).await.unwrap()
}
