use super::distance::typos;
use super::shield::shielded;
use super::synonyms::Synonyms;
use super::tokens::tokens;
use super::vocabulary::{begins_common, is_code, is_common, is_stop};
use crate::Field;

/// How many words of a query count; more are dropped. Meilisearch has the same limit.
pub const MAX_WORDS: usize = 10;
/// From how many letters on a word may have one typo.
pub const ONE_TYPO: u8 = 5;
/// From how many letters on a word may have two typos.
pub const TWO_TYPOS: u8 = 9;

/// What a user typed, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// Words that a document must all have.
    pub required: Vec<Word>,
    /// Words that every offer has, and that only help one to the top.
    pub optional: Vec<Word>,
}

/// A searched word.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Word {
    /// The word, as documents are indexed.
    pub text: String,
    /// Whether it may be the beginning of a word: true of the last one while it is being typed.
    pub prefix: bool,
    /// How many typos it may have.
    pub typos: u8,
}

/// How near a word of a document is to a searched one, the nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Closeness {
    /// The same word.
    Exact,
    /// The searched word is its beginning.
    Prefix,
    /// One typo apart, or one typo from its beginning.
    OneTypo,
    /// Two typos apart, or two from its beginning.
    TwoTypos,
}

impl Closeness {
    /// Whether there is a typo between.
    #[must_use]
    pub fn is_typo(self) -> bool {
        self >= Closeness::OneTypo
    }
}

impl Terms {
    /// Reads what a user typed.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let typing = !text.ends_with(char::is_whitespace);
        let mut read: Vec<String> = tokens(text).into_iter().map(|token| token.word).collect();
        read.truncate(MAX_WORDS);
        let last = read.len().saturating_sub(1);
        let together = Synonyms::shipped().in_phrases(&read);
        let words = read
            .into_iter()
            .zip(together)
            .enumerate()
            .map(|(place, (word, together))| (Word::new(word, typing && place == last), together));
        Self::weigh(words.collect())
    }

    /// Drops the words that mean nothing and sets aside those that every offer has, unless there are no others. In a
    /// phrase of the synonyms such a word does mean something: a data engineer is no data scientist.
    fn weigh(words: Vec<(Word, bool)>) -> Self {
        let (stop, telling): (Vec<_>, Vec<_>) = words.into_iter().partition(|(word, _)| is_stop(&word.text));
        let (common, rare): (Vec<_>, Vec<_>) = telling.into_iter().partition(|(word, together)| {
            !together && (is_common(&word.text) || (word.prefix && begins_common(&word.text)))
        });
        let [stop, common, rare] =
            [stop, common, rare].map(|words| words.into_iter().map(|(word, _)| word).collect::<Vec<_>>());
        match (rare.is_empty(), common.is_empty()) {
            (false, _) => Terms { required: rare, optional: common },
            (true, false) => Terms { required: common, optional: Vec::new() },
            (true, true) => Terms { required: stop, optional: Vec::new() },
        }
    }

    /// Whether there is nothing to search for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.required.is_empty()
    }

    /// Whether a word of a text is one that was searched for, optional words included.
    #[must_use]
    pub fn find(&self, field: Field, token: &str) -> bool {
        self.required.iter().chain(&self.optional).any(|word| word.closeness_in(field, token).is_some())
    }
}

impl Word {
    fn new(text: String, typed_last: bool) -> Self {
        let code = is_code(&text);
        let allowed = match text.chars().count() {
            _ if code => 0,
            length if length >= usize::from(TWO_TYPOS) => 2,
            length if length >= usize::from(ONE_TYPO) => 1,
            _ => 0,
        };
        Word { text, prefix: typed_last && !code, typos: allowed }
    }

    /// Whether nothing but the word itself will do.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        !self.prefix && self.typos == 0
    }

    /// As [`Word::closeness`], in a text where some words are found by themselves alone.
    #[must_use]
    pub fn closeness_in(&self, field: Field, token: &str) -> Option<Closeness> {
        self.closeness(token).filter(|closeness| !closeness.is_typo() || !shielded(field, token))
    }

    /// How near a word of a document is; `None` if it is another word.
    #[must_use]
    pub fn closeness(&self, token: &str) -> Option<Closeness> {
        if self.text == token {
            return Some(Closeness::Exact);
        }
        if self.prefix && token.starts_with(&self.text) {
            return Some(Closeness::Prefix);
        }
        // A code is not what someone meant by another word.
        if self.typos == 0 || is_code(token) {
            return None;
        }
        match typos(&self.text, token, self.prefix, self.typos)? {
            0 | 1 => Some(Closeness::OneTypo),
            _ => Some(Closeness::TwoTypos),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Closeness, MAX_WORDS, Terms};

    fn required(text: &str) -> Vec<String> {
        Terms::read(text).required.into_iter().map(|word| word.text).collect()
    }

    fn closeness(typed: &str, token: &str) -> Option<Closeness> {
        Terms::read(typed).required[0].closeness(token)
    }

    #[test]
    fn words_that_mean_nothing_are_dropped_unless_alone() {
        assert_eq!(required("ingénieur en informatique"), ["informatique"]);
        assert_eq!(Terms::read("ingénieur en informatique").optional[0].text, "ingenieur");
        assert_eq!(required("alternance"), ["alternance"]);
        assert_eq!(required("data engineer"), ["data", "engineer"], "a phrase");
        assert_eq!(required("java ingenie"), ["java"], "while it is typed");
        assert_eq!(required("de la"), ["de", "la"]);
        assert!(Terms::read(" ?! ").is_empty());
        assert_eq!(required(&"mot ".repeat(50)).len(), MAX_WORDS);
    }

    #[test]
    fn the_last_word_is_a_beginning_while_it_is_typed() {
        assert_eq!(closeness("mécan", "mecanique"), Some(Closeness::Prefix));
        assert_eq!(closeness("mécan ", "mecanique"), None);
        assert!(!Terms::read("mécan fluide").required[0].prefix);
    }

    #[test]
    fn typos_are_allowed_by_length() {
        assert_eq!(closeness("gana ", "gaza"), None, "four letters");
        assert_eq!(closeness("airbu ", "airbus"), Some(Closeness::OneTypo));
        assert_eq!(closeness("airub ", "airbus"), None, "two typos in five letters");
        assert_eq!(closeness("infromatiqeu ", "informatique"), Some(Closeness::TwoTypos));
    }

    #[test]
    fn codes_are_exact() {
        assert_eq!(closeness("GP", "gpe"), None);
        assert_eq!(closeness("GP", "gp"), Some(Closeness::Exact));
        assert_eq!(closeness("MSIAI", "msiaa"), None);
        assert_eq!(closeness("BE", "beton"), None, "an option's");
        assert_eq!(closeness("materiau", "materiau"), Some(Closeness::Exact));
        assert_eq!(closeness("mateirau ", "materiau"), Some(Closeness::OneTypo), "a word that is a code too");
        assert_eq!(closeness("valdon ", "valdom"), None, "nor is a code meant by another word");
    }
}
