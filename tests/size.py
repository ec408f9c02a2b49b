"""What the product weighs: ``make size``."""

import os
import re
import subprocess
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent


def url_names() -> int:
    """Names that our own packages give to addresses."""
    from django.urls import get_resolver
    from django.urls.resolvers import URLResolver

    def count(resolver: URLResolver) -> int:
        found = 0
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                found += count(entry)
            elif entry.callback.__module__.startswith(("studyapp", "quizzes")):
                found += bool(entry.name)
        return found

    return count(get_resolver())


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studyapp.settings")
    django.setup()
    from studyapp.settings import env

    tracked = subprocess.run(
        ["git", "ls-files", "manage.py", "studyapp/*.py", "quizzes/*.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    lines = sum(len((ROOT / name).read_text().splitlines()) for name in tracked)
    locked = re.findall(r"^[\w.-]+(?:\[\w+\])?==", (ROOT / "requirements.txt").read_text(), re.M)
    packages = (ROOT / "package.json").read_text().partition('"dependencies"')[2].partition("}")[0]
    sys.stdout.write(
        f"{lines:>6} lines of Python without tests\n"
        f"{len(env.settings):>6} settings\n"
        f"{url_names():>6} URL names\n"
        f"{len(locked):>6} Python dependencies\n"
        f"{packages.count(':') - 1:>6} front-end packages\n"
    )


if __name__ == "__main__":
    main()
