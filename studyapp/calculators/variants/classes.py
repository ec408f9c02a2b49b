"""Templates about right and wrong answers of classifiers."""

import math

from studyapp.calculators.variants.template import (
    SMALL,
    WHOLE,
    Drawn,
    Template,
    Wrong,
    listed,
    percent,
)
from studyapp.draws import Draw

Counts = tuple[int, int, int, int]
SHARES = (10, 20, 25, 40, 50)


def _drawn_matrix(draw: Draw) -> Counts:
    said = draw.choice(SHARES)
    tp = draw.between(said // 2, said - 1)
    return tp, said - tp, draw.between(2, 40), draw.between(30, 400)


def _counted(counts: Counts, asked: str, key: float, solution: str, *wrong: Wrong) -> Drawn:
    tp, fp, fn, tn = counts
    inputs = {"tp": tp, "fp": fp, "fn": fn, "tn": tn}
    stem = f"A classifier gave TP = {tp}, FP = {fp}, FN = {fn}, TN = {tn}. What is its {asked}?"
    return Drawn(
        inputs=inputs, stem=stem, key=key, solution=solution, wrong=wrong, opens=dict(inputs)
    )


def _accuracy(counts: Counts) -> Wrong:
    tp, _, _, tn = counts
    n = sum(counts)
    said = f"That is accuracy: you counted the true negatives too, {tp + tn} of {n}."
    return Wrong("accuracy", (tp + tn) / n, said)


def _precision(draw: Draw) -> Drawn:
    tp, fp, fn, _ = counts = _drawn_matrix(draw)
    n = sum(counts)
    return _counted(
        counts,
        "precision",
        tp / (tp + fp),
        rf"$\frac{{TP}}{{TP + FP}} = \frac{{{tp}}}{{{tp + fp}}}$",
        Wrong(
            "recall",
            tp / (tp + fn),
            f"That is recall: you divided by all {tp + fn} actual positives.",
        ),
        _accuracy(counts),
        Wrong("divided_by_all", tp / n, f"You divided by all {n} cases, not by the predicted yes."),
    )


def _recall(draw: Draw) -> Drawn:
    actual = draw.choice(SHARES)
    tp = draw.between(actual // 3, actual - 1)
    fp, tn = draw.between(2, 40), draw.between(30, 400)
    counts = (tp, fp, actual - tp, tn)
    return _counted(
        counts,
        "recall",
        tp / actual,
        rf"$\frac{{TP}}{{TP + FN}} = \frac{{{tp}}}{{{actual}}}$",
        Wrong(
            "precision",
            tp / (tp + fp),
            f"That is precision: you divided by all {tp + fp} predicted positives.",
        ),
        Wrong(
            "specificity",
            tn / (tn + fp),
            f"That is specificity: the share of the {tn + fp} actual negatives that were rejected.",
        ),
        _accuracy(counts),
    )


def _false_positive_rate(draw: Draw) -> Drawn:
    negative = draw.choice((50, 100, 200, 250))
    fp = draw.between(2, negative // 3)
    tp, fn = draw.between(10, 60), draw.between(5, 40)
    tn, n = negative - fp, negative + tp + fn
    return _counted(
        (tp, fp, fn, tn),
        "false positive rate",
        fp / negative,
        rf"$\frac{{FP}}{{FP + TN}} = \frac{{{fp}}}{{{negative}}}$",
        Wrong(
            "specificity",
            tn / negative,
            "That is specificity; the false positive rate is 1 minus it.",
        ),
        Wrong(
            "false_discovery_rate",
            fp / (fp + tp),
            f"That is the false discovery rate: you divided by all {fp + tp} predicted positives.",
        ),
        Wrong(
            "share_of_all", fp / n, f"You divided by all {n} cases, not by the actual negatives."
        ),
    )


def _f1(draw: Draw) -> Drawn:
    tp, fp, fn, _ = counts = _drawn_matrix(draw)
    p, r = tp / (tp + fp), tp / (tp + fn)
    return _counted(
        counts,
        "F1",
        2 * p * r / (p + r),
        rf"$\frac{{2\,TP}}{{2\,TP + FP + FN}} = \frac{{{2 * tp}}}{{{2 * tp + fp + fn}}}$",
        Wrong(
            "arithmetic_mean",
            (p + r) / 2,
            "That is the plain mean of precision and recall; F1 is their harmonic mean.",
        ),
        Wrong(
            "geometric_mean",
            math.sqrt(p * r),
            "That is the geometric mean of precision and recall; F1 is their harmonic mean.",
        ),
        _accuracy(counts),
        Wrong("precision", p, "That is precision alone; F1 also asks how many were found."),
        Wrong("recall", r, "That is recall alone; F1 also asks how often a yes was right."),
    )


def _mcc(draw: Draw) -> Drawn:
    tp, fp, fn, tn = counts = _drawn_matrix(draw)
    p, r = tp / (tp + fp), tp / (tp + fn)
    product = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    above = tp * tn - fp * fn
    return _counted(
        counts,
        "Matthews correlation (MCC)",
        above / math.sqrt(product),
        r"$\frac{TP \cdot TN - FP \cdot FN}{\sqrt{(TP+FP)(TP+FN)(TN+FP)(TN+FN)}}"
        rf" = \frac{{{above}}}{{\sqrt{{{product}}}}}$",
        Wrong("f1", 2 * p * r / (p + r), "That is F1; the MCC also counts the true negatives."),
        Wrong(
            "youden_j",
            r + tn / (tn + fp) - 1,
            "That is Youden’s J, recall + specificity − 1; the MCC uses the columns as well.",
        ),
        _accuracy(counts),
    )


def _macro_recall(draw: Draw) -> Drawn:
    support = [draw.choice((10, 20, 25, 50, 100)) for _ in range(3)]
    hits = [draw.between(size // 5, size) for size in support]
    recalls = [hit / size for hit, size in zip(hits, support, strict=True)]
    shown = " + ".join(rf"\frac{{{h}}}{{{s}}}" for h, s in zip(hits, support, strict=True))
    matrix = [[0] * 3 for _ in range(3)]
    for at, (hit, size) in enumerate(zip(hits, support, strict=True)):
        matrix[at][at], matrix[at][(at + 1) % 3] = hit, size - hit
    return Drawn(
        inputs={"support": support, "correct": hits},
        stem=(
            f"Three classes have {support[0]}, {support[1]} and {support[2]} cases; {hits[0]}, "
            f"{hits[1]} and {hits[2]} of them were found. What is the macro-averaged recall?"
        ),
        key=sum(recalls) / 3,
        solution=rf"$\frac{{1}}{{3}} \left({shown}\right)$",
        wrong=(
            Wrong(
                "micro_or_weighted",
                sum(hits) / sum(support),
                "That is the micro (and weighted) average, where large classes count more.",
            ),
            Wrong("worst_class", min(recalls), "That is the recall of the worst class alone."),
        ),
        opens={"matrix_rows_actual": matrix},
    )


def _auc_from_ranks(draw: Draw) -> Drawn:
    mixed = draw.shuffled(range(10, 100, 10))
    pos, neg = [score / 100 for score in mixed[:4]], [score / 100 for score in mixed[4:]]
    won = sum(high > low for high in pos for low in neg)
    right = sum(score >= 0.5 for score in pos) + sum(score < 0.5 for score in neg)
    return Drawn(
        inputs={"pos": pos, "neg": neg},
        stem=(
            f"The positives have the scores {listed(pos)}, the negatives {listed(neg)}. "
            "What is the area under the ROC curve (AUC)?"
        ),
        key=won / 20,
        solution=(
            f"Of 4 · 5 = 20 pairs the positive stands higher in {won}: "
            rf"$\frac{{{won}}}{{20}}$"
        ),
        wrong=(
            Wrong(
                "one_minus_auc",
                1 - won / 20,
                "You counted the pairs in which the negative stands higher.",
            ),
            Wrong(
                "accuracy_at_half",
                right / 9,
                "That is the accuracy at the threshold ½; the AUC knows no threshold.",
            ),
        ),
        opens={"y": [1] * 4 + [0] * 5, "score": pos + neg},
    )


def _confusion_cell(draw: Draw) -> Drawn:
    scores = sorted({draw.between(1, 9) / 10 for _ in range(7)})
    positives = [draw.between(1, 9) for _ in scores]
    negatives = [draw.between(1, 9) for _ in scores]
    at = draw.choice(scores[1:] or scores)
    cell = draw.choice(("fp", "fn"))
    counts, other = (negatives, positives) if cell == "fp" else (positives, negatives)

    def summed(values: list[int], *, above: bool, edge: bool = True) -> int:
        return sum(
            value
            for score, value in zip(scores, values, strict=True)
            if (score > at or (edge and score == at)) == above
        )

    key = summed(counts, above=cell == "fp")
    name = "false positives" if cell == "fp" else "false negatives"
    side = f"at {at} or more" if cell == "fp" else f"below {at}"
    which = "negatives" if cell == "fp" else "positives"
    rows = "; ".join(
        f"{score}: {p} and {q}" for score, p, q in zip(scores, positives, negatives, strict=True)
    )
    pairs = [
        (label, score)
        for score, p, q in zip(scores, positives, negatives, strict=True)
        for label in [1] * p + [0] * q
    ]
    return Drawn(
        inputs={"score": scores, "positives": positives, "negatives": negatives, "threshold": at},
        stem=(
            f"Positives and negatives by score: {rows}. A case is called positive from the score "
            f"{at} up. How many {name} are there?"
        ),
        key=float(key),
        solution=f"Add up the actual {which} {side}: {key}.",
        wrong=(
            Wrong(
                "threshold_excluded",
                float(summed(counts, above=cell == "fp", edge=False)),
                f"Cases exactly at {at} are called positive; you left them on the other side.",
            ),
            Wrong(
                "other_side",
                float(summed(counts, above=cell != "fp")),
                "You counted the same class on the right side of the threshold: those are right.",
            ),
            Wrong(
                "other_class",
                float(summed(other, above=cell == "fp")),
                "You counted the other class: those calls were right.",
            ),
        ),
        opens={
            "y": [label for label, _ in pairs],
            "score": [score for _, score in pairs],
            "threshold": at,
        },
    )


def _kappa(draw: Draw) -> Drawn:
    a, b, c, d = (draw.between(*r) for r in ((10, 50), (2, 15), (2, 15), (10, 50)))
    n = a + b + c + d
    same = (a + d) / n
    chance = ((a + b) * (a + c) + (c + d) * (b + d)) / n**2
    return Drawn(
        inputs={"table": [[a, b], [c, d]]},
        stem=(
            f"Two raters both said yes {a} times and both no {d} times; only the first said yes "
            f"{b} times, only the second {c} times. What is Cohen’s κ?"
        ),
        key=(same - chance) / (1 - chance),
        solution=(
            rf"$p_o = \frac{{{a + d}}}{{{n}}}$, $p_e = {chance:.4f}$, "
            rf"$\kappa = \frac{{p_o - p_e}}{{1 - p_e}}$"
        ),
        wrong=(
            Wrong("agreement", same, "That is the observed agreement; κ takes chance off it."),
            Wrong("chance", chance, "That is the agreement by chance alone."),
            Wrong(
                "not_rescaled",
                same - chance,
                "You took chance off, but did not divide by what was left above chance.",
            ),
        ),
        opens={"table": [[a, b], [c, d]]},
    )


def _ppv_base_rate(draw: Draw) -> Drawn:
    p, se = draw.choice((0.01, 0.02, 0.05)), draw.choice((0.8, 0.9, 0.95))
    sp = draw.choice((0.9, 0.95, 0.98))
    inputs = {"prevalence": p, "sensitivity": se, "specificity": sp}
    return Drawn(
        inputs=inputs,
        stem=(
            f"Of all parts {percent(p)} have a fault. A check finds {percent(se)} of them, and "
            f"passes {percent(sp)} of the others. Which share of its alarms is true?"
        ),
        key=p * se / (p * se + (1 - p) * (1 - sp)),
        solution=(rf"$\frac{{{p} \cdot {se}}}{{{p} \cdot {se} + {1 - p:.2f} \cdot {1 - sp:.2f}}}$"),
        wrong=(
            Wrong("sensitivity", se, "That is the sensitivity: the alarms among the faulty."),
            Wrong("specificity", sp, "That is the specificity: the all-clears among the sound."),
            Wrong(
                "one_minus_fpr_times_p",
                p * se,
                "That is the share of all cases with a true alarm; divide by all alarms.",
            ),
        ),
        opens=dict(inputs),
    )


TEMPLATES = (
    Template("precision", "confusion", "precision", "Precision", SMALL, _precision),
    Template("recall", "confusion", "recall", "Recall", SMALL, _recall),
    Template(
        "false_positive_rate",
        "confusion",
        "fpr",
        "False positive rate",
        SMALL,
        _false_positive_rate,
    ),
    Template("f1", "confusion", "f1", "F1", SMALL, _f1),
    Template("mcc", "confusion", "mcc", "Matthews correlation", SMALL, _mcc),
    Template("macro_recall", "multiclass", "macro_recall", "Macro recall", SMALL, _macro_recall),
    Template("auc_from_ranks", "threshold", "auc", "AUC from ranks", SMALL, _auc_from_ranks),
    Template("confusion_cell", "threshold", "", "Cell at a threshold", WHOLE, _confusion_cell),
    Template("kappa", "agreement", "kappa", "Cohen’s κ", SMALL, _kappa),
    Template("ppv_base_rate", "base_rate", "ppv", "True alarms", SMALL, _ppv_base_rate),
)
