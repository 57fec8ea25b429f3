//! A round computed once, and from what.

use sea_orm::entity::prelude::*;

/// A round computed once, and from what.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "matching_run")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Round.
    pub round_id: Uuid,
    /// Whether it may be published.
    pub is_final: bool,
    /// The rules it was computed by.
    pub engine: String,
    /// The lottery's seed.
    pub seed: String,
    /// What it was computed from, as a text.
    pub input: String,
    /// The SHA-256 of the input.
    pub input_digest: String,
    /// Students who took part.
    pub students: i32,
    /// Students with an offer.
    pub assigned: i32,
    /// Positions of the offers that took part.
    pub positions: i32,
    /// Blocking pairs that the checker found.
    pub blocking_pairs: i32,
    /// Whether the checker found nothing wrong.
    pub stable: bool,
    /// The account that asked.
    pub actor_id: Uuid,
    /// When.
    pub at: DateTimeUtc,
}

/// A run without its input, which may be long.
#[derive(Clone, Debug, PartialEq, Eq, DerivePartialModel)]
#[sea_orm(entity = "Entity")]
pub struct Brief {
    /// Id.
    pub id: Uuid,
    /// Round.
    pub round_id: Uuid,
    /// Whether it may be published.
    pub is_final: bool,
    /// The rules it was computed by.
    pub engine: String,
    /// The lottery's seed.
    pub seed: String,
    /// The SHA-256 of the input.
    pub input_digest: String,
    /// Students who took part.
    pub students: i32,
    /// Students with an offer.
    pub assigned: i32,
    /// Positions of the offers that took part.
    pub positions: i32,
    /// Blocking pairs that the checker found.
    pub blocking_pairs: i32,
    /// Whether the checker found nothing wrong.
    pub stable: bool,
    /// The account that asked.
    pub actor_id: Uuid,
    /// When.
    pub at: DateTimeUtc,
}

impl From<Model> for Brief {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            round_id: row.round_id,
            is_final: row.is_final,
            engine: row.engine,
            seed: row.seed,
            input_digest: row.input_digest,
            students: row.students,
            assigned: row.assigned,
            positions: row.positions,
            blocking_pairs: row.blocking_pairs,
            stable: row.stable,
            actor_id: row.actor_id,
            at: row.at,
        }
    }
}

/// Where its references lead.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// `round_id`.
    #[sea_orm(
        belongs_to = "super::matching_round::Entity",
        from = "Column::RoundId",
        to = "super::matching_round::Column::Id"
    )]
    Round,
}

impl Related<super::matching_round::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Round.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
