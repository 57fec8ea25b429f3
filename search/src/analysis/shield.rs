use super::ONE_TYPO;
use super::vocabulary::is_code;
use crate::Field;

/// Whether no typo leads to a word of a text: to no code, and in a name to no word that is too short to be mistyped
/// itself. GP is not GPE, and "atoss" is not the company Atos.
pub(crate) fn shielded(field: Field, word: &str) -> bool {
    field == Field::SpecialtyCodes
        || is_code(word)
        || (field.is_name() && word.chars().count() < usize::from(ONE_TYPO))
}

#[cfg(test)]
mod tests {
    use super::shielded;
    use crate::Field;

    #[test]
    fn codes_and_short_names_are_shielded() {
        assert!(shielded(Field::Title, "msiai") && shielded(Field::SpecialtyCodes, "new"));
        assert!(shielded(Field::CompanyName, "atos") && shielded(Field::GroupName, "suez"));
        assert!(!shielded(Field::CompanyName, "airbus") && !shielded(Field::Title, "java"));
    }
}
