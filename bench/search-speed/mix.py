"""The fixed mix: 20 searches of two words or three, every fourth with a typo, each within one specialty."""

import json
import unicodedata

# Words, specialty. The typos are letters left out, doubled, replaced and swapped.
MIX = [
    ("maintenance prédictive", "GM"), ("développeur capteurs", "IR"), ("formulation cosmétique", "GB"),
    ("enginer automation", "AE"),
    ("calcul scientifique", "MA"), ("billettique transports", "IR"), ("électronique consommation", "AE"),
    ("réaménagement cariere", "GCBD-IGO"),
    ("supply chain", "GENINDUS"), ("data scientist", "MA"), ("back-end developer", "IR"),
    ("optiqque détecteurs", "GP"),
    ("procédés pollués", "GPE"), ("traitements surface", "MATERIAUX"), ("pompes chaleur", "ENERGIES"),
    ("intégraton continue", "IR"),
    ("comprimés libération", "GB"), ("qualité fournisseurs", "GM"), ("instrumentation vide", "GP"),
    ("statistiques séries temproelles", "MA"),
]

# What the API makes of words before it asks, beside leaving their accents out (search/src/analysis): else the two sides
# would be asked different things, and find different numbers.
STEMS = {
    "capteurs": "capteur", "transports": "transport", "supply": "suppli", "detecteurs": "detecteur", "procedes": "procede",
    "pollues": "pollue", "traitements": "traitement", "pompes": "pompe", "comprimes": "comprime",
    "fournisseurs": "fournisseur", "statistiques": "statistique", "series": "serie", "temproelles": "temproelle",
}

FACETS = ["SPECIALTIES", "CONTRACT_TYPE", "CITY"]

QUERY = """query Mix($words: String!, $specialty: String!, $facets: [FacetField!]) {
  searchOffers(query: $words, filter: {specialties: [$specialty]}, first: 20) {
    totalCount facets(of: $facets) { field values { value count } }
    edges { score highlights { field text matches { start end } } node { id title city company { name } } } } }"""


def of_api():
    """What the API is asked."""
    return [{"query": QUERY, "variables": {"words": words, "specialty": specialty, "facets": FACETS}}
            for words, specialty in MIX]


def sent(words):
    """Words as the API sends them on."""
    apart = unicodedata.normalize("NFD", words.lower().replace("-", " "))
    folded = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(STEMS.get(word, word) for word in folded.split())


def of_meilisearch(index):
    """The same questions to the server itself: 20 hits with highlights, an exact total, two facets within the filter and
    that of the filter's own key without it, as the API answers them."""
    def one(words, specialty):
        main = {"indexUid": index, "q": words, "filter": f'specialties = "{specialty}"', "matchingStrategy": "all",
                "page": 1, "hitsPerPage": 20, "facets": ["contract_type", "city"], "attributesToHighlight": ["*"],
                "showRankingScore": True}
        own = {"indexUid": index, "q": words, "matchingStrategy": "all", "limit": 0, "facets": ["specialties"]}
        return {"queries": [main, own]}
    return [one(sent(words), specialty) for words, specialty in MIX]


def lines(bodies):
    """Requests as the load generator takes them: no token, a body."""
    return [(None, json.dumps(body)) for body in bodies]
