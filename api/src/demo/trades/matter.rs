//! Materials, living things, and what is made of them.

use super::{Trade, t};

pub(super) const TRADES: &[Trade] = &[MATERIALS, LIFE];

const MATERIALS: Trade = Trade {
    specialties: &["MATERIAUX", "ECOMAP", "GP"],
    jobs: &[
        t("Ingénieur·e matériaux", "Materials engineer"),
        t("Ingénieur·e procédés composites", "Composites process engineer"),
        t("Ingénieur·e éco-conception", "Eco-design engineer"),
        t("Ingénieur·e surfaces et collage", "Surface and bonding engineer"),
    ],
    subjects: &[
        t("polymères biosourcés", "bio-based polymers"),
        t("recyclage de fibres de carbone", "recycling of carbon fibres"),
        t("vieillissement d'élastomères", "ageing of elastomers"),
        t("alliages légers", "light alloys"),
        t("analyse de cycle de vie d'emballages", "life cycle assessment of packaging"),
        t("traitements de surface sans chrome", "chromium-free surface treatments"),
    ],
    tasks: &[
        t("Formuler et mettre en œuvre des éprouvettes", "Formulate and make test pieces"),
        t(
            "Caractériser les propriétés mécaniques et thermiques",
            "Characterise mechanical and thermal properties",
        ),
        t("Expertiser des défaillances", "Investigate failures"),
        t("Comparer l'impact de plusieurs filières", "Compare the impact of several routes"),
        t("Transposer un procédé du laboratoire à l'atelier", "Take a process from laboratory to shop"),
        t("Tenir la base de données des essais", "Keep the database of tests"),
    ],
    skills: &[
        "Caractérisation mécanique",
        "Polymères",
        "Métallurgie",
        "Analyse de cycle de vie",
        "Plans d'expériences",
        "Microscopie",
        "Rhéologie",
        "Matériaux composites",
        "Éco-conception",
    ],
};

const LIFE: Trade = Trade {
    specialties: &["GB", "PHARMAGRO"],
    jobs: &[
        t("Ingénieur·e bioprocédés", "Bioprocess engineer"),
        t("Ingénieur·e recherche et développement", "Research and development engineer"),
        t("Ingénieur·e qualité et réglementation", "Quality and regulatory engineer"),
        t("Ingénieur·e production pharmaceutique", "Pharmaceutical production engineer"),
    ],
    subjects: &[
        t("fermentation en grand volume", "large-scale fermentation"),
        t("purification de protéines", "protein purification"),
        t("ferments alimentaires", "food cultures"),
        t("formulation cosmétique", "cosmetic formulation"),
        t("validation du nettoyage", "cleaning validation"),
        t("comprimés à libération prolongée", "prolonged-release tablets"),
    ],
    tasks: &[
        t("Conduire des cultures en bioréacteur", "Run cultures in a bioreactor"),
        t("Transposer un procédé à l'échelle pilote", "Scale a process up to the pilot plant"),
        t("Rédiger les protocoles et les rapports de validation", "Write validation protocols and reports"),
        t("Analyser les données de production", "Analyse production data"),
        t("Mettre au point une méthode d'analyse", "Develop an analytical method"),
        t("Préparer les audits et suivre leurs actions", "Prepare audits and follow up on them"),
    ],
    skills: &[
        "Fermentation",
        "Chromatographie",
        "Biologie moléculaire",
        "Bonnes pratiques de fabrication",
        "HACCP",
        "Plans d'expériences",
        "Microbiologie",
        "Bio-informatique",
        "R",
    ],
};
