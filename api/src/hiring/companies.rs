//! The companies that hires name: found by a name under which they were printed or their own, else made.

use crate::context::Context;
use crate::error::Error;
use crate::hiring::store;
use crate::outbox::{self, Indexed};
use domain::company::CompanyStatus;
use domain::text::fold;
use entity::{Stored, company};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// Rows of one insert: 19 values each, of at most 32,766 on SQLite.
const CHUNK: usize = 1_000;

/// What names mean.
#[derive(Clone, Debug, Default)]
pub(super) struct Meant {
    by_name: HashMap<String, Uuid>,
    /// How many of the companies were not known before.
    pub(super) created: usize,
}

impl Meant {
    /// The company of a name that was asked for.
    pub(super) fn company(&self, name: &str) -> Result<Uuid, Error> {
        let known = self.by_name.get(name).copied();
        known.ok_or_else(|| Error::internal(anyhow::anyhow!("no company was made for {name:?}")))
    }
}

/// The companies that these names mean: the one printed so to the letter, else printed so but for case and
/// accents, else of that name, else a new one that nobody acts for yet. No name is added to a company's
/// printed ones: those are public, and the hire that the name comes from may not be.
pub(super) async fn named(
    context: &Context,
    db: &impl ConnectionTrait,
    names: impl IntoIterator<Item = &str>,
) -> Result<Meant, Error> {
    let names: BTreeSet<&str> = names.into_iter().collect();
    let keys: Vec<String> =
        names.iter().map(|name| fold(name)).collect::<BTreeSet<_>>().into_iter().collect();
    let (mut printed, mut by_key) = (HashMap::new(), HashMap::new());
    for (name, key, company) in store::companies::with_aliases(db, &keys).await? {
        printed.entry(name).or_insert(company);
        by_key.entry(key).or_insert(company);
    }
    for (key, company) in store::companies::with_names(db, &keys).await? {
        by_key.entry(key).or_insert(company);
    }
    let mut new = Vec::new();
    let mut by_name = HashMap::new();
    for name in names {
        let known = printed.get(name).copied();
        let company = known
            .unwrap_or_else(|| *by_key.entry(fold(name)).or_insert_with(|| listed(context, &mut new, name)));
        by_name.insert(name.to_owned(), company);
    }
    let created = new.len();
    for rows in new.chunks(CHUNK) {
        company::Entity::insert_many(rows.to_vec()).exec_without_returning(db).await?;
    }
    Ok(Meant { by_name, created })
}

fn listed(context: &Context, new: &mut Vec<company::ActiveModel>, name: &str) -> Uuid {
    let row = row(context, name, None);
    let id = row.id.clone().unwrap();
    new.push(row);
    id
}

/// A company that is known from the hiring history alone. Where it is is unknown: a hire's city is the hire's.
pub(crate) fn row(context: &Context, name: &str, group: Option<Uuid>) -> company::ActiveModel {
    let now = context.now();
    company::ActiveModel {
        id: Set(context.new_id()),
        name: Set(name.to_owned()),
        name_key: Set(fold(name)),
        siret: Set(None),
        group_id: Set(group),
        size: Set(None),
        description: Set(None),
        website: Set(None),
        postcode: Set(None),
        city: Set(None),
        city_key: Set(None),
        latitude: Set(None),
        longitude: Set(None),
        status: Set(Stored(CompanyStatus::Listed)),
        status_reason: Set(None),
        demo: Set(false),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
    }
}

/// Says that companies have other hires than before: what is indexed of a company counts them, so its version
/// grows though its row does not change otherwise.
pub(super) async fn touch(
    context: &Context,
    db: &impl ConnectionTrait,
    companies: &BTreeSet<Uuid>,
) -> Result<(), Error> {
    let companies: Vec<Uuid> = companies.iter().copied().collect();
    for ids in companies.chunks(CHUNK) {
        let these = company::Column::Id.is_in(ids.iter().copied());
        company::Entity::update_many()
            .col_expr(company::Column::Version, Expr::col(company::Column::Version).add(1))
            .filter(these.clone())
            .exec(db)
            .await?;
        let versions: Vec<(Uuid, i64)> = company::Entity::find()
            .select_only()
            .columns([company::Column::Id, company::Column::Version])
            .filter(these)
            .into_tuple()
            .all(db)
            .await?;
        outbox::changed(context, db, Indexed::Company, versions).await?;
    }
    Ok(())
}
