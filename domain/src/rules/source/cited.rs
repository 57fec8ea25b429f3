//! Every source that the code cites; those of values that change stand beside them in `domain/data`.
//!
//! What the schools' documents do not say, an article of law among it that only backs what one of them says, is
//! `external`. The tests hold each to that, and docs/contract-rules.md to them all.

use super::Source;

macro_rules! cited {
    ($($(#[$doc:meta])* $name:ident = $origin:ident($fr:literal, $en:literal);)*) => {
        $($(#[$doc])* pub(in crate::rules) const $name: Source = Source::$origin($fr, $en);)*
        /// All of them.
        #[cfg(test)]
        pub(in crate::rules) const ALL: &[Source] = &[$($name),*];
    };
}

cited! {
    /// Albi: who may be a tutor, when the topic of the project is proposed.
    ALBI = of_documents(
        "IMT Mines Albi, formation d'ingénieur par apprentissage, 2025",
        "IMT Mines Albi, engineering degree by apprenticeship, 2025"
    );
    /// Alès: its limits.
    ALES = of_documents(
        "IMT Mines Alès, procédure et règles des contrats, 2025-2026",
        "IMT Mines Alès, procedure and rules of contracts, 2025-2026"
    );
    /// Enssat: the time around the training, its limits, the OPCO's decision.
    ENSSAT = of_documents(
        "Enssat, plaquette du contrat de professionnalisation, 2016",
        "Enssat, leaflet on the professionalisation contract, 2016"
    );
    /// INSA Toulouse: usual dates.
    INSA = of_documents(
        "INSA Toulouse, présentation des contrats de professionnalisation, 2020-2021",
        "INSA Toulouse, presentation of professionalisation contracts, 2020-2021"
    );
    /// When the file of a professionalisation contract is at the OPCO.
    OPCO_FILE = of_documents(
        "Enssat, plaquette, 2016 ; Code du travail, D6325-1",
        "Enssat, leaflet, 2016; Labour Code D6325-1"
    );
    /// How many employees a tutor follows in professionalisation.
    TUTOR_LIMIT = of_documents(
        "Code du travail, D6325-9 ; Enssat, plaquette, 2016 : 2",
        "Labour Code D6325-9; Enssat, leaflet, 2016: 2"
    );
    /// How long a professionalisation contract is: Enssat prints the months, of its own contracts.
    DURATION = external(
        "Code du travail, L6325-11 ; Enssat, plaquette, 2016 : 6 à 12 mois",
        "Labour Code L6325-11; Enssat, leaflet, 2016: 6 to 12 months"
    );
    /// The experience of a tutor in professionalisation: Enssat prints the years, of its own contracts.
    TUTOR_EXPERIENCE = external(
        "Code du travail, D6325-6 ; Enssat, plaquette, 2016 : 2 à 5 ans selon la branche",
        "Labour Code D6325-6; Enssat, leaflet, 2016: 2 to 5 years by branch"
    );
    /// How long an apprenticeship contract is.
    APPRENTICESHIP_DURATION = external("Code du travail, L6222-7-1", "Labour Code L6222-7-1");
    /// How many apprentices a tutor follows.
    APPRENTICE_LIMIT = external("Code du travail, R6223-6", "Labour Code R6223-6");
    /// The share and the hours of training.
    TRAINING = external("Code du travail, L6325-13", "Labour Code L6325-13");
    /// When the file of an apprenticeship contract is at the OPCO.
    OPCO_FILE_APPRENTICESHIP = external("Code du travail, D6224-1", "Labour Code D6224-1");
    /// What an OPCO's silence on a professionalisation contract means.
    SILENCE = external(
        "règle publiée, changée le 01/08/2024 par le décret 2024-631, qui reste à lire",
        "published rule, changed on 01/08/2024 by decree 2024-631, which is still to be read"
    );
    /// What an OPCO's silence on an apprenticeship contract means.
    SILENCE_APPRENTICESHIP = external(
        "règle publiée : le silence de l'OPCO vaut refus",
        "published rule: the OPCO's silence is a rejection"
    );
    /// What whoever asks gave themselves.
    OF_USER = external("montant indiqué par l'utilisateur", "amount given by the user");
}
