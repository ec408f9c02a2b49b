"""Settings of the tests: a throw-away server unless DATABASE_URL names one."""

import os
from pathlib import Path
from typing import Any

cluster: Any = None
if "DATABASE_URL" not in os.environ:
    from studyapp.operations.localpg import Cluster

    home = Path(os.environ.get("RECTO_HOME", Path(__file__).resolve().parent.parent / ".local"))
    cluster = Cluster(home / "pgtest", durable=False)
    os.environ["DATABASE_URL"] = cluster.start()

from studyapp.settings import *  # noqa: E402,F403
from studyapp.settings import MIDDLEWARE, STORAGES, TEMPLATES  # noqa: E402

STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
MIDDLEWARE = [m for m in MIDDLEWARE if "whitenoise" not in m]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TEMPLATES[0]["OPTIONS"]["debug"] = True  # so that coverage sees which lines were rendered
