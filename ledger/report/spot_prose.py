"""What a report says where claims weigh otherwise, or only what stood at some time is scored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.text import counted, percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.report.build import Report


def about_spot(report: Report) -> Iterator[str]:
    """How questions weigh, what was scored of each series, and which questions that left out."""
    found, digits = report.spot, report.settings.digits
    if report.settings.weight == "question":
        yield "Each question weighs 1, however many spoke on it, and what is counted are questions."
    if found is None:
        return
    told = f"Scored is what stood {counted(found.days, 'day')} before the due day"
    if not found.fell_out:
        yield f"{told}; nothing fell out by that."
        return
    were = "was" if found.fell_out == 1 else "were"
    yield f"{told}; {counted(found.fell_out, 'claim')} {were} left out by that."
    if found.missed:
        yield (
            f"On {counted(found.missed, 'question')} nothing is left: "
            f"{percent(found.missed_yes, digits)} of these came about, and "
            f"{percent(found.kept_yes, digits)} of the rest."
        )
