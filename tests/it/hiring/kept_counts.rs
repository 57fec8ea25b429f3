//! The counts that the database keeps of hires are those of the hires, whatever is written, in whichever way.

use crate::harness::TestApp;
use crate::harness::factory::{self, INSA};
use domain::hire_source::HireSource;
use entity::{Stored, company, hire, hire_count};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, TransactionTrait,
};
use serde_json::json;
use std::collections::BTreeMap;
use uuid::Uuid;

trials![equal_the_hires_after_every_write, equal_the_hires_after_a_rollback, serve_the_statistics];

type Cells = BTreeMap<(Uuid, Uuid, i32, String), i64>;

/// As the database keeps them, without cells that were emptied.
async fn kept(app: &TestApp) -> Cells {
    let rows = hire_count::Entity::find().all(&app.context.db.write).await.unwrap();
    let cell = |row: hire_count::Model| {
        ((row.school_id, row.specialty_id, row.academic_year, row.source.0.to_string()), row.hires)
    };
    rows.into_iter().map(cell).filter(|(_, hires)| *hires != 0).collect()
}

/// As they are counted from the hires themselves.
async fn counted(app: &TestApp) -> Cells {
    let mut cells = Cells::new();
    for row in hire::Entity::find().all(&app.context.db.write).await.unwrap() {
        let cell = (row.school_id, row.specialty_id, row.academic_year, row.source.0.to_string());
        *cells.entry(cell).or_default() += 1;
    }
    cells
}

/// A few numbers that look drawn, the same in every run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

fn hires(
    app: &TestApp,
    draw: &mut Draw,
    many: usize,
    company: Uuid,
    specialties: &[(Uuid, Uuid)],
) -> Vec<hire::ActiveModel> {
    let mut hire = || {
        let (specialty, school) = specialties[draw.below(specialties.len())];
        hire::ActiveModel {
            id: Set(app.context.new_id()),
            school_id: Set(school),
            specialty_id: Set(specialty),
            academic_year: Set(2015 + i32::try_from(draw.below(4)).unwrap()),
            company_id: Set(company),
            source: Set(Stored([HireSource::Published, HireSource::Recorded][draw.below(2)])),
            version: Set(1),
            created_at: Set(app.context.now()),
            ..Default::default()
        }
    };
    (0..many).map(|_| hire()).collect()
}

async fn equal_the_hires_after_every_write(app: TestApp) {
    let (db, mut draw) = (app.context.db.write.clone(), Draw(7));
    let company = company::Entity::find().one(&db).await.unwrap().unwrap().id;
    let schools = app.context.reference.get(&app.context.db, app.context.now()).await.unwrap();
    let specialties: Vec<_> = schools.specialties.iter().map(|row| (row.id, row.school_id)).collect();
    assert_eq!(kept(&app).await, counted(&app).await, "after the seed");
    for step in 0..60 {
        let many = 1 + draw.below(6);
        // Any rows, by a part of their id that looks drawn.
        let some = hire::Entity::find().order_by_desc(hire::Column::Id).limit(40).all(&db).await.unwrap();
        let some: Vec<Uuid> = some.iter().map(|row| row.id).filter(|_| draw.below(8) == 0).collect();
        let (specialty, school) = specialties[draw.below(specialties.len())];
        match draw.below(4) {
            0 | 1 => {
                let rows = hires(&app, &mut draw, many, company, &specialties);
                hire::Entity::insert_many(rows).exec_without_returning(&db).await.unwrap();
            }
            2 => {
                hire::Entity::update_many()
                    .col_expr(hire::Column::SpecialtyId, Expr::value(specialty))
                    .col_expr(hire::Column::SchoolId, Expr::value(school))
                    .col_expr(hire::Column::AcademicYear, Expr::value(2016))
                    .filter(hire::Column::Id.is_in(some))
                    .filter(hire::Column::RowNumber.is_null())
                    .exec(&db)
                    .await
                    .unwrap();
            }
            _ => {
                hire::Entity::delete_many().filter(hire::Column::Id.is_in(some)).exec(&db).await.unwrap();
            }
        }
        assert_eq!(kept(&app).await, counted(&app).await, "after step {step}");
    }
}

async fn equal_the_hires_after_a_rollback(app: TestApp) {
    let before = kept(&app).await;
    let tx = app.context.db.write.begin().await.unwrap();
    tx.execute_unprepared("DELETE FROM hire").await.unwrap();
    tx.rollback().await.unwrap();
    assert_eq!(kept(&app).await, before);
    app.context.db.write.execute_unprepared("DELETE FROM hire").await.unwrap();
    assert!(kept(&app).await.is_empty());
}

async fn serve_the_statistics(app: TestApp) {
    let desk = factory::career_services(&app, INSA).await;
    let total =
        "{ hiringStatistics(filter: { school: \"INSA-TOULOUSE\", specialties: [\"AE\"] }) { total } }";
    let before = desk.get(total, json!({})).await["hiringStatistics"]["total"].as_i64().unwrap();
    let hire = hire::Entity::find()
        .filter(hire::Column::RowNumber.is_not_null())
        .filter(hire::Column::SpecialtyId.eq(specialty(&app, "AE").await));
    let hire = hire.one(&app.context.db.write).await.unwrap().unwrap();
    hire::Entity::delete_by_id(hire.id).exec(&app.context.db.write).await.unwrap();
    let after = desk.get(total, json!({})).await["hiringStatistics"]["total"].as_i64().unwrap();
    assert_eq!(after, before - 1, "at once, since nothing is kept outside the database");
}

async fn specialty(app: &TestApp, code: &str) -> Uuid {
    let schools = app.context.reference.get(&app.context.db, app.context.now()).await.unwrap();
    schools.specialties_by_code(None, code)[0].id
}
