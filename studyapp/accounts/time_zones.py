"""The time zones a person may live in."""

from zoneinfo import available_timezones

TIME_ZONES = ("UTC", *sorted(z for z in available_timezones() if "/" in z and z[:4] != "Etc/"))


def known_zone(name: object, otherwise: str) -> str:
    """The named zone where there is one; a browser may send anything."""
    return next((zone for zone in TIME_ZONES if zone == name), otherwise)
