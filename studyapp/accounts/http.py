"""What a view receives once it is known who asks."""

from studyapp.accounts.models import User
from studyapp.htmx import HtmxRequest


class SignedInRequest(HtmxRequest):
    """The request of a view behind ``login_required``."""

    user: User


class LearnerRequest(HtmxRequest):
    """The request of a view behind ``learner_required``: an account, or this browser's guest."""

    learner: User
