"""Keeps and reads a row as an ordinary user; root drops its rights for that first.

Everything is imported before, because that user may not be allowed to read root's Python.
"""

import encodings.idna  # noqa: F401
import os
import sys
from pathlib import Path

import psycopg

from studyapp.operations.localpg import Cluster


def main() -> None:
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(65_534)
        os.setuid(65_534)
    with Cluster(Path(sys.argv[1])).session() as cluster:
        with psycopg.connect(cluster.url()) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 4 AS rating")
            rows = connection.execute("SELECT rating FROM kept").fetchall()
        sys.stdout.write(str(rows))


if __name__ == "__main__":
    main()
