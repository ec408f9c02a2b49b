import sys
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from studyapp.operations import backups
from studyapp.operations.localpg import Cluster
from studyapp.operations.machine import CannotStartError
from studyapp.operations.supervision import Processes, leave_database, listen, until_stopped


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Serves Recto: its database, web server, task worker and scheduler, until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1:8000")
        parser.add_argument(
            "--demo", action="store_true", help="empty the embedded database and fill it anew"
        )

    def handle(self, *args: Any, bind: str, demo: bool, **options: Any) -> None:
        try:
            with until_stopped(), listen(bind) as listener, self.database(demo) as cluster:
                self.prepare(demo)
                with Processes(settings.BASE_DIR, listener) as processes:
                    self.say(f"Open {processes.url} and sign up there; Ctrl-C stops it.")
                    self.say("An account becomes an instructor: make instructor EMAIL=its@address")
                    processes.watch(cluster)
        except CannotStartError as refused:
            sys.exit(str(refused))

    def database(self, demo: bool) -> AbstractContextManager[Cluster | None]:
        if not settings.EMBEDDED:
            if demo:
                raise CannotStartError("The demo empties its database: unset DATABASE_URL.")
            try:
                psycopg.connect(settings.DATABASE_URL, connect_timeout=5).close()
            except psycopg.OperationalError as refused:
                reason = str(refused).strip().splitlines()[0]
                raise CannotStartError(
                    f"The database of DATABASE_URL does not answer: {reason}"
                ) from refused
            return nullcontext()
        cluster = Cluster(settings.LOCAL / "pg")
        if demo and settings.LOCAL.name != "demo":
            raise CannotStartError("The demo empties its database: start it with `make demo`.")
        if demo:
            cluster.destroy()
        if settings.LOCAL not in cluster.data.parents:
            self.say(f"The data lies in {cluster.data}: PostgreSQL's account may not enter here.")
        return cluster.session()

    def prepare(self, demo: bool) -> None:
        """Bring the tables and the content up to date, one Recto at a time."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext('recto: prepare'))")
        self.migrate()
        call_command("createcachetable", verbosity=0)
        for name in ["load_content", *(["demo"] if demo else [])]:
            if name in get_commands():
                call_command(name, verbosity=1 if name == "demo" else 0)
        leave_database()

    def migrate(self) -> None:
        """Learners' reviews are dumped first; where nothing is to migrate, nothing is dumped."""
        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return
        if holds_reviews():
            file = backups.dump(settings.DATABASE_URL, settings.BACKUPS, timezone.now())
            self.say(f"The database before this migration: {file}")
        call_command("migrate", verbosity=0)

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()


def holds_reviews() -> bool:
    if "study_review" not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM study_review)")
        return bool(cursor.fetchone()[0])
