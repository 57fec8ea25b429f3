use std::error::Error as StdError;

/// Why an engine did not do what it was asked.
///
/// [`Unavailable`](Error::Unavailable) and [`Timeout`](Error::Timeout) say that the engine is down or slow: try again
/// later, and answer from SQL meanwhile. [`Rejected`](Error::Rejected) says that we asked for something wrong, which
/// trying again will not mend.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The engine cannot be reached, or its storage fails.
    #[error("the search engine is unavailable")]
    Unavailable(#[source] Box<dyn StdError + Send + Sync>),
    /// The engine did not answer within the time allowed.
    #[error("the search engine did not answer in time")]
    Timeout,
    /// The engine refused what it was given: a fault of ours.
    #[error("the search engine refused: {0}")]
    Rejected(String),
}

impl Error {
    /// Wraps what made the engine unavailable.
    pub(crate) fn unavailable(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Error::Unavailable(source.into())
    }

    /// Whether the engine is down or slow, as opposed to a fault of ours: what a circuit breaker counts.
    #[must_use]
    pub fn is_outage(&self) -> bool {
        matches!(self, Error::Unavailable(_) | Error::Timeout)
    }
}

#[cfg(test)]
mod tests {
    use super::Error;

    #[test]
    fn an_outage_is_told_from_a_fault_of_ours() {
        assert!(Error::Timeout.is_outage());
        assert!(Error::unavailable("no route").is_outage());
        assert!(!Error::Rejected("no such field".to_owned()).is_outage());
    }
}
