#!/usr/bin/env python3
"""Asks a running Tremplin thousands of generated questions, and demands that none is answered by a fault of the server.

The documents are valid for the schema, which the server tells by introspection; their arguments are of right and of
wrong kinds. Everything is drawn from one seed. See README.md beside this file. Python 3.9, standard library alone.
"""

import argparse
import collections
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

from generator import Generator
from schema import Schema
from server import Client, Server

PASSWORD = "correct horse battery"
# Ids and cursors of each kind, so that most questions are about what exists.
HARVEST = """{
  schools { id specialties { id }
    offers(first: 50) { edges { cursor node { id company { id } } } }
    students(first: 50) { edges { cursor node { id } } }
    applications(first: 50) { edges { cursor node { id } } } }
  hires(first: 50) { edges { cursor node { id } } }
  viewer { id notifications(first: 20) { edges { node { id } } }
    student { id applications(first: 20) { edges { node { id } } } }
    membership { id company { id members { id } offers(first: 20) { edges { node { id } } } } } }
}"""
HERE = pathlib.Path(__file__).resolve().parent


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=str(HERE.parents[1] / "target/release/tremplin"), help="the program")
    parser.add_argument("--database", help="postgres://… of an empty database; by default a SQLite file, thrown away")
    parser.add_argument("--count", type=int, default=10_000, help="how many documents")
    parser.add_argument("--seed", type=int, default=2015, help="what they are drawn from")
    parser.add_argument("--only", type=int, help="send and print the document of this number alone")
    return parser.parse_args()


def people(server, accounts):
    """Whoever asks: nobody, and one demo account of each role."""
    clients = {"anonymous": Client(server.url)}
    for role, email in accounts.items():
        clients[role] = Client(server.url)
        clients[role].sign_in(email, PASSWORD)
    return clients


def outcome(status, answer):
    """A word for how it went, and whether that is a fault of the server."""
    codes = [error.get("extensions", {}).get("code", "?") for error in answer.get("errors", [])]
    fault = status >= 500 or any(code in ("INTERNAL", "TIMEOUT", "?") for code in codes)
    if codes:
        return codes[0], fault
    data = answer.get("data")
    if isinstance(data, dict) and any(isinstance(part, dict) and part.get("userErrors") for part in data.values()):
        return "user errors", fault
    return ("data" if status == 200 and isinstance(data, dict) else f"status {status}"), fault or not isinstance(data, dict)


def run(options, folder):
    counts, faults = collections.Counter(), []
    with Server(options.program, folder, options.database) as server:
        accounts = server.demo(PASSWORD)
        server.start()
        clients = people(server, accounts)
        generator = Generator(Schema(clients["anonymous"].introspect()), random.Random(options.seed))
        names = sorted(clients)
        for name in names:
            generator.learn(clients[name].ask(HARVEST, {})[1])
        for number in range(options.count):
            who = clients[names[number % len(names)]]
            document, variables = generator.document()
            if options.only not in (None, number):
                continue
            status, answer = who.ask(document, variables)
            generator.learn(answer)
            word, fault = outcome(status, answer)
            counts[word] += 1
            if fault or options.only == number:
                faults += [(number, names[number % len(names)], document, variables, status, answer)] if fault else []
                print(f"-- {number} as {names[number % len(names)]}: {word}\n{document}\n{variables}\n{status} {answer}")
    return counts, faults


def main():
    options = arguments()
    if not os.access(options.program, os.X_OK):
        sys.exit(f"expected the program at {options.program}: build it, or name it with --program")
    folder = tempfile.mkdtemp(prefix="tremplin-generated-")
    try:
        counts, faults = run(options, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    total = sum(counts.values())
    print(f"seed {options.seed}: {total} documents")
    for word, count in counts.most_common():
        print(f"{count:7}  {word}")
    print(f"{len(faults)} faults of the server")
    return 1 if faults else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except subprocess.CalledProcessError as error:
        sys.exit(f"{error}: {error.stderr}")
