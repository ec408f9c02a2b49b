"""What searching needs: each text as PostgreSQL reads it, kept beside it in a column of its own.

The columns are no fields of the models, so that no page loads them.
"""

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations

CONFIGURATION = """
CREATE TEXT SEARCH CONFIGURATION recto (COPY = english);
ALTER TEXT SEARCH CONFIGURATION recto
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;
"""
READ = "setweight(to_tsvector('recto', {}), '{}')"
TEXTS = (
    # table, the column that names a row, and all its text from the weightiest on
    ("card", "title", ("front", "back", "hint || ' ' || explanation")),
    ("note", "title", ("title", "lead", "body")),
    ("section", "title", ("title", "body")),
    ("concept", "name", ("name", "definition")),
)


def column(table, name, texts):
    read = " || ".join(READ.format(text, weight) for text, weight in zip(texts, "ABC"))
    return migrations.RunSQL(
        f"""
        ALTER TABLE library_{table} ADD COLUMN search tsvector GENERATED ALWAYS AS ({read}) STORED;
        CREATE INDEX {table}_words ON library_{table} USING gin (search);
        CREATE INDEX {table}_spelling ON library_{table} USING gin ({name} gin_trgm_ops);
        """,
        f"""
        DROP INDEX {table}_spelling;
        ALTER TABLE library_{table} DROP COLUMN search;
        """,
    )


class Migration(migrations.Migration):
    dependencies = [("library", "0007_authoring")]

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        migrations.RunSQL(CONFIGURATION, "DROP TEXT SEARCH CONFIGURATION recto;"),
        *(column(*text) for text in TEXTS),
    ]
