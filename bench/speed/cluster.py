"""A private PostgreSQL cluster with the settings that Debian ships, on a socket in a temporary folder."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import time


def programs():
    """The folder of PostgreSQL's programs: in the PATH, else where Debian puts them, the newest."""
    found = shutil.which("initdb")
    if found:
        return pathlib.Path(found).parent
    installed = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if not installed:
        raise SystemExit("expected PostgreSQL's programs (initdb) in the PATH or under /usr/lib/postgresql")
    return installed[-1].parent


class Cluster:
    """Runs while the `with` block does; its folder is removed afterwards."""

    def __enter__(self):
        self.programs = programs()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tremplin-bench-pg-"))
        # initdb refuses to run as root.
        self.user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self.user:
            shutil.chown(self.folder, "postgres", "postgres")
        data = str(self.folder / "data")
        self._run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        options = f"-k {self.folder} -c listen_addresses= -c max_connections=200"
        self._run("pg_ctl", "-D", data, "-o", options, "-l", str(self.folder / "log"), "-w", "start")
        self.url = f"postgres://postgres@localhost/postgres?host={self.folder}"
        return self

    def __exit__(self, *_):
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")
        time.sleep(0.2)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program, *arguments):
        command = [*self.user, str(self.programs / program), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder)

    def psql(self, *arguments, text=None):
        """What psql prints for a statement (`-c`) or a file (`-f`), without decoration."""
        command = ["psql", "-h", str(self.folder), "-U", "postgres", "-qAtX", *arguments]
        ran = subprocess.run(command, capture_output=True, text=True, input=text)
        if ran.returncode != 0:
            raise SystemExit(f"psql failed:\n{ran.stderr}")
        return ran.stdout.strip()

    def rows(self, statement):
        """The rows of a statement, as lists of texts."""
        return [line.split("|") for line in self.psql("-c", statement).splitlines()]

    def pgbench(self, scripts, seconds, clients, definitions=()):
        """Runs scripts in turn, prepared; answers transactions a second, and milliseconds at p50 and p99."""
        log = pathlib.Path(tempfile.mkdtemp(prefix="tremplin-bench-log-"))
        command = ["pgbench", "-h", str(self.folder), "-U", "postgres", "-n", "-M", "prepared", "-c", str(clients),
                   "-j", "2", "-T", str(seconds), "-l", "--log-prefix", str(log / "log")]
        for script in scripts:
            command += ["-f", str(script)]
        for name, value in dict(definitions).items():
            command += ["-D", f"{name}={value}"]
        command.append("postgres")
        ran = subprocess.run(command, capture_output=True, text=True)
        if ran.returncode != 0:
            raise SystemExit(f"pgbench failed:\n{ran.stderr}")
        times = sorted(int(line.split()[2]) for file in log.iterdir() for line in file.read_text().splitlines())
        shutil.rmtree(log)
        rate = next(float(line.split()[2]) for line in ran.stdout.splitlines() if line.startswith("tps"))
        return {"rate": rate, "p50": times[len(times) // 2] / 1000, "p99": times[len(times) * 99 // 100] / 1000}

    def cpu(self):
        """CPU seconds that the server's processes have used, those that ended too."""
        return sum(cpu_of(pid) for pid in processes_in(self.folder / "data"))


def processes_in(data):
    """The postmaster's children, and itself."""
    master = int((data / "postmaster.pid").read_text().splitlines()[0])
    children = pathlib.Path(f"/proc/{master}/task/{master}/children").read_text().split()
    # The postmaster last: it has what those used who end meanwhile.
    return [*map(int, children), master]


def cpu_of(pid):
    """CPU seconds of a process and of its children that ended, in user and kernel mode."""
    try:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
