"""Third-party files by name: only what pages use is collected, hashed and compressed."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.storage import HashedFilesMixin
from django.core.files.storage import FileSystemStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

ATKINSON = "@fontsource-variable/atkinson-hyperlegible-next/files"
LITERATA = "@fontsource-variable/literata/files"
FILES = {
    "vendor/bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    "vendor/htmx.min.js": "htmx.org/dist/htmx.min.js",
    "vendor/fonts/atkinson.woff2": f"{ATKINSON}/atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "vendor/fonts/literata.woff2": f"{LITERATA}/literata-latin-wght-normal.woff2",
}


class NodeStorage(FileSystemStorage):
    def path(self, name: str) -> str:
        return str(Path(settings.BASE_DIR) / "node_modules" / FILES[name])


class NodeFinder(BaseFinder):
    """Finds the files of npm packages that pages use, under the names of ``FILES``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = NodeStorage()

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = [self.storage.path(path)] if path in FILES else []
        return found if find_all else (found[0] if found else [])

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for name in FILES:
            yield name, self.storage


class HashedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed, compressed files; the comments that name source maps, which do not ship, stay."""

    keep_only_hashed_files = True
    patterns = tuple(
        (ext, [p for p in found if "sourceMappingURL" not in (p if isinstance(p, str) else p[0])])
        for ext, found in HashedFilesMixin.patterns
    )
