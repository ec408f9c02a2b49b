"""Settings from the environment: each is declared once, and every malformed one is named.

``python -m studyapp.environment`` prints the table of them that the README holds.
"""

import os
import re
import secrets
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

HOST = re.compile(r"\*|\.?[\w-]+(\.[\w-]+)*|\[[0-9A-Fa-f:.]+\]", re.ASCII)
SENDER = re.compile(r"[^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+")


@dataclass(frozen=True)
class Setting:
    name: str
    default: str
    meaning: str


@dataclass(frozen=True)
class Mail:
    """How mail leaves: Django's backend and the server's address."""

    backend: str
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False


class Environment:
    """Reads typed values; ``refuse_if_malformed`` raises one error that names all bad ones."""

    def __init__(self, base: Path, values: dict[str, str] | None = None) -> None:
        self.base = base
        self.values = dict(os.environ) if values is None else values
        self.settings: list[Setting] = []
        self.problems: list[str] = []

    def given(self, name: str) -> str | None:
        """The value; nothing where it is unset or empty."""
        return self.values.get(name) or None

    def text(self, name: str, default: str, meaning: str) -> str:
        self.settings.append(Setting(name, default, meaning))
        return self.given(name) or default

    def boolean(self, name: str, default: bool, meaning: str) -> bool:
        return self.choice(name, "1" if default else "0", ["0", "1"], meaning) == "1"

    def integer(self, name: str, default: int, meaning: str, *, least: int = 0) -> int:
        value = self.text(name, str(default), meaning)
        if value.isascii() and value.isdigit() and int(value) >= least:
            return int(value)
        self.problems.append(f"{name} must be a whole number of at least {least}")
        return default

    def words(self, name: str, default: list[str], meaning: str) -> list[str]:
        value = self.text(name, ",".join(default), meaning)
        return [word.strip() for word in value.split(",") if word.strip()]

    def hosts(self, name: str, default: list[str], meaning: str) -> list[str]:
        """Host names as Django compares them; one with a scheme, path or port matches nothing."""
        found = self.words(name, default, meaning)
        if not all(HOST.fullmatch(host) for host in found):
            self.problems.append(f"{name} must be host names such as recto.example")
        return found

    def sender(self, name: str, default: str, meaning: str) -> str:
        value = self.text(name, default, meaning)
        if not SENDER.fullmatch(value):
            self.problems.append(f"{name} must look like Recto <recto@recto.example>")
        return value

    def origins(self, name: str, meaning: str) -> list[str]:
        found = self.words(name, [], meaning)
        if not all(urlsplit(origin).scheme and urlsplit(origin).netloc for origin in found):
            self.problems.append(f"{name} must be addresses such as https://recto.example")
        return found

    def choice(self, name: str, default: str, choices: list[str], meaning: str) -> str:
        value = self.text(name, default, meaning)
        if value not in choices:
            self.problems.append(f"{name} must be one of {', '.join(choices)}")
        return value

    def path(self, name: str, default: str, meaning: str) -> Path:
        return (self.base / self.text(name, default, meaning)).resolve()

    def secret(self, name: str, file: Path, meaning: str) -> str:
        """The named value, else the key kept in the file, which is made on first use."""
        self.settings.append(Setting(name, "", meaning))
        if value := self.given(name):
            if len(value) < 50:
                self.problems.append(f"{name} must have at least 50 characters")
            return value
        try:
            if not file.exists():
                file.parent.mkdir(parents=True, exist_ok=True)
                new = file.with_name(f"{file.name}.{os.getpid()}")
                new.touch(mode=0o600)
                new.write_text(secrets.token_urlsafe(64))
                new.rename(file)
            return file.read_text().strip()
        except OSError as refused:
            self.problems.append(f"{name} cannot be kept in {file}: {refused.strerror}")
            return ""

    def database_url(self, name: str, data: Path, meaning: str) -> str:
        """The named address, else that of the embedded server with that data folder."""
        self.settings.append(Setting(name, "", meaning))
        from studyapp.operations.localpg import Cluster
        from studyapp.operations.machine import CannotStartError

        value = self.given(name)
        try:
            if value is None:
                return Cluster(data).url()
            if value.startswith(("postgresql://", "postgres://")) and conninfo_to_dict(value).get(
                "dbname"
            ):
                return value
        except ProgrammingError:
            pass  # its message may repeat the password
        except CannotStartError as refused:
            self.problems.append(str(refused).rstrip("."))
            return "postgresql:///none"
        self.problems.append(f"{name} must look like postgresql://user:password@host:5432/database")
        return "postgresql:///none"

    def mail(self, name: str, default: str, meaning: str) -> Mail:
        """``console://`` prints mail; ``smtp://user:password@host:port``; ``smtps://`` for TLS.

        With a user, ``smtp://`` asks for STARTTLS, so that no password travels in the clear.
        """
        value = self.text(name, default, meaning)
        if value == "console://":
            return Mail("django.core.mail.backends.console.EmailBackend")
        try:
            address = urlsplit(value)
            port = address.port
        except ValueError:
            address, port = urlsplit(""), None
        if address.scheme not in ("smtp", "smtps") or not address.hostname:
            self.problems.append(f"{name} must be console:// or smtp(s)://user:password@host:port")
        tls = address.scheme == "smtps"
        user = unquote(address.username or "")
        return Mail(
            backend="django.core.mail.backends.smtp.EmailBackend",
            host=address.hostname or "",
            port=port or (465 if tls else 587 if user else 25),
            user=user,
            password=unquote(address.password or ""),
            starttls=bool(user) and not tls,
            tls=tls,
        )

    def refuse_if_malformed(self) -> None:
        if self.problems:
            raise SystemExit("Recto cannot start: " + "; ".join(self.problems) + ".")

    def table(self) -> str:
        """Every setting as a Markdown table."""
        lines = ["| Name | Default | Meaning |", "| --- | --- | --- |"]
        for setting in sorted(self.settings, key=lambda setting: setting.name):
            default = f"`{setting.default}`" if setting.default else ""
            lines.append(f"| `{setting.name}` | {default} | {setting.meaning} |")
        return "\n".join(lines)


def database(url: str, *, pool: int) -> dict[str, Any]:
    """Django's settings of one PostgreSQL database from its address; a pool of 0 is none."""
    info: dict[str, Any] = dict(conninfo_to_dict(url))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": info.pop("dbname"),
        "USER": info.pop("user", ""),
        "PASSWORD": info.pop("password", ""),
        "HOST": info.pop("host", ""),
        "PORT": info.pop("port", ""),
        # the pool then replaces the connections of a restarted server
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": info
        | ({"pool": {"min_size": 1, "max_size": pool, "timeout": 10}} if pool else {}),
    }


if __name__ == "__main__":
    print(import_module("studyapp.settings").env.table())  # noqa: T201
