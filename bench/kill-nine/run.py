#!/usr/bin/env python3
"""Kills the server again and again while clients write, then counts what was lost, doubled or half done."""

import argparse
import collections
import contextlib
import glob
import http.client
import json
import os
import pwd
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import uuid

PASSWORD = "correct horse battery staple"
CREATE = """mutation($input: OfferCreateInput!, $key: String) {
  offerCreate(input: $input, idempotencyKey: $key) { offer { id } userErrors { code message } } }"""
DUPLICATE = """mutation($id: ID!, $key: String) {
  offerDuplicate(id: $id, school: "INSA-TOULOUSE", specialties: ["AE"], idempotencyKey: $key) { offer { id } userErrors { code message } } }"""
# What one written offer comes to, each counted by offer.
CHECKS = {
    "offers without their specialty": "SELECT count(*) FROM offer o WHERE NOT EXISTS (SELECT 1 FROM offer_specialty s WHERE s.offer_id = o.id)",
    "offers without their skills": "SELECT count(*) FROM offer o WHERE (SELECT count(*) FROM offer_skill s WHERE s.offer_id = o.id) <> 2",
    "keys without what was made": "SELECT count(*) FROM idempotency_key k WHERE k.operation LIKE 'offer%' AND NOT EXISTS (SELECT 1 FROM offer o WHERE o.id = k.result_id)",
    "offers of no key": "SELECT count(*) FROM offer o WHERE NOT EXISTS (SELECT 1 FROM idempotency_key k WHERE k.result_id = o.id)",
    "offers of two keys": "SELECT count(*) FROM (SELECT result_id FROM idempotency_key GROUP BY result_id HAVING count(*) > 1) twice",
}


class Server:
    """The program, started and killed."""

    def __init__(self, binary, url, folder):
        self.folder = folder
        self.binary = binary
        self.port = free_port()
        self.process = None
        self.environment = dict(
            os.environ,
            TREMPLIN_DATABASE__URL=url,
            TREMPLIN_SEARCH__PATH=os.path.join(folder, "search"),
            TREMPLIN_SERVER__LISTEN=f"127.0.0.1:{self.port}",
            TREMPLIN_LOG__LEVEL="warn",
            TREMPLIN_LIMITS__ALLOWANCE_SIGNED_IN="0",  # Few people write a lot: that is not what is tried.
        )

    def start(self):
        with open(os.path.join(self.folder, "log"), "a", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [self.binary, "serve"], env=self.environment, stderr=log, stdout=log, cwd=self.folder
            )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise SystemExit(f"the server ended by itself with {self.process.returncode}; see {self.folder}/log")
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            time.sleep(0.005)
        raise SystemExit("the server did not listen within 60 s")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Connection:
    """One client's connection; an answer is whole or an exception."""

    def __init__(self, port, token=None):
        self.port, self.token, self.http = port, token, None

    def ask(self, document, **variables):
        headers = {"content-type": "application/json", "accept": "application/graphql-response+json"}
        if self.token:
            headers["authorization"] = f"Bearer {self.token}"
        try:
            self.http = self.http or http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            self.http.request("POST", "/graphql", json.dumps({"query": document, "variables": variables}), headers)
            response = self.http.getresponse()
            return response.status, json.loads(response.read())
        except Exception:
            self.http = None
            raise


class Writer(threading.Thread):
    """Writes offers one after the other, each under a key, until it is told to stop and its last one is answered."""

    def __init__(self, number, port, token, stop):
        super().__init__(daemon=True)
        self.number, self.stop = number, stop
        self.connection = Connection(port, token)
        self.acknowledged, self.inputs, self.titles = {}, {}, {}
        self.retries, self.answers = 0, collections.Counter()
        self.fault = None

    def run(self):
        try:
            last = None
            while not self.stop.is_set():
                key = str(uuid.uuid4())
                if last is None or random.random() < 0.7:
                    title = f"Writer {self.number} offer {len(self.acknowledged)} {key[:8]}"
                    self.inputs[key] = (CREATE, {"input": offer(title)})
                    self.titles[key] = title
                else:
                    self.inputs[key] = (DUPLICATE, {"id": last})
                last = self.acknowledged[key] = self.until_answered(key)
        except Exception as fault:  # reported by the main thread
            self.fault = fault

    def until_answered(self, key):
        document, variables = self.inputs[key]
        while True:
            try:
                status, body = self.connection.ask(document, key=key, **variables)
            except (OSError, http.client.HTTPException, ValueError):
                self.retries += 1
                time.sleep(0.01)
                continue
            self.answers[status] += 1
            payload = next(iter((body.get("data") or {}).values()), None)
            if payload and payload["offer"]:
                return payload["offer"]["id"]
            codes = [error["extensions"].get("code") for error in body.get("errors", [])]
            if not codes or any(not code.startswith("DATABASE_") and code != "TIMEOUT" for code in codes):
                raise RuntimeError(f"unexpected answer: {status} {body}")
            self.retries += 1
            time.sleep(0.05)


def offer(title):
    return {
        "school": "INSA-TOULOUSE", "specialties": ["AE"], "title": title, "skills": ["Rust", "C"], "start": "2027-09-01",
        "description": "An offer that was written while the server was killed.", "contractType": "PROFESSIONALISATION",
    }


def signed_in(port):
    connection = Connection(port)
    email = "writer@example.org"
    sign_up = "mutation($input: SignUpCompanyInput!) { signUpCompany(input: $input) { userErrors { message } } }"
    company = {"email": email, "password": PASSWORD, "name": "A Writer", "siret": "99999999000016",
               "companyName": "Kill Nine", "city": "Toulouse", "postcode": "31000"}
    connection.ask(sign_up, input=company)
    sign_in = "mutation($e: String!, $p: String!) { signIn(email: $e, password: $p) { token } }"
    return connection.ask(sign_in, e=email, p=PASSWORD)[1]["data"]["signIn"]["token"]


def rounds(server, options):
    """Kills and starts; answers the writers, all of them answered."""
    server.start()
    token, stop = signed_in(server.port), threading.Event()
    writers = [Writer(number, server.port, token, stop) for number in range(options.clients)]
    for writer in writers:
        writer.start()
    starts = []
    for done in range(1, options.rounds + 1):
        time.sleep(random.uniform(options.shortest, options.longest))
        server.kill()
        begun = time.monotonic()
        server.start()
        starts.append(time.monotonic() - begun)
        fault = next((writer.fault for writer in writers if writer.fault), None)
        if fault:
            raise SystemExit(f"round {done}: {fault}")
        if done % 50 == 0:
            print(f"  {done} rounds, {sum(len(w.acknowledged) for w in writers)} acknowledged", flush=True)
    stop.set()
    for writer in writers:
        writer.join(60)
        if writer.is_alive() or writer.fault:
            raise SystemExit(f"a writer did not end: {writer.fault}")
    print(f"  start after a kill: {sorted(starts)[len(starts) // 2] * 1000:.0f} ms in the median, {max(starts) * 1000:.0f} at most")
    return writers


def verify(server, writers, query):
    """What was lost, doubled or half done, by name."""
    acknowledged = {key: found for writer in writers for key, found in writer.acknowledged.items()}
    keys = {row[0] for row in query("SELECT key FROM idempotency_key WHERE operation LIKE 'offer%'")}
    titles = collections.Counter(row[0] for row in query("SELECT title FROM offer"))
    written = [title for writer in writers for title in writer.titles.values()]
    # A copy bears the title of what was copied: what is told apart by titles is counted against the keys.
    faults = {
        "acknowledged and lost": len(set(acknowledged) - keys),
        "written offers that are lost": sum(1 for title in written if title not in titles),
        "offers more than keys": sum(titles.values()) - len(keys),
        "keys that nobody sent": len(keys - set(acknowledged)),
    }
    for name, statement in CHECKS.items():
        faults[name] = int(query(statement)[0][0])
    changed = 0
    for writer in writers:
        for key, first in writer.acknowledged.items():
            changed += writer.until_answered(key) != first
    faults["keys that answer another offer when asked again"] = changed
    faults["offers made by asking again"] = int(query("SELECT count(*) FROM offer")[0][0]) - sum(titles.values())
    print(f"  acknowledged {len(acknowledged)} writes under {len(acknowledged)} keys, "
          f"{sum(w.retries for w in writers)} retries; {sum(titles.values())} offers in the database")
    for name, count in faults.items():
        print(f"  {count:6} {name}")
    return sum(faults.values())


@contextlib.contextmanager
def sqlite(folder, _options):
    path = os.path.join(folder, "tremplin.db")

    def query(statement):
        with contextlib.closing(sqlite3.connect(path)) as connection:
            return connection.execute(statement).fetchall()

    yield f"sqlite://{path}", query
    state = query("PRAGMA integrity_check")[0][0]
    print(f"  integrity_check: {state}")
    if state != "ok":
        raise SystemExit("the file is damaged")


@contextlib.contextmanager
def postgres(folder, options):
    programs = options.postgres_programs or max(glob.glob("/usr/lib/postgresql/*/bin"), default="")
    tool = lambda name: os.path.join(programs, name) if programs else name
    if options.database_url:
        yield options.database_url, psql(tool("psql"), options.database_url)
        return
    user = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
    drop = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    home = tempfile.mkdtemp(prefix="kill-nine-pg-")
    if user:
        os.chown(home, user.pw_uid, user.pw_gid)
    data = os.path.join(home, "data")
    subprocess.run([tool("initdb"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", "-D", data],
                   check=True, stdout=subprocess.DEVNULL, cwd="/", **drop)
    # It is not the one that is killed: what it has been told need not reach the disk.
    process = subprocess.Popen([tool("postgres"), "-D", data, "-k", home, "-c", "listen_addresses=", "-c", "fsync=off"],
                               cwd="/", stderr=subprocess.DEVNULL, **drop)
    try:
        url = f"postgres://postgres@localhost/postgres?host={home}"
        deadline = time.monotonic() + 30
        while not os.path.exists(os.path.join(home, ".s.PGSQL.5432")) and time.monotonic() < deadline:
            time.sleep(0.05)
        yield url, psql(tool("psql"), f"postgresql:///postgres?host={home}&user=postgres")
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
        shutil.rmtree(home, ignore_errors=True)


def psql(program, url):
    def query(statement):
        done = subprocess.run([program, url, "-XAtF", "\x1f", "-c", statement], check=True, capture_output=True, text=True)
        return [line.split("\x1f") for line in done.stdout.splitlines()]

    return query


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    parser.add_argument("--binary", default="target/release/tremplin", help="the program to kill")
    parser.add_argument("--database-url", help="an empty PostgreSQL database, instead of a private cluster")
    parser.add_argument("--postgres-programs", help="the folder of initdb, postgres and psql")
    parser.add_argument("--shortest", type=float, default=0.05, help="seconds of writing a round, at least")
    parser.add_argument("--longest", type=float, default=0.4, help="and at most")
    parser.add_argument("--seed", type=int, help="of the moments of the kills")
    options = parser.parse_args()
    options.binary = os.path.abspath(options.binary)
    random.seed(options.seed)
    kinds = [sqlite, postgres] if options.database == "both" else [globals()[options.database]]
    faults = 0
    for kind in kinds:
        print(f"{kind.__name__}: {options.rounds} rounds, {options.clients} clients", flush=True)
        folder = tempfile.mkdtemp(prefix="kill-nine-")
        with kind(folder, options) as (url, query):
            server = Server(options.binary, url, folder)
            try:
                faults += verify(server, rounds(server, options), query)
            finally:
                if server.process and server.process.poll() is None:
                    server.kill()
        if not faults:
            shutil.rmtree(folder)
    print("nothing lost, nothing doubled" if not faults else f"{faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
