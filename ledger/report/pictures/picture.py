"""The pictures of a report by name, as files and as parts of the page."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from ledger.report.pictures.canvas import METADATA, canvas, saved
from ledger.report.pictures.colours import MUTED

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ledger.report.making import Report

PICTURES: Final = ("accuracy", "outcomes", "reliability")
"""What there is to draw; ``NAME`` is the room in which it is drawn."""
SUFFIXES: Final = tuple(METADATA)
FRAME: Final = 0.45
"""Inches for the title and the origin."""


def picture(report: Report, name: str, form: str) -> bytes:
    """A picture as a file that can stand alone: with a title, and what gives its figures again.

    Args:
        report: what it shows.
        name: one of `PICTURES`.
        form: one of `SUFFIXES`.

    Raises:
        NotInstalled: there is no matplotlib.
        NothingToDraw: it would be empty.
    """
    with canvas():
        return saved(alone(report, name), form)


def alone(report: Report, name: str) -> Figure:
    """A picture with room for its title above it and for its origin below."""
    room = import_module(f"ledger.report.pictures.{name}")
    figure: Figure = room.draw(report)
    figure.set_figheight(figure.get_figheight() + FRAME)
    figure.suptitle(room.TITLE, x=0.02, ha="left", fontsize=12, fontweight="bold")
    origin = f"as of {report.moment}, root {report.root_hash[:16]}"
    figure.supxlabel(origin, x=0.98, ha="right", fontsize=8, color=MUTED.light)
    return figure
