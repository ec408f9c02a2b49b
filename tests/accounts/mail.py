"""What a person finds in their mail."""

import re

from django.core import mail


def link_in_mail() -> str:
    """The path of the link in the newest mail."""
    found = re.search(r"https?://[^/]+(/\S+)", str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found[1]
