"""Can this machine run Recto? Runs before anything is installed, on any Python 3."""

import importlib.util
import os
import shutil
import sys

NEEDED_MEGABYTES = 1200


def main() -> "str | None":
    """The sentence that says why not."""
    if sys.version_info < (3, 11):  # noqa: UP036
        found = sys.version.split()[0]
        return "Python 3.11 or newer is needed, not {}: make PYTHON=python3.12".format(found)  # noqa: UP032
    if os.path.exists(".venv/bin/pip"):
        return None
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        return "Python's venv module is missing; on Debian and Ubuntu: apt install python3-venv"
    free = shutil.disk_usage(".").free // 2**20
    if free < NEEDED_MEGABYTES:
        needs = "No disk space: {} MB are free here and {} MB are needed."
        return needs.format(free, NEEDED_MEGABYTES)
    return None


if __name__ == "__main__":
    sys.exit(main())
