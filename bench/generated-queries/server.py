"""The program, with demo data, and people who ask it."""

import json
import os
import re
import subprocess
import threading
import urllib.error
import urllib.request

from schema import INTROSPECTION

ROLES = ("STUDENT", "COMPANY_MEMBER", "CAREER_SERVICES", "DEPARTMENT_HEAD", "ADMIN")
# Thousands of questions from one address are not what limits are for.
ROOMY = {"TREMPLIN_AUTH__LOGIN_LIMIT_PER_ACCOUNT": "1000000", "TREMPLIN_AUTH__LOGIN_LIMIT_PER_ADDRESS": "1000000",
         "TREMPLIN_LIMITS__ALLOWANCE_SIGNED_IN": "0", "TREMPLIN_LIMITS__ALLOWANCE_ANONYMOUS": "0"}


class Server:
    """Runs the program in a folder that is thrown away."""

    def __init__(self, program, folder, database):
        self.program, self.folder, self.process, self.url = program, folder, None, None
        self.environment = {
            **os.environ,
            **ROOMY,
            "TREMPLIN_DATABASE__URL": database or f"sqlite://{folder}/tremplin.db",
            "TREMPLIN_SEARCH__PATH": f"{folder}/search",
            "TREMPLIN_SERVER__LISTEN": "127.0.0.1:0",
            "TREMPLIN_LOG__LEVEL": "error,api::cli=info",
        }

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process:
            self.process.terminate()
            self.process.wait(30)

    def demo(self, password):
        """Fills the database; answers an account of each role."""
        made = subprocess.run([self.program, "demo", "--password", password], cwd=self.folder, env=self.environment,
                              check=True, capture_output=True, text=True)
        accounts = {}
        for line in made.stdout.splitlines():
            email = re.search(r"\S+@\S+", line)
            role = next((role for role in ROLES if role in line), None)
            if email and role:
                accounts.setdefault(role, email.group(0))
        if not accounts:
            raise SystemExit(f"expected accounts in what `tremplin demo` prints, found:\n{made.stdout}")
        return accounts

    def start(self):
        self.process = subprocess.Popen([self.program, "serve"], cwd=self.folder, env=self.environment,
                                        stderr=subprocess.PIPE, text=True)
        for line in self.process.stderr:
            found = re.search(r"http://\S+/graphql", line)
            if found:
                self.url = found.group(0)
                threading.Thread(target=self.forward, daemon=True).start()
                return
        raise SystemExit("the server did not start")

    def forward(self):
        """Shows what it complains of: the causes of faults."""
        for line in self.process.stderr:
            print(line, end="")


class Client:
    """Somebody who asks."""

    def __init__(self, url):
        self.url, self.token, self.credentials = url, None, None

    def sign_in(self, email, password):
        self.credentials = (email, password)
        self.token = None
        document = "mutation SignIn($email: String!, $password: String!) { signIn(email: $email, password: $password) { token } }"
        _, answer = self.send(document, {"email": email, "password": password})
        self.token = answer["data"]["signIn"]["token"]

    def introspect(self):
        return self.send(INTROSPECTION, {})[1]

    def ask(self, document, variables):
        status, answer = self.send(document, variables)
        if status == 401 and self.credentials:
            # It signed itself out.
            self.sign_in(*self.credentials)
            status, answer = self.send(document, variables)
        return status, answer

    def send(self, document, variables):
        body = json.dumps({"query": document, "variables": variables}).encode()
        headers = {"content-type": "application/json", "accept": "application/graphql-response+json"}
        if self.token:
            headers["authorization"] = f"Bearer {self.token}"
        try:
            with urllib.request.urlopen(urllib.request.Request(self.url, body, headers), timeout=60) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)
