"""The program under test, and requests to it."""

import base64
import json
import os
import pathlib
import re
import subprocess
import tempfile
import threading
import time
import urllib.request
import uuid

from cluster import cpu_of

KINDS = {"company": 3, "student": 7, "offer": 8}


def opaque(kind, row):
    """An id as the API writes it."""
    return base64.urlsafe_b64encode(bytes([KINDS[kind]]) + uuid.UUID(row).bytes).decode().rstrip("=")


def free_port():
    """A port that nobody listens on."""
    import socket
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """`tremplin serve` while the `with` block runs; its anonymous memory is sampled all along."""

    def __init__(self, binary, environment):
        self.binary, self.environment = str(binary), {**os.environ, **environment}
        self.folder = tempfile.mkdtemp(prefix="tremplin-bench-")
        self.peak_kib = 0

    def run(self, *arguments):
        """Runs another command of the program, on the same configuration."""
        command = [self.binary, *arguments]
        return subprocess.run(command, check=True, env=self.environment, cwd=self.folder, capture_output=True, text=True)

    def __enter__(self):
        port = free_port()
        self.url = f"http://127.0.0.1:{port}/graphql"
        self.log = open(pathlib.Path(self.folder) / "log", "wb")
        environment = {**self.environment, "TREMPLIN_SERVER__LISTEN": f"127.0.0.1:{port}"}
        self.process = subprocess.Popen([self.binary, "serve"], env=environment, cwd=self.folder, stderr=self.log)
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=1)
                break
            except OSError:
                time.sleep(0.1)
        else:
            raise SystemExit("the server did not start:\n" + (pathlib.Path(self.folder) / "log").read_text())
        threading.Thread(target=self._sample, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def _sample(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status")
        while self.process.poll() is None:
            try:
                anonymous = int(re.search(r"RssAnon:\s+(\d+)", status.read_text()).group(1))
            except (OSError, AttributeError):
                return
            self.peak_kib = max(self.peak_kib, anonymous)
            time.sleep(0.02)

    def cpu(self):
        """CPU seconds used so far."""
        return cpu_of(self.process.pid)

    def ask(self, query, variables=None, token=None):
        """The data of an answer without errors."""
        body = json.dumps({"query": query, "variables": variables or {}}).encode()
        headers = {"content-type": "application/json"}
        if token:
            headers["authorization"] = f"Bearer {token}"
        request = urllib.request.Request(self.url, body, headers)
        answer = json.load(urllib.request.urlopen(request, timeout=30))
        if answer.get("errors"):
            raise SystemExit(f"the API refused a query of the benchmark: {answer['errors']}")
        return answer["data"]


def wrk(url, requests, seconds, connections):
    """Sends requests, `(token, body)` in turn; answers the rate, p50 and p99 in milliseconds, and what was not 200."""
    with tempfile.NamedTemporaryFile("w", suffix=".tsv", delete=False) as file:
        file.writelines(f"{token or ''}\t{body}\n" for token, body in requests)
    script = pathlib.Path(__file__).with_name("post.lua")
    command = ["wrk", "-c", str(connections), "-t", str(min(2, connections)), "-d", f"{seconds}s",
               "-s", str(script), url, "--", file.name]
    ran = subprocess.run(command, capture_output=True, text=True)
    os.unlink(file.name)
    if ran.returncode != 0:
        raise SystemExit(f"wrk failed:\n{ran.stdout}{ran.stderr}")
    return json.loads(ran.stdout.splitlines()[-1])
