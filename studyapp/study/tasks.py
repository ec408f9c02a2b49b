from django.utils import timezone
from django_tasks import task

from studyapp.library.models import TRASH_LIFE
from studyapp.study import trash


@task()
def empty_trash() -> None:
    """Deletes for good what lay in the trash for 30 days and no learner has records of."""
    trash.empty(before=timezone.now() - TRASH_LIFE)
