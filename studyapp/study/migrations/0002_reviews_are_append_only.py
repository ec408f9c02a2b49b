from django.db import migrations

FORWARD = """
CREATE FUNCTION refuse_change_of_review() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'reviews are append-only: add a row that voids or supersedes'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER reviews_are_append_only BEFORE UPDATE ON study_review
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_review();
"""
REVERSE = """
DROP TRIGGER reviews_are_append_only ON study_review;
DROP FUNCTION refuse_change_of_review();
"""


class Migration(migrations.Migration):
    dependencies = [("study", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, REVERSE)]
