"""Headers that depend on who asks, and two that never do."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from studyapp.accounts.access import GUEST

View = Callable[[HttpRequest], HttpResponse]

SENSORS = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")


def closed_doors(get_response: View) -> View:
    """No page reaches for a sensor, and no other site embeds what comes from here."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["Permissions-Policy"] = ", ".join(f"{sensor}=()" for sensor in SENSORS)
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        return response

    return middleware


def private_pages(get_response: View) -> View:
    """What an account or a guest sees is stored nowhere, and signing out empties the cache.

    Pictures, which never change, stay in the browser's cache until then. Its own storage stays
    too: ratings that wait for the line are in it.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        had_account = SESSION_KEY in request.session
        response = get_response(request)
        has_account = SESSION_KEY in request.session
        kept = "immutable" in response.headers.get("Cache-Control", "")
        if (had_account or has_account or GUEST in request.session) and not kept:
            response["Cache-Control"] = "private, no-store"
        if had_account and not has_account:
            response["Clear-Site-Data"] = '"cache"'
        return response

    return middleware


def whole_sign_in(get_response: View) -> View:
    """The sign-in page never lands in a fragment: htmx goes to it, then back to its page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        htmx = getattr(request, "htmx", None)
        to_sign_in = response.headers.get("Location", "").split("?")[0] == resolve_url(
            settings.LOGIN_URL
        )
        if htmx and to_sign_in:
            page = (htmx.current_url_abs_path or "/").split("#")[0]
            return HttpResponse(status=401, headers={"HX-Redirect": redirect_to_login(page).url})
        return response

    return middleware
