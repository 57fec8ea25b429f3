//! The schema's history, one table (or one small family) a file, named by date and verb.
//!
//! Every migration goes up and down on both SQLite and PostgreSQL, inside a transaction, and stays backward
//! compatible with the release before it, which goes on serving while it is applied. README.md has the rules that follow
//! from that; a test holds every migration to them.

pub mod change;
mod columns;
mod m20261121_000001_create_school;
mod m20261121_000002_create_company;
mod m20261121_000003_create_hire;
mod m20261121_000004_create_account;
mod m20261121_000005_create_student;
mod m20261121_000006_create_offer;
mod m20261121_000007_create_application;
mod m20261121_000008_create_notification;
mod m20261121_000009_create_outbox;
mod m20261122_000001_create_spending;
mod m20261122_000005_create_hire_count;
mod m20261122_000006_index_offer_lists;
mod m20261122_000007_create_matching;
mod m20261122_000008_create_offer_change;
mod m20261122_000020_create_matching_round;
mod m20261122_000021_add_round_to_notification;
mod m20261122_000030_create_saved_search;
mod m20261123_000010_create_mail_outbox;
mod m20261123_000011_create_stored_file;
mod m20261123_000030_create_procedure;
mod m20261123_000031_create_contract;
mod m20261123_000032_create_calendar_feed;
mod m20261123_000033_add_contract_to_notification;
mod m20261123_000050_create_document;
mod m20261123_000051_create_paper_fact;
mod m20261123_000052_create_contract_amendment;
mod m20261123_000060_add_company_tutor_to_amendment;
mod m20261124_000020_freeze_matching_scores;

pub use sea_orm_migration::prelude::{IntoSchemaManagerConnection, MigratorTrait, SchemaManager};
use sea_orm_migration::prelude::{MigrationTrait, async_trait};

/// Applies and reverts the migrations, in the order of their names.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261121_000001_create_school::Migration),
            Box::new(m20261121_000002_create_company::Migration),
            Box::new(m20261121_000003_create_hire::Migration),
            Box::new(m20261121_000004_create_account::Migration),
            Box::new(m20261121_000005_create_student::Migration),
            Box::new(m20261121_000006_create_offer::Migration),
            Box::new(m20261121_000007_create_application::Migration),
            Box::new(m20261121_000008_create_notification::Migration),
            Box::new(m20261121_000009_create_outbox::Migration),
            Box::new(m20261122_000001_create_spending::Migration),
            Box::new(m20261122_000005_create_hire_count::Migration),
            Box::new(m20261122_000006_index_offer_lists::Migration),
            Box::new(m20261122_000007_create_matching::Migration),
            Box::new(m20261122_000008_create_offer_change::Migration),
            Box::new(m20261122_000020_create_matching_round::Migration),
            Box::new(m20261122_000021_add_round_to_notification::Migration),
            Box::new(m20261122_000030_create_saved_search::Migration),
            Box::new(m20261123_000010_create_mail_outbox::Migration),
            Box::new(m20261123_000011_create_stored_file::Migration),
            Box::new(m20261123_000030_create_procedure::Migration),
            Box::new(m20261123_000031_create_contract::Migration),
            Box::new(m20261123_000032_create_calendar_feed::Migration),
            Box::new(m20261123_000033_add_contract_to_notification::Migration),
            Box::new(m20261123_000050_create_document::Migration),
            Box::new(m20261123_000051_create_paper_fact::Migration),
            Box::new(m20261123_000052_create_contract_amendment::Migration),
            Box::new(m20261123_000060_add_company_tutor_to_amendment::Migration),
            Box::new(m20261124_000020_freeze_matching_scores::Migration),
        ]
    }
}
