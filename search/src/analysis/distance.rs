/// How many typos make `typed` of `word`, or of a beginning of `word` if `prefix`; `None` beyond `most`.
///
/// A typo is a letter too many, too few, wrong, or two neighbours exchanged. One on the first letter counts twice,
/// since people rarely mistype it: this is also what Meilisearch does.
pub(super) fn typos(typed: &str, word: &str, prefix: bool, most: u8) -> Option<u8> {
    let typed: Vec<char> = typed.chars().collect();
    let word: Vec<char> = word.chars().collect();
    let most = usize::from(most);
    if typed.len() > word.len() + most || (!prefix && word.len() > typed.len() + most) {
        return None;
    }
    // Beyond this no beginning of the word can be near enough.
    let reach = word.len().min(typed.len() + most);
    let last = last_row(&typed, &word[..reach]);
    let edits = if prefix { last.into_iter().min() } else { last.last().copied() }?;
    let first = usize::from(edits > 0 && typed.first() != word.first());
    let count = edits + first;
    (count <= most).then(|| u8::try_from(count).unwrap_or(u8::MAX))
}

/// The distances of `typed` to each beginning of `word`: the last row of the usual table, which three rows suffice
/// to fill (the third for exchanges).
fn last_row(typed: &[char], word: &[char]) -> Vec<usize> {
    let mut before = Vec::new();
    let mut above: Vec<usize> = (0..=word.len()).collect();
    for (row, letter) in typed.iter().enumerate() {
        let mut line = vec![row + 1];
        for (column, other) in word.iter().enumerate() {
            let replaced = above[column] + usize::from(letter != other);
            let mut least = replaced.min(above[column + 1] + 1).min(line[column] + 1);
            if row > 0 && column > 0 && *letter == word[column - 1] && typed[row - 1] == *other {
                let exchanged: usize = before[column - 1];
                least = least.min(exchanged + 1);
            }
            line.push(least);
        }
        before = std::mem::replace(&mut above, line);
    }
    above
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
