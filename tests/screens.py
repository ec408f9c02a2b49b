"""A picture of every page in screens/, for anyone to look at."""

import sys
from pathlib import Path

import pytest

if __name__ == "__main__":
    camera = Path(__file__).parent / "browser" / "camera.py"
    sys.exit(pytest.main(["-q", "-p", "no:randomly", "-n", "2", str(camera)]))
