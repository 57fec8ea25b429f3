"""The machine that everything runs on."""

import pathlib
import time


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
