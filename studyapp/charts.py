"""Numbers to small accessible SVG, each with its table where it is a chart; alone in drawing."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

STEPS = ("New", "Not at all", "Barely", "With effort", "Well", "Perfectly")


def stair(counts: Sequence[int], label: str) -> SafeString:
    """Cards per step of mastery, New first: the wider a step, the more cards stand on it.

    The label names what was counted and is spoken before the counts.

    >>> print(stair([1, 0, 0, 3, 0, 0], "4 cards by mastery"))  # doctest: +ELLIPSIS
    <svg class="dist" ... aria-label="4 cards by mastery: 1 new, 0 not at all, ...
    """
    height = (2.5, 4, 5.5, 7, 8.5, 10)
    spoken = ", ".join(f"{n} {step.lower()}" for n, step in zip(counts, STEPS, strict=True))
    blocks = format_html_join(
        "",
        '<rect class="mastery-{}" x="{}" y="{}" width="{}" height="{}"/>',
        (
            (step, sum(counts[:step]), 10 - height[step], n, height[step])
            for step, n in enumerate(counts)
            if n
        ),
    )
    return format_html(
        '<svg class="dist" viewBox="0 0 {} 10" preserveAspectRatio="none" role="img"'
        ' aria-label="{}: {}">{}</svg>',
        sum(counts) or 1, label, spoken, blocks,
    )  # fmt: skip


def legend(counts: Sequence[int] | None = None) -> SafeString:
    """The six steps by colour, number and name, with how many cards each holds if that is given."""
    rows = format_html_join(
        "",
        '<li><i class="sw mastery-{}"></i>{}{}{}</li>',
        (
            (
                step,
                f"{step} " if step else " ",
                name,
                format_html(" <strong>{}</strong>", counts[step]) if counts else "",
            )
            for step, name in enumerate(STEPS)
        ),
    )
    return format_html('<ul class="legend">{}</ul>', rows)
