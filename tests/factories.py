"""Rows that tests start from; each needs only what the test is about."""

from typing import Any

from studyapp.accounts.models import User

PASSWORD = "three grey herons wait"


def make_learner(name: str, **fields: Any) -> User:
    email = f"{name.lower()}@example.org"
    return User.objects.create_user(email, PASSWORD, display_name=name, **fields)


def make_instructor(name: str, **fields: Any) -> User:
    return make_learner(name, role="instructor", **fields)


def make_guest() -> User:
    return User.objects.create_guest()
