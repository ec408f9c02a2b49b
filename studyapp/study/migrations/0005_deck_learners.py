from django.db import migrations


def note_learners(apps, schema_editor):
    Memory = apps.get_model("study", "Memory")
    DeckLearner = apps.get_model("library", "DeckLearner")
    pairs = (
        Memory.objects.filter(introduced_day__isnull=False, learner__is_guest=False)
        .values_list("learner", "card__deck")
        .distinct()
    )
    DeckLearner.objects.bulk_create(
        (DeckLearner(learner_id=learner, deck_id=deck) for learner, deck in pairs.iterator()),
        batch_size=1000,
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0007_authoring"),
        ("study", "0004_bulk_change"),
    ]

    operations = [migrations.RunPython(note_learners, migrations.RunPython.noop)]
