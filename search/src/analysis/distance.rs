/// The longest words compared, in letters; more than words that are indexed have.
const LONGEST: usize = 80;

/// How many typos make `typed` of `word`, or of a beginning of `word` if `prefix`; `None` beyond `most`.
///
/// A typo is a letter too many, too few, wrong, or two neighbours exchanged. One on the first letter counts twice,
/// since people rarely mistype it: this is also what Meilisearch does.
pub(super) fn typos(typed: &str, word: &str, prefix: bool, most: u8) -> Option<u8> {
    if typed.is_ascii() && word.is_ascii() {
        return count(typed.as_bytes(), word.as_bytes(), prefix, most);
    }
    let (typed, word): (Vec<char>, Vec<char>) = (typed.chars().collect(), word.chars().collect());
    count(&typed, &word, prefix, most)
}

/// [`typos`], by letter.
fn count<L: Copy + Eq>(typed: &[L], word: &[L], prefix: bool, most: u8) -> Option<u8> {
    let reach = typed.len() + usize::from(most);
    if reach >= LONGEST || typed.len() > word.len() + usize::from(most) || (!prefix && word.len() > reach) {
        return None;
    }
    // A typo on the first letter counts once more: for most words this is all that is looked at.
    let first = u8::from(typed.first() != word.first());
    let most = most.checked_sub(first)?;
    if most == 0 && first == 1 {
        return None;
    }
    // Beyond `reach` no beginning of the word can be near enough.
    let edits = edits(typed, &word[..word.len().min(reach)], prefix, most)?;
    (edits <= most).then_some(edits + if edits > 0 { first } else { 0 })
}

/// The distance of `typed` to `word`, or to its nearest beginning: from the last row of the usual table, which three
/// rows suffice to fill (the third for exchanges). `None` as soon as it is beyond `most`.
fn edits<L: Copy + Eq>(typed: &[L], word: &[L], prefix: bool, most: u8) -> Option<u8> {
    let (mut before, mut above, mut line) = ([0_u8; LONGEST + 1], [0_u8; LONGEST + 1], [0_u8; LONGEST + 1]);
    (0..).zip(above.iter_mut().take(word.len() + 1)).for_each(|(column, cell)| *cell = column);
    let mut near = true;
    for (row, letter) in (0_u8..).zip(typed) {
        line[0] = row + 1;
        let mut least = line[0];
        for (column, other) in word.iter().enumerate() {
            let replaced = above[column] + u8::from(letter != other);
            let mut cell = replaced.min(above[column + 1] + 1).min(line[column] + 1);
            if row > 0 && column > 0 && *letter == word[column - 1] && typed[usize::from(row) - 1] == *other {
                cell = cell.min(before[column - 1] + 1);
            }
            line[column + 1] = cell;
            least = least.min(cell);
        }
        // An exchange reaches back two rows.
        if least > most && !near {
            return None;
        }
        near = least <= most;
        (before, above) = (above, line);
    }
    if prefix { above[..=word.len()].iter().min().copied() } else { Some(above[word.len()]) }
}

#[cfg(test)]
mod tests {
    use super::typos;

    #[test]
    fn typos_are_counted() {
        assert_eq!(typos("reseau", "reseau", false, 2), Some(0));
        assert_eq!(typos("resau", "reseau", false, 2), Some(1), "too few");
        assert_eq!(typos("resseau", "reseau", false, 2), Some(1), "too many");
        assert_eq!(typos("rezeau", "reseau", false, 2), Some(1), "wrong");
        assert_eq!(typos("erseau", "reseau", false, 2), Some(2), "exchanged, on the first letter");
        assert_eq!(typos("resaeu", "reseau", false, 2), Some(1), "exchanged");
        assert_eq!(typos("kitten", "sitting", false, 2), None);
    }

    #[test]
    fn the_first_letter_counts_twice() {
        assert_eq!(typos("teseau", "reseau", false, 2), Some(2));
        assert_eq!(typos("teseau", "reseau", false, 1), None);
    }

    #[test]
    fn a_beginning_matches_with_typos_too() {
        assert_eq!(typos("mecan", "mecanique", true, 0), Some(0));
        assert_eq!(typos("mecnaiq", "mecanique", true, 1), Some(1));
        assert_eq!(typos("mecan", "mecanique", false, 1), None);
    }
}
