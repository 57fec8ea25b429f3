//! What a paper lacks, said before it is issued.

mod needs;

use crate::{
    Facts, Kind,
    compose::{is_open, tree, whole},
    text::unprintable,
};
use domain::locale::Text;
use serde_json::Value;

/// Something that stands between a paper and its issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The fact, by its fields from [`Facts`] on: `student.birth_date`, `missions.0.title`.
    pub path: String,
    /// Its name, for people; none for a text of a list, which its path alone names.
    pub name: Option<Text>,
    /// What is wrong with it.
    pub why: Why,
}

/// What is wrong with a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It is absent, and the paper cannot do without.
    Absent,
    /// It has letters or digits that the papers' fonts lack: it cannot be printed as it is.
    Unprintable(Vec<char>),
}

/// What a paper of this kind lacks, in the order of the facts; nothing when it can be issued.
///
/// `school` is a school's code. What the school's own file knows is not missing. A school without a file is
/// no error: then more is missing.
pub fn missing(kind: Kind, school: &str, facts: &Facts) -> Vec<Missing> {
    missing_in(kind, school, &whole(school, facts))
}

/// The same, for facts that were completed before.
pub(crate) fn missing_in(kind: Kind, school: &str, whole: &Facts) -> Vec<Missing> {
    let tree = tree(whole);
    let absent = needs::of(kind, school, whole)
        .into_iter()
        .filter(|path| at(&tree, path).is_none_or(is_open))
        .map(|path| Missing { path: path.to_owned(), name: needs::name(path), why: Why::Absent });
    let mut found: Vec<Missing> = absent.collect();
    unprintable_in(&tree, &mut String::new(), &mut found);
    found
}

/// The value at a path.
fn at<'a>(tree: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(tree, |value, field| value.get(field))
}

/// Every text below a value that cannot be printed as it is.
fn unprintable_in(value: &Value, path: &mut String, found: &mut Vec<Missing>) {
    let mut below = |key: &str, value: &Value| {
        let length = path.len();
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(key);
        unprintable_in(value, path, found);
        path.truncate(length);
    };
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, value)| below(key, value)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| below(&index.to_string(), item));
        }
        Value::String(text) => {
            let signs = unprintable(text);
            if !signs.is_empty() {
                let why = Why::Unprintable(signs);
                found.push(Missing { path: path.clone(), name: needs::name(path), why });
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use strum::VariantArray;

    #[test]
    fn every_need_is_a_fact_with_a_name() {
        let tree = tree(&Facts::default());
        for kind in Kind::VARIANTS {
            for school in ["INSA-TOULOUSE", "IMT-ALBI", "IMT-ALES", "ENSSAT", "OTHER"] {
                for path in needs::of(*kind, school, &Facts::default()) {
                    assert!(at(&tree, path).is_some(), "{path} is no fact");
                    assert!(needs::name(path).is_some(), "{path} has no name");
                }
            }
        }
    }

    #[test]
    fn every_name_is_that_of_a_fact() {
        let tree = tree(&Facts::default());
        for (path, name) in needs::NAMES {
            assert!(at(&tree, path).is_some(), "{path} is no fact");
            assert!(!name.fr.is_empty() && !name.en.is_empty());
        }
    }

    #[test]
    fn what_the_school_knows_is_not_missing() {
        let lacks = |school| {
            let missing = missing(Kind::TrainingAgreement, school, &Facts::default());
            missing.into_iter().map(|missing| missing.path).collect::<Vec<_>>()
        };
        assert!(!lacks("IMT-ALES").contains(&"money.price".to_owned()));
        assert!(!lacks("IMT-ALES").contains(&"school.siret".to_owned()));
        assert!(lacks("ENSSAT").contains(&"money.price".to_owned()));
        assert!(lacks("OTHER").contains(&"school.name".to_owned()));
    }

    #[test]
    fn a_letter_that_cannot_be_printed_is_named_with_its_place() {
        let mut facts = Facts::default();
        facts.student.last_name = Some("王".to_owned());
        let found = missing(Kind::Quote, "IMT-ALES", &facts);
        let name = found.iter().find(|missing| missing.path == "student.last_name").expect("named");
        assert_eq!(name.why, Why::Unprintable(vec!['王']));
    }
}
