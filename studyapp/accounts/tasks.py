from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from studyapp.accounts.models import User

GUEST_LIFE = timedelta(days=30)


@task()
def expire_guests() -> None:
    """Deletes guests unseen for 30 days, with all they rated."""
    User.objects.guests().unseen_since(timezone.now() - GUEST_LIFE).delete()
