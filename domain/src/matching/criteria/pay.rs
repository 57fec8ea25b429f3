//! What is paid. A scale to compare by, not a rule: what must be paid at least depends on age and contract.

use crate::locale::Locale;
use crate::matching::Value;
use crate::money::Cents;

/// Cents a month that are worth nothing here: less than the least pay of an apprentice of 18.
const NOTHING: i64 = 80_000;
/// Cents a month that are worth everything here: the pay of a young engineer.
const EVERYTHING: i64 = 250_000;

/// What was found: gross cents a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found(Option<i64>);

pub(super) fn value(pay: Option<i64>) -> (Value, Found) {
    let Some(cents) = pay else { return (Value::NEUTRAL, Found(None)) };
    let above = u64::try_from(cents.saturating_sub(NOTHING)).unwrap_or(0);
    (Value::of(above, EVERYTHING.abs_diff(NOTHING)), Found(pay))
}

impl Found {
    pub(super) fn sentence(self, locale: Locale) -> String {
        match (locale, self.0) {
            (Locale::Fr, None) => "La rémunération n'est pas indiquée.".to_owned(),
            (Locale::En, None) => "The pay is not said.".to_owned(),
            (Locale::Fr, Some(cents)) => {
                format!("{} € brut par mois.", Cents(cents).to_string().replace('.', ","))
            }
            (Locale::En, Some(cents)) => format!("€{} gross a month.", Cents(cents)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_is_better_between_the_ends_of_the_scale() {
        let parts = |cents| value(Some(cents)).0.parts();
        assert_eq!(
            [parts(1), parts(80_000), parts(165_000), parts(250_000), parts(900_000)],
            [0, 0, 5_000, 10_000, 10_000]
        );
        assert_eq!(value(None).0, Value::NEUTRAL);
    }

    #[test]
    fn every_sentence_is_in_both_languages() {
        let told = |cents| [Locale::Fr, Locale::En].map(|locale| value(cents).1.sentence(locale));
        assert_eq!(told(Some(146_662)), ["1466,62 € brut par mois.", "€1466.62 gross a month."]);
        assert_eq!(told(None), ["La rémunération n'est pas indiquée.", "The pay is not said."]);
    }
}
