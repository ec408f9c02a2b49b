"""Everything derived of a learner follows from the log, and is mended where it does not."""

from datetime import datetime, timedelta
from io import StringIO
from random import Random
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from studyapp.accounts.models import User
from studyapp.effort.models import StudyDay
from studyapp.library.models import Deck
from studyapp.study.aside import bury, suspend
from studyapp.study.models import Memory, Review, Session
from studyapp.study.models.review import Kind
from studyapp.study.models.session import Answer
from studyapp.study.planning import NothingToStudy, start_session
from studyapp.study.refusals import CardGone, LaterReviewInTheWay, NothingToUndo
from tests.factories import NOON, make_card, make_deck, make_user

pytestmark = pytest.mark.django_db
ZONE = "Europe/Berlin"


@pytest.fixture
def learner() -> User:
    return make_user("ada@example.org", time_zone=ZONE, new_cards_a_day=20)


@pytest.fixture
def deck(learner: User) -> Deck:
    deck = make_deck(learner)
    for number in range(60):
        make_card(deck, f"card-{number}", sibling_key=f"note-{number // 2}", position=number)
    return deck


def replay(*options: str) -> tuple[list[str], int]:
    """What the command prints, and its exit code."""
    out = StringIO()
    try:
        call_command("replay", *options, stdout=out)
    except SystemExit as end:
        return out.getvalue().splitlines(), int(end.code or 0)
    return out.getvalue().splitlines(), 0


def study(learner: User, deck: Deck, *, ratings: int, seed: int) -> None:
    """Many days of two sessions each, with all that a learner may do in them."""
    chance, now, given = Random(seed), NOON, 0
    cards = list(deck.cards.all())
    while given < ratings:
        now += timedelta(hours=chance.choice([6, 20, 24, 24, 30, 80]))
        sessions = []
        for scope in (deck, None):
            try:
                sessions.append(start_session(learner, deck=scope, at=now).pk)
            except NothingToStudy:
                continue
        for _ in range(30 if sessions else 0):
            now += timedelta(seconds=chance.choice([3, 12, 50, 700]))
            session = Session.objects.for_change().get(pk=chance.choice(sessions))
            action = chance.random()
            try:
                if action < 0.8:
                    given += rate(session, chance, now)
                elif action < 0.88:
                    session.undo(now=now)
                elif action < 0.94 and session.log:
                    change(session, chance, now)
                elif action < 0.97:
                    card = chance.choice(cards)
                    suspend(learner, card, on=chance.random() < 0.4, at=now)
                else:
                    bury(learner, chance.choice(cards), at=now)
            except (CardGone, LaterReviewInTheWay, NothingToUndo):
                continue


def rate(session: Session, chance: Random, now: datetime) -> int:
    ahead = session.ahead(now, length=1)
    if not ahead:
        return 0
    known = Memory.objects.filter(learner=session.learner, card=ahead[0]).first()
    session.rate(
        Answer(
            card=ahead[0],
            rating=chance.choice([1, 2, 3, 4, 4, 5]),
            presentation_id=uuid4(),
            version=known.version if known else 0,
            at=now - timedelta(seconds=chance.choice([0, 0, 5, 4_000])),
            ms=chance.randrange(90_000),
        ),
        now=now,
    )
    return 1


def change(session: Session, chance: Random, now: datetime) -> None:
    row = session.log[-1]
    latest = Review.objects.of(session.learner).filter(card=row.card).live().last()
    if latest and latest.kind == Kind.RATING:
        session.change(latest, chance.randint(1, 5), uuid4(), now=now)


def test_a_thousand_ratings_with_undos_changes_and_pauses_replay_to_what_is_stored(
    learner: User, deck: Deck
) -> None:
    study(learner, deck, ratings=1_000, seed=1)
    assert Review.objects.ratings().count() > 1_000
    assert Review.objects.filter(kind=Kind.VOID).count() > 50
    assert Review.objects.filter(supersedes__isnull=False).count() > 30
    assert StudyDay.objects.count() > 20
    assert replay("--check") == (["0 differences"], 0)


@pytest.fixture
def studied(learner: User, deck: Deck) -> User:
    study(learner, deck, ratings=40, seed=2)
    assert replay("--check") == (["0 differences"], 0)
    return learner


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        ("UPDATE study_memory SET stability = stability + 1 WHERE id = {memory}", "stability"),
        ("UPDATE study_memory SET last_rating = 3 WHERE id = {memory}", "last_rating"),
        ("UPDATE study_memory SET due_at = now() WHERE id = {memory}", "due_at"),
        ("UPDATE study_memory SET suspended = NOT suspended WHERE id = {memory}", "suspended"),
        ("DELETE FROM study_memory WHERE id = {memory}", "stored no row"),
        ("UPDATE effort_studyday SET entered = 0 WHERE id = {day}", "entered"),
        ("UPDATE effort_studyday SET active_ms = active_ms + 1 WHERE id = {day}", "active_ms"),
        ("DELETE FROM effort_studyday WHERE id = {day}", "stored no row"),
        ("UPDATE effort_studyday SET day = day - 400 WHERE id = {day}", "replayed no row"),
    ],
)  # fmt: skip
def test_a_corrupted_row_is_told_and_then_mended(studied: User, harm: str, told: str) -> None:
    memory = Memory.objects.introduced().exclude(last_rating=3).first()
    day = StudyDay.objects.filter(entered__gt=0).first()
    assert memory and day
    sql(harm.format(memory=memory.pk, day=day.pk))

    lines, code = replay("--check")
    assert code == 1
    assert any(told in line and f"learner {studied.pk}" in line for line in lines)
    assert replay("--check") == (lines, 1)

    mended, code = replay()
    assert (mended[:-1], code) == (lines[:-1], 0)
    assert mended[-1].endswith(" mended")
    assert replay("--check") == (["0 differences"], 0)


def test_stars_are_not_of_the_log_and_stay(studied: User) -> None:
    Memory.objects.update(starred=True, reps=99)
    replay()
    assert Memory.objects.filter(starred=False).count() == 0
    assert replay("--check") == (["0 differences"], 0)


def test_a_page_made_before_the_repair_finds_a_newer_version(studied: User) -> None:
    memory = Memory.objects.introduced().first()
    assert memory
    Memory.objects.filter(pk=memory.pk).update(reps=99)
    replay()
    mended = Memory.objects.get(pk=memory.pk)
    assert (mended.reps, mended.version) == (memory.reps, memory.version + 1)


def test_one_learner_can_be_named(studied: User) -> None:
    make_user("carol@example.org")
    Memory.objects.update(reps=99)
    assert replay("--check", "--learner", "carol@example.org") == (["0 differences"], 0)
    assert replay("--check", "--learner", "Ada@example.org")[1] == 1
    with pytest.raises(CommandError, match="Nobody here has the address"):
        replay("--learner", "nobody@example.org")


def test_what_was_due_as_the_day_began_stays_when_its_first_rating_is_taken_back(
    studied: User, deck: Deck
) -> None:
    now = NOON + timedelta(days=200)
    session = start_session(studied, deck=deck, at=now)
    rate(Session.objects.for_change().get(pk=session.pk), Random(1), now)
    due = StudyDay.objects.latest("day").due_today
    Session.objects.for_change().get(pk=session.pk).undo(now=now)
    other = deck.cards.get(pk=session.plan[1][0])
    suspend(studied, other, on=True, at=now)
    rate(Session.objects.for_change().get(pk=session.pk), Random(1), now)
    assert StudyDay.objects.latest("day").due_today == due
    assert replay("--check") == (["0 differences"], 0)
