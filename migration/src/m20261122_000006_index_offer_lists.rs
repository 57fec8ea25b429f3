//! Lists of a school's and of a company's offers come by id, newest first: read in order, not sorted, nor picked from all.

use crate::change::{add_index, drop_index};
use crate::columns::index;
use sea_orm_migration::prelude::{DbErr, SchemaManager};

crate::columns::migration!(concurrent);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    for owner in ["school_id", "company_id"] {
        add_index(manager, index("offer", &[owner, "id"])).await?;
    }
    Ok(())
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    for owner in ["school_id", "company_id"] {
        drop_index(manager, &format!("ix_offer_{owner}_id")).await?;
    }
    Ok(())
}
