"""What the database holds, short enough to compare before and after."""

from django.apps import apps
from django.db import connection

OURS = {config.label for config in apps.get_app_configs() if config.name.startswith("studyapp")}


def fingerprint() -> dict[str, tuple[int, int]]:
    """For each table of ours how many rows it has, and a sum that any change of them changes."""
    tables = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in OURS | {"quizzes"}
    }
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(tables):
            cursor.execute(
                f"SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM {table} t"
            )
            found[table] = cursor.fetchone()
    return found
