"""Log lines as JSON, each with the id of the request that it belongs to."""

import json
import logging
import re
import time
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

PROXY_ID = re.compile(r"[\w-]{8,64}", re.ASCII)

request_id: ContextVar[str] = ContextVar("request_id", default="")
logger = logging.getLogger("studyapp.requests")


class JsonFormatter(logging.Formatter):
    """One JSON object per line: a newline in a name cannot forge a second entry."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if named := request_id.get():
            line["request_id"] = named
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line)


def json_lines(level: str) -> dict[str, Any]:
    """Django's ``LOGGING``: everything from that level on to standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": JsonFormatter}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["lines"], "level": level},
        "loggers": {
            "django": {"handlers": [], "propagate": True},
            "django_tasks_db": {"level": "ERROR"},  # a worker that is asked to stop is no news
        },
    }


def name_requests(
    respond: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: an id for each request, in its log lines and its ``X-Request-ID``.

    A well-formed id of a proxy is kept. The log has paths, never query strings.
    """

    def named(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        name = given if PROXY_ID.fullmatch(given) else uuid.uuid4().hex
        token, began = request_id.set(name), time.perf_counter()
        try:
            response = respond(request)
            took = round((time.perf_counter() - began) * 1000)
            logger.info("%s %s %s %s ms", request.method, request.path, response.status_code, took)
        finally:
            request_id.reset(token)
        response["X-Request-ID"] = name
        return response

    return named
