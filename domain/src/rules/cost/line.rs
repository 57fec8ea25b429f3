//! The lines of a simulation.

use super::{Percent, Source, Words};
use crate::locale::Text;
use crate::money::Cents;
use strum::{Display, EnumString, VariantArray};

/// A line of a simulation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum LineKey {
    /// The month's minimum wage.
    SmicMonthly,
    /// Gross pay.
    GrossMonthly,
    /// The employer's charges.
    Charges,
    /// The relief from charges.
    Relief,
    /// What a month costs: gross and charges, less the relief.
    CostMonthly,
    /// Twelve such months.
    CostYearly,
    /// The aid to tutoring, in all.
    TutoringAid,
    /// The year less the aid.
    YearlyAfterAid,
    /// A twelfth of that.
    MonthlyAfterAid,
}

/// Whose figure a line is; a sum is of the last of these that one of its parts is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Origin {
    /// The law's.
    Law,
    /// The school's, in its document; no commitment.
    SchoolEstimate,
    /// The user's own.
    User,
}

/// A line of a simulation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Which.
    pub key: LineKey,
    /// How much.
    pub amount: Cents,
    /// The part that it is of what it is reckoned from: of the minimum wage, or of the gross.
    pub rate: Option<Percent>,
    /// Whose figure it is.
    pub origin: Origin,
    /// How it is reckoned, for people.
    pub sentence: Words,
    /// Where the figure comes from; none for sums and for the user's own.
    pub source: Option<Source>,
    /// Whether it rests on a figure of a time before the day asked for.
    pub projected: bool,
}

impl Line {
    pub(super) fn of(key: LineKey, amount: Cents, origin: Origin, source: Option<Source>) -> Self {
        Self { key, amount, rate: None, origin, sentence: key.words().into(), source, projected: false }
    }

    pub(super) fn with_rate(self, rate: Percent) -> Self {
        Self { rate: Some(rate), ..self }
    }

    pub(super) fn said(self, sentence: Words) -> Self {
        Self { sentence, ..self }
    }

    pub(super) fn projected(self, projected: bool) -> Self {
        Self { projected, ..self }
    }
}

/// A sum of lines.
pub(super) struct Sum {
    amount: i64,
    origin: Origin,
    projected: bool,
}

impl Sum {
    pub(super) fn of(parts: &[(&Line, i64)]) -> Self {
        let amounts = parts.iter().map(|(line, factor)| line.amount.0.saturating_mul(*factor));
        Self {
            amount: amounts.fold(0, i64::saturating_add),
            origin: parts.iter().map(|(line, _)| line.origin).max().unwrap_or(Origin::Law),
            projected: parts.iter().any(|(line, _)| line.projected),
        }
    }

    pub(super) fn line(self, key: LineKey) -> Line {
        Line::of(key, Cents(self.amount), self.origin, None).projected(self.projected)
    }
}

impl LineKey {
    const fn words(self) -> Text {
        match self {
            Self::SmicMonthly => Text {
                fr: "SMIC mensuel : taux horaire x 35 x 52 / 12.",
                en: "Monthly minimum wage: hourly rate x 35 x 52 / 12.",
            },
            Self::GrossMonthly => Text { fr: "Salaire brut mensuel.", en: "Gross pay a month." },
            Self::Charges => Text {
                fr: "Charges patronales, en pourcentage du brut.",
                en: "Employer's charges, in percent of the gross.",
            },
            Self::Relief => Text {
                fr: "Réduction des charges, en pourcentage du brut : une indication, et non la formule de la loi.",
                en: "Relief from charges, in percent of the gross: an indication, not the law's formula.",
            },
            Self::CostMonthly => Text { fr: "Brut + charges - réduction.", en: "Gross + charges - relief." },
            Self::CostYearly => Text { fr: "Douze mois.", en: "Twelve months." },
            Self::TutoringAid => {
                Text { fr: "Aide à la fonction tutorale, en tout.", en: "Aid to tutoring, in all." }
            }
            Self::YearlyAfterAid => {
                Text { fr: "L'année, moins l'aide au tutorat.", en: "The year, less the aid to tutoring." }
            }
            Self::MonthlyAfterAid => Text {
                fr: "Un douzième de l'année après l'aide.",
                en: "A twelfth of the year after the aid.",
            },
        }
    }
}
