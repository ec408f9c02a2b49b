import pytest
from django.core.management import CommandError, call_command

from studyapp.accounts.models import User


def test_an_account_becomes_an_instructor(ada: User, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        call_command("make_instructor", " Ada@Example.org ")
        ada.refresh_from_db()
        assert ada.is_instructor
    assert "ada@example.org is an instructor now." in capsys.readouterr().out


@pytest.mark.django_db
def test_an_unknown_address_is_said() -> None:
    with pytest.raises(CommandError, match="Nobody has an account"):
        call_command("make_instructor", "nobody@x.org")
