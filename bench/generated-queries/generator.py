"""Documents: random selections, with aliases, fragments, directives and variables."""

from schema import named, written
from values import Values, literal

DEEPEST = 6


class Generator:
    """Draws documents from a schema. The same seed and answers give the same documents."""

    def __init__(self, schema, rng):
        self.schema, self.rng = schema, rng
        self.values = Values(schema, rng)

    def learn(self, answer):
        self.values.learn(answer.get("data"))

    def document(self):
        """A document and its variables."""
        self.variables, self.fragments, self.left = {}, [], 60
        mutation = self.rng.random() < 0.3
        root = self.schema.mutation if mutation else self.schema.query
        selection = self.selection(root, 0, 1 if mutation else self.rng.randint(1, 3))
        head = "mutation" if mutation else "query"
        given = ""
        if self.variables:
            parts = [f"${name}: {kind}" for name, (kind, _) in self.variables.items()]
            given = "(" + ", ".join(parts) + ")"
        text = "\n".join([f"{head} Generated{given} {selection}", *self.fragments])
        return text, {name: value for name, (_, value) in self.variables.items()}

    def selection(self, type_name, depth, most=None):
        """A selection set of a type, never empty and without two fields of one name in the answer."""
        kind, keys, parts = self.schema.types[type_name], set(), []
        fields = [field for field in kind["fields"] if depth < DEEPEST or not self.schema.is_composite(field["type"])]
        for _ in range(most or self.rng.randint(1, 4)):
            field = self.rng.choice(fields) if fields else None
            if field is None or self.left <= 0:
                break
            parts.append(self.field(field, depth, keys))
        if not parts or self.rng.random() < 0.1:
            parts.append(self.keyed("__typename", keys))
        if kind["kind"] == "INTERFACE":
            some = self.rng.choice(kind["possibleTypes"])["name"]
            parts.append(f"... on {some} {self.inner(some, depth, keys)}")
        return self.wrapped("{ " + " ".join(parts) + " }", type_name)

    def inner(self, type_name, depth, keys):
        """A selection inside a fragment: its names must not meet those around it."""
        fields = [field for field in self.schema.types[type_name]["fields"] if not self.schema.is_composite(field["type"])]
        return "{ " + self.field(self.rng.choice(fields), depth, keys) + " }"

    def wrapped(self, selection, type_name):
        """The selection itself, or the same inside a fragment."""
        chance = self.rng.random()
        if chance < 0.06:
            name = f"F{len(self.fragments)}"
            self.fragments.append(f"fragment {name} on {type_name} {selection}")
            return "{ ..." + name + " }"
        if chance < 0.12:
            return "{ ... on " + type_name + " " + selection + " }"
        return selection

    def keyed(self, name, keys):
        """A field's name, with an alias where its own is taken or by chance."""
        if name not in keys and self.rng.random() > 0.1:
            keys.add(name)
            return name
        alias = f"a{self.rng.randint(0, 9)}_{len(keys)}"
        keys.add(alias)
        return f"{alias}: {name}"

    def field(self, field, depth, keys):
        self.left -= 1
        text = self.keyed(field["name"], keys) + self.arguments(field)
        if self.rng.random() < 0.04:
            text += self.rng.choice([" @include(if: true)", " @skip(if: false)", " @include(if: false)"])
        if self.schema.is_composite(field["type"]):
            text += " " + self.selection(named(field["type"])["name"], depth + 1)
        return text

    def arguments(self, field):
        parts = []
        for argument in field["args"]:
            required = argument["type"]["kind"] == "NON_NULL" and argument["defaultValue"] is None
            if not required and self.rng.random() > (0.8 if argument["name"] == "first" else 0.4):
                continue
            self.values.wrong = False
            value = self.values.of(argument["type"], argument["name"], field["name"])
            # A literal of the wrong kind would make the whole document invalid: most go by variables.
            if self.rng.random() < (0.95 if self.values.wrong else 0.4):
                name = f"v{len(self.variables)}"
                self.variables[name] = (written(argument["type"]), value)
                parts.append(f"{argument['name']}: ${name}")
            else:
                parts.append(f"{argument['name']}: {literal(value)}")
        return "(" + ", ".join(parts) + ")" if parts else ""
