//! Buildings and public works.

use super::{Trade, t};

pub(super) const TRADES: &[Trade] = &[BUILDING];

const BUILDING: Trade = Trade {
    specialties: &["GC", "GCBD", "GCBD-BE", "GCBD-IGO"],
    jobs: &[
        t("Ingénieur·e travaux", "Site engineer"),
        t("Ingénieur·e structures", "Structural engineer"),
        t("Ingénieur·e études de prix", "Cost estimation engineer"),
        t("Ingénieur·e thermique du bâtiment", "Building physics engineer"),
        t("BIM manager", "BIM manager"),
    ],
    subjects: &[
        t("réhabilitation de logements", "housing renovation"),
        t("ouvrages d'art", "bridges and civil structures"),
        t("charpente bois", "timber frames"),
        t("tramway et voirie", "tramway and roads"),
        t("béton bas carbone", "low-carbon concrete"),
        t("école à énergie positive", "positive-energy school"),
    ],
    tasks: &[
        t("Préparer le chantier et son planning", "Prepare the site and its schedule"),
        t("Dimensionner les éléments porteurs", "Size the load-bearing elements"),
        t("Tenir la maquette numérique à jour", "Keep the building model up to date"),
        t("Consulter et suivre les sous-traitants", "Consult and follow subcontractors"),
        t("Contrôler les coûts et les quantités", "Control costs and quantities"),
        t("Calculer les déperditions et proposer des variantes", "Compute heat losses and propose variants"),
        t("Veiller à la sécurité et à la prévention", "Look after safety and prevention"),
    ],
    skills: &[
        "Revit",
        "AutoCAD",
        "Robot Structural Analysis",
        "Eurocodes",
        "Béton armé",
        "RE2020",
        "MS Project",
        "BIM",
        "Conduite de travaux",
    ],
};
