//! Batches of rounds and of the facts around them.

use crate::loaders::{Batch, Loaders, Rows};
use async_graphql::dataloader::Loader;
use domain::application::LIVE;
use domain::round::status::Side;
use entity::{
    Stored, application, matching_choice, matching_missed, matching_outcome, matching_round,
    matching_round_offer, matching_round_student, matching_run, offer,
};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait,
};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

/// A round by its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct RoundById(pub(super) Uuid);

/// A student's place in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct StudentIn {
    pub(super) round: Uuid,
    pub(super) student: Uuid,
}

/// Whether a company has an offer in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct CompanyIn {
    pub(super) round: Uuid,
    pub(super) company: Uuid,
}

/// The last final run of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct FinalRunOf(pub(super) Uuid);

/// What a student ranked in a round, by rank, then the tail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct ChoicesOf {
    pub(super) round: Uuid,
    pub(super) student: Uuid,
}

/// What a company chose of a student for an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct AnswerTo {
    pub(super) round: Uuid,
    pub(super) offer: Uuid,
    pub(super) student: Uuid,
}

/// What a run says of a student.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct OutcomeOf {
    pub(super) run: Uuid,
    pub(super) student: Uuid,
}

/// The offers that a student preferred to what a run assigned, the preferred first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct MissedBy {
    pub(super) run: Uuid,
    pub(super) student: Uuid,
}

/// The last application of a student to an offer, live if one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct ApplicationOf {
    pub(super) student: Uuid,
    pub(super) offer: Uuid,
}

/// Forgets what was read of rounds: after a change in the same request.
pub(super) fn forget(loaders: &Loaders) {
    loaders.forget::<RoundById>();
    loaders.forget::<StudentIn>();
    loaders.forget::<CompanyIn>();
    loaders.forget::<FinalRunOf>();
    loaders.forget::<ChoicesOf>();
    loaders.forget::<AnswerTo>();
    loaders.forget::<OutcomeOf>();
    loaders.forget::<MissedBy>();
    loaders.forget::<ApplicationOf>();
}

impl Loader<RoundById> for Rows {
    type Value = Arc<matching_round::Model>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[RoundById]) -> Batch<RoundById, Self::Value> {
        let ids = keys.iter().map(|key| key.0);
        let rows = matching_round::Entity::find().filter(matching_round::Column::Id.is_in(ids));
        Ok(rows.all(&self.db).await?.into_iter().map(|row| (RoundById(row.id), Arc::new(row))).collect())
    }
}

impl Loader<StudentIn> for Rows {
    type Value = Arc<matching_round_student::Model>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[StudentIn]) -> Batch<StudentIn, Self::Value> {
        let rows = matching_round_student::Entity::find()
            .filter(matching_round_student::Column::RoundId.is_in(keys.iter().map(|key| key.round)))
            .filter(matching_round_student::Column::StudentId.is_in(keys.iter().map(|key| key.student)))
            .all(&self.db)
            .await?;
        let key =
            |row: &matching_round_student::Model| StudentIn { round: row.round_id, student: row.student_id };
        Ok(rows.into_iter().map(|row| (key(&row), Arc::new(row))).collect())
    }
}

impl Loader<CompanyIn> for Rows {
    type Value = bool;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[CompanyIn]) -> Batch<CompanyIn, Self::Value> {
        let pairs: Vec<(Uuid, Uuid)> = matching_round_offer::Entity::find()
            .select_only()
            .column(matching_round_offer::Column::RoundId)
            .column(offer::Column::CompanyId)
            .distinct()
            .join(JoinType::InnerJoin, matching_round_offer::Relation::Offer.def())
            .filter(matching_round_offer::Column::RoundId.is_in(keys.iter().map(|key| key.round)))
            .filter(offer::Column::CompanyId.is_in(keys.iter().map(|key| key.company)))
            .into_tuple()
            .all(&self.db)
            .await?;
        let pairs: HashSet<_> = pairs.into_iter().collect();
        Ok(keys.iter().map(|key| (*key, pairs.contains(&(key.round, key.company)))).collect())
    }
}

impl Loader<FinalRunOf> for Rows {
    type Value = Arc<matching_run::Brief>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[FinalRunOf]) -> Batch<FinalRunOf, Self::Value> {
        let rows = matching_run::Entity::find()
            .filter(matching_run::Column::RoundId.is_in(keys.iter().map(|key| key.0)))
            .filter(matching_run::Column::IsFinal.eq(true))
            .order_by_asc(matching_run::Column::Id);
        let rows: Vec<matching_run::Brief> = rows.into_partial_model().all(&self.db).await?;
        // The last one stays.
        Ok(rows.into_iter().map(|row| (FinalRunOf(row.round_id), Arc::new(row))).collect())
    }
}

impl Loader<ChoicesOf> for Rows {
    type Value = Vec<Arc<matching_choice::Model>>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[ChoicesOf]) -> Batch<ChoicesOf, Self::Value> {
        let rows = matching_choice::Entity::find()
            .filter(matching_choice::Column::RoundId.is_in(keys.iter().map(|key| key.round)))
            .filter(matching_choice::Column::Side.eq(Stored(Side::Student)))
            .filter(matching_choice::Column::StudentId.is_in(keys.iter().map(|key| key.student)))
            .all(&self.db)
            .await?;
        let mut choices: HashMap<ChoicesOf, Vec<Arc<matching_choice::Model>>> = HashMap::new();
        for row in rows {
            let key = ChoicesOf { round: row.round_id, student: row.student_id };
            choices.entry(key).or_default().push(Arc::new(row));
        }
        for rows in choices.values_mut() {
            rows.sort_unstable_by_key(|row| (row.rank.unwrap_or(i32::MAX), row.offer_id));
        }
        Ok(choices)
    }
}

impl Loader<AnswerTo> for Rows {
    type Value = Arc<matching_choice::Model>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[AnswerTo]) -> Batch<AnswerTo, Self::Value> {
        let offers: HashSet<Uuid> = keys.iter().map(|key| key.offer).collect();
        let rows = matching_choice::Entity::find()
            .filter(matching_choice::Column::RoundId.is_in(keys.iter().map(|key| key.round)))
            .filter(matching_choice::Column::Side.eq(Stored(Side::Offer)))
            .filter(matching_choice::Column::OfferId.is_in(offers))
            .filter(matching_choice::Column::StudentId.is_in(keys.iter().map(|key| key.student)))
            .all(&self.db)
            .await?;
        let key = |row: &matching_choice::Model| AnswerTo {
            round: row.round_id,
            offer: row.offer_id,
            student: row.student_id,
        };
        Ok(rows.into_iter().map(|row| (key(&row), Arc::new(row))).collect())
    }
}

impl Loader<OutcomeOf> for Rows {
    type Value = Arc<matching_outcome::Model>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[OutcomeOf]) -> Batch<OutcomeOf, Self::Value> {
        let rows = matching_outcome::Entity::find()
            .filter(matching_outcome::Column::RunId.is_in(keys.iter().map(|key| key.run)))
            .filter(matching_outcome::Column::StudentId.is_in(keys.iter().map(|key| key.student)))
            .all(&self.db)
            .await?;
        let key = |row: &matching_outcome::Model| OutcomeOf { run: row.run_id, student: row.student_id };
        Ok(rows.into_iter().map(|row| (key(&row), Arc::new(row))).collect())
    }
}

impl Loader<MissedBy> for Rows {
    type Value = Vec<Arc<matching_missed::Model>>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[MissedBy]) -> Batch<MissedBy, Self::Value> {
        let rows = matching_missed::Entity::find()
            .filter(matching_missed::Column::RunId.is_in(keys.iter().map(|key| key.run)))
            .filter(matching_missed::Column::StudentId.is_in(keys.iter().map(|key| key.student)))
            .order_by_asc(matching_missed::Column::Preference)
            .all(&self.db)
            .await?;
        let mut missed: HashMap<MissedBy, Vec<Arc<matching_missed::Model>>> = HashMap::new();
        for row in rows {
            let key = MissedBy { run: row.run_id, student: row.student_id };
            missed.entry(key).or_default().push(Arc::new(row));
        }
        Ok(missed)
    }
}

impl Loader<ApplicationOf> for Rows {
    type Value = Uuid;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[ApplicationOf]) -> Batch<ApplicationOf, Self::Value> {
        let mut rows = application::Entity::find()
            .filter(application::Column::StudentId.is_in(keys.iter().map(|key| key.student)))
            .filter(application::Column::OfferId.is_in(keys.iter().map(|key| key.offer)))
            .all(&self.db)
            .await?;
        // The last one stays: a live one, else the newest.
        rows.sort_unstable_by_key(|row| (LIVE.contains(&row.status.0), row.id));
        let keyed = rows.into_iter().filter_map(|row| {
            Some((ApplicationOf { student: row.student_id, offer: row.offer_id? }, row.id))
        });
        Ok(keyed.collect())
    }
}
