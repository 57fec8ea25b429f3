use super::vocabulary::is_code;

/// Brings plurals, French and English, to one form with their singular.
///
/// Light on purpose: it never joins words of different meanings that only share a beginning, and a name passes
/// through the same way in documents and queries. The form need not be a word (`technologi`).
pub(super) fn stem(word: String) -> String {
    let countable = word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    if !countable || is_code(&word) {
        return word;
    }
    one_ending(masculine(singular(&word)))
}

fn singular(word: &str) -> String {
    if word == "travaux" {
        return "travail".to_owned();
    }
    if word.ends_with("eaux") || word.ends_with("eux") {
        return word[..word.len() - 1].to_owned();
    }
    match word.strip_suffix("aux") {
        Some(root) if root.len() >= 3 => return format!("{root}al"),
        _ => {}
    }
    let kept = ["ss", "us", "is", "as", "os"].iter().any(|ending| word.ends_with(ending));
    match word.strip_suffix('s') {
        Some(root) if !kept => root.to_owned(),
        _ => word.to_owned(),
    }
}

/// Feminines meet their masculine: développeuse, conductrice, technicienne, ingénieure, chargée, industrielle, navale.
fn masculine(word: String) -> String {
    for (feminine, masculine, least) in FEMININE {
        match word.strip_suffix(feminine) {
            Some(root) if root.len() >= *least => return format!("{root}{masculine}"),
            _ => {}
        }
    }
    word
}

/// Feminine endings, the masculine ones, and how many letters must come before.
const FEMININE: &[(&str, &str, usize)] = &[
    ("euse", "eur", 4),
    ("trice", "teur", 3),
    ("ienne", "ien", 3),
    ("eure", "eur", 4),
    ("ielle", "iel", 3),
    ("nelle", "nel", 3),
    ("ale", "al", 3),
    ("ee", "e", 4),
];

/// French `-ie` and English `-y` are one ending: technologie, technology, technologies.
fn one_ending(word: String) -> String {
    let root = word.strip_suffix("ie").or_else(|| word.strip_suffix('y'));
    match root {
        Some(root) if root.len() >= 4 => format!("{root}i"),
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn plurals_meet_their_singular() {
        let pairs = [
            ("reseaux", "reseau"),
            ("journaux", "journal"),
            ("travaux", "travail"),
            ("developpeurs", "developpeur"),
            ("technologies", "technology"),
            ("technologie", "technology"),
            ("energies", "energie"),
            ("companies", "company"),
            ("systemes", "systeme"),
            ("developpeuses", "developpeur"),
            ("conductrice", "conducteur"),
            ("techniciennes", "technicien"),
            ("ingenieure", "ingenieur"),
            ("chargees", "charge"),
            ("industrielle", "industriels"),
            ("navales", "naval"),
        ];
        for (one, other) in pairs {
            assert_eq!(stem(one.to_owned()), stem(other.to_owned()), "{one} and {other}");
        }
    }

    #[test]
    fn what_is_no_plural_stays() {
        for word in [
            "gaz", "bus", "process", "campus", "msiai", "5gs", "albi", "alby", "axis", "matrice", "demeure",
            "idee",
        ] {
            assert_eq!(stem(word.to_owned()), word);
        }
    }
}
