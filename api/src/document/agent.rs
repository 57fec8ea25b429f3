//! The program that a request came from, as that names itself: part of a signature's evidence.

/// Characters that are kept of it.
const LONGEST: usize = 300;

/// The `User-Agent` of a request, cut to what is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserAgent(pub Option<String>);

impl UserAgent {
    /// From the header as it was sent.
    #[must_use]
    pub fn of(header: Option<&str>) -> Self {
        let kept = |text: &str| text.chars().filter(|c| !c.is_control()).take(LONGEST).collect::<String>();
        Self(header.map(kept).filter(|text| !text.trim().is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_says_of_itself_is_kept_on_one_line_of_some_length() {
        assert_eq!(UserAgent::of(Some("Browser\u{7}/1.0")).0.as_deref(), Some("Browser/1.0"));
        assert_eq!(UserAgent::of(Some(" ")).0, None);
        assert_eq!(UserAgent::of(Some(&"x".repeat(9_000))).0.map(|text| text.len()), Some(LONGEST));
    }
}
