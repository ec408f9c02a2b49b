"""Templates about what to keep, what to label and what to work on."""

from studyapp.calculators.variants.template import (
    WHOLE,
    Drawn,
    Nearness,
    Template,
    Tolerance,
    Wrong,
    listed,
)
from studyapp.draws import Draw


def _chi2(draw: Draw) -> Drawn:
    table = [[draw.between(5, 40) for _ in range(2)] for _ in range(2)]
    rows = [sum(row) for row in table]
    columns = [sum(column) for column in zip(*table, strict=True)]
    n = sum(rows)
    cells = [(table[i][j], rows[i] * columns[j] / n) for i in range(2) for j in range(2)]
    return Drawn(
        inputs={"table": table},
        stem=(
            f"A feature is on in {table[0][0]} and off in {table[0][1]} cases of the first class, "
            f"and on in {table[1][0]} and off in {table[1][1]} of the second. What is χ²?"
        ),
        key=sum((seen - expected) ** 2 / expected for seen, expected in cells),
        solution=(
            rf"$\sum \frac{{(O - E)^2}}{{E}}$ with $E$ = row · column ÷ {n}: "
            + ", ".join(f"{expected:.2f}" for _, expected in cells)
        ),
        wrong=(
            Wrong(
                "divided_by_observed",
                sum((seen - expected) ** 2 / seen for seen, expected in cells),
                "You divided by the observed counts; divide by the expected ones.",
            ),
            Wrong(
                "not_squared",
                sum(abs(seen - expected) / expected for seen, expected in cells),
                "The differences are squared before they are divided.",
            ),
            Wrong(
                "not_divided",
                sum((seen - expected) ** 2 for seen, expected in cells),
                "Each squared difference is divided by its expected count.",
            ),
        ),
        opens={"table": table},
    )


def _active_learning_pick(draw: Draw) -> Drawn:
    close = draw.between(46, 50)
    flat = draw.between(38, 42)
    tops = [close, flat, draw.between(80, 95), draw.between(55, 65), draw.between(66, 75)]
    seconds = [close - draw.between(1, 2), flat - draw.between(4, 6)]
    seconds += [draw.between((101 - top) // 2, 100 - top) for top in tops[2:]]
    rows = draw.shuffled(
        [
            [top / 100, second / 100, (100 - top - second) / 100]
            for top, second in zip(tops, seconds, strict=True)
        ]
    )
    numbers = draw.shuffled(range(10, 100))[: len(rows)]
    margins = [round(row[0] - row[1], 2) for row in rows]
    best = [row[0] for row in rows]
    key = numbers[margins.index(min(margins))]
    shown = "; ".join(
        f"case {number}: {', '.join(map(str, row))}"
        for number, row in zip(numbers, rows, strict=True)
    )
    return Drawn(
        inputs={"cases": numbers, "probabilities": rows},
        stem=(
            f"A model gives these class probabilities: {shown}. Which case do you label next by "
            "the smallest margin? Give its number."
        ),
        key=float(key),
        solution=f"The margins p₁ − p₂ are {listed(margins)}; the smallest is that of case {key}.",
        wrong=(
            Wrong(
                "surest",
                float(numbers[best.index(max(best))]),
                "That is the case of which the model is surest; its label teaches least.",
            ),
            Wrong(
                "least_confidence",
                float(numbers[best.index(min(best))]),
                "That is the pick by least confidence; the margin compares the two best classes.",
            ),
        ),
        opens={"probabilities": rows},
    )


def _error_priority_slice(draw: Draw) -> Drawn:
    large, worth = draw.choice((50, 55)), draw.choice((25, 30))
    hopeless = draw.between(60, 70)
    # one that is worth it, one that is worst but no worse than people, a wide gap in a rare
    # slice, and a small gap in the largest
    slices = draw.shuffled(
        [
            (level := draw.between(90, 97), level - draw.between(6, 10), worth),
            (hopeless, hopeless, 95 - large - worth),
            (level := draw.between(92, 98), level - draw.between(12, 20), 5),
            (level := draw.between(94, 98), level - draw.between(1, 2), large),
        ]
    )
    numbers = draw.shuffled(range(10, 100))[: len(slices)]
    human, accuracy, share = (list(column) for column in zip(*slices, strict=True))
    gaps = [level - now for level, now in zip(human, accuracy, strict=True)]
    gains = [gap * part for gap, part in zip(gaps, share, strict=True)]
    key = numbers[gains.index(max(gains))]
    shown = "; ".join(
        f"no. {number}: accuracy {now} %, people {level} %, {part} % of the data"
        for number, now, level, part in zip(numbers, accuracy, human, share, strict=True)
    )
    return Drawn(
        inputs={"slices": numbers, "accuracy": accuracy, "human": human, "share": share},
        stem=f"Four slices: {shown}. Which is worth most work? Give its number.",
        key=float(key),
        solution=(
            f"Gap · share: {listed([gain / 100 for gain in gains])} points; "
            f"the largest is that of slice {key}."
        ),
        wrong=(
            Wrong(
                "worst_accuracy",
                float(numbers[accuracy.index(min(accuracy))]),
                "That is the slice with the lowest accuracy; what counts is gap times share.",
            ),
            Wrong(
                "largest_gap",
                float(numbers[gaps.index(max(gaps))]),
                "That is the slice with the largest gap; weigh it with its share of the data.",
            ),
            Wrong(
                "largest_share",
                float(numbers[share.index(max(share))]),
                "That is the largest slice; weigh its share with the gap.",
            ),
        ),
        opens={
            "slices": [
                [str(number), now / 100, level / 100, part / 100]
                for number, now, level, part in zip(numbers, accuracy, human, share, strict=True)
            ]
        },
    )


def _bin_count(draw: Draw) -> Drawn:
    low, width, bins = draw.between(0, 20), draw.choice((2, 4, 5, 10)), draw.between(3, 5)
    high = low + bins * width
    asked = draw.between(1, bins)
    edges = [low + at * width for at in range(bins + 1)]
    start, end = edges[asked - 1], edges[asked]
    values = sorted({low, high, start, end, *(draw.between(low, high) for _ in range(4))})
    counts = [draw.between(1, 9) for _ in values]
    last = asked == bins

    def counted(*, lower: bool, upper: bool) -> int:
        return sum(
            count
            for value, count in zip(values, counts, strict=True)
            if start < value < end or (lower and value == start) or (upper and value == end)
        )

    key = counted(lower=True, upper=last)
    shown = "; ".join(f"{value}: {count}" for value, count in zip(values, counts, strict=True))
    return Drawn(
        inputs={"values": values, "counts": counts, "bins": bins, "asked": asked},
        stem=(
            f"A column holds these values, each with how often: {shown}. It is cut into {bins} "
            f"bins of equal width; a bin has its lower edge, the last one both. How many values "
            f"fall into bin {asked}?"
        ),
        key=float(key),
        solution=(
            f"The width is ({high} − {low}) ÷ {bins} = {width}, so bin {asked} runs from {start} "
            f"{'to' if last else 'up to, not including,'} {end}: {key} values."
        ),
        wrong=(
            Wrong(
                "wrong_edge",
                float(counted(lower=not last, upper=not last)),
                "Look at the edges: a bin has its lower edge, and only the last its upper one.",
            ),
            Wrong(
                "equal_count",
                float(round(sum(counts) / bins)),
                "That is a bin of equal count; these have equal width.",
            ),
        ),
        opens={
            "x": [v for v, count in zip(values, counts, strict=True) for _ in range(count)],
            "bins": bins,
        },
    )


TEMPLATES = (
    Template(
        "chi2",
        "feature_selection",
        "chi2",
        "χ² of a table",
        Tolerance(Nearness.ABSOLUTE, 0.05),
        _chi2,
    ),
    Template(
        "active_learning_pick",
        "active_learning",
        "",
        "Case to label next",
        WHOLE,
        _active_learning_pick,
    ),
    Template(
        "error_priority_slice",
        "error_priority",
        "",
        "Slice to work on",
        WHOLE,
        _error_priority_slice,
    ),
    Template("bin_count", "binning", "", "Count of a bin", WHOLE, _bin_count),
)
