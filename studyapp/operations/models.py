from django.db import models


class PeriodicRun(models.Model):
    """When a periodic task was last enqueued, so that a restart neither repeats nor forgets it."""

    task = models.TextField(unique=True)
    enqueued_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.task
