"""What accounts tell of: a guest signed in to an account, a learner chose other settings."""

from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.accounts.signals import daily_goal_changed, day_settings_changed, guest_signed_in
from studyapp.effort.models import StudyDay
from studyapp.study import replay, scheduler
from studyapp.study.models import Memory, Review, Session
from studyapp.study.planning import today_of


@transaction.atomic
def move_in(guest: User, user: User) -> tuple[int, int]:
    """Copy the guest's live ratings to cards that the account has no memory of; delete the guest.

    How many ratings moved, and how many were dropped because the account knew their cards.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    events = list(Review.objects.of(guest).live().select_related("session", "card"))
    known = set(Memory.objects.of(user).introduced().values_list("card", flat=True))
    moving = [event for event in events if event.card_id not in known]
    sessions: dict[int | None, Session | None] = {None: None}
    for event in moving:
        if event.session_id not in sessions:
            sessions[event.session_id] = _copied(event.session, learner=user)
        _copied(
            event, learner=user, session=sessions[event.session_id], place=None, supersedes=None
        )
    for card in {event.card for event in moving}:
        Memory.objects.get_or_create(learner=user, card=card)
        replay.replay_card(user, card)
    for day in {event.study_day for event in moving}:
        replay.replay_day(user, day)
    guest.delete()
    return len(moving), len(events) - len(moving)


def _copied(row: Any, **changes: Any) -> Any:
    """A new row like this one but for the changes."""
    fields = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    copy = type(row)(**(fields | {"id": None}))
    for name, value in changes.items():
        setattr(copy, name, value)
    copy.save(force_insert=True)
    return copy


@receiver(guest_signed_in)
def keep_guest_ratings(guest: User, user: User, **_: Any) -> str | None:
    moved, dropped = move_in(guest, user)
    if not moved and not dropped:
        return None
    kept = f"{moved} rating{'' if moved == 1 else 's'} from before moved into your account."
    if dropped:
        kept += f" {dropped} {'was' if dropped == 1 else 'were'} dropped: you knew those cards."
    return kept


@receiver(day_settings_changed)
def move_due_moments(user: User, **_: Any) -> None:
    """After a change of zone or rollover hour each card is due as its day begins there."""
    waiting = Memory.objects.of(user).filter(due_day__isnull=False, owed_until__isnull=True)
    for day in filter(None, set(waiting.values_list("due_day", flat=True))):
        start = scheduler.day_start(day, user.time_zone, user.rollover_hour)
        waiting.filter(due_day=day).update(due_at=start)


@receiver(daily_goal_changed)
def hold_the_goal_of_today(user: User, before: int, **_: Any) -> None:
    """A day that has begun keeps the goal it began with."""
    today = today_of(user, timezone.now())
    StudyDay.objects.of(user).filter(day=today, goal__isnull=True).update(goal=before)
