use super::terms::{Closeness, Terms};
use super::tokens::tokens;

/// How near a short text is to being what somebody types: as near as the farthest of the words that were typed. `None`
/// if it lacks one of them.
#[must_use]
pub fn fit(text: &str, terms: &Terms) -> Option<Closeness> {
    let own = tokens(text);
    let nearest =
        terms.required.iter().map(|word| own.iter().filter_map(|token| word.closeness(&token.word)).min());
    nearest.collect::<Option<Vec<Closeness>>>()?.into_iter().max()
}

#[cfg(test)]
mod tests {
    use super::fit;
    use crate::analysis::{Closeness, Terms};

    #[test]
    fn every_word_must_be_there() {
        let of = |typed: &str, text| fit(text, &Terms::read(typed));
        assert_eq!(of("tou", "Toulouse"), Some(Closeness::Prefix));
        assert_eq!(of("toulouse", "TOULOUSE"), Some(Closeness::Exact));
        assert_eq!(of("toulose", "Toulouse"), Some(Closeness::OneTypo));
        assert_eq!(of("genie meca", "Génie mécanique (GM)"), Some(Closeness::Prefix));
        assert_eq!(of("gm", "Génie mécanique (GM)"), Some(Closeness::Exact));
        assert_eq!(of("genie toulouse", "Génie mécanique"), None);
        assert_eq!(of("", "Toulouse"), None, "nothing was typed");
    }
}
