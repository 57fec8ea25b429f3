//! The table, read.

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use strum::{Display, EnumString, VariantArray};

/// Everybody who can ask, as far as rights differ. What each is to the objects of the world is said in `scene.rs`.
#[derive(Clone, Copy, Debug, Display, EnumString, VariantArray, PartialEq, Eq, PartialOrd, Ord)]
#[strum(serialize_all = "snake_case")]
pub(crate) enum Asker {
    Anonymous,
    StudentOwner,
    StudentStranger,
    MemberOwner,
    MemberUnverified,
    MemberPending,
    MemberStranger,
    CareerServices,
    CareerServicesOtherSchool,
    HeadInScope,
    HeadOutOfScope,
    Tutor,
    TrainingCentre,
    Admin,
}

/// How a document is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The policy says yes; a user's error about the object's state is still a yes.
    Allow,
    /// The field is null: not there, or not for the one who asks.
    Null,
    /// `UNAUTHENTICATED`.
    Unauthenticated,
    /// `FORBIDDEN`.
    Forbidden,
    /// `NOT_FOUND`.
    NotFound,
}

/// The file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Matrix {
    /// By type (or `*` and the end of types' names): the fields that whoever holds the object may read; `*` is all.
    pub(crate) open: BTreeMap<String, BTreeSet<String>>,
    /// The cases, in order.
    #[serde(rename = "case")]
    pub(crate) cases: Vec<Case>,
}

/// One row: a document, and who is answered how.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    /// The field that it is about: `Query.company`, `Mutation.companyVerify`, `Company.members`.
    pub(crate) field: String,
    /// What tells this case from others on the field.
    pub(crate) about: Option<String>,
    /// The document, with `$names` of the world.
    pub(crate) document: String,
    /// Where its answer is, as `/company/members`; by default the root field.
    pub(crate) at: Option<String>,
    /// Whether the changes of one asker do not concern the next.
    #[serde(default)]
    pub(crate) together: bool,
    /// For a subscription: the mutation that must be told of, and the asker who makes it.
    pub(crate) happens: Option<Happening>,
    #[serde(default)]
    allow: Vec<String>,
    #[serde(default)]
    null: Vec<String>,
    #[serde(default, rename = "UNAUTHENTICATED")]
    unauthenticated: Vec<String>,
    #[serde(default, rename = "FORBIDDEN")]
    forbidden: Vec<String>,
    #[serde(default, rename = "NOT_FOUND")]
    not_found: Vec<String>,
}

/// What happens while everybody listens.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Happening {
    /// The mutation, with `$names` of the world.
    pub(crate) document: String,
    /// Who makes it.
    pub(crate) by: String,
}

impl Matrix {
    /// The table of this repository.
    pub(crate) fn read() -> Self {
        toml::from_str(include_str!("matrix.toml")).unwrap_or_else(|error| panic!("matrix.toml: {error}"))
    }
}

impl Case {
    /// Its name among the trials.
    pub(crate) fn name(&self) -> String {
        self.about.as_ref().map_or_else(|| self.field.clone(), |about| format!("{}: {about}", self.field))
    }

    /// Whether it changes anything.
    pub(crate) fn is_mutation(&self) -> bool {
        self.field.starts_with("Mutation.")
    }

    /// The type and the field.
    pub(crate) fn parts(&self) -> (&str, &str) {
        self.field.split_once('.').unwrap_or_else(|| panic!("{}: expected Type.field", self.field))
    }

    /// Where its answer is.
    pub(crate) fn pointer(&self) -> String {
        let (owner, field) = self.parts();
        let root = matches!(owner, "Query" | "Mutation" | "Subscription").then(|| format!("/{field}"));
        self.at.clone().or(root).unwrap_or_else(|| panic!("{}: say `at`, where the answer is", self.field))
    }

    /// How each asker is to be answered. Every asker is named once: by name, as one of `signed_in` or `everyone`, or
    /// as one of the `others`, whom no other list of the case names.
    pub(crate) fn expected(&self) -> BTreeMap<Asker, Outcome> {
        let lists = self.lists();
        let named: Vec<(Asker, Outcome)> = lists
            .iter()
            .flat_map(|(names, outcome)| {
                names.iter().flat_map(|name| group(name).map(|asker| (asker, *outcome)))
            })
            .collect();
        let mut expected = BTreeMap::new();
        for (asker, outcome) in named {
            assert!(expected.insert(asker, outcome).is_none(), "{}: {asker} is named twice", self.name());
        }
        let others = lists.iter().find(|(names, _)| names.iter().any(|name| name == "others"));
        for asker in
            Asker::VARIANTS.iter().copied().filter(|asker| !expected.contains_key(asker)).collect::<Vec<_>>()
        {
            let (_, outcome) = others.unwrap_or_else(|| panic!("{}: {asker} is not named", self.name()));
            expected.insert(asker, *outcome);
        }
        expected
    }

    /// Who is allowed.
    pub(crate) fn allowed(&self) -> BTreeSet<Asker> {
        self.expected()
            .into_iter()
            .filter(|(_, outcome)| *outcome == Outcome::Allow)
            .map(|(asker, _)| asker)
            .collect()
    }

    fn lists(&self) -> [(&[String], Outcome); 5] {
        [
            (&self.allow, Outcome::Allow),
            (&self.null, Outcome::Null),
            (&self.unauthenticated, Outcome::Unauthenticated),
            (&self.forbidden, Outcome::Forbidden),
            (&self.not_found, Outcome::NotFound),
        ]
    }
}

/// The askers of a name.
fn group(name: &str) -> impl Iterator<Item = Asker> {
    let one: Option<Asker> = name.parse().ok();
    assert!(
        one.is_some() || ["everyone", "signed_in", "others"].contains(&name),
        "matrix.toml: nobody is {name:?}"
    );
    let name = name.to_owned();
    let belongs = move |asker: &Asker| match name.as_str() {
        "everyone" => true,
        "signed_in" => *asker != Asker::Anonymous,
        _ => Some(*asker) == one,
    };
    Asker::VARIANTS.iter().copied().filter(belongs)
}
