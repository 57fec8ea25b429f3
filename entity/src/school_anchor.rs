//! A day of a school's academic year that deadlines are counted from.

use sea_orm::entity::prelude::*;

/// A day of a school's academic year that deadlines are counted from.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "school_anchor")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// School.
    pub school_id: Uuid,
    /// First year of the academic year.
    pub academic_year: i32,
    /// Which day, as procedures name it.
    pub name: String,
    /// When it is.
    pub day: Date,
    /// The account; none came with the program.
    pub set_by: Option<Uuid>,
    /// When it was said.
    pub set_at: DateTimeUtc,
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
}

impl Related<super::school::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::School.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
