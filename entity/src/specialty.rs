//! A specialty, department or option of a school.

use sea_orm::entity::prelude::*;

/// A specialty, department or option of a school.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "specialty")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The school it belongs to.
    pub school_id: Uuid,
    /// The department of which it is an option.
    pub parent_id: Option<Uuid>,
    /// Code, unique in its school: `AE`, `IR`.
    pub code: String,
    /// Name; the code where no name was printed.
    pub name: String,
    /// Rank in the published order.
    pub position: i32,
}

/// Where its references lead.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// `school_id`.
    #[sea_orm(
        belongs_to = "super::school::Entity",
        from = "Column::SchoolId",
        to = "super::school::Column::Id"
    )]
    School,
    /// `parent_id`.
    #[sea_orm(belongs_to = "Entity", from = "Column::ParentId", to = "Column::Id")]
    Parent,
}

impl Related<super::school::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::School.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
