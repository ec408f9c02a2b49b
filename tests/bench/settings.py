"""Recto's own settings, with the floor views beside its pages."""

from studyapp.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
