//! Names, addresses and numbers that nobody bears, and that say so.

use crate::demo::dice::Dice;

const BEGINNINGS: &[&str] = &[
    "Val", "Nor", "Lum", "Cor", "Tera", "Alti", "Boré", "Sol", "Quar", "Mira", "Zéph", "Ondi", "Fer", "Galv",
    "Héli", "Kari", "Oxa", "Pri", "Rive", "Sylv",
];
const MIDDLES: &[&str] = &["", "an", "or", "el", "is", "um", "at", "iv"];
const ENDINGS: &[&str] =
    &["oria", "exis", "andra", "ys", "ène", "alis", "ium", "ova", "etta", "ondo", "ique", "aris"];
const TRADES: &[&str] = &[
    "Systèmes",
    "Industries",
    "Énergies",
    "Ingénierie",
    "Biotech",
    "Conseil",
    "Numérique",
    "Matériaux",
    "Environnement",
    "Aéro",
    "Ouvrages",
    "Données",
];

/// `Entreprise Démo 017 – Valoria Systèmes`.
pub(super) fn company(number: usize, dice: &Dice) -> String {
    let invented = format!("{}{}{}", dice.pick(BEGINNINGS), dice.pick(MIDDLES), dice.pick(ENDINGS));
    format!("Entreprise Démo {number:03} – {invented} {}", dice.pick(TRADES))
}

/// `demo-company-017@example.org`: example.org is kept for examples, and takes no mail.
pub(super) fn company_email(number: usize) -> String {
    format!("demo-company-{number:03}@example.org")
}

/// `Étudiant Démo 0042`.
pub(super) fn student(number: usize) -> String {
    format!("Étudiant Démo {number:04}")
}

/// `demo-student-0042@example.org`.
pub(super) fn student_email(number: usize) -> String {
    format!("demo-student-{number:04}@example.org")
}

/// A SIRET with right check digits that belongs to no establishment.
///
/// Towns are numbered 21, department, number in the department: 2100 is the town of a department 00, which there
/// is not. After four digits of the company's number and its check digit come four of the establishment's.
pub(super) fn siret(number: usize) -> String {
    let siren = checked(&format!("2100{:04}", number % 10_000));
    checked(&format!("{siren}{:04}", number / 10_000 + 1))
}

/// The digits, and behind them the one that makes Luhn's sum right.
fn checked(digits: &str) -> String {
    let weighted = |(rank, digit): (usize, u32)| match (rank % 2, digit * 2) {
        (1, _) => digit,
        (_, twice) if twice > 9 => twice - 9,
        (_, twice) => twice,
    };
    // From the right, the check digit counts once, its neighbour twice, and so on.
    let sum: u32 = digits.chars().rev().filter_map(|c| c.to_digit(10)).enumerate().map(weighted).sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::siret::Siret;
    use std::collections::HashSet;

    #[test]
    fn sirets_are_right_and_unlike() {
        let made: HashSet<String> = (0..30_000).map(siret).collect();
        assert_eq!(made.len(), 30_000);
        for text in made {
            let parsed: Siret = text.parse().unwrap();
            assert_eq!(checked(&text[..8]), parsed.siren());
        }
    }
}
