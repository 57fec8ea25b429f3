//! Software, networks, data, electronics and control.

use super::{Trade, t};

pub(super) const TRADES: &[Trade] = &[SOFTWARE, DATA, CONTROL, PHOTONICS];

const SOFTWARE: Trade = Trade {
    specialties: &["IR", "2IA", "2IA-IL", "3A", "MSIAI"],
    jobs: &[
        t("Ingénieur·e logiciel", "Software engineer"),
        t("Développeur·se back-end", "Back-end developer"),
        t("Développeur·se embarqué", "Embedded software developer"),
        t("Ingénieur·e réseaux et sécurité", "Network and security engineer"),
        t("Ingénieur·e DevOps", "DevOps engineer"),
    ],
    subjects: &[
        t("supervision d'un parc de capteurs", "monitoring a fleet of sensors"),
        t("interfaces d'échange entre applications", "interfaces between applications"),
        t("planification de tournées", "route planning"),
        t("logiciel de bord de drones", "on-board software for drones"),
        t("durcissement du réseau industriel", "hardening the industrial network"),
        t("chaîne d'intégration continue", "continuous integration"),
        t("billettique des transports", "public transport ticketing"),
    ],
    tasks: &[
        t(
            "Concevoir et écrire des services testés et documentés",
            "Design and write tested, documented services",
        ),
        t("Automatiser les essais de non-régression", "Automate regression tests"),
        t("Migrer un service existant vers des conteneurs", "Move an existing service to containers"),
        t(
            "Mesurer les temps de réponse et lever les goulots",
            "Measure response times and remove bottlenecks",
        ),
        t(
            "Analyser les vulnérabilités et suivre leur correction",
            "Analyse vulnerabilities and follow their fixes",
        ),
        t(
            "Relire le code de l'équipe et partager les pratiques",
            "Review the team's code and share practices",
        ),
        t("Modéliser les données et leurs échanges", "Model the data and how they are exchanged"),
    ],
    skills: &[
        "Rust",
        "Java",
        "C++",
        "Python",
        "TypeScript",
        "SQL",
        "PostgreSQL",
        "Docker",
        "Kubernetes",
        "Linux",
        "Git",
        "TCP/IP",
        "Cybersécurité",
        "GraphQL",
    ],
};

const DATA: Trade = Trade {
    specialties: &["MA", "IR", "2IA", "2IA-IASD", "MSIAI"],
    jobs: &[
        t("Data scientist", "Data scientist"),
        t("Ingénieur·e calcul scientifique", "Scientific computing engineer"),
        t("Ingénieur·e apprentissage automatique", "Machine learning engineer"),
        t("Chargé·e d'études statistiques", "Statistician"),
    ],
    subjects: &[
        t("prévision de la consommation d'eau", "forecasting water consumption"),
        t("détection d'anomalies sur des séries temporelles", "anomaly detection in time series"),
        t("optimisation de stocks", "inventory optimisation"),
        t("assimilation de données météorologiques", "assimilation of weather data"),
        t("fiabilité de composants", "reliability of components"),
        t("vision par ordinateur pour le tri", "computer vision for sorting"),
    ],
    tasks: &[
        t("Préparer et qualifier les jeux de données", "Prepare and qualify the data sets"),
        t(
            "Comparer des modèles et quantifier leur incertitude",
            "Compare models and quantify their uncertainty",
        ),
        t(
            "Mettre un modèle en production et suivre sa dérive",
            "Put a model into production and follow its drift",
        ),
        t("Accélérer un code de simulation", "Speed up a simulation code"),
        t("Présenter les résultats aux métiers", "Present the results to their users"),
        t("Concevoir un plan d'expériences", "Design a plan of experiments"),
    ],
    skills: &[
        "Python",
        "R",
        "Statistiques",
        "Apprentissage automatique",
        "PyTorch",
        "SQL",
        "Optimisation",
        "C++",
        "Analyse numérique",
        "Calcul haute performance",
        "Visualisation de données",
    ],
};

const CONTROL: Trade = Trade {
    specialties: &["AE", "PRISM-SITN", "PRISM-ISM", "3A"],
    jobs: &[
        t("Ingénieur·e automatisme", "Automation engineer"),
        t("Ingénieur·e électronique", "Electronics engineer"),
        t("Ingénieur·e systèmes embarqués", "Embedded systems engineer"),
        t("Ingénieur·e validation", "Validation engineer"),
    ],
    subjects: &[
        t("commande d'actionneurs électriques", "control of electric actuators"),
        t("convertisseurs de puissance", "power converters"),
        t("bancs d'essais automatisés", "automated test benches"),
        t("robotique mobile", "mobile robotics"),
        t("ligne d'assemblage connectée", "connected assembly line"),
        t("capteurs à très basse consommation", "very low power sensors"),
    ],
    tasks: &[
        t("Spécifier et dimensionner une carte électronique", "Specify and size an electronic board"),
        t("Programmer un automate et sa supervision", "Program a controller and its supervision"),
        t("Identifier un modèle et régler la loi de commande", "Identify a model and tune the control law"),
        t(
            "Dérouler les essais de compatibilité électromagnétique",
            "Run electromagnetic compatibility tests",
        ),
        t("Rédiger les dossiers de validation", "Write the validation files"),
        t("Mettre en service sur site", "Commission on site"),
    ],
    skills: &[
        "MATLAB",
        "Simulink",
        "VHDL",
        "C",
        "Automates programmables",
        "CAO électronique",
        "LabVIEW",
        "Bus CAN",
        "Électronique de puissance",
        "Traitement du signal",
        "Robotique",
    ],
};

const PHOTONICS: Trade = Trade {
    specialties: &["GP", "3A"],
    jobs: &[
        t("Ingénieur·e instrumentation", "Instrumentation engineer"),
        t("Ingénieur·e optique", "Optical engineer"),
        t("Ingénieur·e essais", "Test engineer"),
        t("Ingénieur·e microélectronique", "Microelectronics engineer"),
    ],
    subjects: &[
        t("capteurs à fibre optique", "fibre-optic sensors"),
        t("caractérisation de couches minces", "characterisation of thin films"),
        t("chambres à vide", "vacuum chambers"),
        t("imagerie infrarouge", "infrared imaging"),
        t("étalonnage de détecteurs", "calibration of detectors"),
    ],
    tasks: &[
        t("Concevoir un banc de mesure et son pilotage", "Design a measuring bench and its control"),
        t("Établir un bilan d'incertitudes", "Establish an uncertainty budget"),
        t("Caractériser des composants en température", "Characterise components over temperature"),
        t("Simuler une chaîne optique", "Simulate an optical chain"),
        t("Dépouiller les campagnes d'essais", "Work through the test campaigns"),
        t("Suivre les fournisseurs de composants", "Follow the suppliers of components"),
    ],
    skills: &[
        "Optique",
        "Métrologie",
        "LabVIEW",
        "Python",
        "Techniques du vide",
        "Semi-conducteurs",
        "Instrumentation",
        "Spectroscopie",
        "Zemax",
    ],
};
