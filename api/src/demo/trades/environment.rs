//! Processes, energy, risks, and the ground.

use super::{Trade, t};

pub(super) const TRADES: &[Trade] = &[PROCESS, ENERGY, GROUND];

const PROCESS: Trade = Trade {
    specialties: &["GPE", "2ER", "2ER-EE", "2ER-RNI", "VALDOM", "PHARMAGRO"],
    jobs: &[
        t("Ingénieur·e procédés", "Process engineer"),
        t("Ingénieur·e environnement", "Environmental engineer"),
        t("Ingénieur·e traitement des eaux", "Water treatment engineer"),
        t("Ingénieur·e sécurité industrielle", "Industrial safety engineer"),
        t("Chargé·e d'études déchets", "Waste project officer"),
    ],
    subjects: &[
        t("méthanisation de déchets organiques", "anaerobic digestion of organic waste"),
        t("réutilisation des eaux usées", "wastewater reuse"),
        t("captage du dioxyde de carbone", "carbon dioxide capture"),
        t("études de dangers", "hazard studies"),
        t("sites et sols pollués", "polluted sites and soils"),
        t("valorisation de sous-produits", "recovery of by-products"),
    ],
    tasks: &[
        t("Établir les bilans de matière et d'énergie", "Establish material and energy balances"),
        t("Exploiter un pilote et interpréter les mesures", "Run a pilot plant and interpret its data"),
        t("Dimensionner les équipements principaux", "Size the main equipment"),
        t("Préparer les dossiers réglementaires", "Prepare regulatory files"),
        t("Animer l'analyse des risques avec l'exploitation", "Lead the risk analysis with operations"),
        t("Suivre les rejets et proposer des réductions", "Monitor releases and propose reductions"),
    ],
    skills: &[
        "Aspen Plus",
        "Bilans matière",
        "Traitement des eaux",
        "HAZOP",
        "Réglementation ICPE",
        "ISO 14001",
        "Python",
        "Mécanique des fluides",
        "Analyse de cycle de vie",
        "QGIS",
    ],
};

const ENERGY: Trade = Trade {
    specialties: &["ENERGIES", "2ER-EE", "GPE", "GCBD-BE", "GP"],
    jobs: &[
        t("Ingénieur·e énergie", "Energy engineer"),
        t("Ingénieur·e efficacité énergétique", "Energy efficiency engineer"),
        t("Ingénieur·e études photovoltaïques", "Photovoltaic design engineer"),
        t("Chargé·e d'affaires réseaux de chaleur", "District heating project engineer"),
    ],
    subjects: &[
        t("réseaux de chaleur", "district heating"),
        t("ombrières solaires", "solar canopies"),
        t("stockage par batteries", "battery storage"),
        t("hydrogène pour l'industrie", "hydrogen for industry"),
        t("audit de sites industriels", "audits of industrial sites"),
        t("pompes à chaleur collectives", "collective heat pumps"),
    ],
    tasks: &[
        t("Modéliser les besoins et les gisements", "Model needs and resources"),
        t("Chiffrer et comparer des scénarios", "Price and compare scenarios"),
        t("Instrumenter un site et suivre ses consommations", "Instrument a site and follow its consumption"),
        t("Monter les dossiers d'aides et d'autorisation", "Put together grant and permit files"),
        t("Suivre les travaux jusqu'à la réception", "Follow the works until acceptance"),
        t("Mesurer les économies obtenues", "Measure the savings achieved"),
    ],
    skills: &[
        "Thermique",
        "PVsyst",
        "Audit énergétique",
        "ISO 50001",
        "Python",
        "AutoCAD",
        "Réseaux électriques",
        "Hydrogène",
        "Gestion de projet",
    ],
};

const GROUND: Trade = Trade {
    specialties: &["ISERM", "2ER-RNI", "GCBD-IGO"],
    jobs: &[
        t("Ingénieur·e géotechnicien·ne", "Geotechnical engineer"),
        t("Ingénieur·e carrières", "Quarry engineer"),
        t("Ingénieur·e risques naturels", "Natural hazards engineer"),
        t("Ingénieur·e hydrogéologue", "Hydrogeologist"),
    ],
    subjects: &[
        t("stabilité de talus", "slope stability"),
        t("réaménagement d'une carrière", "restoring a quarry"),
        t("crues éclair", "flash floods"),
        t("granulats recyclés", "recycled aggregates"),
        t("géothermie profonde", "deep geothermal energy"),
    ],
    tasks: &[
        t("Préparer et suivre les campagnes de sondages", "Prepare and follow drilling campaigns"),
        t("Modéliser le sous-sol", "Model the ground"),
        t("Dimensionner les ouvrages de protection", "Size protective works"),
        t("Planifier l'exploitation et ses phases", "Plan the operation and its phases"),
        t("Rédiger les études d'impact", "Write impact studies"),
        t("Informer les communes et les riverains", "Inform towns and neighbours"),
    ],
    skills: &[
        "Géotechnique",
        "QGIS",
        "Hydraulique",
        "Modélisation géologique",
        "Plaxis",
        "Topographie",
        "AutoCAD",
        "Réglementation minière",
    ],
};
