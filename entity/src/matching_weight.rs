//! What each criterion of matching weighs at a school, where it is not the default.

use sea_orm::entity::prelude::*;

/// What each criterion of matching weighs at a school, where it is not the default.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "matching_weight")]
pub struct Model {
    /// School.
    #[sea_orm(primary_key, auto_increment = false)]
    pub school_id: Uuid,
    /// Skills, 0 to 100, as all of these.
    pub skills: i32,
    /// Distance.
    pub distance: i32,
    /// Start.
    pub start: i32,
    /// Pay.
    pub pay: i32,
    /// Past hires.
    pub hires: i32,
    /// Text.
    pub text: i32,
    /// The account that set them.
    pub updated_by: Uuid,
    /// Last change.
    pub updated_at: DateTimeUtc,
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
