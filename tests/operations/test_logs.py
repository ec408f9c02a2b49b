import json
import logging

import pytest
from django.test import Client
from django.urls import reverse

from studyapp.operations.logs import JsonFormatter, request_id


def line(message: str) -> str:
    record = logging.LogRecord("studyapp", logging.INFO, "", 0, message, None, None)
    return JsonFormatter().format(record)


def test_a_line_is_one_json_object_whatever_it_says() -> None:
    text = line('Ada\r\n{"level": "FORGED"}')
    assert len(text.splitlines()) == 1
    assert json.loads(text)["message"] == 'Ada\r\n{"level": "FORGED"}'


def test_a_line_carries_the_id_of_its_request() -> None:
    token = request_id.set("abc")
    assert json.loads(line("hello"))["request_id"] == "abc"
    request_id.reset(token)
    assert "request_id" not in json.loads(line("hello"))


def test_a_trace_is_part_of_its_line() -> None:
    try:
        raise ValueError("no")
    except ValueError as raised:
        trace = (ValueError, raised, raised.__traceback__)
    record = logging.LogRecord("studyapp", logging.ERROR, "", 0, "failed", None, trace)
    assert "ValueError: no" in json.loads(JsonFormatter().format(record))["trace"]


def test_each_response_names_its_request(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "studyapp.requests"):
        first = client.get(reverse("operations:healthz") + "?secret=1")
    assert first["X-Request-ID"] != client.get(reverse("operations:healthz"))["X-Request-ID"]
    assert caplog.messages[0].startswith("GET /healthz 200 ")
    assert "secret" not in caplog.text


@pytest.mark.parametrize(("given", "kept"), [("proxy-0001", True), ("x\nforged", False)])
def test_a_proxys_id_is_kept_when_it_is_well_formed(
    client: Client, given: str, *, kept: bool
) -> None:
    answer = client.get(reverse("operations:healthz"), headers={"X-Request-ID": given})
    assert (answer["X-Request-ID"] == given) == kept
