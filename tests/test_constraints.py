"""The database itself refuses what must never be, and protects what learners did."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import F, ProtectedError
from django.utils import timezone

from quizzes.models import Attempt, Item, ItemVersion, Quiz, Response
from studyapp.accounts.models import User
from studyapp.classes.models import Classroom, Enrolment
from studyapp.effort.models import StudyDay
from studyapp.interchange.models import Transfer
from studyapp.library.models import (
    Card,
    CardVersion,
    Concept,
    Deck,
    DeckLearner,
    DeckRating,
    ErrorReport,
    Note,
    Objective,
    Outline,
    Section,
    Subject,
)
from studyapp.study.models import Memory, Review, Session
from tests.factories import make_card, make_cards, make_classroom, make_deck, make_history

NOW = timezone.now


@dataclass
class Rows:
    """One row of each kind, all of them in order."""

    ada: User
    boole: User
    made: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        deck = make_deck(self.ada)
        make_cards(deck, 2)
        (review,) = make_history(self.ada, deck, 4, at=NOW())
        subject = Subject.objects.create(slug="baking", title="Baking")
        objective = Objective.objects.create(subject=subject, slug="rise", text="Let dough rise")
        self.made = {"subject": subject, "deck": deck, "review": review}
        self.made["classroom"] = make_classroom(self.boole, self.ada)
        self.made["concept"] = Concept.objects.create(
            subject=subject, objective=objective, slug="gas", name="Gas", definition="A gas."
        )
        self.made["note"] = Note.objects.create(slug="note", title="Note", deck=deck, body="x")
        Section.objects.create(deck=deck, key="one", title="One")
        Section.objects.create(note=self.made["note"], key="one", title="One")
        quiz = self.made["quiz"] = Quiz.objects.create(title="Quiz", slug="quiz")
        item = self.made["item"] = Item.objects.create(quiz=quiz, key="one", position=1)
        self.made["version"] = ItemVersion.objects.create(
            item=item, number=1, kind="choice", content={}
        )
        self.made["attempt"] = Attempt.objects.create(
            quiz=quiz, learner=self.ada, seed="s", started_at=NOW()
        )
        Response.objects.create(attempt=self.made["attempt"], version=self.made["version"])

    def __getattr__(self, name: str) -> Any:
        return self.made[name]

    def review_like(self, **changes: Any) -> Review:
        """A second row of the log, with a presentation of its own."""
        same = {f.attname: getattr(self.review, f.attname) for f in Review._meta.concrete_fields}
        return Review(
            **(same | {"id": None, "presentation_id": uuid4(), "due_today": None} | changes)
        )

    def add_review(self, **changes: Any) -> None:
        self.review_like(**changes).save(force_insert=True)


Wrong = Callable[[Rows], object]
SENTENCES: dict[str, Wrong] = {
    "email_is_lower_case": lambda r: User.objects.filter(pk=r.ada.pk).update(email="ADA@x.org"),
    "an_account_has_an_email_and_a_guest_none": lambda r: User.objects.update(is_guest=True),
    "rollover_hour_is_0_to_12": lambda r: User.objects.update(rollover_hour=13),
    "new_cards_a_day_is_0_to_100": lambda r: User.objects.update(new_cards_a_day=101),
    "desired_retention_is_80_to_95_in_100": lambda r: User.objects.update(desired_retention="0.7"),
    "daily_goal_is_positive": lambda r: User.objects.update(daily_goal=0),
    "one_enrolment_per_class": lambda r: Enrolment.objects.create(
        classroom=r.classroom, user=r.ada
    ),
    "nobody_leaves_before_joining": lambda r: Enrolment.objects.update(
        left_at=F("joined_at") - timedelta(days=1)
    ),
    "one_row_per_study_day": lambda r: StudyDay.objects.create(
        learner=r.ada, day=r.review.study_day, first_at=NOW(), last_at=NOW()
    ),
    "what_entered_was_rated": lambda r: StudyDay.objects.update(entered=2),
    "new_cards_are_cards_of_the_day": lambda r: StudyDay.objects.update(new_cards=2),
    "difficulty_is_1_to_3": lambda r: Concept.objects.update(difficulty=4),
    "a_concept_is_the_same_as_another_one": lambda r: Concept.objects.update(same_as=F("pk")),
    "only_a_course_stands_alone": lambda r: Outline.objects.create(
        subject=r.subject, kind="week", slug="week", title="Week"
    ),
    "a_class_deck_has_a_class": lambda r: Deck.objects.update(visibility="class"),
    "a_deck_has_an_author_or_a_file": lambda r: Deck.objects.update(author=None),
    "a_section_is_part_of_one_thing": lambda r: Section.objects.update(note=r.note, deck=r.deck),
    "one_section_per_key_of_a_deck": lambda r: Section.objects.create(
        deck=r.deck, key="one", title="One"
    ),
    "one_section_per_key_of_a_note": lambda r: Section.objects.create(
        note=r.note, key="one", title="One"
    ),
    "one_card_per_key": lambda r: make_card(r.deck, "card-0"),
    "only_a_cloze_card_has_a_number": lambda r: Card.objects.update(cloze_number=1),
    "a_card_has_a_front": lambda r: Card.objects.update(front=""),
    "a_card_has_a_back": lambda r: Card.objects.update(back=""),
    "a_learner_studies_a_deck_once": lambda r: [
        DeckLearner.objects.create(deck=r.deck, learner=r.ada) for _ in range(2)
    ],
    "one_rating_per_learner": lambda r: [
        DeckRating.objects.create(deck=r.deck, learner=r.ada, stars=4) for _ in range(2)
    ],
    "stars_are_1_to_5": lambda r: DeckRating.objects.create(deck=r.deck, learner=r.ada, stars=6),
    "one_wording_per_version": lambda r: CardVersion.objects.bulk_create(
        CardVersion.of_now(r.review.card) for _ in range(2)
    ),
    "a_report_is_about_one_thing": lambda r: ErrorReport.objects.create(
        card=r.review.card, note=r.note
    ),
    "one_open_report_per_card": lambda r: [
        ErrorReport.objects.create(card=r.review.card, reporter=r.ada) for _ in range(2)
    ],
    "one_open_report_per_note": lambda r: [
        ErrorReport.objects.create(note=r.note, reporter=r.ada) for _ in range(2)
    ],
    "a_settled_report_says_when": lambda r: ErrorReport.objects.create(
        note=r.note, state="accepted"
    ),
    "a_card_follows_another_one": lambda r: Card.objects.update(after=F("pk")),
    "only_a_template_has_parts": lambda r: Card.objects.update(template="profile"),
    "only_a_definition_is_put_in_plain_words": lambda r: Card.objects.update(
        plain="x", template="profile", parts={"what": "x"}
    ),
    "one_copy_of_a_deck_for_each_author": lambda r: [
        make_deck(r.ada, slug, origin=r.deck) for slug in ("first-copy", "second-copy")
    ],
    "one_memory_per_card": lambda r: Memory.objects.create(learner=r.ada, card=r.review.card),
    "last_rating_is_1_to_5": lambda r: Memory.objects.update(last_rating=6),
    "difficulty_is_1_to_10": lambda r: Memory.objects.update(difficulty=10.5),
    "stability_is_positive": lambda r: Memory.objects.update(stability=0),
    "what_is_remembered_comes_due": lambda r: Memory.objects.update(due_at=None),
    "one_review_per_presentation": lambda r: r.add_review(presentation_id=r.review.presentation_id),
    "rating_is_1_to_5": lambda r: r.add_review(rating=6),
    "a_rating_and_nothing_else_has_a_grade": lambda r: r.add_review(grade=None),
    "a_void_names_what_it_takes_back": lambda r: r.add_review(kind="void", rating=None, grade=None),
    "a_bury_or_pull_names_a_day": lambda r: r.add_review(kind="bury", rating=None, grade=None),
    "retention_is_a_share": lambda r: r.add_review(retention=1),
    "a_session_of_a_deck_has_one": lambda r: Session.objects.update(deck=None),
    "a_session_of_a_note_has_one": lambda r: Session.objects.update(deck=None, scope="note"),
    "one_item_per_key": lambda r: Item.objects.create(quiz=r.quiz, key="one", position=2),
    "one_version_per_number": lambda r: ItemVersion.objects.create(
        item=r.item, number=1, kind="choice", content={}
    ),
    "versions_count_from_1": lambda r: ItemVersion.objects.update(number=0),
    "an_attempt_is_submitted_after_its_start": lambda r: Attempt.objects.update(
        submitted_at=F("started_at") - timedelta(days=1)
    ),
    "one_response_per_item": lambda r: Response.objects.create(
        attempt=r.attempt, version=r.version
    ),
    "a_transfer_that_ended_has_a_deck": lambda r: Transfer.objects.create(
        learner=r.ada, state="done", finished_at=NOW()
    ),
}
# the other side of a sentence that has two
OTHERWISE: list[tuple[str, Wrong]] = [
    ("an_account_has_an_email_and_a_guest_none", lambda r: User.objects.update(email=None)),
    ("only_a_cloze_card_has_a_number", lambda r: Card.objects.update(kind="cloze")),
    ("only_a_cloze_card_has_a_number", lambda r: Card.objects.update(kind="cloze", cloze_number=0)),
    ("only_a_template_has_parts", lambda r: Card.objects.update(parts={"what": "x"})),
    ("a_section_is_part_of_one_thing", lambda r: Section.objects.update(note=None, deck=None)),
    ("stars_are_1_to_5", lambda r: DeckRating.objects.create(deck=r.deck, learner=r.ada, stars=0)),
    ("a_report_is_about_one_thing", lambda r: ErrorReport.objects.create(text="Of nothing")),
    (
        "a_settled_report_says_when",
        lambda r: ErrorReport.objects.create(note=r.note, settled_at=NOW()),
    ),
    ("what_is_remembered_comes_due", lambda r: Memory.objects.update(stability=None)),
    ("a_rating_and_nothing_else_has_a_grade", lambda r: r.add_review(rating=None)),
    ("a_rating_and_nothing_else_has_a_grade", lambda r: r.add_review(grade=5)),
    ("a_rating_and_nothing_else_has_a_grade", lambda r: r.add_review(kind="suspend")),
    ("a_void_names_what_it_takes_back", lambda r: r.add_review(voids_id=r.review.pk)),
    ("a_bury_or_pull_names_a_day", lambda r: r.add_review(until=NOW().date())),
    ("a_session_of_a_deck_has_one", lambda r: Session.objects.update(scope="due")),
    ("a_session_of_a_deck_has_one", lambda r: Session.objects.update(scope="note", note=r.note)),
    ("a_session_of_a_note_has_one", lambda r: Session.objects.update(note=r.note)),
    ("last_rating_is_1_to_5", lambda r: Memory.objects.update(last_rating=0)),
    ("stability_is_positive", lambda r: Memory.objects.update(stability=-1)),
    ("retention_is_a_share", lambda r: r.add_review(retention=0)),
    (
        "a_transfer_that_ended_has_a_deck",
        lambda r: Transfer.objects.create(learner=r.ada, finished_at=NOW()),
    ),
]


@pytest.fixture
def rows(ada: User, boole: User) -> Rows:
    return Rows(ada, boole)


def our_models() -> list[type[models.Model]]:
    return [m for m in apps.get_models() if m.__module__.startswith(("studyapp.", "quizzes."))]


def test_every_constraint_has_its_row() -> None:
    named = {str(c.name) for model in our_models() for c in model._meta.constraints}
    assert named == set(SENTENCES)
    assert not [name for name in named if name.count("_") < 2]


@pytest.mark.parametrize(("sentence", "wrong"), [*SENTENCES.items(), *OTHERWISE])
def test_the_database_refuses(rows: Rows, sentence: str, wrong: Wrong) -> None:
    with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        wrong(rows)


@pytest.mark.parametrize("column", ["rating", "at", "ms", "study_day", "source"])
def test_the_log_is_never_changed(rows: Rows, column: str) -> None:
    value = {"at": NOW(), "study_day": NOW().date(), "source": "quiz"}.get(column, 5)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Review.objects.update(**{column: value})
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        rows.review.save()


def test_a_rating_is_taken_back_or_replaced_once(rows: Rows) -> None:
    rows.add_review(supersedes_id=rows.review.pk)
    with pytest.raises(IntegrityError, match="supersedes"), transaction.atomic():
        rows.add_review(supersedes_id=rows.review.pk)


@pytest.mark.parametrize("kind", ["card", "deck", "subject", "objective", "classroom", "author"])
def test_what_others_stand_on_is_not_deleted(rows: Rows, kind: str) -> None:
    things: dict[str, models.Model] = {
        "card": rows.review.card,
        "deck": rows.deck,
        "subject": rows.subject,
        "objective": rows.concept.objective,
        "classroom": rows.classroom,
        "author": rows.ada,
    }
    with pytest.raises(ProtectedError):
        things[kind].delete()
    assert Review.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_database_itself_protects_a_card_with_reviews(ada: User) -> None:
    deck = make_deck(ada)
    make_cards(deck, 1)
    make_history(ada, deck, 4, at=NOW())
    with pytest.raises(IntegrityError):
        Card.objects.filter(deck=deck)._raw_delete("default")
    assert Review.objects.count() == 1


def test_a_learner_who_leaves_takes_the_own_records_and_no_card(rows: Rows, carol: User) -> None:
    shared = make_deck(rows.boole, "shared", visibility="public")
    make_cards(shared, 1)
    make_history(carol, shared, 4, at=NOW())
    carol.delete()
    assert Review.objects.count() == 1
    assert shared.cards.count() == 1


def test_a_class_keeps_its_row_when_archived(rows: Rows) -> None:
    Classroom.objects.update(archived_at=NOW())
    assert rows.classroom.enrolments.count() == 2
