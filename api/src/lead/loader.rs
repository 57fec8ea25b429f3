//! What leads are made of, in batches: the hires of specialties, the years of schools, the offers open now.

use crate::loaders::{Batch, Rows};
use async_graphql::dataloader::Loader;
use domain::company::CompanyStatus;
use domain::hire_source::HireSource;
use domain::offer::OfferStatus;
use entity::{Stored, company, hire, hire_count, offer, offer_specialty};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect, RelationTrait,
};
use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::Arc;
use uuid::Uuid;

/// The hires of a specialty, whoever asks: the audience decides after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct HiresOfSpecialty(pub(super) Uuid);

/// The years and sources in which a school's specialties hired.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct YearsOfSchool(pub(super) Uuid);

/// The offers of a company that are published and open to a specialty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct OpenOffers {
    /// The company.
    pub(super) company: Uuid,
    /// The specialty, as offers name it.
    pub(super) specialty: Uuid,
}

/// The hires of one company, year, place and source. Companies that a school rejected are left out.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub(super) struct Hired {
    pub(super) specialty_id: Uuid,
    pub(super) company_id: Uuid,
    pub(super) name_key: String,
    pub(super) academic_year: i32,
    pub(super) source: Stored<HireSource>,
    pub(super) place: Option<String>,
    pub(super) hires: i64,
}

/// A year of which something is known.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub(super) struct Known {
    pub(super) school_id: Uuid,
    pub(super) specialty_id: Uuid,
    pub(super) academic_year: i32,
    pub(super) source: Stored<HireSource>,
}

impl Loader<HiresOfSpecialty> for Rows {
    type Value = Arc<Vec<Hired>>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[HiresOfSpecialty]) -> Batch<HiresOfSpecialty, Self::Value> {
        let columns = [
            hire::Column::SpecialtyId,
            hire::Column::CompanyId,
            hire::Column::AcademicYear,
            hire::Column::Source,
            hire::Column::Place,
        ];
        let mut grouped = hire::Entity::find()
            .select_only()
            .column(company::Column::NameKey)
            .column_as(hire::Column::Id.count(), "hires")
            .join(JoinType::InnerJoin, hire::Relation::Company.def())
            .filter(hire::Column::SpecialtyId.is_in(keys.iter().map(|key| key.0)))
            .filter(company::Column::Status.ne(Stored(CompanyStatus::Rejected)))
            .group_by(company::Column::NameKey);
        for column in columns {
            grouped = grouped.column(column).group_by(column);
        }
        let rows: Vec<Hired> = grouped.into_model().all(&self.db).await?;
        Ok(shared(rows.into_iter().map(|row| (HiresOfSpecialty(row.specialty_id), row))))
    }
}

impl Loader<YearsOfSchool> for Rows {
    type Value = Arc<Vec<Known>>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[YearsOfSchool]) -> Batch<YearsOfSchool, Self::Value> {
        let rows: Vec<Known> = hire_count::Entity::find()
            .filter(hire_count::Column::SchoolId.is_in(keys.iter().map(|key| key.0)))
            // A cell that was emptied.
            .filter(hire_count::Column::Hires.ne(0))
            .into_model()
            .all(&self.db)
            .await?;
        Ok(shared(rows.into_iter().map(|row| (YearsOfSchool(row.school_id), row))))
    }
}

/// An open offer, with the positions that it announces.
type Open = (Uuid, i32);

impl Loader<OpenOffers> for Rows {
    type Value = Arc<Vec<Open>>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[OpenOffers]) -> Batch<OpenOffers, Self::Value> {
        let companies: HashSet<Uuid> = keys.iter().map(|key| key.company).collect();
        let specialties: HashSet<Uuid> = keys.iter().map(|key| key.specialty).collect();
        let rows: Vec<(Uuid, Uuid, Uuid, i32)> = offer::Entity::find()
            .select_only()
            .column(offer::Column::CompanyId)
            .column(offer_specialty::Column::SpecialtyId)
            .columns([offer::Column::Id, offer::Column::Positions])
            .join(JoinType::InnerJoin, offer_specialty::Relation::Offer.def().rev())
            .filter(offer::Column::Status.eq(Stored(OfferStatus::Published)))
            .filter(offer::Column::CompanyId.is_in(companies))
            .filter(offer_specialty::Column::SpecialtyId.is_in(specialties))
            .into_tuple()
            .all(&self.db)
            .await?;
        let open =
            |(company, specialty, offer, positions)| (OpenOffers { company, specialty }, (offer, positions));
        Ok(shared(rows.into_iter().map(open)))
    }
}

fn shared<K: Hash + Eq, Row>(rows: impl Iterator<Item = (K, Row)>) -> HashMap<K, Arc<Vec<Row>>> {
    let mut groups: HashMap<K, Vec<Row>> = HashMap::new();
    for (key, row) in rows {
        groups.entry(key).or_default().push(row);
    }
    groups.into_iter().map(|(key, rows)| (key, Arc::new(rows))).collect()
}
