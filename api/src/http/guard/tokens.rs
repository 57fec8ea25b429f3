//! Tokens and brackets, counted before the document is parsed: the parser goes one call deeper for every bracket, and
//! no limit of its own stops it before the stack ends.

use async_graphql::Pos;

use super::excess::Excess;
use crate::config::Limits;
use crate::http::Refusal;

/// Brackets of any kind within brackets. The deepest document that `limits.depth` can allow, with an inline fragment
/// and a list of objects at its end, has fewer.
const MOST_NESTED: usize = 48;

/// What a token is, as far as brackets are concerned.
enum Token {
    Opening,
    Closing,
    Other,
}

/// Counts tokens, and refuses a document that has too many of them or nests them too deep. Answers how many there are.
///
/// # Errors
/// `TOO_MANY_TOKENS`, `DOCUMENT_TOO_DEEP`, or `DOCUMENT_SYNTAX` for a string that does not end.
pub(super) fn bound(document: &str, limits: &Limits) -> Result<usize, Refusal> {
    let (mut found, mut nested) = (0_usize, 0_usize);
    let mut rest = Source { text: document, at: 0 };
    while let Some((start, token)) = rest.next_token()? {
        found += 1;
        match token {
            Token::Opening => nested += 1,
            Token::Closing => nested = nested.saturating_sub(1),
            Token::Other => {}
        }
        if nested > MOST_NESTED {
            let at = Some(position(document, start));
            let what = "brackets within brackets";
            return Err(Excess::of("DOCUMENT_TOO_DEEP", "nesting", MOST_NESTED, what).found(nested, at));
        }
        if found > limits.tokens {
            let at = Some(position(document, start));
            let excess = Excess::of("TOO_MANY_TOKENS", "limits.tokens", limits.tokens, "tokens");
            // The rest is not read: there are this many at least.
            return Err(excess.found_at_least(found, at));
        }
    }
    Ok(found)
}

/// Whether a document has so many tokens at most; one that ends within a text is refused at once. No more are read.
pub(super) fn are_at_most(document: &str, most: usize) -> bool {
    let mut rest = Source { text: document, at: 0 };
    (0..=most).any(|_| !matches!(rest.next_token(), Ok(Some(_))))
}

struct Source<'a> {
    text: &'a str,
    at: usize,
}

impl Source<'_> {
    /// The next token and where it begins, in bytes. What is no token of GraphQL counts as one: the parser tells.
    fn next_token(&mut self) -> Result<Option<(usize, Token)>, Refusal> {
        self.skip_ignored();
        let start = self.at;
        let bytes = self.text.as_bytes();
        let Some(first) = bytes.get(start) else { return Ok(None) };
        let token = match first {
            b'{' | b'(' | b'[' => Token::Opening,
            b'}' | b')' | b']' => Token::Closing,
            _ => Token::Other,
        };
        self.at += match first {
            b'"' => self.string()?,
            b'.' if bytes[start..].starts_with(b"...") => 3,
            first if is_word(*first) => run(&bytes[start..], is_word),
            // The continuation of a character that is no token anyway.
            first if !first.is_ascii() => run(&bytes[start..], |byte| !byte.is_ascii()),
            _ => 1,
        };
        Ok(Some((start, token)))
    }

    /// White space, commas, byte order marks and comments.
    fn skip_ignored(&mut self) {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at) {
            self.at += match byte {
                b' ' | b'\t' | b'\n' | b'\r' | b',' => 1,
                b'#' => run(&bytes[self.at..], |byte| !matches!(byte, b'\n' | b'\r')),
                _ if bytes[self.at..].starts_with("\u{feff}".as_bytes()) => 3,
                _ => return,
            };
        }
    }

    /// The length of the string that begins here. One that does not end is refused now: the parser would look for its
    /// end again from every quotation mark inside.
    fn string(&self) -> Result<usize, Refusal> {
        let bytes = &self.text.as_bytes()[self.at..];
        let block = bytes.starts_with(b"\"\"\"");
        let mut at = if block { 3 } else { 1 };
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'"' if !block => return Ok(at + 1),
                b'"' if bytes[at..].starts_with(b"\"\"\"") => return Ok(at + 3),
                b'\\' if block && bytes[at + 1..].starts_with(b"\"\"\"") => at += 4,
                b'\\' if !block => at += 2,
                b'\n' | b'\r' if !block => break,
                _ => at += 1,
            }
        }
        let at = Some(position(self.text, self.at));
        Err(super::refuse("DOCUMENT_SYNTAX", "expected the string that begins here to end", at))
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// How many bytes at the beginning satisfy this.
fn run(bytes: &[u8], of: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|byte| !of(*byte)).unwrap_or(bytes.len())
}

/// The line and column of a byte, both from 1.
fn position(text: &str, byte: usize) -> Pos {
    let before = text.get(..byte).unwrap_or_default();
    let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
    Pos { line: before.matches('\n').count() + 1, column: line.chars().count() + 1 }
}

#[cfg(test)]
mod tests {
    use super::are_at_most;

    #[test]
    fn tokens_are_counted_as_far_as_is_asked() {
        // Commas, spaces and comments are none.
        for (document, tokens) in [("{ a, b } # c d", 4), ("", 0), ("{a(b:\"c d\")}", 8)] {
            assert!(are_at_most(document, tokens), "{document}");
            assert!(tokens == 0 || !are_at_most(document, tokens - 1), "{document}");
        }
        assert!(are_at_most("{a(b:\"c", 9), "a text without an end is refused at once");
        assert!(!are_at_most(&"{a(b:\"c".repeat(9), 2));
    }
}
