//! Published figures.

use entity::{published_figure, school};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationTrait,
};
use uuid::Uuid;

/// The figures that these schools published, in the schools' order, each school's in its document's.
pub(in crate::hiring) async fn of_schools(
    db: &impl ConnectionTrait,
    schools: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<published_figure::Model>, DbErr> {
    published_figure::Entity::find()
        .join(JoinType::InnerJoin, published_figure::Relation::School.def())
        .filter(published_figure::Column::SchoolId.is_in(schools))
        .order_by_asc(school::Column::Position)
        .order_by_asc(published_figure::Column::Position)
        .all(db)
        .await
}
