//! A skill of a student.

use sea_orm::entity::prelude::*;

/// A skill of a student.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "student_skill")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Student.
    pub student_id: Uuid,
    /// Skill.
    pub skill_id: Uuid,
    /// Rank in the profile.
    pub position: i32,
}

/// Where its references lead.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// `student_id`.
    #[sea_orm(
        belongs_to = "super::student::Entity",
        from = "Column::StudentId",
        to = "super::student::Column::Id"
    )]
    Student,
    /// `skill_id`.
    #[sea_orm(belongs_to = "super::skill::Entity", from = "Column::SkillId", to = "super::skill::Column::Id")]
    Skill,
}

impl Related<super::student::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Student.def()
    }
}

impl Related<super::skill::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Skill.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
