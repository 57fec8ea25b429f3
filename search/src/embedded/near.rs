use tantivy_fst::Automaton;

use crate::analysis::Word;

/// The most typos that a word may have.
const MOST: usize = 2;
/// A place within a word, as a bit: so many of its letters were met. Longer words than it has bits for are not indexed.
type Places = u128;

/// Finds the words of an index that [`Word::closeness`] takes for a searched one, letter by letter: a search walks no
/// further into the dictionary than some word may still be near enough.
///
/// tantivy has an automaton for this as well. It is a table made for each word, a thousand rows for a long one, and making
/// it took longer than the walk; this one is a few operations on bits a letter (Wu and Manber, "Fast text searching allowing
/// errors", 1992), and knows of what [`Word`] says of first letters.
pub(super) struct Near {
    /// Where each letter of the word stands.
    letters: Vec<(char, Places)>,
    /// After its last letter.
    end: Places,
    prefix: bool,
    typos: usize,
}

/// How much of the word was met, by each number of typos.
#[derive(Clone, Copy)]
pub(super) struct Met {
    with: [Places; MOST + 1],
    /// Before two letters of which the second came first, by the typos with them.
    crossed: [Places; MOST + 1],
    /// How many typos there may be.
    most: usize,
    /// Nothing was read yet.
    fresh: bool,
    /// The word was met, and is a beginning: whatever follows.
    begun: bool,
    /// Of a letter of several bytes: what was read, and how many bytes are missing.
    partial: (u32, u8),
}

impl Near {
    pub(super) fn of(word: &Word) -> Self {
        let mut letters: Vec<(char, Places)> = Vec::new();
        let mut end: Places = 1;
        for letter in word.text.chars().take(Places::BITS as usize - 3) {
            match letters.iter_mut().find(|(known, _)| *known == letter) {
                Some((_, places)) => *places |= end,
                None => letters.push((letter, end)),
            }
            end <<= 1;
        }
        Self { letters, end, prefix: word.prefix, typos: usize::from(word.typos).min(MOST) }
    }

    fn read(&self, before: &Met, letter: char) -> Met {
        let here = self.letters.iter().find(|(known, _)| *known == letter).map_or(0, |(_, places)| *places);
        let mut after = Met { fresh: false, partial: (0, 0), ..*before };
        // A typo on the first letter counts twice.
        if before.fresh && here & 1 == 0 {
            let Some(most) = before.most.checked_sub(1) else { return after.gone() };
            after.most = most;
        }
        after.with[0] = (before.with[0] & here) << 1;
        for typos in 1..=after.most {
            let (fewer, same) = (before.with[typos - 1], before.with[typos]);
            let too_many = fewer;
            let wrong = fewer << 1;
            let too_few = after.with[typos - 1] << 1;
            let exchanged = (before.crossed[typos] & here) << 2;
            after.with[typos] = ((same & here) << 1) | too_many | wrong | too_few | exchanged;
            after.crossed[typos] = fewer & (here >> 1);
        }
        for typos in after.most + 1..=MOST {
            (after.with[typos], after.crossed[typos]) = (0, 0);
        }
        after.begun |= self.prefix && self.is_met(&after);
        after
    }

    fn is_met(&self, met: &Met) -> bool {
        met.with.iter().any(|places| places & self.end != 0)
    }
}

impl Met {
    /// Nothing that follows is near.
    fn gone(mut self) -> Self {
        (self.with, self.crossed) = ([0; MOST + 1], [0; MOST + 1]);
        self
    }
}

impl Automaton for Near {
    type State = Met;

    fn start(&self) -> Met {
        // Letters of the word may be missing from the beginning on.
        let mut with = [0; MOST + 1];
        let mut places: Places = 1;
        for met in with.iter_mut().take(self.typos + 1) {
            *met = places;
            places |= places << 1;
        }
        Met { with, crossed: [0; MOST + 1], most: self.typos, fresh: true, begun: false, partial: (0, 0) }
    }

    fn accept(&self, met: &Met, byte: u8) -> Met {
        if met.begun {
            return *met;
        }
        let (begun, missing) = met.partial;
        let (bits, missing) = match byte {
            0x00..0x80 => (u32::from(byte), 0),
            0x80..0xc0 => ((begun << 6) | u32::from(byte & 0x3f), missing.saturating_sub(1)),
            0xc0..0xe0 => (u32::from(byte & 0x1f), 1),
            0xe0..0xf0 => (u32::from(byte & 0x0f), 2),
            _ => (u32::from(byte & 0x07), 3),
        };
        match (missing, char::from_u32(bits)) {
            (0, Some(letter)) => self.read(met, letter),
            (0, None) => met.gone(),
            _ => Met { partial: (bits, missing), ..*met },
        }
    }

    fn is_match(&self, met: &Met) -> bool {
        met.begun || (met.partial.1 == 0 && self.is_met(met))
    }

    fn can_match(&self, met: &Met) -> bool {
        met.begun || met.with.iter().chain(&met.crossed).any(|places| *places != 0)
    }

    fn will_always_match(&self, met: &Met) -> bool {
        met.begun
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(near: &Near, text: &str) -> bool {
        let mut met = near.start();
        for byte in text.bytes() {
            if !near.can_match(&met) {
                return false;
            }
            met = near.accept(&met, byte);
        }
        near.is_match(&met)
    }

    /// All words of so many letters at most.
    fn words(letters: &[char], longest: usize) -> Vec<String> {
        let mut all = vec![String::new()];
        let mut from = 0;
        for _ in 0..longest {
            let upto = all.len();
            for at in from..upto {
                all.extend(letters.iter().map(|letter| format!("{}{letter}", all[at])).collect::<Vec<_>>());
            }
            from = upto;
        }
        all
    }

    #[test]
    fn what_is_found_is_what_is_near() {
        let mut texts = words(&['x', 'z', 'é'], 6);
        texts.retain(|text| !text.is_empty());
        for typed in ["xzxéz", "xxzzé", "zéx", "é", "zxzxzx"] {
            for (prefix, typos) in [(false, 0), (false, 1), (false, 2), (true, 0), (true, 1), (true, 2)] {
                let word = Word { text: typed.to_owned(), prefix, typos };
                let near = Near::of(&word);
                for text in &texts {
                    let expected = word.closeness(text).is_some();
                    assert_eq!(finds(&near, text), expected, "{text:?} by {word:?}");
                }
            }
        }
    }

    #[test]
    fn a_walk_ends_where_nothing_is_near_any_more() {
        let word = Word { text: "maintenance".to_owned(), prefix: false, typos: 2 };
        let near = Near::of(&word);
        let met = "xyz".bytes().fold(near.start(), |met, byte| near.accept(&met, byte));
        assert!(!near.can_match(&met));
    }
}
