//! Mechanics and the running of factories.

use super::{Trade, t};

pub(super) const TRADES: &[Trade] = &[MECHANICS, FACTORY];

const MECHANICS: Trade = Trade {
    specialties: &["GM", "PRISM", "PRISM-ISM", "ECOMAP"],
    jobs: &[
        t("Ingénieur·e conception mécanique", "Mechanical design engineer"),
        t("Ingénieur·e calcul de structures", "Structural analysis engineer"),
        t("Ingénieur·e méthodes", "Process planning engineer"),
        t("Ingénieur·e essais vibratoires", "Vibration test engineer"),
        t("Ingénieur·e industrialisation", "Industrialisation engineer"),
    ],
    subjects: &[
        t("pièces composites", "composite parts"),
        t("trains d'atterrissage de petits avions", "landing gear of light aircraft"),
        t("fabrication additive métallique", "metal additive manufacturing"),
        t("réducteurs et transmissions", "gearboxes and drives"),
        t("machines spéciales", "special machines"),
        t("outillages d'usinage", "machining tools"),
    ],
    tasks: &[
        t("Concevoir en CAO et chiffrer des variantes", "Design in CAD and price variants"),
        t("Mener les calculs statiques et en fatigue", "Run static and fatigue analyses"),
        t("Préparer les gammes et les programmes d'usinage", "Prepare routings and machining programs"),
        t("Suivre la fabrication des prototypes", "Follow the making of prototypes"),
        t("Instrumenter et dépouiller les essais", "Instrument tests and work through them"),
        t("Réduire la masse à tenue égale", "Reduce mass at equal strength"),
    ],
    skills: &[
        "CATIA",
        "SolidWorks",
        "Éléments finis",
        "Abaqus",
        "Cotation ISO",
        "Usinage",
        "Matériaux composites",
        "Mécanique des vibrations",
        "Analyse de la valeur",
    ],
};

const FACTORY: Trade = Trade {
    specialties: &["GENINDUS", "PRISM", "PRISM-SITN", "GM", "MSIAI"],
    jobs: &[
        t("Ingénieur·e amélioration continue", "Continuous improvement engineer"),
        t("Ingénieur·e supply chain", "Supply chain engineer"),
        t("Ingénieur·e qualité", "Quality engineer"),
        t("Ingénieur·e maintenance", "Maintenance engineer"),
    ],
    subjects: &[
        t("réduction des temps de changement de série", "shorter changeovers"),
        t("flux d'un atelier d'assemblage", "flows of an assembly shop"),
        t("maintenance prédictive", "predictive maintenance"),
        t("jumeau numérique d'une ligne", "digital twin of a line"),
        t("qualité des fournisseurs", "quality of suppliers"),
        t("déploiement d'un MES", "rolling out an MES"),
    ],
    tasks: &[
        t("Cartographier les flux et chiffrer les pertes", "Map the flows and price the losses"),
        t("Animer des chantiers avec les équipes d'atelier", "Lead workshops with the shop floor"),
        t("Construire les indicateurs de performance", "Build performance indicators"),
        t("Traiter les non-conformités et leurs causes", "Handle non-conformities and their causes"),
        t("Planifier la charge et la capacité", "Plan load and capacity"),
        t("Auditer un poste et standardiser le travail", "Audit a station and standardise its work"),
    ],
    skills: &[
        "Lean",
        "5S",
        "AMDEC",
        "SAP",
        "Gestion de projet",
        "Excel",
        "ISO 9001",
        "Power BI",
        "Simulation de flux",
        "Résolution de problèmes",
    ],
};
