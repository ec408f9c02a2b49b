import os
import tempfile
from contextlib import ExitStack
from importlib import import_module
from importlib.util import find_spec
from itertools import cycle
from pathlib import Path

import django


def bench() -> None:
    """Fill a throw-away Recto, serve it as `make run` does, and print what its requests cost."""
    from django.conf import settings

    from studyapp.operations.localpg import Cluster
    from studyapp.operations.management.commands.up import Command
    from studyapp.operations.supervision import Processes, leave_database, listen, until_stopped
    from tests.bench import people, ratings, steps

    with until_stopped(), ExitStack() as stack:
        listener = stack.enter_context(listen("127.0.0.1:0"))
        cluster = stack.enter_context(Cluster(settings.LOCAL / "pg").session())
        stack.callback(leave_database)
        Command().prepare(demo=False)
        people.fill()
        learners = people.signed_in()
        ratings.count(learners.pop())
        leave_database()
        web = Processes(settings.BASE_DIR, listener)
        stack.push(web)
        web.start("web")
        web.wait_for_web()
        postmaster = cluster.pid()
        assert postmaster
        ratings.compare(web.port, web.running["web"].pid, postmaster, cycle(learners))
    print(f"Scheduler: {steps.times_faster():.1f} times as fast as py-fsrs")
    if find_spec("tests.bench.browser"):
        for name, figure in import_module("tests.bench.browser").measure().items():
            print(f"{name}: {figure:g}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="recto-bench-") as home:
        Path(home).chmod(0o755)  # the database's account must enter
        os.environ |= {"RECTO_HOME": home, "DJANGO_SETTINGS_MODULE": "tests.bench.settings"}
        os.environ.pop("DATABASE_URL", None)
        django.setup()
        bench()
