"""The report on the article of 2023 as kept in ``snapshots/``, and each number in it counted again.

The second count uses nothing of the program: the claim file as the standard library reads it, and
fractions.  After a change that is meant, run this file with ``UPDATE_SNAPSHOTS=1`` in the
environment to keep the new report.
"""

from __future__ import annotations

import math
import os
import re
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from scipy import stats

from ledger import Ledger, report
from ledger.report.forms import FORMS
from ledger.report.illustrations import svg_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.report.build import Report

ARTICLE = Path(__file__).parents[1] / "claims" / "2023" / "jt-2023-07-nato-vilnius.toml"
SNAPSHOTS = Path(__file__).parent / "snapshots"
PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
"""Those of the article that pages of the documentation show."""
ROOT = re.compile("root [A-Za-z0-9+/]{16}")
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
PUBLISHED = "2023-07-03"
"""The earliest day of the article, and so of every claim in it."""
Z = 1.959964
FINAL = {"happened", "partly", "late", "did-not-happen", "void", "unclear"}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Report]:
    path = tmp_path_factory.mktemp("article") / "ledger.db"
    with Ledger(path, recorder="desk", clock=lambda: NOON, create=True) as ledger:
        ledger.import_([ARTICLE])
        yield report(ledger)


@pytest.mark.parametrize("form", ["text", "md"])
def test_the_report_on_the_article_is_the_one_kept(found: Report, form: str) -> None:
    shown = FORMS[form](found).replace(found.root_hash, "ROOT")
    path = SNAPSHOTS / f"report-by-speaker.{form.replace('text', 'txt')}"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        path.write_text(shown, encoding="utf-8", newline="\n")
    assert shown == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["accuracy", "outcomes", "statuses"])
def test_the_charts_of_the_article_are_those_kept(found: Report, name: str) -> None:
    """To the byte, but for the root, which changes with what an entry holds."""
    shown = svg_file(found, name).decode()
    path = PICTURES / f"{name}.svg"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        path.write_text(shown, encoding="utf-8", newline="\n")
    kept = path.read_text(encoding="utf-8")
    assert ROOT.sub("root", shown) == ROOT.sub("root", kept)


# Counted again


@dataclass
class Count:
    """What there is of one speaker, or of all; ``credits`` are those of each question."""

    claims: int = 0
    sorts: Counter[str] = field(default_factory=Counter)
    credits: dict[tuple[str, str], list[Fraction]] = field(default_factory=dict)
    parts: dict[tuple[str, str], list[bool]] = field(default_factory=dict)

    def accuracy(self, part: int | None = None) -> Fraction | None:
        """The mean over questions, what came about partly credited as it was, or as ``part``."""
        if not self.credits:
            return None
        means = [
            sum(
                Fraction(part) if partly and part is not None else credit
                for credit, partly in zip(own, self.parts[pair], strict=True)
            )
            / len(own)
            for pair, own in self.credits.items()
        ]
        return sum(means, Fraction()) / len(means)

    def effective_n(self) -> float:
        """How many claims apart tell as much, less what t takes off where some share a question."""
        questions: dict[str, list[float]] = defaultdict(list)
        for (_, question), own in self.credits.items():
            questions[question].append(float(sum(own, Fraction()) / len(own)))
        clusters, n = questions.values(), len(self.credits)
        if len(clusters) == n:
            return n
        share, shares = float(self.accuracy() or 0), [len(own) / n for own in clusters]
        squares, cubes = (sum(one**power for one in shares) for power in (2, 3))
        drifts = sum((sum(own) - share * len(own)) ** 2 for own in clusters) / n**2
        varies = drifts * squares / (squares - 2 * cubes + squares**2)
        spread = sum((one - share) ** 2 for own in clusters for one in own) / n
        within = sum((one - sum(own) / len(own)) ** 2 for own in clusters for one in own)
        alike = min(1, max(0, 1 - within / (n - len(clusters)) / spread))
        least = min(n, spread / varies, 1 / ((1 - alike) / n + alike * squares))
        return least * (Z / float(stats.t.ppf(0.975, 1 / squares - 1))) ** 2

    def interval(self) -> tuple[float, float]:
        """Wilson's interval: the two shares that are Z standard errors away."""
        n, share = self.effective_n(), float(self.accuracy() or 0)
        middle = share + Z * Z / (2 * n)
        half = Z * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
        return (middle - half) / (1 + Z * Z / n), (middle + half) / (1 + Z * Z / n)

    def row(self) -> tuple[str, ...]:
        """The cells of a row, as a person would round them."""
        ends = [rounded(end) for end in self.interval()] if self.credits else []
        rough = "*" if ends and len({question for _, question in self.credits}) < 10 else ""
        shown = rounded(self.accuracy()), " to ".join(ends) + rough
        return (str(self.claims), str(len(self.credits)), *shown)


def rounded(share: Fraction | float | None) -> str:
    """Whole percent, a half up."""
    return "-" if share is None else f"{math.floor(Fraction(share) * 100 + Fraction(1, 2))}%"


def counted() -> tuple[dict[str, Count], Counter[str]]:
    """The predictions of the article by speaker, ``""`` for all, and the claims of every kind."""
    document = tomllib.loads(ARTICLE.read_text(encoding="utf-8"))
    questions = {one["id"]: one for one in document["question"]}
    counts: dict[str, Count] = defaultdict(Count)
    kinds: Counter[str] = Counter()
    for claim in document["claim"]:
        kind = claim.get("kind", "prediction")
        kinds[kind] += 1
        if kind == "prediction":
            question = questions.get(claim.get("question"), claim)
            speaker = claim["speaker"]
            if speaker.startswith("unnamed:"):
                speaker += f" ({document['source']['id']})"
            for count in (counts[speaker], counts[""]):
                add(count, claim, question)
    return counts, kinds


def add(count: Count, claim: dict[str, Any], question: dict[str, Any]) -> None:
    count.claims += 1
    if not claim.get("checkable", True):
        count.sorts["too vague"] += 1
        return
    due, today = last_day(question.get("due")), NOON.date().isoformat()
    outcome = standing(question)
    verdict = outcome.get("verdict", "")
    status = "settled" if verdict in FINAL else "overdue" if due and due < today else "open"
    stance = claim.get("stance", "for")
    count.sorts.update({status, f"verdict {verdict}"})
    count.sorts["no due"] += due is None
    count.sorts["no side"] += stance == "none"
    count.sorts["after due"] += due is not None and due < today
    happened = last_day(outcome.get("happened_on")) or due
    assert not (due and due < PUBLISHED)
    assert not (happened and happened < PUBLISHED)
    worth = {"happened": Fraction(1), "late": Fraction(), "did-not-happen": Fraction()}
    worth["partly"] = Fraction(outcome.get("value", "0.5"))
    if verdict in worth and due and stance != "none":
        credit = worth[verdict] if stance == "for" else 1 - worth[verdict]
        pair = claim["speaker"], question["id"]
        count.credits.setdefault(pair, []).append(credit)
        count.parts.setdefault(pair, []).append(verdict == "partly")


def standing(question: dict[str, Any]) -> dict[str, Any]:
    """The last final outcome, else the last."""
    outcomes: list[dict[str, Any]] = question.get("outcome", [])
    final = [one for one in outcomes if one["verdict"] in FINAL]
    return [{}, *outcomes, *final][-1]


def last_day(written: str | None) -> str | None:
    """The last day of a day, a month or a year; other dates are not expected here."""
    if written is None:
        return None
    assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", written), written
    return (written + "-12-31"[(len(written) - 4) :])[:10]


def kept(form: str) -> str:
    return (SNAPSHOTS / f"report-by-speaker.{form}").read_text(encoding="utf-8")


def test_every_row_of_the_markdown_is_counted_right() -> None:
    lines = kept("md").partition("## ")[0].replace("\\*", "*").splitlines()
    rows = [line[2:-2].split(" | ") for line in lines if line.startswith("|")]
    assert rows[0][-1] == "pooled"
    shown = {key.strip("* "): tuple(cells) for key, *cells, _ in rows[2:]}
    counts, _ = counted()
    expected = {key or "All predictions": count.row() for key, count in counts.items()}
    assert {key: cells for key, cells in shown.items() if not key.endswith(":")} == expected


def test_every_row_of_the_text_is_counted_right() -> None:
    """Text folds long names, and has the pooled figure and a line after the numbers."""
    _, table, _ = kept("txt").split("\n\n", 2)
    head, *lines = table.splitlines()
    name, pooled = head.index("claims") - 2, head.index("pooled")
    shown: dict[str, tuple[str, ...]] = {}
    for line in lines:
        if line.endswith(":"):
            continue
        if line.startswith("  "):  # the rest of the name before
            last, cells = shown.popitem()
            shown[f"{last}{'' if last.endswith('-') else ' '}{line.strip()}"] = cells
            continue
        counts, interval = line[name : pooled - 16].split(), line[pooled - 16 : pooled].strip()
        shown[line[:name].strip()] = (*counts, interval)
    expected, _ = counted()
    assert shown == {key or "All predictions": count.row() for key, count in expected.items()}


@pytest.mark.parametrize("form", ["txt", "md"])
def test_every_number_in_the_sentences_is_counted_right(form: str) -> None:
    counts, kinds = counted()
    total = counts[""]
    sorts = total.sorts
    told = " ".join(kept(form).split())
    accuracy, strict, lenient = map(
        rounded, (total.accuracy(), total.accuracy(0), total.accuracy(1))
    )
    assert f"Accuracy is {accuracy}:" in told
    assert f"would be {strict} if that counted for nothing, and {lenient} if" in told
    verdicts = [
        f"{sorts[f'verdict {name}']} {name.replace('-', ' ')}"
        for name in ("happened", "late", "partly", "did-not-happen", "void", "unclear")
        if sorts[f"verdict {name}"]
    ]
    assert f"{total.claims} predictions: {sorts['settled']} settled ({', '.join(verdicts)})" in told
    others = (("overdue", "overdue"), ("open", "open"), ("too vague", "too vague to check"))
    statuses = ", ".join(f"{sorts[name]} {said}" for name, said in others if sorts[name])
    assert f"), {statuses}." in told
    assert f"Among those not settled: {sorts['verdict in-progress']} in progress." in told
    assert f"{sorts['no due']} predictions have no due day" in told
    assert f"{sorts['no side']} predictions take no side" in told
    assert f"{sorts['after due']} predictions entered this ledger only after" in told
    assert kinds.keys() == {"prediction", "plan"}
    assert f"{kinds['plan']} plans are not in these figures" in told
