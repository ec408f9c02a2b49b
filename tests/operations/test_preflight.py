"""What a machine lacks is said in one sentence before anything is installed."""

import os
import shutil
import subprocess
import sys
from glob import glob
from pathlib import Path

import pytest

from tests.operations.conftest import ROOT

PREFLIGHT = ROOT / "studyapp" / "operations" / "preflight.py"


def preflight(python: str, folder: Path, *, lines: str = "") -> tuple[int, str]:
    """Run it in that folder; ``lines`` first make the interpreter what the case needs."""
    code = f"import importlib.util, os, runpy, shutil, sys\n{lines}"
    code += f"\nrunpy.run_path({str(PREFLIGHT)!r}, run_name='__main__')"
    ran = subprocess.run(
        [python, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )
    return ran.returncode, ran.stderr.strip()


def old_python() -> str | None:
    """A Python before 3.11 that runs on this machine."""
    for folder in ("/usr/bin", "/usr/local/bin", str(Path.home() / ".pyenv/versions/3.*/bin")):
        for found in sorted(glob(f"{folder}/python3")):
            code = "import sys; sys.exit(sys.version_info >= (3, 11))"
            if not subprocess.run([found, "-c", code], check=False).returncode:
                return found
    return None


def test_this_python_will_do(tmp_path: Path) -> None:
    assert preflight(sys.executable, tmp_path) == (0, "")


def test_a_python_too_old_is_named(tmp_path: Path) -> None:
    python = old_python()
    if python is None:
        pytest.skip("could not run here: no Python before 3.11")
    code, said = preflight(python, tmp_path)
    assert code == 1
    assert said.startswith("Python 3.11 or newer is needed, not 3.")


def test_a_python_without_venv_is_named(tmp_path: Path) -> None:
    code, said = preflight(sys.executable, tmp_path, lines="import pkgutil; sys.path.clear()")
    assert (code, said.partition(";")[0]) == (1, "Python's venv module is missing")


def test_a_machine_without_python_is_told_so() -> None:
    ran = subprocess.run(
        ["make", "preflight", "PYTHON=no-such-python"],
        cwd=ROOT,
        env={name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 2
    assert ran.stderr.startswith("Python 3.11 or newer is needed; no-such-python is not there.")


def test_a_virtual_environment_that_was_cut_off_is_made_again(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").touch()
    (tmp_path / "requirements.txt").touch()
    ran = subprocess.run(
        ["make", "--dry-run", ".venv/.run"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "-m venv .venv" in ran.stdout
