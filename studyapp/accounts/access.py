"""Who a request speaks for: an account, or the guest of this browser."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core import ratelimit
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from studyapp.accounts.http import SignedInRequest
from studyapp.accounts.models import User

GUEST = "guest"


def learner_of(request: HttpRequest) -> User | None:
    """The signed-in account, else this browser's guest, else nobody."""
    learner = _account_or_guest(request)
    if learner is not None and learner.note_seen(timezone.now()):
        # once a day the cookie gets its full life again
        request.session.modified = True
    return learner


def _account_or_guest(request: HttpRequest) -> User | None:
    if request.user.is_authenticated:
        return request.user
    guest = request.session.get(GUEST)
    return User.objects.guests().filter(pk=guest).first() if guest else None


def refuse_many_guests(request: HttpRequest) -> HttpResponse | None:
    """A 429 page where one address makes more guests a minute than people would."""
    refusal: HttpResponse | None = ratelimit.consume_or_429(request, action="trial")
    return refusal


def refuse_many_imports(request: SignedInRequest) -> HttpResponse | None:
    """A 429 page where one person brings more texts a minute than people would."""
    refusal: HttpResponse | None
    refusal = ratelimit.consume_or_429(request, action="import", user=request.user)
    return refusal


def learner_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets ``request.learner``; a stranger is sent to sign in."""

    @wraps(view)
    def wrapped(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        learner = learner_of(request)
        if learner is None:
            return redirect_to_login(request.get_full_path())
        request.learner = learner
        return view(request, *args, **kwargs)

    return wrapped
