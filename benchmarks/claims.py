"""
How well claims are held against sources: `python -m benchmarks.claims FILE.jsonl`.

FILE has a pair a line, in the shape of WiCE (Kamoi et al., EMNLP 2023): `claim`, `evidence` (the sentences of the cited
page), `label` (`supported`, `partially_supported`, `not_supported`), `supporting_sentences`, `meta.claim_title`.

    --cross-validate   weights and threshold from nine tenths, judged on the tenth, ten times over with other parts
    --fit              writes weights and thresholds from all pairs to `citecheck/claims/support.toml`
    --perturb          changes a digit, a unit or a year in supported claims, and counts what is noticed
    --speed            the time of 500 claims on 100 pages
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from citecheck.claims import SourceText, assess
from citecheck.claims.assessment import Counted, counted, sigmoid

TABLE: Final = Path(__file__).parents[1] / "citecheck/claims/support.toml"
RIDGE: Final = 1.0
"""The penalty on weights: of so few features it matters little."""
REPEATS: Final = 10
FOLDS: Final = 10


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim with its page."""

    claim: str
    title: str | None
    page: str
    label: str

    @property
    def supported(self) -> bool:
        """Whether the page bears the claim out."""
        return self.label == "supported"


def pairs(path: Path) -> list[Pair]:
    """Read the pairs of a file."""
    rows: list[dict[str, Any]] = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Pair(row["claim"], (row.get("meta") or {}).get("claim_title"), "\n".join(row["evidence"]), row["label"])
        for row in rows
    ]


def features(count: Counted | None) -> list[float]:
    """Give what the logit of support is made of, the bias first."""
    return [1.0, 0.0, 0.0, 0.0] if count is None else list(count.support)


def topics(all_pairs: Sequence[Pair], *, titled: bool) -> list[float]:
    """Fit what parts the cited pages from those of other claims, with the title of the document or without."""
    pages = [SourceText.of(pair.page) for pair in all_pairs]
    rows, labels = [], []
    for shift in (0, 17, 101, 251):
        for at, pair in enumerate(all_pairs):
            count = counted(pair.claim, pages[(at + shift) % len(pages)], pair.title if titled else None)
            if count is not None:
                rows.append(list(count.topic))
                labels.append(shift == 0)
    return fitted(rows, labels)


def fitted(rows: Sequence[Sequence[float]], labels: Sequence[bool]) -> list[float]:
    """Fit a logistic regression with a ridge penalty by Newton's method; the bias has no penalty."""
    size = len(rows[0])
    weights = [0.0] * size
    for _ in range(30):
        gradient = [-RIDGE * weight * (at > 0) for at, weight in enumerate(weights)]
        hessian = [[RIDGE * (i == j and i > 0) for j in range(size)] for i in range(size)]
        for row, label in zip(rows, labels, strict=True):
            p = sigmoid(sum(w * x for w, x in zip(weights, row, strict=True)))
            for i in range(size):
                gradient[i] += (label - p) * row[i]
                for j in range(size):
                    hessian[i][j] += p * (1 - p) * row[i] * row[j]
        step = solved(hessian, gradient)
        weights = [w + s for w, s in zip(weights, step, strict=True)]
        if max(map(abs, step)) < 1e-8:
            break
    return weights


def solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Solve a small system of equations (Gauss, with the largest pivot)."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for at in range(size):
        pivot = max(range(at, size), key=lambda row: abs(rows[row][at]))
        rows[at], rows[pivot] = rows[pivot], rows[at]
        for row in range(size):
            if row != at:
                factor = rows[row][at] / rows[at][at]
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[at], strict=True)]
    return [rows[at][size] / rows[at][at] for at in range(size)]


def auroc(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """Give the share of pairs of a positive and a negative in which the positive has the higher score; ties are half."""
    order = sorted(range(len(scores)), key=lambda at: scores[at])
    ranks = [0.0] * len(scores)
    at = 0
    while at < len(order):
        end = at
        while end < len(order) and scores[order[end]] == scores[order[at]]:
            end += 1
        for place in range(at, end):
            ranks[order[place]] = (at + end + 1) / 2
        at = end
    positives = sum(labels)
    total = sum(rank for rank, label in zip(ranks, labels, strict=True) if label)
    return (total - positives * (positives + 1) / 2) / (positives * (len(labels) - positives))


def balanced(scores: Sequence[float], labels: Sequence[bool], threshold: float) -> float:
    """Give the mean of the shares of positives and of negatives that a threshold sorts right."""
    hits = [(score >= threshold) == label for score, label in zip(scores, labels, strict=True)]
    yes = [hit for hit, label in zip(hits, labels, strict=True) if label]
    no = [hit for hit, label in zip(hits, labels, strict=True) if not label]
    return (sum(yes) / len(yes) + sum(no) / len(no)) / 2


def best_threshold(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """Give the middle of the plateau of thresholds whose balanced accuracy is within a hundredth of the best."""
    steps = [at / 200 for at in range(10, 180)]
    values = [balanced(scores, labels, step) for step in steps]
    good = [step for step, value in zip(steps, values, strict=True) if value >= max(values) - 0.01]
    return good[len(good) // 2]


def cross_validated(rows: Sequence[Sequence[float]], labels: Sequence[bool]) -> tuple[float, float]:
    """Give AUROC and balanced accuracy of repeated cross-validation, threshold and weights from the other parts."""
    areas, accuracies = [], []
    for repeat in range(REPEATS):
        folds = _folds(labels, random.Random(repeat))  # noqa: S311 - the same parts each time
        scores, decisions = [0.0] * len(rows), [False] * len(rows)
        for fold in range(FOLDS):
            inside = [at for at in range(len(rows)) if folds[at] != fold]
            weights = fitted([rows[at] for at in inside], [labels[at] for at in inside])
            of = [sigmoid(sum(w * x for w, x in zip(weights, row, strict=True))) for row in rows]
            threshold = best_threshold([of[at] for at in inside], [labels[at] for at in inside])
            for at in range(len(rows)):
                if folds[at] == fold:
                    scores[at], decisions[at] = of[at], of[at] >= threshold
        areas.append(auroc(scores, labels))
        accuracies.append(balanced([float(one) for one in decisions], labels, 0.5))
    return sum(areas) / len(areas), sum(accuracies) / len(accuracies)


def _folds(labels: Sequence[bool], chance: random.Random) -> list[int]:
    """Give each row a part, so that each part has as many positives as the others."""
    folds = [0] * len(labels)
    for value in (True, False):
        places = [at for at, label in enumerate(labels) if label == value]
        chance.shuffle(places)
        for number, at in enumerate(places):
            folds[at] = number % FOLDS
    return folds


def reliability(scores: Sequence[float], labels: Sequence[bool]) -> list[tuple[float, int, float]]:
    """Give, for each fifth of the scores, their mean, how many there are, and the share that is supported."""
    order = sorted(range(len(scores)), key=lambda at: scores[at])
    size = len(order) / 5
    parts = [order[round(n * size) : round((n + 1) * size)] for n in range(5)]
    return [
        (sum(scores[at] for at in part) / len(part), len(part), sum(labels[at] for at in part) / len(part))
        for part in parts
    ]


def changed(claim: str, chance: random.Random) -> tuple[str, str] | None:
    """Give a claim with one number or unit changed, and what stands there now; None where it has none."""
    units = {"km": "miles", "miles": "km", "metres": "feet", "feet": "metres", "percent": "dollars", "million": "billion",
             "billion": "million", "hours": "days", "days": "weeks", "years": "months", "kg": "lb"}  # fmt: skip
    found = list(re.finditer(r"(?<![\w.,])\d{1,3}(?:,\d{3})*(?![\w])|(?<![\w.,])\d+(?![\w])", claim))
    swaps = [match for match in re.finditer(r"(?<=\d )(\w+)", claim) if match[1] in units]
    if swaps and chance.random() < 0.3:
        match = chance.choice(swaps)
        return claim[: match.start()] + units[match[1]] + claim[match.end() :], units[match[1]]
    if not found:
        return None
    match = chance.choice(found)
    digits = [at for at, mark in enumerate(match[0]) if mark.isdigit()]
    at = chance.choice(digits[-2:] if len(digits) == 4 else digits)
    other = chance.choice([d for d in "123456789" if d != match[0][at]])
    new = match[0][:at] + other + match[0][at + 1 :]
    return claim[: match.start()] + new + claim[match.end() :], new


def perturbed(all_pairs: Sequence[Pair], wanted: int = 300) -> tuple[int, float, float]:
    """Give how many pairs were changed, the share that was noticed, and that of alarms on the same pairs unchanged."""
    chance = random.Random(7)  # noqa: S311 - the same changes each time
    sources = [pair for pair in all_pairs if pair.supported and re.search(r"\d", pair.claim)]
    tried = noticed = alarms = 0
    while tried < wanted:
        pair = sources[tried % len(sources)]
        found = changed(pair.claim, chance)
        tried += 1
        if found is None:
            continue
        page = SourceText.of(pair.page)
        noticed += _has_number(assess(found[0], page, pair.title).missing)
        alarms += _has_number(assess(pair.claim, page, pair.title).missing)
    return tried, noticed / tried, alarms / tried


def _has_number(missing: Sequence[str]) -> bool:
    return any(re.search(r"\d", word) for word in missing)


def main() -> None:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    for flag in ("--cross-validate", "--fit", "--perturb", "--speed"):
        parser.add_argument(flag, action="store_true")
    wish = parser.parse_args()
    all_pairs = pairs(wish.file)
    labels = [pair.supported for pair in all_pairs]
    if wish.cross_validate or wish.fit:
        counts = [counted(pair.claim, SourceText.of(pair.page), pair.title) for pair in all_pairs]
        rows = [features(count) for count in counts]
        area, accuracy = cross_validated(rows, labels)
        print(f"cross-validated, {REPEATS} times {FOLDS} parts: AUROC {area:.3f}, balanced accuracy {accuracy:.3f}")
        weights = fitted(rows, labels)
        scores = [sigmoid(sum(w * x for w, x in zip(weights, row, strict=True))) for row in rows]
        threshold = best_threshold(scores, labels)
        print("weights", [round(w, 3) for w in weights], "threshold", threshold)
        for mean, number, share in reliability(scores, labels):
            print(f"  score {mean:.2f}: {number} claims, {share:.2f} of them supported")
        if wish.fit:
            _write({
                "support": weights,
                "topic": topics(all_pairs, titled=False),
                "topic_of_document": topics(all_pairs, titled=True),
                "thresholds": [threshold],
            })  # fmt: skip
    if wish.perturb:
        tried, noticed, alarms = perturbed(all_pairs)
        print(f"{tried} changed: {noticed:.3f} noticed, {alarms:.3f} alarms on the same unchanged")
    if wish.speed:
        texts = ["\n".join(pair.page for pair in all_pairs[at : at + 4]) for at in range(0, 200, 2)]
        began = time.process_time()
        sources = [SourceText.of(text) for text in texts]
        prepared = time.process_time() - began
        for number in range(500):
            assess(all_pairs[number % len(all_pairs)].claim, sources[number % len(sources)])
        lines = sum(len(source.sentences) for source in sources) / len(sources)
        print(f"500 claims on 100 pages of {lines:.0f} sentences: {time.process_time() - began:.1f} s of CPU, "
              f"{prepared:.1f} of them to prepare the pages")  # fmt: skip


def _write(tables: dict[str, Sequence[float]]) -> None:
    """Write weights and threshold into the table, in its order."""
    lines: list[str] = []
    values: Iterator[float] = iter(())
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            values = iter(tables[line.strip("[]")])
        name, equals, _ = line.partition(" = ")
        value = next(values, None) if equals and not line.startswith("#") else None
        lines.append(line if value is None else f"{name} = {value:.3f}")
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
