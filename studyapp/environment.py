"""Settings from the environment: each value is read once, and every malformed one is named."""

import os
import secrets
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict


class Environment:
    """Reads typed values; ``refuse_if_malformed`` raises one error that names all bad ones."""

    def __init__(self, values: dict[str, str] | None = None) -> None:
        self.values = dict(os.environ) if values is None else values
        self.problems: list[str] = []

    def text(self, name: str, default: str) -> str:
        return self.values.get(name, default)

    def boolean(self, name: str, default: bool) -> bool:
        value = self.values.get(name, "1" if default else "0")
        if value not in ("0", "1"):
            self.problems.append(f"{name} must be 0 or 1")
        return value == "1"

    def integer(self, name: str, default: int) -> int:
        value = self.values.get(name, str(default))
        try:
            return int(value)
        except ValueError:
            self.problems.append(f"{name} must be a whole number")
            return default

    def words(self, name: str, default: list[str]) -> list[str]:
        value = self.values.get(name)
        return default if value is None else [w.strip() for w in value.split(",") if w.strip()]

    def choice(self, name: str, default: str, choices: list[str]) -> str:
        value = self.values.get(name, default)
        if value not in choices:
            self.problems.append(f"{name} must be one of {', '.join(choices)}")
        return value

    def path(self, name: str, default: Path) -> Path:
        return Path(self.values.get(name, default)).resolve()

    def secret(self, name: str, file: Path) -> str:
        """The named value, else the key kept in the file, which is made on first use."""
        if value := self.values.get(name):
            return value
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch(mode=0o600)
            file.write_text(secrets.token_urlsafe(64))
        return file.read_text().strip()

    def database_url(self, data: Path) -> str:
        """``DATABASE_URL``, else the address of the embedded server with that data folder."""
        if value := self.values.get("DATABASE_URL"):
            return value
        from studyapp.operations.localpg import Cluster

        return Cluster(data).url()

    def refuse_if_malformed(self) -> None:
        if self.problems:
            raise SystemExit("Recto cannot start. " + ". ".join(self.problems) + ".")


def database(url: str, *, pool: int) -> dict[str, Any]:
    """Django's settings of one PostgreSQL database from its address."""
    info = conninfo_to_dict(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": info.pop("dbname"),
        "USER": info.pop("user", ""),
        "PASSWORD": info.pop("password", ""),
        "HOST": info.pop("host", ""),
        "PORT": info.pop("port", ""),
        # the pool then replaces the connections of a restarted server
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": info | {"pool": {"min_size": 1, "max_size": pool, "timeout": 10}},
    }
