"""The schema as the server tells it."""

INTROSPECTION = """query Introspection { __schema {
  queryType { name } mutationType { name }
  types { kind name possibleTypes { name } enumValues { name }
    fields { name args { name defaultValue type { ...T } } type { ...T } }
    inputFields { name defaultValue type { ...T } } } } }
fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } }"""


def named(kind):
    """The type inside lists and non-nulls."""
    while kind.get("ofType"):
        kind = kind["ofType"]
    return kind


def written(kind):
    """A type as it is written: [String!]!"""
    if kind["kind"] == "NON_NULL":
        return written(kind["ofType"]) + "!"
    if kind["kind"] == "LIST":
        return "[" + written(kind["ofType"]) + "]"
    return kind["name"]


class Schema:
    """Types by name, and the two roots."""

    def __init__(self, answer):
        told = answer["data"]["__schema"]
        self.types = {one["name"]: one for one in told["types"]}
        self.query = told["queryType"]["name"]
        self.mutation = told["mutationType"]["name"]

    def is_composite(self, kind):
        return named(kind)["kind"] in ("OBJECT", "INTERFACE", "UNION")
