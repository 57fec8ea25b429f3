//! Batches of companies and of the facts around them.

use crate::company::acting;
use crate::loaders::{Batch, Rows};
use async_graphql::dataloader::Loader;
use entity::{account, company, company_alias, company_group, company_member};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// A company by its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CompanyById(pub Uuid);

/// A group by its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct GroupById(pub Uuid);

/// The names under which a company was printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AliasesOf(pub Uuid);

/// Whether anybody acts for a company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct HasMembers(pub Uuid);

/// The persons of a company, in the order they came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MembersOf(pub Uuid);

impl Loader<MembersOf> for Rows {
    type Value = Vec<(Arc<company_member::Model>, Arc<account::Model>)>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[MembersOf]) -> Batch<MembersOf, Self::Value> {
        let rows = company_member::Entity::find()
            .filter(company_member::Column::CompanyId.is_in(keys.iter().map(|key| key.0)))
            .order_by_asc(company_member::Column::Id)
            .find_also_related(account::Entity)
            .all(&self.db)
            .await?;
        let mut members: HashMap<MembersOf, Self::Value> = HashMap::new();
        for (row, account) in rows {
            let Some(account) = account else { continue };
            members.entry(MembersOf(row.company_id)).or_default().push((Arc::new(row), Arc::new(account)));
        }
        Ok(members)
    }
}

impl Loader<CompanyById> for Rows {
    type Value = Arc<company::Model>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[CompanyById]) -> Batch<CompanyById, Self::Value> {
        let ids = keys.iter().map(|key| key.0);
        let rows = company::Entity::find().filter(company::Column::Id.is_in(ids)).all(&self.db).await?;
        Ok(rows.into_iter().map(|row| (CompanyById(row.id), Arc::new(row))).collect())
    }
}

impl Loader<GroupById> for Rows {
    type Value = Arc<company_group::Model>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[GroupById]) -> Batch<GroupById, Self::Value> {
        let ids = keys.iter().map(|key| key.0);
        let rows =
            company_group::Entity::find().filter(company_group::Column::Id.is_in(ids)).all(&self.db).await?;
        Ok(rows.into_iter().map(|row| (GroupById(row.id), Arc::new(row))).collect())
    }
}

impl Loader<AliasesOf> for Rows {
    type Value = Vec<String>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[AliasesOf]) -> Batch<AliasesOf, Self::Value> {
        let ids = keys.iter().map(|key| key.0);
        let rows = company_alias::Entity::find()
            .filter(company_alias::Column::CompanyId.is_in(ids))
            .order_by_asc(company_alias::Column::PrintedKey)
            .order_by_asc(company_alias::Column::Id)
            .all(&self.db)
            .await?;
        let mut aliases: HashMap<AliasesOf, Vec<String>> = HashMap::new();
        for row in rows {
            aliases.entry(AliasesOf(row.company_id)).or_default().push(row.printed);
        }
        Ok(aliases)
    }
}

impl Loader<HasMembers> for Rows {
    type Value = bool;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[HasMembers]) -> Batch<HasMembers, Self::Value> {
        let rows: Vec<Uuid> = acting::members()
            .select_only()
            .column(company_member::Column::CompanyId)
            .distinct()
            .filter(company_member::Column::CompanyId.is_in(keys.iter().map(|key| key.0)))
            .into_tuple()
            .all(&self.db)
            .await?;
        let mut known: HashMap<_, _> = keys.iter().map(|key| (*key, false)).collect();
        known.extend(rows.into_iter().map(|company| (HasMembers(company), true)));
        Ok(known)
    }
}
