"""Values of arguments: of the right kind, of a wrong one, and of the right kind at its edges."""

import base64
import binascii
import json

TEXTS = [
    "", " ", "a", "Toulouse", "toulouse", "INSA-TOULOUSE", "AE", "IR", "GMM", "AIRBUS", "développeur embarqué", "develppeur",
    "%", "_", "'", "\"", "\\", "';--", "\u0000", "a\u0000b", "\u202e", "\U0001F600", "é" * 300, "x" * 5000, "=cmd()", "{}", "[]",
    "null", "-1", "31000", "someone@example.org", "99999999000016", "ligne\nligne", "\t", "\ufeff", "𝕊",
]
INTS = [0, 1, 2, 3, 10, 20, 50, 100, 101, -1, 2147483647, -2147483648]
FLOATS = [0.0, 1.5, -1.5, 1e308, -1e308, 1e-308, 43.6]
OF_SCALAR = {
    "AcademicYear": ["2015-2016", "2019-2020", "2026-2027", "0000-0001", "9999-10000", "2015-2017", "2015", ""],
    "Date": ["2026-09-01", "2027-08-31", "2026-02-29", "0000-01-01", "9999-12-31", "-0001-01-01", "10000-01-01", "today"],
    "DateTime": ["2026-09-01T00:00:00Z", "1970-01-01T00:00:00+02:00", "9999-12-31T23:59:59.999999Z", "-9999-01-01T00:00:00Z", "now"],
    "Euro": ["1200", "1200.50", "0", "-1", "0.001", "92233720368547758.07", "1e3", "NaN", 12, 12.5],
    "Percent": ["80", "29.5654", "0", "1000", "1000.0001", "-1", "80 %", "٨٠", "", 45, 45.5],
    "Siret": ["99999999000016", "00000000000000", "123", "", "9999999900001A", "٩٩٩٩٩٩٩٩٠٠٠٠١٦"],
}
# What is likely to exist, by the name of the argument or field.
LIKELY = {
    "school": ["INSA-TOULOUSE", "INSA-TOULOUSE", "IMT-ALBI"], "code": ["INSA-TOULOUSE"], "specialty": ["AE", "IR", "GMM"],
    "specialties": ["AE", "IR", "GMM"], "city": ["Toulouse", "Colomiers"], "group": ["AIRBUS", "CAPGEMINI"],
    "query": ["airbus", "développeur embarqué", "develppeur", "toulouse ae", ""], "postcode": ["31000", "31400"],
    "skills": ["C", "Python", "temps réel"],
}
# The kind that an id begins with, by a word in the name of its argument or field.
KINDS = {"specialt": 2, "compan": 3, "hire": 4, "student": 7, "offer": 8, "application": 9, "notification": 10, "member": 11}
ANY = [None, True, -3, 1.25, "text", [], {}, [None], [[1]], {"a": 1}]


class Values:
    """Draws values; ids and cursors are learnt from answers."""

    def __init__(self, schema, rng):
        self.schema, self.rng = schema, rng
        self.ids, self.cursors = ["", "AA", "bm90aGluZw"], ["", "AA", "bnVsbA"]
        self.wrong = False

    def learn(self, value, key=None):
        """Keeps the ids and cursors of an answer, a bounded number of each."""
        if isinstance(value, dict):
            for name, part in value.items():
                self.learn(part, name)
        elif isinstance(value, list):
            for part in value:
                self.learn(part, key)
        elif isinstance(value, str) and key is not None:
            kept = self.ids if key == "id" or key.endswith("Id") else self.cursors if key.lower().endswith("cursor") else None
            if kept is not None and len(kept) < 2000 and value not in kept:
                kept.append(value)

    def of(self, kind, name, owner, wrong=0.03):
        """A JSON value for an argument or field of this type and name; `wrong` is set where it is of another kind."""
        if kind["kind"] == "NON_NULL":
            if self.rng.random() > 0.01:
                return self.of(kind["ofType"], name, owner, wrong)
            self.wrong = True
            return None
        if self.rng.random() < wrong:
            self.wrong = True
            return self.rng.choice(ANY)
        if kind["kind"] == "LIST":
            length = self.rng.choice([0, 1, 1, 2, 3, 101 if self.rng.random() < 0.05 else 2])
            return [self.of(kind["ofType"], name, owner, wrong) for _ in range(length)]
        if kind["kind"] == "INPUT_OBJECT":
            return self.input(kind["name"], wrong)
        if kind["kind"] == "ENUM":
            return Word(self.rng.choice(self.schema.types[kind["name"]]["enumValues"])["name"])
        return self.scalar(kind["name"], name, owner)

    def scalar(self, kind, name, owner):
        if kind == "Boolean":
            return self.rng.random() < 0.5
        if kind == "Int":
            return self.rng.randint(1, 5) if name == "first" and self.rng.random() < 0.85 else self.rng.choice(INTS)
        if kind == "Float":
            return self.rng.choice(FLOATS)
        if kind == "ID":
            return self.id(name, owner) if self.rng.random() < 0.95 else self.rng.choice(TEXTS)
        if kind in OF_SCALAR:
            return self.rng.choice(OF_SCALAR[kind][:3] if self.rng.random() < 0.6 else OF_SCALAR[kind])
        if name == "after":
            return self.rng.choice(self.cursors)
        if name in LIKELY and self.rng.random() < 0.75:
            return self.rng.choice(LIKELY[name])
        return self.rng.choice(TEXTS)

    def id(self, name, owner):
        """An id learnt, mostly of the kind that is expected here."""
        wanted = next((KINDS[word] for word in KINDS if word in (name + owner).lower()), None)
        fitting = [one for one in self.ids if kind_of(one) == wanted]
        return self.rng.choice(fitting if fitting and self.rng.random() < 0.8 else self.ids)

    def input(self, name, wrong):
        fields = {}
        for field in self.schema.types[name]["inputFields"]:
            required = field["type"]["kind"] == "NON_NULL" and field["defaultValue"] is None
            if required or self.rng.random() < 0.35:
                fields[field["name"]] = self.of(field["type"], field["name"], name, wrong)
        return fields


def kind_of(opaque):
    """The kind of an id; None where it is none."""
    try:
        return base64.urlsafe_b64decode(opaque + "=" * (-len(opaque) % 4))[0]
    except (binascii.Error, ValueError, IndexError):
        return None


class Word(str):
    """The value of an enum: a word in a document, a text among variables."""


def literal(value):
    """A value as it is written in a document."""
    if isinstance(value, Word):
        return str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {literal(part)}" for name, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
