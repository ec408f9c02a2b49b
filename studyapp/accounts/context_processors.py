from django.http import HttpRequest

from studyapp.accounts.models import Theme


def theme(request: HttpRequest) -> dict[str, str]:
    """``chosen_theme`` is empty for a visitor; ``theme`` is the guess until the script knows."""
    user = getattr(request, "user", None)
    chosen = user.theme if user is not None and user.is_authenticated else ""
    return {"chosen_theme": chosen, "theme": "dark" if chosen == Theme.DARK else "light"}
