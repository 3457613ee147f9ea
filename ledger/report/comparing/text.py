"""A comparison as text that fits 80 columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.columns import clean, wrap
from ledger.model.labels import verdict_label
from ledger.report.command import chosen_options, laid_out
from ledger.report.comparing.prose import sentences
from ledger.report.kinds import plural
from ledger.report.numbers import percent, score
from ledger.report.tables import Row, Table
from ledger.report.text import INDENT, WIDTH, head, table_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.report.comparing.comparison import Comparison
    from ledger.report.comparing.shared_question import SharedQuestion
    from ledger.report.comparing.stand import Stand

AGAIN: Final = "To get this comparison again:"
SIDES: Final = {"none": "no side", "mixed": "for and against"}
"""Stances that need other words than their own."""


def as_text(comparison: Comparison, *, full: bool = False) -> str:
    """The comparison for a terminal, ending in a line break; ``full`` shows the questions too."""
    title = f"{plural(comparison.kinds).capitalize()} of two {comparison.by}s, compared"
    lines = [*head(title, f"as of {comparison.moment}"), ""]
    if comparison.questions:
        lines += [*table_lines(_table(comparison)), ""]
    for sentence in sentences(comparison):
        lines += wrap(sentence, WIDTH)
    if full:
        lines += _questions(comparison)
    elif comparison.questions:
        lines.append("See --full for the questions themselves.")
    again = laid_out(_command(comparison, full=full), WIDTH)
    return "\n".join([*lines, "", AGAIN, *again]) + "\n"


def _table(comparison: Comparison) -> Table:
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


def _questions(comparison: Comparison) -> Iterator[str]:
    """Each shared question, with the stands of both sides."""
    for one in comparison.questions:
        verdict = verdict_label(one.verdict, one.value)
        yield ""
        yield from head(one.id, verdict)
        yield from _indented(one.statement)
        yield from _stands(one, comparison)


def _stands(question: SharedQuestion, comparison: Comparison) -> Iterator[str]:
    for name, stand in ((comparison.a, question.a), (comparison.b, question.b)):
        yield from _indented(f"{name}: {'; '.join(_told(stand, comparison.settings.digits))}")


def _told(stand: Stand, digits: int) -> Iterator[str]:
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


def _indented(text: str) -> list[str]:
    """A text from data in lines, those after the first set in further."""
    first, *rest = wrap(clean(text), WIDTH - 2 * len(INDENT))
    return [f"{INDENT}{first}", *(f"{INDENT * 2}{line}" for line in rest)]


def _command(comparison: Comparison, *, full: bool) -> Iterator[Sequence[str]]:
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
