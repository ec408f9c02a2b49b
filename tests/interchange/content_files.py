"""A small subject and deck as files, for tests that change them."""

from pathlib import Path

SUBJECT = """\
subject: {slug: baking, title: Baking, description: Bread and why it rises}
objectives:
  - {slug: goal-dough, text: Make a dough that rises}
concepts:
  - slug: yeast
    name: Yeast
    objective: goal-dough
    difficulty: 1
    needs: []
    definition: A fungus that turns sugar into gas.
  - slug: proofing
    name: Proofing
    objective: goal-dough
    difficulty: 2
    needs: [yeast]
    definition: The rest in which a dough rises.
"""

DECK = """\
---
deck: bread
title: Bread
description: From flour to loaf.
subject: baking
tags: [bread]
source: |
  A baker, Bread (2020)
trial: [gas, sugar-c1]
---

# rising | 1 | Rising

## gas
concepts: [yeast]
accepted: ["carbon dioxide", "CO2"]

Which gas makes dough rise?

---

**Carbon dioxide.** See $6 \\cdot 7$.

### Hint
It is in sparkling water.

### Explanation
| Gas | Formula |
|---|---|
| carbon dioxide | CO2 |

### Wrong answers
- Oxygen
  - Yeast uses it up.

## gas-back
kind: reversed
sibling: gas
concepts: [yeast]

What is carbon dioxide to a baker?

---

The gas that makes dough rise.

## cold
shape: true_false
accepted: ["true"]
concepts: [proofing]

Dough rises more slowly in the cold.

---

**True.** Yeast slows down.

# baking | 2 | Baking

## sugar
kind: cloze
concepts: [yeast]

Yeast eats {{c1::sugar|sugars::sweet}} and makes {{c2::gas}}.

---

## first
shape: choice
accepted: ["Weigh the flour"]
concepts: [proofing]

What comes first?

---

**Weighing.** Then mix.

### Wrong answers
- Bake
  - That is last.
- Knead
  - Mix first.

## steps
shape: ordering
concepts: [proofing]

Put the steps in order.

---

**Mix, rest, bake.**

### Key points
- Mix
- Rest
- Bake

## gauge
shape: calculator
calculator: {id: feature_selection, inputs: {x: 1, y: [0.5, 2], table: [[1, 2], [3, 4]]}}
concepts: [proofing]

How many loaves rose?

---

One.
"""


def write_content(folder: Path, deck: str = DECK, subject: str = SUBJECT) -> Path:
    (folder / "decks").mkdir(exist_ok=True)
    (folder / "subject.yml").write_text(subject, encoding="utf-8", newline="")
    (folder / "decks" / "bread.md").write_text(deck, encoding="utf-8", newline="")
    return folder
