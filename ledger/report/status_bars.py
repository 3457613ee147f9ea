"""What became of each speaker's pledges, as a bar of letters: one for each share of them.

``HHHHPPDD······`` says that a third happened, some came about partly, some did not happen, and
that the others are open.  A letter is the first of a verdict; the same stands in a pipe, on paper
and on a terminal without colours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.model.verdicts import COUNTED, FINAL
from ledger.text import clean, fitted, width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledger.report.build import Report

PARTS: Final = {
    **{verdict.column: verdict.traits.label[0].upper() for verdict in COUNTED if verdict in FINAL},
    "overdue": "!",
    "open": "·",
    "not_checkable": "-",
    "proposed": "?",
}
"""The counts that a bar is made of, each with what stands for it; together they are all claims."""

LONGEST: Final = 40
"""How many letters a bar has at most."""

NAME: Final = 24
"""How many columns a name takes at most."""


def has_bars(report: Report) -> bool:
    """Whether a report is about pledges alone, by speaker, and there are any."""
    return report.kinds == ("pledge",) and report.by == "speaker" and bool(report.groups)


def bars(report: Report, columns: int) -> Iterator[tuple[str, str]]:
    """A line for each speaker, then what letters mean; each as what is left of its bar, and that.

    To the left of a bar are the name and how many pledges there are.
    """
    counts = [(group.key, group.figures.counts.as_dict()) for group in report.groups]
    counts.append(("all", report.total.counts.as_dict()))
    number = max(len(f"{found['claims']:,}") for _, found in counts)
    most = min(NAME, columns - number - 2 - len(PARTS))  # each part has a letter
    name = min(most, max(width(clean(key)) for key, _ in counts) + 1)
    room = min(LONGEST, columns - name - number - 2)
    for key, found in counts:
        many = f"{found['claims']:>{number},}"
        yield f"{fitted(clean(key), name)}{many}  ", _bar(found, room)
    seen = [part for part in PARTS if any(found[part] for _, found in counts)]
    letters = ", ".join(f"{PARTS[part]} {part.replace('_', ' ')}" for part in seen)
    yield from ((line, "") for line in wrap(letters, columns))


def _bar(counts: Mapping[str, int], room: int) -> str:
    """Letters by the shares of the counts; what there is has one at least."""
    there = {part: int(counts[part]) for part in PARTS if counts[part]}
    total = sum(there.values())
    if total <= room:
        return "".join(PARTS[part] * number for part, number in there.items())
    exact = {part: number * room / total for part, number in there.items()}
    sizes = {part: max(1, int(size)) for part, size in exact.items()}
    by_rest = sorted(exact, key=lambda part: sizes[part] - exact[part])
    for part in by_rest[: max(0, room - sum(sizes.values()))]:
        sizes[part] += 1
    while sum(sizes.values()) > room:
        several = [part for part, size in sizes.items() if size > 1]
        sizes[max(several, key=lambda part: sizes[part] - exact[part])] -= 1
    return "".join(PARTS[part] * size for part, size in sizes.items())
