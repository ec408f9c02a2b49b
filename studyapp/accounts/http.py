"""What a view receives once it is known who asks, and where it leads back to."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from studyapp.accounts.models import User
from studyapp.htmx import HtmxRequest


class SignedInRequest(HtmxRequest):
    """The request of a view behind ``login_required``."""

    user: User


class LearnerRequest(HtmxRequest):
    """The request of a view behind ``learner_required``: an account, or this browser's guest."""

    learner: User


def page_left(request: HttpRequest, otherwise: str) -> str:
    """The path of our page that a link led from; else the other."""
    left = urlsplit(request.headers.get("Referer", ""))
    return left.path if left.netloc == request.get_host() and left.path else otherwise


def page_named(request: HttpRequest, otherwise: str) -> str:
    """The path that ``next`` names, if it is one of ours; else the other."""
    path = request.POST.get("next") or request.GET.get("next", "")
    ours = path.startswith("/") and path.isprintable()
    return path if ours and url_has_allowed_host_and_scheme(path, None) else otherwise
