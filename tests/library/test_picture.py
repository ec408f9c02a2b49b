"""Pictures on cards: taken by what they are, shown to those who see the card."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from studyapp.accounts.models import User
from studyapp.library.models import Picture
from studyapp.library.rows import save_row
from studyapp.library.tasks import sweep_pictures
from tests.factories import make_deck

URL = reverse("library:picture_add")


def drawn(kind: str = "PNG", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "olive").save(out, kind, **options)
    return out.getvalue()


def send(client: Client, content: bytes, name: str = "loaf.png") -> tuple[int, dict[str, str]]:
    response = client.post(URL, {"picture": SimpleUploadedFile(name, content)})
    return response.status_code, response.json()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_what_it_is_follows_from_its_content(client: Client, ada: User, kind: str) -> None:
    client.force_login(ada)
    status, reply = send(client, drawn(kind), "a.exe")
    picture = Picture.objects.get()
    assert (status, reply["address"]) == (201, f"/media/{picture.pk}/")
    assert (picture.width, picture.height, picture.author) == (40, 30, ada)
    response = client.get(reply["address"])
    assert Image.open(BytesIO(response.content)).format == "WEBP"
    assert response.headers["Content-Type"] == "image/webp"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_where_it_was_taken_is_not_kept(client: Client, ada: User) -> None:
    client.force_login(ada)
    told = Image.Exif()
    told[0x010E] = "Ada's kitchen"
    send(client, drawn("JPEG", exif=told))
    assert b"kitchen" not in bytes(Picture.objects.get().content)


def test_a_large_picture_is_kept_smaller(client: Client, ada: User) -> None:
    client.force_login(ada)
    send(client, drawn(size=(3200, 800)))
    assert Picture.objects.values_list("width", "height").get() == (1600, 400)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "This file is no picture."),
        (b"GIF89a<script>alert(1)</script>", "picture"),
        (drawn()[:60], "damaged"),
        (drawn(size=(40_000, 1)), "40,000 by 1 pixels"),
        (drawn(size=(7_000, 6_000)), "at most"),
        (b"", "picture"),
        (b"\x89PNG" + bytes(8_000_001), "more than 8 MB"),
    ],
    ids=["svg", "script", "cut", "wide", "large", "empty", "heavy"],
)
def test_what_is_no_picture_is_told_and_not_kept(
    client: Client, ada: User, content: bytes, sentence: str
) -> None:
    client.force_login(ada)
    status, reply = send(client, content)
    assert status == 422
    assert sentence in reply["error"]
    assert not Picture.objects.exists()


def test_a_picture_is_seen_by_those_who_see_its_card(
    client: Client, ada: User, carol: User
) -> None:
    picture = Picture.objects.take(ada, drawn())
    address = picture.get_absolute_url()
    deck = make_deck(ada)
    client.force_login(carol)
    assert client.get(address).status_code == 404
    save_row(deck, "k", front="What?", back=f"![A loaf]({address})", version=0, author=ada)
    assert client.get(address).status_code == 404
    deck.visibility = "public"
    deck.save()
    assert client.get(address).status_code == 200


def test_nobody_borrows_a_picture_by_writing_its_address(ada: User, carol: User) -> None:
    picture = Picture.objects.take(ada, drawn())
    text = f"![Hers]({picture.get_absolute_url()})"
    save_row(make_deck(carol), "k", front="What?", back=text, version=0, author=carol)
    assert not Picture.objects.visible_to(carol).exists()


def test_pictures_that_no_card_shows_are_swept_after_a_week(ada: User) -> None:
    kept, new, _ = (Picture.objects.take(ada, drawn()) for _ in range(3))
    text = f"![A loaf]({kept.get_absolute_url()})"
    save_row(make_deck(ada), "k", front="What?", back=text, version=0, author=ada)
    Picture.objects.exclude(pk=new.pk).update(added_at=timezone.now() - timedelta(days=8))
    sweep_pictures.call()
    assert set(Picture.objects.values_list("pk", flat=True)) == {kept.pk, new.pk}
    assert not Path("media").exists()
