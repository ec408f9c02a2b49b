"""The rating request over HTTP, in turn with the floor views."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import median

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.bench.learner import Browser, Reply, Sitting, floor_rating
from tests.bench.processes import cpu_seconds

ROUNDS, BLOCK, WARM_UP, COUNTED = 8, 40, 2, 30
BUFFERS = """
SELECT blks_hit + blks_read FROM pg_stat_database WHERE datname = current_database()
"""


@dataclass
class Cost:
    """Milliseconds of processor time per request, one figure for each round."""

    name: str
    web: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)

    @property
    def both(self) -> list[float]:
        return [web + database for web, database in zip(self.web, self.database, strict=True)]

    def ratio(self, floor: "Cost") -> str:
        ratios = [mine / its for mine, its in zip(self.both, floor.both, strict=True)]
        return f"{min(ratios):6.2f} {median(ratios):6.2f}"


def compare(port: int, web: int, database: int, learners: Iterator[str]) -> None:
    """Print what each request costs, blocks in alternation so that noise meets all alike."""
    kinds: dict[str, Callable[[Browser], Callable[[], Reply]]] = {
        "empty view": lambda browser: lambda: browser("GET", "/floor/empty/", {}),
        "plain ORM": lambda browser: lambda: floor_rating(browser, "/floor/orm/"),
        "one rating": lambda browser: Sitting(browser).rate,
    }
    costs = [Cost(name) for name in kinds]
    for number in range(-WARM_UP, ROUNDS):
        for cost, prepare in zip(costs, kinds.values(), strict=True):
            browser = Browser(port, "" if cost.name == "empty view" else next(learners))
            request = prepare(browser)
            before = cpu_seconds(web), cpu_seconds(database)
            for _ in range(BLOCK):
                request()
            after = cpu_seconds(web), cpu_seconds(database)
            browser.line.close()
            if number >= 0:
                cost.web.append((after[0] - before[0]) / BLOCK * 1000)
                cost.database.append((after[1] - before[1]) / BLOCK * 1000)
    empty, orm, _ = costs
    print(f"CPU of one request: {ROUNDS} rounds of {BLOCK} in turn")
    print(f"{'':11}{'milliseconds':^21}{'/ empty view':^15}{'/ plain ORM':^15}")
    print(f"{'':11}{'web':>6} {'db':>6} {'sum':>6}  {'min median':>13}  {'min median':>13}")
    for cost in costs:
        figures = " ".join(f"{median(x):6.2f}" for x in (cost.web, cost.database, cost.both))
        print(f"{cost.name:11}{figures}  {cost.ratio(empty)}  {cost.ratio(orm)}")


def count(learner: str) -> None:
    """Print the queries of one rating, and the buffers that they touch, catalogue and all."""
    client = Client(SERVER_NAME="localhost")
    client.cookies["sessionid"] = learner

    def send(method: str, path: str, fields: object) -> Reply:
        reply = client.generic(method, path) if method == "GET" else client.post(path, fields)
        return Reply(reply.status_code, reply.headers.get("Location", ""), reply.content.decode())

    sitting = Sitting(send)
    queries, buffers = [], []
    for _ in range(COUNTED):
        before = _buffers()
        with CaptureQueriesContext(connection) as seen:
            sitting.rate()
        buffers.append(_buffers() - before)
        queries.append(sum(query["sql"] not in ("BEGIN", "COMMIT") for query in seen))
    print(f"Queries of one rating: {min(queries)} to {max(queries)}, at most 12")
    print(f"Buffers of one rating: {median(buffers):.0f} (median), {max(buffers)} at most")


def _buffers() -> int:
    """Every buffer that this database has touched so far."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute(BUFFERS)
        row = cursor.fetchone()
    return int(row[0])
