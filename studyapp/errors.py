"""The pages for what went wrong; htmx gets one sentence for the frame and keeps its page."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from studyapp.operations.logs import request_id

SENTENCES = {
    400: "That could not be read. Check what you entered and try again.",
    403: "This is not open to you. Sign in again if you were away for long.",
    404: "This is no longer here. Reload the page to see what is.",
    413: "This is too much at once. Bring it in several parts.",
    500: "Something broke on our side. What you did before is saved; try again in a moment.",
}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return _short(request, 413) or render(request, "413.html", status=413)
    return _short(request, 400) or render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _short(request, 403) or render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or old: a page left open, or cookies that are off."""
    return _short(request, 403) or render(request, "403_csrf.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _short(request, 404) or render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs neither database nor session: either may be what broke."""
    if short := _short(request, 500):
        return short
    return HttpResponse(render_to_string("500.html", {"code": request_id.get()}), status=500)


def _short(request: HttpRequest, status: int) -> HttpResponse | None:
    """The sentence in the frame's alert, where htmx would swap a page into a part of one."""
    if "HX-Request" not in request.headers or "HX-Boosted" in request.headers:
        return None
    response = HttpResponse(
        render_to_string("_failure.html", {"sentence": SENTENCES[status]}), status=status
    )
    response["HX-Retarget"] = "#failure"
    response["HX-Reswap"] = "innerHTML"
    return response
