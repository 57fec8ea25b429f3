"""The fixed mix: 20 searches of two words or three, every fourth with a typo, each within one specialty."""

import json

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

FACETS = ["SPECIALTIES", "CONTRACT_TYPE", "CITY"]

QUERY = """query Mix($words: String!, $specialty: String!, $facets: [FacetField!]) {
  searchOffers(query: $words, filter: {specialties: [$specialty]}, first: 20) {
    totalCount facets(of: $facets) { field values { value count } }
    edges { score highlights { field text matches { start end } } node { id title city company { name } } } } }"""


def of_api():
    """What the API is asked."""
    return [{"query": QUERY, "variables": {"words": words, "specialty": specialty, "facets": FACETS}}
            for words, specialty in MIX]


def of_meilisearch(index):
    """The same questions to the server itself: 20 hits with highlights, an exact total, two facets within the filter and
    that of the filter's own key without it, as the API answers them."""
    def one(words, specialty):
        main = {"indexUid": index, "q": words, "filter": f'specialties = "{specialty}"', "matchingStrategy": "all",
                "page": 1, "hitsPerPage": 20, "facets": ["contract_type", "city"], "attributesToHighlight": ["*"],
                "showRankingScore": True}
        own = {"indexUid": index, "q": words, "matchingStrategy": "all", "limit": 0, "facets": ["specialties"]}
        return {"queries": [main, own]}
    return [one(words, specialty) for words, specialty in MIX]


def lines(bodies):
    """Requests as the load generator takes them: no token, a body."""
    return [(None, json.dumps(body)) for body in bodies]
