from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from studyapp.library.models import Picture

PICTURE_LIFE = timedelta(days=7)


@task()
def sweep_pictures() -> None:
    """Deletes pictures that were uploaded a week ago and never put on a card."""
    Picture.objects.unused(before=timezone.now() - PICTURE_LIFE).delete()
