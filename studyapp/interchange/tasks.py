from django.utils import timezone
from django_tasks import task

from studyapp.interchange.models import Transfer


@task()
def sweep_transfers() -> None:
    """Forgets imports that were never confirmed, and how to undo old ones."""
    Transfer.objects.sweep(timezone.now())
