"""One URL for a page and its fragment."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails


class HtmxRequest(HttpRequest):
    htmx: HtmxDetails


def wants_fragment(request: HtmxRequest) -> bool:
    """True when htmx will swap the response into a page that is already there.

    A boosted link, and a Back button that missed htmx's history cache, also send
    ``HX-Request``; both need the whole page.
    """
    htmx = request.htmx
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def render_page(
    request: HtmxRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    fragment: str,
    status: int = 200,
) -> HttpResponse:
    """Render the template, or only its partial ``fragment`` when htmx wants that."""
    if wants_fragment(request):
        template = f"{template}#{fragment}"
    response = render(request, template, dict(context), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
