from django.test import Client
from django.urls import reverse


def test_the_process_answers_without_a_database(client: Client) -> None:
    response = client.get(reverse("operations:healthz"))
    assert (response.status_code, response.content) == (200, b"ok")


def test_it_cannot_be_posted_to(client: Client) -> None:
    assert client.post(reverse("operations:healthz")).status_code == 405
