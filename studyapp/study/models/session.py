"""A study session: a plan fixed at its start, and the ratings given since."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Self
from uuid import UUID, uuid4

from django.db import IntegrityError, models, transaction
from django.db.models import Count, Q, Subquery, TextField, Value
from django.db.models.functions import Coalesce, Concat
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.effort.models import StudyDay
from studyapp.library.models import Card, Deck, Note, Section
from studyapp.study import replay, scheduler
from studyapp.study.models.memory import Memory, cards_of, memory_of
from studyapp.study.models.review import Kind, Review
from studyapp.study.next_card import Asked, Planned, Progress, finished, progress, upcoming
from studyapp.study.refusals import (
    CardGone,
    LaterReviewInTheWay,
    NothingToUndo,
    NotInSession,
    PresentationTaken,
    RatedElsewhere,
)

IN_HAND = 5  # the card on the page and the next four


@dataclass(frozen=True, slots=True)
class Answer:
    """One rating as it comes from a page: which card, how well, and when by the client's clock."""

    card: int
    rating: int
    presentation_id: UUID
    version: int
    at: datetime | None = None
    ms: int = 0
    hint: bool = False


class SessionQuerySet(models.QuerySet["Session"]):
    def of(self, learner: User) -> Self:
        return self.filter(learner=learner)

    def on_day(self, day: date) -> Self:
        return self.filter(study_day=day)

    def trials(self) -> Self:
        return self.filter(scope=Session.Scope.TRIAL)

    def for_change(self) -> Self:
        """Sessions locked with their learner, so that one learner's actions come one by one."""
        return self.select_related("learner").select_for_update(of=("self", "learner"), no_key=True)


class Session(models.Model):
    """One sitting. What it asks next follows from its plan and its live ratings alone."""

    class Scope(models.TextChoices):
        DUE = "due"
        DECK = "deck"
        TRIAL = "trial"
        NOTE = "note"

    learner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sessions")
    scope = models.CharField(max_length=5, choices=Scope)
    deck = models.ForeignKey(Deck, null=True, on_delete=models.PROTECT, related_name="sessions")
    note = models.ForeignKey(Note, null=True, on_delete=models.PROTECT, related_name="sessions")
    section = models.ForeignKey(
        Section, null=True, on_delete=models.PROTECT, related_name="sessions"
    )
    started_at = models.DateTimeField(default=timezone.now)
    study_day = models.DateField()
    plan = models.JSONField()  # [card, 1 if new, rating shown before] in the order of asking
    mastery_before = models.FloatField(null=True)
    held_back = models.PositiveIntegerField(default=0)  # due, but left for later after a pause

    objects = SessionQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(scope__in=("due", "note"), deck__isnull=True)
                | Q(scope__in=("deck", "trial"), deck__isnull=False),
                name="a_session_of_a_deck_has_one",
            ),
            models.CheckConstraint(
                condition=Q(scope="note", note__isnull=False)
                | (~Q(scope="note") & Q(note__isnull=True, section__isnull=True)),
                name="a_session_of_a_note_has_one",
            ),
        )
        indexes = (models.Index("learner", "study_day", name="session_of_a_day"),)

    def __str__(self) -> str:
        return f"{self.learner}, {self.started_at:%Y-%m-%d %H:%M}"

    # -- what the session is made of

    @property
    def planned(self) -> list[Planned]:
        return [Planned(card=card, new=bool(new)) for card, new, _ in self.plan]

    @property
    def shown_before(self) -> dict[int, int]:
        return {card: shown for card, _, shown in self.plan}

    @property
    def due_in_all(self) -> int:
        """What was due as the session began, with what a long pause leaves for later days."""
        return self.held_back + sum(not new for _, new, _ in self.plan)

    @cached_property
    def log(self) -> list[Review]:
        """Every rating of the session in its place, with ``gone`` for what counts no longer.

        What takes a rating back or corrects it belongs to the same session.
        """
        rows = list(self.reviews.order_by(Coalesce("place", "pk")))
        replaced = {row.voids_id or row.supersedes_id for row in rows}
        for row in rows:
            row.gone = row.pk in replaced
        return [row for row in rows if row.kind == Kind.RATING]

    @property
    def asked(self) -> list[Asked]:
        """The live ratings as the queue reads them."""
        return [
            Asked(card=row.card_id, rating=row.rating, at=row.at)
            for row in self.log
            if not row.gone and row.rating
        ]

    @cached_property
    def last_study_day(self) -> StudyDay | None:
        return StudyDay.objects.of(self.learner).order_by("-day").first()

    @cached_property
    def gone(self) -> set[int]:
        """Unfinished cards that are not asked any more: archived, of a deck that the learner may
        not study any more, set aside, buried, or rated in another session since this one began.
        """
        unfinished = set(self.shown_before) - finished(self.asked)
        mine = Memory.objects.of(self.learner)
        away = mine.filter(Q(suspended=True) | Q(buried_until__gt=self.study_day))
        since = Review.objects.of(self.learner).filter(recorded_at__gt=self.started_at)
        elsewhere = since.ratings().live().exclude(session=self)
        askable = (
            Card.objects.visible_to(self.learner)
            .filter(pk__in=unfinished)
            .exclude(pk__in=away.values("card"))
            .exclude(pk__in=elsewhere.values("card"))
        )
        return unfinished - set(askable.values_list("pk", flat=True))

    @property
    def new_left(self) -> int:
        """How many new cards the learner's own limit still allows; a trial has none."""
        if self.scope == self.Scope.TRIAL:
            return len(self.plan)
        day, met = self.last_study_day, 0
        if day and day.day == self.study_day:
            met = day.new_cards
        elif day and day.day > self.study_day:  # it went on past the rollover hour
            rated = {answer.card for answer in self.asked}
            met = sum(planned.new and planned.card in rated for planned in self.planned)
        return max(0, self.learner.new_cards_a_day - met)

    def ahead(self, at: datetime, *, length: int = IN_HAND) -> list[int]:
        """The cards to ask next, the first now; empty when the session has nothing left."""
        return upcoming(
            self.planned, self.asked, at=at, new_left=self.new_left, gone=self.gone, length=length
        )

    def may_ask(self, card: int, ahead: list[int]) -> bool:
        """Whether an address may name the card: the next one, or one not rated here yet.

        A rated card comes back when its turn comes, never by Back.
        """
        rated = {answer.card for answer in self.asked}
        return card in ahead[:1] or (card in self.shown_before and card not in self.gone | rated)

    @property
    def skipped(self) -> int:
        """Planned cards that left the session without being done."""
        return len(self.gone)

    @property
    def progress(self) -> Progress:
        return progress(self.planned, self.asked, new_left=self.new_left, gone=self.gone)

    # -- rating

    def rate(self, answer: Answer, *, now: datetime) -> Review:
        """Keep one rating: log it, move the card's memory, count it for the day.

        The session must come from ``for_change``. Sent again, the same presentation changes
        nothing and gives the stored row. Raises ``NotInSession``, ``CardGone``,
        ``RatedElsewhere`` or ``PresentationTaken``, and then nothing is stored.
        """
        for row in self.log:
            if row.presentation_id == answer.presentation_id:
                if row.card_id != answer.card:
                    raise PresentationTaken
                return row
        if answer.card not in self.shown_before:
            raise NotInSession
        mine = cards_of(self.learner)
        card = mine.visible_to(self.learner).filter(pk=answer.card).first()
        if card is None:
            raise CardGone(mine.get(pk=answer.card), set_aside=False)
        memory = memory_of(card, self.learner)
        if memory.suspended:
            raise CardGone(card, set_aside=True)
        if memory.version != answer.version:
            since = Review.objects.of(self.learner).filter(recorded_at__gte=self.started_at)
            raise RatedElsewhere(since.filter(card=card).ratings().live().last())

        at = self._bounded(answer.at or now, now)
        last = self.last_study_day
        day = scheduler.study_day(at, self.learner.time_zone, self.learner.rollover_hour)
        day = max(day, last.day) if last else day
        today = last if last and last.day == day else None
        review = Review(
            learner=self.learner,
            card=card,
            session=self,
            presentation_id=answer.presentation_id,
            rating=answer.rating,
            grade=scheduler.GRADE_MAP_A[answer.rating],
            map_version=scheduler.MAP_VERSION,
            source="trial" if self.scope == self.Scope.TRIAL else "flashcard",
            hint=answer.hint,
            at=at,
            recorded_at=now,
            time_zone=self.learner.time_zone,
            study_day=day,
            ms=answer.ms,
            retention=self.learner.desired_retention,
            cap=self.learner.maximum_interval,
            due_today=None if today else self._due_on(day),
        )
        self._append(review)
        before = memory.recall
        after = scheduler.step(before, review.event, fuzz=replay.fuzz_key(self.learner, card))
        memory.keep(after)
        self._count(today or StudyDay(learner=self.learner, day=day), before, review)
        review.gone = False
        self.log.append(review)
        return review

    def _bounded(self, at: datetime, now: datetime) -> datetime:
        """The client's clock is believed between the session's last rating and now."""
        earliest = max((row.at for row in self.log), default=self.started_at)
        return min(max(at, earliest), now)

    def _due_on(self, day: date) -> int:
        """How many cards were due as the day began, also if its first rating was taken back."""
        noted = Review.objects.of(self.learner).ratings().filter(study_day=day)
        first = noted.filter(due_today__isnull=False).order_by("pk").values("due_today")[:1]
        due = Memory.objects.of(self.learner).in_reach(day).filter(due_day__lte=day)
        due = due.in_decks(Deck.objects.visible_to(self.learner))
        note = Concat("card__deck", Value(" "), "card__sibling_key", output_field=TextField())
        notes = Count(note, distinct=True)  # of one note only one card is asked a day
        counted: int = due.aggregate(due=Coalesce(Subquery(first), notes))["due"]
        return counted

    def _append(self, review: Review) -> None:
        try:
            with transaction.atomic(savepoint=False):
                review.save(force_insert=True)
        except IntegrityError as clash:
            if "one_review_per_presentation" in str(clash):
                raise PresentationTaken from clash
            raise

    def _count(self, today: StudyDay, before: scheduler.Recall, review: Review) -> None:
        counters = replay.counters_of(today).plus(before, review)
        for name, value in replay.as_columns(counters).items():
            setattr(today, name, value)
        today.save()
        self.last_study_day = today

    # -- taking back and correcting

    def change(
        self, review: Review, rating: int, presentation_id: UUID, *, now: datetime
    ) -> Review:
        """Correct a card's newest rating: a row that supersedes it, in its place and at its moment.

        Raises ``LaterReviewInTheWay`` when the card was rated again since.
        """
        mine = Review.objects.of(self.learner)
        if stored := mine.filter(presentation_id=presentation_id).first():
            if stored.card_id != review.card_id:
                raise PresentationTaken
            return stored
        if rating == review.rating:
            return review
        newest = mine.filter(card=review.card_id).ratings().live().last()
        if newest and newest.pk != review.pk:
            raise LaterReviewInTheWay(newest)
        corrected = Review(
            learner=self.learner,
            card=review.card,
            session=review.session,
            presentation_id=presentation_id,
            rating=rating,
            grade=scheduler.GRADE_MAP_A[rating],
            map_version=scheduler.MAP_VERSION,
            source=review.source,
            hint=review.hint,
            at=review.at,
            recorded_at=now,
            time_zone=review.time_zone,
            study_day=review.study_day,
            ms=review.ms,
            retention=review.retention,
            cap=review.cap,
            due_today=review.due_today,
            place=review.place or review.pk,
            supersedes=review,
        )
        self._append(corrected)
        self._replay(review)
        return corrected

    def undo(self, *, now: datetime) -> Review:
        """Take back the session's newest live rating.

        Raises ``NothingToUndo``, or ``LaterReviewInTheWay`` when the card was rated again since,
        in another session.
        """
        last = next((row for row in reversed(self.log) if not row.gone), None)
        if last is None:
            raise NothingToUndo
        newest = Review.objects.of(self.learner).filter(card=last.card_id).live().last()
        assert newest is not None
        if newest.pk != last.pk:
            raise LaterReviewInTheWay(newest)
        Review.objects.create(
            learner=self.learner,
            card_id=last.card_id,
            session=self,
            presentation_id=uuid4(),
            kind=Kind.VOID,
            voids=last,
            at=now,
            recorded_at=now,
            time_zone=last.time_zone,
            study_day=last.study_day,
        )
        self._replay(last)
        return last

    def _replay(self, review: Review) -> None:
        for name in ("log", "gone", "last_study_day"):
            self.__dict__.pop(name, None)
        replay.replay_card(self.learner, review.card)
        since = (
            Review.objects.of(self.learner)
            .ratings()
            .filter(card=review.card, study_day__gte=review.study_day)
        )
        for day in set(since.values_list("study_day", flat=True)):
            replay.replay_day(self.learner, day)
