"""The processor time of running programs and of all that they started."""

import time
from collections import defaultdict
from pathlib import Path


def cpu_seconds(root: int) -> float:
    """User and system time of that process and its descendants, to the nanosecond."""
    children = defaultdict(list)
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = stat.read_text().rpartition(")")[2].split()[1]
        except OSError:
            continue  # it ended meanwhile
        children[int(parent)].append(int(stat.parent.name))
    seconds, tree = 0.0, [root]
    while tree:
        pid = tree.pop()
        tree += children[pid]
        seconds += _clock(pid)
    return seconds


def _clock(pid: int) -> float:
    """Linux numbers the clock of another process so; see clock_getcpuclockid(3)."""
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0
