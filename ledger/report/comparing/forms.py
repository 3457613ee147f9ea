"""A comparison as text, usually of 80 columns, and as JSON."""

from __future__ import annotations

import shlex
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from ledger.model.claim_state import verdict_label
from ledger.report.command import chosen_options, laid_out
from ledger.report.comparing.prose import sentences
from ledger.report.groups import plural
from ledger.report.json_csv import RESAMPLES, dumped, filters_dict
from ledger.report.table import Row, Table
from ledger.report.text_markdown import INDENT, WIDTH, head, room_for, table_lines
from ledger.scoring.intervals import LEVEL
from ledger.text import clean, percent, score, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.report.comparing.comparison import Comparison, Difference
    from ledger.report.comparing.shared_question import SharedQuestion, Stand


AGAIN: Final = "To get this comparison again:"
SIDES: Final = {"none": "no side", "mixed": "for and against"}
"""Stances that need other words than their own."""


def as_text(comparison: Comparison, columns: int = WIDTH, *, full: bool = False) -> str:
    """The comparison for a terminal of so many columns, ending in a line break.

    ``full`` shows the questions too; more than 80 columns are used where names need them.
    """
    sides = table(comparison) if comparison.questions else None
    room = room_for([sides] if sides else [], columns)
    title = f"{plural(comparison.kinds).capitalize()} of two {comparison.by}s, compared"
    lines = [*head(title, f"as of {comparison.moment}", room), ""]
    if sides is not None:
        lines += [*table_lines(sides, room), ""]
    for sentence in sentences(comparison):
        lines += wrap(sentence, room)
    if full:
        lines += _questions(comparison, room)
    elif comparison.questions:
        lines += wrap("See --full for the questions themselves.", room)
    again = laid_out(_words(comparison, full=full), room)
    return "\n".join([*lines, "", AGAIN, *again]) + "\n"


def table(comparison: Comparison) -> Table:
    """Both sides with their figures, beside what these are over."""
    digits = comparison.settings.digits
    brier, credit = comparison.brier, comparison.credit
    heads: list[str] = []
    cells: list[tuple[str, str]] = []
    if brier is not None:
        heads += ["questions", "Brier"]
        cells += [(f"{brier.questions:,}",) * 2]
        cells += [(score(brier.a, digits + 1), score(brier.b, digits + 1))]
    if credit is not None:
        heads += ["questions", "accuracy"]
        cells += [(f"{credit.questions:,}",) * 2]
        cells += [(percent(credit.a, digits), percent(credit.b, digits))]
    names = comparison.a, comparison.b
    rows = (Row(name, row) for name, row in zip(names, zip(*cells, strict=True), strict=True))
    return Table("", comparison.by, tuple(heads), tuple(rows))


def _questions(comparison: Comparison, columns: int) -> Iterator[str]:
    """Each shared question, with the stands of both sides."""
    for question in comparison.questions:
        verdict = verdict_label(question.verdict, question.value)
        yield ""
        yield from head(question.id, verdict, columns)
        yield from _indented(question.statement, columns)
        yield from _stands(question, comparison, columns)


def _stands(question: SharedQuestion, comparison: Comparison, columns: int) -> Iterator[str]:
    for name, stand in ((comparison.a, question.a), (comparison.b, question.b)):
        stood = "; ".join(told(stand, comparison.settings.digits))
        yield from _indented(f"{name}: {stood}", columns)


def told(stand: Stand, digits: int) -> Iterator[str]:
    """A stand in words and figures, piece by piece."""
    n = len(stand.claims)
    side = SIDES.get(stand.stance, stand.stance)
    yield side if n == 1 else f"{side} ({n:,} claims)"
    if stand.probability is not None:
        implied = " (from words)" if stand.implied else ""
        yield f"gave it {percent(stand.probability, digits)}{implied}"
        yield f"Brier {score(stand.brier, digits + 1)}"
    if stand.credit is not None:
        yield f"credit {percent(stand.credit, digits)}"


def _indented(text: str, columns: int) -> list[str]:
    """A text from data in lines, those after the first set in further."""
    first, *rest = wrap(clean(text), columns - 2 * len(INDENT))
    return [f"{INDENT}{first}", *(f"{INDENT * 2}{line}" for line in rest)]


def command(comparison: Comparison) -> str:
    """The command that gives the comparison with its questions again, on one line."""
    words = (word for part in _words(comparison, full=True) for word in part)
    return shlex.join(words)


def _words(comparison: Comparison, *, full: bool) -> Iterator[Sequence[str]]:
    """The words of the command that gives the comparison again, what belongs together as one."""
    names = comparison.a, comparison.b
    # Behind "--" nothing is an option, and so not even a name that looks like one.
    guarded = any(name.startswith("-") for name in names)
    yield "ledger", "compare"
    if not guarded:
        yield from ((name,) for name in names)
    yield "--by", comparison.by
    yield from chosen_options(comparison.filters, comparison.settings)
    yield "--as-of", str(comparison.moment)
    if full:
        yield ("--full",)
    if guarded:
        yield ("--",)
        yield from ((name,) for name in names)


SETTINGS: Final = ("repeats", "window", "cluster", "yardstick", "guard_early", "seed")
"""The settings that change a figure; the others change only how it is shown."""


def as_json(comparison: Comparison) -> str:
    """The comparison with all its questions as a JSON object; an undefined figure is null."""
    return dumped({
        "as_of": str(comparison.moment),
        "entry": comparison.moment.entry,
        "root": comparison.root,
        "by": comparison.by,
        "a": comparison.a,
        "b": comparison.b,
        "kinds": list(comparison.kinds),
        "others": comparison.others,
        "filters": filters_dict(comparison.filters),
        **{name: getattr(comparison.settings, name) for name in SETTINGS},
        "level": LEVEL,
        "resamples": RESAMPLES,
        "shared": len(comparison.questions),
        "not_scored": comparison.not_scored,
        "brier": _difference(comparison.brier),
        "credit": _difference(comparison.credit),
        "questions": [_question(question) for question in comparison.questions],
    })  # fmt: skip


def _difference(found: Difference | None) -> dict[str, Any] | None:
    return None if found is None else asdict(found)


def _question(question: SharedQuestion) -> dict[str, Any]:
    return {
        "id": question.id,
        "statement": question.statement,
        "verdict": question.verdict,
        "value": None if question.value is None else float(question.value),
        "weight": question.weight,
        "a": _stand(question.a),
        "b": _stand(question.b),
    }


def _stand(stand: Stand) -> dict[str, Any]:
    return {
        "stance": stand.stance,
        "credit": stand.credit,
        "probability": stand.probability,
        "implied": stand.implied,
        "brier": stand.brier,
        "claims": [claim.id for claim in stand.claims],
    }
