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
    from tests.simulation import TRUTHS, known_at_the_exam, pinned
    from tests.vectors import read

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
    pins = read("sim_pins")
    print(f"Pinned runs met: {sum(pinned(pin) == pin['expected'] for pin in pins)} of {len(pins)}")
    for truth in TRUTHS:
        plan, ten, most = (
            known_at_the_exam(truth, limit=limit, learners=8) for limit in (None, 10, 100)
        )
        print(f"Known of 480 cards after 14 days of 30 minutes, {truth}: {plan:.0f} by the plan,")
        print(f"  {ten:.0f} with 10 new cards a day, {most:.0f} with as many as the time takes")
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
