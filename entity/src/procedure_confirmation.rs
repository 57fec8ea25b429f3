//! What staff say of a procedure: that it holds for an academic year.

use sea_orm::entity::prelude::*;

/// What staff say of a procedure: that it holds for an academic year.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "procedure_confirmation")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Procedure.
    pub procedure_version_id: Uuid,
    /// First year of the academic year.
    pub academic_year: i32,
    /// The account.
    pub confirmed_by: Uuid,
    /// When.
    pub confirmed_at: DateTimeUtc,
}

/// Where its references lead.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// `procedure_version_id`.
    #[sea_orm(
        belongs_to = "super::procedure_version::Entity",
        from = "Column::ProcedureVersionId",
        to = "super::procedure_version::Column::Id"
    )]
    ProcedureVersion,
}

impl Related<super::procedure_version::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::ProcedureVersion.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
