from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("library", "0003_note_sections")]

    operations = [
        migrations.AddField(
            model_name="outline",
            name="archived_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
