//! The schema's roots, merged from the slices.

use crate::account::{AccountMutation, AccountQuery};
use crate::application::{ApplicationMutation, ApplicationQuery, ApplicationSubscription};
use crate::company::{CompanyMutation, CompanyQuery};
use crate::config::Config;
use crate::contract::{ContractMutation, ContractQuery, ContractSubscription};
use crate::document::{DocumentMutation, DocumentQuery};
use crate::graphql::in_waves::InWaves;
use crate::graphql::node::NodeQuery;
use crate::hiring::{HiringMutation, HiringQuery};
use crate::matching::MatchingMutation;
use crate::notification::NotificationMutation;
use crate::offer::{OfferMutation, OfferQuery, OfferSubscription};
use crate::round::{RoundMutation, RoundQuery};
use crate::rules::RulesQuery;
use crate::saved_search::SavedSearchMutation;
use crate::school::SchoolQuery;
use crate::searching::{SearchIndexQuery, SearchQuery};
use crate::student::{StudentMutation, StudentQuery};
use async_graphql::{MergedObject, MergedSubscription, SDLExportOptions, SchemaBuilder, ValidationMode};

/// Everything that can be asked.
#[derive(Debug, Default, MergedObject)]
pub struct Query(
    NodeQuery,
    AccountQuery,
    SchoolQuery,
    CompanyQuery,
    StudentQuery,
    HiringQuery,
    OfferQuery,
    ApplicationQuery,
    RoundQuery,
    ContractQuery,
    DocumentQuery,
    RulesQuery,
    SearchQuery,
    SearchIndexQuery,
);

/// Everything that can be done.
#[derive(Debug, Default, MergedObject)]
pub struct Mutation(
    AccountMutation,
    CompanyMutation,
    StudentMutation,
    HiringMutation,
    NotificationMutation,
    OfferMutation,
    ApplicationMutation,
    RoundMutation,
    ContractMutation,
    DocumentMutation,
    SavedSearchMutation,
    MatchingMutation,
);

/// Everything that is told as it happens, over WebSocket.
#[derive(Debug, Default, MergedSubscription)]
pub struct Subscription(OfferSubscription, ApplicationSubscription, ContractSubscription);

/// The schema.
pub type Schema = InWaves<Query, Mutation, Subscription>;

/// The schema, as a configuration wants it.
#[must_use]
pub fn build(config: &Config) -> Schema {
    InWaves(builder(config).finish())
}

/// [`build`], for whoever adds to it.
pub(crate) fn builder(config: &Config) -> SchemaBuilder<Query, Mutation, Subscription> {
    let builder =
        async_graphql::Schema::build(Query::default(), Mutation::default(), Subscription::default())
            .validation_mode(ValidationMode::Strict)
            // Limits are those of `http::guard`: these here would walk each fragment at every use.
            .disable_suggestions();
    if config.server.introspection { builder } else { builder.disable_introspection() }
}

/// The schema's text: what `api/schema.graphql` holds.
#[must_use]
pub fn sdl(schema: &Schema) -> String {
    let options = SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items();
    schema.0.sdl_with_options(options)
}
