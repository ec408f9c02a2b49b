"""Settings are read once, by type; a malformed one stops the start by its name."""

from pathlib import Path

import pytest

from studyapp.environment import Environment, Mail, database
from studyapp.settings import env as real
from tests.operations.conftest import ROOT

SMTP = "django.core.mail.backends.smtp.EmailBackend"


def reading(tmp_path: Path, **values: str) -> Environment:
    return Environment(tmp_path, values)


def read_all(env: Environment) -> None:
    env.boolean("TLS", False, "")
    env.integer("DB_POOL", 6, "")
    env.choice("LOG_LEVEL", "INFO", ["INFO"], "")
    env.hosts("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]", ".recto.example", "*"], "")
    env.sender("DEFAULT_FROM_EMAIL", "Recto <recto@localhost>", "")
    env.origins("CSRF_TRUSTED_ORIGINS", "")
    env.secret("SECRET_KEY", env.base / "secret-key", "")
    env.database_url("DATABASE_URL", env.base / "pg", "")
    env.mail("EMAIL_URL", "console://", "")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TLS", "yes"),
        ("DB_POOL", "six"),
        ("DB_POOL", "-1"),
        ("DB_POOL", "²"),
        ("LOG_LEVEL", "loud"),
        ("CSRF_TRUSTED_ORIGINS", "recto.example"),
        ("ALLOWED_HOSTS", "https://recto.example"),
        ("ALLOWED_HOSTS", "localhost,recto.example:443"),
        ("DEFAULT_FROM_EMAIL", "recto"),
        ("DEFAULT_FROM_EMAIL", "Recto <recto@localhost"),
        ("SECRET_KEY", "short"),
        ("DATABASE_URL", "mysql://localhost/recto"),
        ("DATABASE_URL", "postgresql://localhost"),
        ("DATABASE_URL", "postgresql://localhost:port/recto?nonsense=1"),
        ("EMAIL_URL", "smtp://"),
        ("EMAIL_URL", "smtp://mail.example:port"),
        ("EMAIL_URL", "mail.example"),
    ],
)
def test_a_malformed_value_is_named(tmp_path: Path, name: str, value: str) -> None:
    env = reading(tmp_path, **{name: value})
    read_all(env)
    with pytest.raises(SystemExit, match=f"Recto cannot start: {name} "):
        env.refuse_if_malformed()


def test_every_malformed_value_is_named_at_once(tmp_path: Path) -> None:
    env = reading(tmp_path, TLS="yes", DB_POOL="six")
    read_all(env)
    with pytest.raises(SystemExit, match=r"TLS .*; DB_POOL "):
        env.refuse_if_malformed()


def test_unset_and_empty_values_are_the_defaults(tmp_path: Path) -> None:
    env = reading(tmp_path, DB_POOL="", ALLOWED_HOSTS="")
    read_all(env)
    env.refuse_if_malformed()
    assert env.integer("DB_POOL", 6, "") == 6
    assert env.words("ALLOWED_HOSTS", ["localhost"], "") == ["localhost"]
    assert env.path("BACKUPS", "backups", "") == tmp_path / "backups"


def test_a_refusal_keeps_the_password_to_itself(tmp_path: Path) -> None:
    env = reading(tmp_path, DATABASE_URL="postgresql://ada:hunter2@host:port/recto?x")
    read_all(env)
    assert "hunter2" not in str(env.problems)


def test_a_secret_key_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    file = tmp_path / "home" / "secret-key"
    key = reading(tmp_path).secret("SECRET_KEY", file, "")
    assert len(key) > 50
    assert file.stat().st_mode & 0o777 == 0o600
    assert reading(tmp_path).secret("SECRET_KEY", file, "") == key


@pytest.mark.parametrize(
    ("url", "mail"),
    [
        ("console://", Mail("django.core.mail.backends.console.EmailBackend")),
        ("smtp://relay", Mail(SMTP, "relay", 25)),
        (
            "smtp://ada:p%40ss@mail.example",
            Mail(SMTP, "mail.example", 587, "ada", "p@ss", starttls=True),
        ),
        ("smtps://ada:x@mail.example", Mail(SMTP, "mail.example", 465, "ada", "x", tls=True)),
        ("smtp://mail.example:2525", Mail(SMTP, "mail.example", 2525)),
    ],
)
def test_mail_leaves_by_the_address(tmp_path: Path, url: str, mail: Mail) -> None:
    assert reading(tmp_path, EMAIL_URL=url).mail("EMAIL_URL", "console://", "") == mail


def test_options_of_a_database_address_reach_the_driver() -> None:
    found = database("postgresql://ada:x@db.example:6000/recto?sslmode=require", pool=0)
    assert (found["NAME"], found["HOST"], found["PORT"]) == ("recto", "db.example", "6000")
    assert found["OPTIONS"] == {"sslmode": "require"}


def test_the_table_lists_every_setting(tmp_path: Path) -> None:
    env = reading(tmp_path)
    env.integer("DB_POOL", 6, "Connections.")
    assert env.table().splitlines()[-1] == "| `DB_POOL` | `6` | Connections. |"


def test_the_readme_has_the_table_of_the_settings() -> None:
    assert real.table() in (ROOT / "README.md").read_text()
