use std::collections::{BTreeMap, BTreeSet};

use super::synonyms::Synonyms;
use super::tokens::tokens;
use crate::{Document, Field};

/// The words that both engines index of a document, by text: those of the text, folded and in the singular, then those
/// that mean the same; and under [`Field::Implied`] and [`Field::Related`] those that are only near to what it says.
///
/// Names of companies and people are taken as they are. A contract type is read as a text too: its code is an English
/// word.
pub(crate) fn indexed(document: &Document) -> BTreeMap<Field, Vec<String>> {
    let (mut implied, mut related) = (BTreeSet::new(), BTreeSet::new());
    let mut fields: BTreeMap<Field, Vec<String>> = BTreeMap::new();
    for (field, texts) in &document.texts {
        let (mut words, mut same) = (Vec::new(), Vec::new());
        for text in texts {
            let said = read(text);
            if field.is_extended() {
                let near = if *field == Field::Title { &mut implied } else { &mut related };
                extend(&said, &mut same, near);
            }
            words.extend(said);
        }
        words.extend(same);
        fields.insert(*field, words);
    }
    for code in document.keys.get(&Field::ContractType).into_iter().flatten() {
        let said = read(code);
        let mut same = said.clone();
        extend(&said, &mut same, &mut related);
        related.extend(same);
    }
    for (field, near) in [(Field::Implied, implied), (Field::Related, related)] {
        let near: Vec<String> =
            near.into_iter().filter(|word| !fields.values().any(|words| words.contains(word))).collect();
        if document.kind.has(field) && !near.is_empty() {
            fields.insert(field, near);
        }
    }
    fields
}

fn read(text: &str) -> Vec<String> {
    tokens(text).into_iter().map(|token| token.word).collect()
}

/// Adds what a text is found by: what is the same to the words of its field, each once, and what is near.
fn extend(said: &[String], same: &mut Vec<String>, near: &mut BTreeSet<String>) {
    for start in 0..said.len() {
        for (_, found) in Synonyms::shipped().at(&said[start..]) {
            for word in &found.same {
                if !said.contains(word) && !same.contains(word) {
                    same.push(word.clone());
                }
            }
            near.extend(found.near.iter().cloned());
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::indexed;
    use crate::{Document, Field, Kind};

    fn offer() -> Document {
        Document::new(Kind::Offer, Uuid::nil(), 1)
    }

    #[test]
    fn texts_become_words() {
        let texts = ["L'œuvre des Ingénieurs".to_owned(), "R&D, C++".to_owned()];
        let words = indexed(&offer().text(Field::CompanyName, texts));
        assert_eq!(words[&Field::CompanyName].join(" "), "oeuvre des ingenieur rd cplusplus");
    }

    #[test]
    fn what_means_the_same_follows_what_is_said() {
        let words = indexed(&offer().text(Field::Title, ["Développeur IA".to_owned()]));
        let title = &words[&Field::Title];
        assert_eq!(title[..2], ["developpeur", "ia"]);
        for word in ["developer", "intelligence", "artificielle"] {
            assert!(title.iter().any(|found| found == word), "{word}");
        }
        assert!(words[&Field::Implied].contains(&"informatique".to_owned()), "near");
        assert!(!words[&Field::Implied].contains(&"developer".to_owned()), "already in the title");
        let words = indexed(&offer().text(Field::Missions, ["Aider un développeur".to_owned()]));
        assert!(words[&Field::Related].contains(&"informatique".to_owned()), "near to something beside");
    }

    #[test]
    fn names_are_not_extended() {
        let words = indexed(&offer().text(Field::CompanyName, ["Informatique IA".to_owned()]));
        assert_eq!(words[&Field::CompanyName], ["informatique", "ia"]);
        assert!(!words.contains_key(&Field::Related));
    }

    #[test]
    fn a_contract_type_is_found_by_its_names() {
        let code = "PROFESSIONALISATION".to_owned();
        let words = indexed(&offer().key(Field::ContractType, [code]));
        for word in ["pro", "professionnalisation", "alternance"] {
            assert!(words[&Field::Related].contains(&word.to_owned()), "{word}");
        }
    }
}
