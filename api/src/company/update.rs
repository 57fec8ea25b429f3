//! `companyUpdate`: a company says who it is.

use crate::account::sign_up_company::LONGEST_NAME;
use crate::company::store;
use crate::company::types::CompanySize;
use crate::context::Request;
use crate::error::Rejection;
use crate::graphql::input::changed;
use crate::graphql::user_error::{ErrorCode, UserError};
use crate::location::Location;
use crate::outbox::{self, Indexed};
use async_graphql::{InputObject, MaybeUndefined};
use domain::policy::{Action, Subject};
use entity::{Stored, company};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// Characters in a description at most.
const LONGEST_DESCRIPTION: usize = 5_000;
/// Characters in any other text at most.
const LONGEST_LINE: usize = 200;

/// What changes: a field left out stays, a null empties it.
#[derive(Debug, InputObject)]
pub struct CompanyUpdateInput {
    /// Name, 1 to 160 characters.
    pub name: Option<String>,
    /// What the company says of itself, up to 5,000 characters.
    pub description: MaybeUndefined<String>,
    /// Address of its site, beginning with https:// or http://.
    pub website: MaybeUndefined<String>,
    /// Postcode, 5 digits.
    pub postcode: MaybeUndefined<String>,
    /// City.
    pub city: MaybeUndefined<String>,
    /// Size.
    pub size: MaybeUndefined<CompanySize>,
}

/// Changes a company.
///
/// # Errors
/// Everything that is wrong with the input; the policy's denial.
pub(super) async fn run(
    request: &Request,
    id: Uuid,
    input: CompanyUpdateInput,
) -> Result<company::Model, Rejection> {
    request.authorize(Action::Edit, &Subject::Company { company: id })?;
    let faults = faults(&input);
    if !faults.is_empty() {
        return Err(faults.into());
    }
    let context = &request.context;
    let tx = context.db.begin().await?;
    let before = store::lock(&tx, id).await?;
    let after = store::save(context, &tx, before, |row| change(row, input)).await?;
    outbox::changed(context, &tx, Indexed::Company, [(after.id, after.version)]).await?;
    tx.commit().await?;
    Ok(after)
}

fn faults(input: &CompanyUpdateInput) -> Vec<UserError> {
    let mut faults = Vec::new();
    let mut check = |path: &str, good: bool, fr: String, en: String| {
        if !good {
            faults.push(UserError::new(ErrorCode::Invalid, fr, en).at(&["input", path]));
        }
    };
    let fits = |text: Option<&String>, most: usize| text.is_none_or(|text| text.chars().count() <= most);
    let name = input
        .name
        .as_ref()
        .is_none_or(|name| !name.trim().is_empty() && name.chars().count() <= LONGEST_NAME);
    check(
        "name",
        name,
        format!("De 1 à {LONGEST_NAME} caractères."),
        format!("1 to {LONGEST_NAME} characters."),
    );
    let most = LONGEST_DESCRIPTION;
    let described = fits(input.description.value(), most);
    check(
        "description",
        described,
        format!("{most} caractères au plus."),
        format!("{most} characters at most."),
    );
    let site = input.website.value().is_none_or(|site| {
        let scheme = site.starts_with("https://") || site.starts_with("http://");
        scheme && site.len() <= LONGEST_LINE && !site.chars().any(char::is_whitespace)
    });
    check(
        "website",
        site,
        "Une adresse https:// est attendue.".into(),
        "An https:// address is expected.".into(),
    );
    let postcode =
        input.postcode.value().is_none_or(|code| code.len() == 5 && code.bytes().all(|c| c.is_ascii_digit()));
    check("postcode", postcode, "Cinq chiffres sont attendus.".into(), "Five digits are expected.".into());
    let city = fits(input.city.value(), LONGEST_LINE);
    check(
        "city",
        city,
        format!("{LONGEST_LINE} caractères au plus."),
        format!("{LONGEST_LINE} characters at most."),
    );
    faults
}

fn change(row: &mut company::ActiveModel, input: CompanyUpdateInput) {
    if let Some(name) = input.name {
        row.name_key = Set(domain::text::fold(&name));
        row.name = Set(name.trim().to_owned());
    }
    if !input.description.is_undefined() {
        row.description = Set(input.description.take());
    }
    if !input.website.is_undefined() {
        row.website = Set(input.website.take());
    }
    if !input.size.is_undefined() {
        row.size = Set(input.size.take().map(|size| Stored(size.into())));
    }
    if input.postcode.is_undefined() && input.city.is_undefined() {
        return;
    }
    let postcode = changed(input.postcode, &row.postcode);
    let city = changed(input.city, &row.city);
    let location = Location::of(postcode.as_deref(), city.as_deref());
    row.postcode = Set(postcode);
    row.city = Set(city);
    row.city_key = Set(location.city_key);
    row.latitude = Set(location.latitude);
    row.longitude = Set(location.longitude);
}
