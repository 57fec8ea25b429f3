"""The machine that everything runs on."""

import pathlib
import sys
import time

# The share of the cores that may be busy before anything is measured, and the seconds that one waits for it at most.
IDLE, RESTLESS = 0.08, 300


def settle(server):
    """Until the server's first index is built, and nothing else runs on the machine: engines go on indexing after that."""
    while server.ask("{ searchOffers(first: 1) { degraded } }")["searchOffers"]["degraded"]:
        time.sleep(1)
    end = time.monotonic() + RESTLESS
    while (share := busy(2)) > IDLE and time.monotonic() < end:
        pass
    if share > IDLE:
        print(f"the machine is not idle: {share:.0%} of its cores are busy", file=sys.stderr)


def busy(seconds):
    """The share of all cores that is busy in the next seconds."""
    before, idle_before = times()
    time.sleep(seconds)
    after, idle_after = times()
    return 1 - (idle_after - idle_before) / (after - before)


def times():
    """Ticks of all cores since the machine started, and those of them that were idle."""
    fields = [int(field) for field in pathlib.Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return sum(fields), fields[3] + fields[4]
