import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from tests.factories import make_guest, make_learner


@pytest.fixture
def staff(client: Client, db: None) -> User:
    root = make_learner("Root", is_staff=True, is_superuser=True)
    client.force_login(root)
    return root


def test_staff_make_an_instructor(client: Client, staff: User, ada: User) -> None:
    url = reverse("admin:accounts_user_change", args=[ada.pk])
    page = client.get(url).content.decode()
    assert ada.password not in page
    assert "md5" not in page
    client.post(url, {"display_name": "Ada", "role": "instructor", "is_active": "on"})
    ada.refresh_from_db()
    assert ada.is_instructor


def test_staff_who_are_no_superusers_hand_out_no_access(client: Client, ada: User) -> None:
    clerk = make_learner("Clerk", is_staff=True)
    clerk.user_permissions.add(*Permission.objects.filter(codename__endswith="_user"))
    client.force_login(clerk)
    url = reverse("admin:accounts_user_change", args=[ada.pk])
    asked = {"role": "instructor", "is_active": "on", "is_staff": "on", "is_superuser": "on"}
    assert client.post(url, asked).status_code == 302
    ada.refresh_from_db()
    assert ada.is_instructor
    assert (ada.is_staff, ada.is_superuser) == (False, False)


def test_guests_are_not_listed(client: Client, staff: User) -> None:
    guest = make_guest()
    assert client.get(reverse("admin:accounts_user_change", args=[guest.pk])).status_code == 302


@pytest.mark.parametrize("name", ["accounts_user", "classes_classroom", "library_deck"])
@pytest.mark.parametrize("page", ["changelist", "add"])
def test_pages_render_without_anything_that_the_policy_forbids(
    client: Client, staff: User, name: str, page: str
) -> None:
    response = client.get(reverse(f"admin:{name}_{page}"))
    if name == "accounts_user" and page == "add":
        assert response.status_code == 403
        return
    html = response.content.decode()
    assert response.status_code == 200
    assert " style=" not in html
    assert "<style" not in html
    assert "onclick=" not in html


def test_who_is_not_staff_is_refused(client: Client, boole: User) -> None:
    client.force_login(boole)
    assert client.get(reverse("admin:login")).status_code == 403
    assert client.get(reverse("admin:index")).status_code == 302
