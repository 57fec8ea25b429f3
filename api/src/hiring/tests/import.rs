//! Loading files of hires.

use super::Fixture;
use crate::hiring::import::{Error, Report, run};
use entity::{company, hire, search_outbox};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

const HEADER: &str = "specialty,academic_year,row,company_as_printed,postcode,city,confidence,note\n";

fn file(lines: &str) -> Vec<u8> {
    format!("{HEADER}{lines}").into_bytes()
}

#[tokio::test]
async fn a_file_is_taken_once_and_corrected_after() {
    let fixture = Fixture::new().await;
    let context = &fixture.app.context;
    let lines = file("IR,2020-2021,1,AIRFRANCE,31000,TOULOUSE,,\nIR,2020-2021,2,Brand New,,,likely,a note\n");
    let taken = run(context, "INSA-TOULOUSE", &lines).await.unwrap();
    assert_eq!(taken, Report { added: 2, updated: 0, unchanged: 0, companies: 1 });
    let waiting = search_outbox::Entity::find().count(&context.db.read).await.unwrap();
    let again = run(context, "INSA-TOULOUSE", &lines).await.unwrap();
    assert_eq!(again, Report { added: 0, updated: 0, unchanged: 2, companies: 0 });
    assert_eq!(search_outbox::Entity::find().count(&context.db.read).await.unwrap(), waiting);
    let corrected = file("IR,2020-2021,2,BRAND NEW,31700,Blagnac,,\nIR,2020-2021,3,Brand new,,,,\n");
    let report = run(context, "INSA-TOULOUSE", &corrected).await.unwrap();
    assert_eq!(report, Report { added: 1, updated: 1, unchanged: 0, companies: 0 });
    assert_eq!(report.to_string(), "hires: 1 added, 1 updated, 0 unchanged; companies: 0 added");
    let rows =
        hire::Entity::find().filter(hire::Column::CompanyAsPrinted.eq("BRAND NEW")).all(&context.db.read);
    let rows = rows.await.unwrap();
    assert_eq!(
        (rows[0].version, rows[0].place.as_deref(), rows[0].note.as_deref()),
        (2, Some("Blagnac"), None)
    );
}

#[tokio::test]
async fn what_was_published_is_left_as_it_was_printed() {
    let fixture = Fixture::new().await;
    let context = &fixture.app.context;
    let shipped = include_bytes!("../../../../domain/data/insa-hires.csv");
    let report = run(context, "INSA-TOULOUSE", shipped).await.unwrap();
    assert_eq!(report, Report { unchanged: 238, ..Report::default() });
    let lines = file("IR,2030-2031,1,Brand New,,,,\nAE,2016-2017,1,ANOTHER,31000,,,\n");
    let error = run(context, "INSA-TOULOUSE", &lines).await.unwrap_err();
    let expected = "nothing was taken; faults: 3\n\
        line 3, company_as_printed \"ANOTHER\": this hire was published and stays as it was printed; accepted: \"ASSYSTEM\"\n\
        line 3, postcode \"31000\": this hire was published and stays as it was printed; accepted: nothing\n\
        line 3, note: this hire was published and stays as it was printed; accepted: \
        \"year inferred from the published counts\"";
    assert_eq!(error.to_string(), expected);
    assert_eq!(hire::Entity::find().count(&context.db.read).await.unwrap(), 238, "all or nothing");
    assert_eq!(company::Entity::find().count(&context.db.read).await.unwrap(), 130);
}

#[tokio::test]
async fn faults_are_told_with_their_lines_and_columns() {
    let fixture = Fixture::new().await;
    let context = &fixture.app.context;
    let lines = file("XX,2020-2021,1,A,,,,\nIR,2020-2022,0,B,,,,\n");
    let Error::Rejected(faults) = run(context, "ENSSAT", &lines).await.unwrap_err() else {
        panic!("not rejected")
    };
    let told: Vec<_> = faults.iter().map(|fault| (fault.line, fault.column.unwrap())).collect();
    assert_eq!(told, [(2, "specialty"), (3, "specialty"), (3, "academic_year"), (3, "row")]);
    let unknown = run(context, "POLYTECH", &lines).await.unwrap_err().to_string();
    assert_eq!(
        unknown,
        "school \"POLYTECH\" is not known; accepted: INSA-TOULOUSE, IMT-ALBI, IMT-ALES, ENSSAT"
    );
}
