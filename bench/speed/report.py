"""Writes docs/performance.md from the figures of one run."""

import datetime
import os
import pathlib
import platform
import subprocess

OUT = pathlib.Path(__file__).parents[2] / "docs" / "performance.md"
# What a figure must reach, and what would be worth reaching; a share is of the raw side's rate.
SHARES = [
    ("list", "the first 50 offers of a school, with company and specialties", 0.30, 0.50),
    ("point", "one offer by its id, with company and specialties", 0.25, 0.40),
    ("statistics", "all hires by specialty and year, live, against counting them", 0.75, ""),
    ("many_hires", "the same over 1,000,000 hires", 0.75, 10),
    ("submit", "an application submitted, against the same statements", 0.40, 0.65),
]


def write(figures, arguments):
    OUT.write_text(text(figures, arguments))
    print(f"wrote {OUT}")


def text(figures, arguments):
    lines = [INTRODUCTION.format(
        command=" ".join(["bench/speed/run", "--binary", "target/dist/tremplin",
                          *(["--meilisearch", '"$(command -v meilisearch)"'] if arguments.meilisearch else []),
                          *(["--seconds", str(arguments.seconds)] if arguments.seconds != 10 else [])]),
        day=datetime.date.today().isoformat(), cores=os.cpu_count(), machine=platform.machine(), commit=commit(),
        seconds=arguments.seconds, connections=arguments.connections, **figures["scale"])]
    lines += ["## Against raw SQL", "", "| what | API, requests/s | raw, /s | share | at least | worth reaching |",
              "| --- | ---: | ---: | ---: | ---: | ---: |"]
    for name, title, least, worth in SHARES:
        api, raw = figures[name]["api"], figures[name]["raw"]
        lines.append(f"| {title} | {api['rate']:,.0f} | {raw['rate']:,.0f} | **{api['rate'] / raw['rate']:.2f}** | {least} | {worth} |")
    lines += ["", "| what | API p50, ms | p99 | raw p50, ms | p99 | server CPU a request, ms | PostgreSQL's, ms |",
              "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"]
    for name, title, *_ in SHARES:
        api, raw = figures[name]["api"], figures[name]["raw"]
        lines.append(f"| {title} | {api['p50']:.1f} | {api['p99']:.1f} | {raw['p50']:.1f} | {raw['p99']:.1f} "
                     f"| {api['cpu']:.3f} | {api['database_cpu']:.3f} |")
    signed, storm, memory = figures["signed_in"], figures["storm"], figures["memory"]
    lines += ["", "## Beside that", "", "| what | figure | at least | worth reaching |", "| --- | ---: | ---: | ---: |",
              f"| signed in, share of anonymous (the list; 200 people) | **{signed['signed'] / signed['anonymous']:.2f}** | 0.85 | 0.95 |",
              f"| p99 of reads during a login storm, against without | **{storm['beside']['p99'] / storm['quiet']['p99']:.2f} x** "
              f"({storm['quiet']['p99']:.1f} ms, then {storm['beside']['p99']:.1f} ms beside {storm['logins']['rate']:.0f} logins/s) | 3 x | 1.5 x |",
              f"| peak anonymous memory of `serve`, over this whole run | **{memory['peak']:.0f} MiB** | 100 MB | 50 MB |", ""]
    return "\n".join(lines) + "\n" + NOTES


def commit():
    ran = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=OUT.parent)
    return ran.stdout.strip() or "unknown"


INTRODUCTION = """# Performance

Written by `bench/speed/run`, which makes the data, runs everything on one machine in one run, and checks the answers it
measures. Absolute figures are this machine's; the shares are what to compare.

```console
$ cargo build --profile dist --no-default-features
$ {command}
```

Of {day}, commit {commit}: {cores} cores ({machine}), {offers:,} offers, {companies:,} companies, {applications:,} applications, {hires:,}
hires on PostgreSQL with its default settings; {connections} connections, {seconds} s a measurement. The load (wrk, or pgbench with prepared
statements), the server and the database share the cores on both sides. Raw SQL is in `bench/speed/raw/`. The API and raw SQL are measured
in turn, three times each, once nothing else runs on the machine, and a figure is the mean of the three; applications, of which each can be
submitted once, and the storm of logins are measured once. Allowances, which would stop one address that
asks for everybody, are off. The raw side looks no token up; to submit, it reads what to submit, and whom to tell, by two short
statements more than the API sends. PostgreSQL's time is that of all its processes, autovacuum's too.
"""

NOTES = """
## How it is done

- A list is one statement: what the query asks beside each offer (company, specialties) is joined to it, and cells are read by
  their place in the row (`api/src/offer/prefetch.rs`). One offer is one
  statement too, whose text is written once.
- Schools and specialties are in memory, and forgotten when an event says that they changed.
- Who asks is kept for `auth.session_memory` and forgotten by event (`api/src/auth/sessions.rs`): the policy is asked for each request.
- Hires are counted by the database as they are written (`hire_count`, by triggers): statistics of whole specialties read the counts,
  in the same transaction's view as the hires; a test compares them after every kind of write. No answer is kept.
- Passwords are hashed on a thread of low priority, one at a time for each core but one.
"""
