#!/usr/bin/env python3
"""Kills server and worker between commit and index, again and again, then compares index and database."""

import argparse
import contextlib
import http.client
import importlib.util
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path


def helpers():
    """What `bench/kill-nine` has already: the server to kill, a connection, private databases."""
    path = Path(__file__).resolve().parent.parent / "kill-nine" / "run.py"
    spec = importlib.util.spec_from_file_location("kill_nine", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


nine = helpers()

CREATE = """mutation($input: OfferCreateInput!) { offerCreate(input: $input) { offer { id } userErrors { message } } }"""
STEP = """mutation($id: ID!) { %s(id: $id%s) { offer { status } userErrors { message } } }"""
DESCRIBE = """mutation($id: ID!, $input: CompanyUpdateInput!) { companyUpdate(id: $id, input: $input) { company { id } userErrors { message } } }"""
SHOW = """mutation($id: ID!, $to: StudentVisibility!) { studentVisibilitySet(id: $id, visibility: $to) { userErrors { message } } }"""
HIRE = """mutation($input: HireRecordInput!) { hireRecord(input: $input) { hire { id } userErrors { message } } }"""
# What a row that was set aside is due: see api/src/worker/aside.rs.
NEVER = "9999-01-01"


class Worker(nine.Server):
    """`tremplin worker`, started and killed."""

    def start(self):
        with open(os.path.join(self.folder, "log"), "a", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [self.binary, "worker"], env=self.environment, stderr=log, stdout=log, cwd=self.folder
            )


class Changer(threading.Thread):
    """Publishes offers and takes them back, changes its company, renames one that hired before (and so its hires), records
    hires, hides its students and shows them. What fails is not tried again: whatever the database holds in the end, the
    index must hold."""

    def __init__(self, number, port, people, stop):
        super().__init__(daemon=True)
        self.number, self.company, self.hirer, self.stop = number, people.company, people.hirer, stop
        self.member, self.desk = nine.Connection(port, people.member), nine.Connection(port, people.admin)
        self.students = [(nine.Connection(port, token), id) for token, id in people.students]
        self.changed, self.acknowledged, self.cut, self.open = threading.Event(), 0, 0, []

    def run(self):
        while not self.stop.is_set():
            try:
                random.choice([self.publish, self.publish, self.describe, self.cancel, self.show, self.show, self.hire, self.rename])()
            except (OSError, http.client.HTTPException, ValueError, TypeError, KeyError):
                self.cut += 1
                time.sleep(0.01)

    def done(self, connection, document, **variables):
        status, body = connection.ask(document, **variables)
        payload = next(iter((body.get("data") or {}).values()), None)
        if status != 200 or not payload or payload["userErrors"]:
            raise ValueError(f"{status} {body}")
        self.acknowledged += 1
        self.changed.set()
        return payload

    def publish(self):
        made = self.done(self.member, CREATE, input=nine.offer(f"Offer {self.number} {self.acknowledged}"))
        offer = made["offer"]["id"]
        self.done(self.member, STEP % ("offerSubmit", ""), id=offer)
        self.done(self.desk, STEP % ("offerApprove", ""), id=offer)
        self.open.append(offer)

    def describe(self):
        self.done(self.member, DESCRIBE, id=self.company, input={"description": f"As of {self.acknowledged}."})

    def cancel(self):
        if self.open:
            offer = self.open.pop(random.randrange(len(self.open)))
            self.done(self.member, STEP % ("offerCancel", ', reason: "Killed."'), id=offer)


    def show(self):
        connection, student = random.choice(self.students)
        self.done(connection, SHOW, id=student, to=random.choice(["HIDDEN", "STAFF", "COMPANIES"]))

    def hire(self):
        hire = {"school": "INSA-TOULOUSE", "specialty": "AE", "academicYear": "2026-27", "company": self.company}
        self.done(self.desk, HIRE, input=hire)

    def rename(self):
        name = f"Renamed {self.number} {self.acknowledged}"
        self.done(self.desk, DESCRIBE, id=self.hirer, input={"name": name})


@contextlib.contextmanager
def meilisearch(program):
    """A private server, which is not the one that is killed."""
    home, port = tempfile.mkdtemp(prefix="kill-indexing-"), nine.free_port()
    url = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [program, "--http-addr", f"127.0.0.1:{port}", "--db-path", os.path.join(home, "data"), "--no-analytics"],
        cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{url}/health", timeout=1).close()
                break
            time.sleep(0.05)
        yield url
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
        shutil.rmtree(home, ignore_errors=True)


def command(server, *arguments, given=""):
    done = subprocess.run([server.binary, *arguments], env=server.environment, cwd=server.folder, input=given,
                          capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)}: {done.stderr}")
    return done.stdout


class People:
    """Tokens of a company's person and of an administrator, the company, verified, one that hired before, and students
    with their tokens, confirmed."""

    def __init__(self, member, admin, company, hirer, students):
        self.member, self.admin, self.company, self.hirer, self.students = member, admin, company, hirer, students


def student(server, desk, number):
    """A student's token and id."""
    email = f"student{number}@example.org"
    sign_up = "mutation($input: SignUpStudentInput!) { signUpStudent(input: $input) { userErrors { message } } }"
    who = {"email": email, "password": nine.PASSWORD, "name": f"A Student {number}", "school": "INSA-TOULOUSE", "specialty": "AE"}
    sign_in = "mutation($e: String!, $p: String!) { signIn(email: $e, password: $p) { token } }"
    anonymous = nine.Connection(server.port)
    anonymous.ask(sign_up, input=who)
    token = anonymous.ask(sign_in, e=email, p=nine.PASSWORD)[1]["data"]["signIn"]["token"]
    own = nine.Connection(server.port, token).ask("{ viewer { student { id } } }")[1]["data"]["viewer"]["student"]["id"]
    desk.ask("mutation($id: ID!) { studentConfirm(id: $id) { userErrors { message } } }", id=own)
    return token, own


def people(server):
    command(server, "user", "create", "--email", "admin@example.org", "--name", "An Admin", "--role", "admin",
            given=nine.PASSWORD + "\n")
    member = nine.signed_in(server.port)
    sign_in = "mutation($e: String!, $p: String!) { signIn(email: $e, password: $p) { token } }"
    answer = nine.Connection(server.port).ask(sign_in, e="admin@example.org", p=nine.PASSWORD)
    admin = answer[1]["data"]["signIn"]["token"]
    own = "{ viewer { membership { company { id } } } }"
    company = nine.Connection(server.port, member).ask(own)[1]["data"]["viewer"]["membership"]["company"]["id"]
    verify = "mutation($id: ID!) { companyVerify(id: $id) { userErrors { message } } }"
    desk = nine.Connection(server.port, admin)
    desk.ask(verify, id=company)
    hirer = desk.ask("{ hires(first: 1) { edges { node { company { id } } } } }")[1]["data"]["hires"]["edges"][0]["node"]["company"]["id"]
    return People(member, admin, company, hirer, [student(server, desk, number) for number in range(4)])


class Rebuild:
    """`tremplin reindex`, which on Meilisearch builds the indexes itself, and elsewhere asks the server to."""

    def __init__(self, server):
        with open(os.path.join(server.folder, "log"), "a", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [server.binary, "reindex"], env=server.environment, stderr=log, stdout=log, cwd=server.folder
            )

    def kill(self):
        """Answers whether it was still at it."""
        cut = self.process.poll() is None
        self.process.kill()
        self.process.wait()
        return cut


def waiting(query):
    return int(query(f"SELECT count(*) FROM search_outbox WHERE due_at < '{NEVER}'")[0][0])


def rounds(processes, query, options):
    """Kills one or all of the processes shortly after a commit, and starts them again."""
    server = processes[0]
    for process in processes:
        process.start()
    everybody = people(server)
    stop = threading.Event()
    changers = [Changer(number, server.port, everybody, stop) for number in range(options.clients)]
    for changer in changers:
        changer.start()
    caught = rows = broken = 0
    rebuilds = []
    for done in range(1, options.rounds + 1):
        changer = random.choice(changers)
        changer.changed.clear()
        if not changer.changed.wait(60):
            raise SystemExit(f"round {done}: nothing is acknowledged any more; see {server.folder}/log")
        if done % options.rebuild_each == 0:
            rebuilds.append(Rebuild(server))
            time.sleep(random.uniform(0, 10 * options.longest))
        time.sleep(random.uniform(0, options.longest))
        killed = processes if len(processes) == 1 else random.choice([processes, *[[one] for one in processes]])
        for process in killed:
            process.kill()
        if rebuilds and random.random() < 0.5:
            broken += rebuilds.pop().kill()
        if len(killed) == len(processes):
            left = waiting(query)
            caught, rows = caught + (left > 0), rows + left
        for process in killed:
            process.start()
        if done % 25 == 0:
            print(f"  {done} rounds, {sum(one.acknowledged for one in changers)} changes acknowledged", flush=True)
    stop.set()
    for changer in changers:
        changer.join(60)
    for left in rebuilds:
        left.process.wait(300)
    print(f"  {sum(one.acknowledged for one in changers)} changes acknowledged, {sum(one.cut for one in changers)} cut off; "
          f"{caught} kills of everything left changes that were not indexed, {rows} in all; "
          f"{broken} rebuilds were killed")


def verify(processes, query):
    """Waits until nothing waits, stops the processes, and answers how many documents differ."""
    deadline = time.monotonic() + 300
    begun = time.monotonic()
    while waiting(query) and time.monotonic() < deadline:
        time.sleep(0.2)
    print(f"  drained in {time.monotonic() - begun:.1f} s")
    for process in processes:
        process.process.send_signal(signal.SIGTERM)
        process.process.wait(60)
    told = command(processes[0], "search", "status")
    print("".join(f"  {line}\n" for line in told.splitlines()), end="")
    numbers = [int(number) for number in re.findall(r"(?:waiting:|tried in vain:|missing|stale|surplus) (\d+)", told)]
    if len(numbers) != 2 + 3 * 4:
        raise SystemExit("cannot read what `tremplin search status` says")
    return sum(numbers)


def one(database, engine, options):
    """One pair of database and engine."""
    folder = tempfile.mkdtemp(prefix="kill-indexing-")
    with database(folder, options) as (url, query), engine as search:
        processes = [nine.Server(options.binary, url, folder)]
        if search:
            processes.append(Worker(options.binary, url, folder))
        for process in processes:
            process.environment.update(TREMPLIN_LIMITS__ALLOWANCE_SIGNED_IN="0", TREMPLIN_LIMITS__ALLOWANCE_ANONYMOUS="0")
            if search:
                process.environment["TREMPLIN_SEARCH__URL"] = search
        try:
            rounds(processes, query, options)
            faults = verify(processes, query)
        finally:
            for process in processes:
                if process.process and process.process.poll() is None:
                    process.kill()
    if not faults:
        shutil.rmtree(folder)
    return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--binary", default="target/release/tremplin", help="the program to kill")
    parser.add_argument("--meilisearch", help="a Meilisearch binary: then PostgreSQL and Meilisearch, too")
    parser.add_argument("--only", choices=["embedded", "meilisearch"], help="one of the two")
    parser.add_argument("--database-url", help="an empty PostgreSQL database, instead of a private cluster")
    parser.add_argument("--postgres-programs", help="the folder of initdb, postgres and psql")
    parser.add_argument("--longest", type=float, default=0.1, help="seconds from a commit to the kill, at most")
    parser.add_argument("--rebuild-each", type=int, default=10, help="rounds from one rebuild of the indexes to the next")
    parser.add_argument("--seed", type=int, help="of the moments of the kills")
    options = parser.parse_args()
    options.binary = os.path.abspath(options.binary)
    random.seed(options.seed)
    faults = 0
    if options.only != "meilisearch":
        print(f"sqlite and the embedded engine: {options.rounds} rounds, {options.clients} clients", flush=True)
        faults += one(nine.sqlite, contextlib.nullcontext(), options)
    if options.meilisearch and options.only != "embedded":
        print(f"postgres and meilisearch: {options.rounds} rounds, {options.clients} clients", flush=True)
        faults += one(nine.postgres, meilisearch(options.meilisearch), options)
    print("index and database are equal" if not faults else f"{faults} differences")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
