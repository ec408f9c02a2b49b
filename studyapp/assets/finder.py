"""What pages load is built here: few files, and in them only what pages use."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

from studyapp.assets import fonts
from studyapp.assets.classes import class_names
from studyapp.assets.trim import trimmed

NODE = Path(settings.BASE_DIR) / "node_modules"
STATIC = Path(settings.BASE_DIR) / "static"
BOOTSTRAP = NODE / "bootstrap/dist/css/bootstrap.min.css"
SCRIPTS = (
    NODE / "htmx.org/dist/htmx.min.js",
    *(STATIC / "js" / name for name in ("keys.js", "errors.js", "waiting.js")),
)
FONTS = NODE / "@fontsource-variable"
ATKINSON = FONTS / (
    "atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2"
)
LITERATA = FONTS / "literata/files/literata-latin-wght-normal.woff2"


def style() -> bytes:
    own = (STATIC / "css/app.css").read_text()
    classes = class_names(Path(settings.BASE_DIR))
    return (trimmed(BOOTSTRAP.read_text(), classes, beside=own) + own).encode()


def script() -> bytes:
    return b"\n;\n".join(file.read_bytes() for file in SCRIPTS)


def font(file: Path, heaviest: int) -> bytes:
    """The cut font, made once for each version of the font and of the cutting."""
    made_of = file.read_bytes() + Path(fonts.__file__).read_bytes()
    kept = _folder() / f"{file.stem}-{hashlib.sha256(made_of).hexdigest()[:16]}.woff2"
    if not kept.exists():
        _write(kept, fonts.latin(file, heaviest=heaviest))
    return kept.read_bytes()


BUILT: dict[str, Callable[[], bytes]] = {
    "css/recto.css": style,
    "js/recto.js": script,
    "vendor/fonts/atkinson.woff2": partial(font, ATKINSON, 800),
    "vendor/fonts/literata.woff2": partial(font, LITERATA, 700),
}


class BuiltFinder(BaseFinder):
    """Finds the files of ``BUILT``, each built once by the process that first asks."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(_folder())

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = [str(_built(path))] if path in BUILT else []
        return found if find_all else (found[0] if found else [])

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for name in BUILT:
            _built(name)
            yield name, self.storage


def _folder() -> Path:
    return Path(settings.LOCAL) / "built"


@cache
def _built(name: str) -> Path:
    file = _folder() / name
    _write(file, BUILT[name]())
    return file


def _write(file: Path, content: bytes) -> None:
    """Another process that reads the file at the same time finds it whole."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as part:
        part.write(content)
    Path(part.name).chmod(0o644)
    os.replace(part.name, file)
