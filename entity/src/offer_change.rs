//! That offers of a school changed. Kept by the database itself, swept by the worker: never written elsewhere.

use sea_orm::entity::prelude::*;

/// That offers of a school changed.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "offer_change")]
pub struct Model {
    /// Id, random.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The school of the offers.
    pub school_id: Uuid,
    /// The offer; `None` for several.
    pub offer_id: Option<Uuid>,
    /// How many changes.
    pub changes: i64,
}

/// It leads nowhere that is followed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
