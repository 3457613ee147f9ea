"""Pictures as files: SVG by charts of our own, PNG and PDF by matplotlib.

Matplotlib is loaded when it is to draw something, for it is slow to load and may not be installed.
Nothing of what a person has set for it changes a picture; no text is read as mathematics.
"""

from __future__ import annotations

import io
import logging
import warnings
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Final

from ledger.charts.colours import MUTED
from ledger.errors import NotInstalled
from ledger.report.pictures.style import STYLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from matplotlib.figure import Figure

    from ledger.report.build import Report


METADATA: Final[dict[str, dict[str, None]]] = {
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}
"""What would tell when and by what matplotlib drew a picture, for each suffix it is asked for."""

DPI: Final = 200


def _matplotlib() -> ModuleType:
    """The library, which is not to tell of its cache of fonts: errors it still tells.

    Raises:
        ImportError: it is not installed.
    """
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    import matplotlib as mpl  # noqa: PLC0415 - slow to load

    return mpl


@contextmanager
def canvas() -> Iterator[None]:
    """Within it, matplotlib draws as `STYLE` says.

    Raises:
        NotInstalled: there is no matplotlib.
    """
    try:
        mpl = _matplotlib()
    except ImportError as missing:
        raise NotInstalled("A picture as PNG or PDF", "matplotlib", "plots") from missing
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(STYLE)
        yield


def saved(figure: Figure, form: str) -> bytes:
    """The figure as a file whose suffix is ``form``, the same bytes for the same figure."""
    file = io.BytesIO()
    with warnings.catch_warnings():
        # A letter that the font lacks is shown as a box; that is no reason to warn or to fail.
        warnings.filterwarnings(
            "ignore", message="Glyph .* missing from font", category=UserWarning
        )
        figure.savefig(file, format=form, dpi=DPI, metadata=METADATA[form])
    return file.getvalue()


PICTURES: Final = ("accuracy", "coverage", "outcomes", "pit", "reliability")
"""What there is to draw; ``NAME`` is the room in which it is drawn."""
SUFFIXES: Final = ("svg", *METADATA)
FRAME: Final = 0.45
"""Inches for the title and the origin."""


def picture(report: Report, name: str, form: str) -> bytes:
    """A picture as a file that can stand alone: with a title, and what gives its figures again.

    Args:
        report: what it shows.
        name: one of `PICTURES`.
        form: one of `SUFFIXES`.

    Raises:
        NotInstalled: it takes matplotlib, which is not there.
        NothingToDraw: it would be empty.
    """
    from ledger.report.illustrations import refuse_empty, svg_file  # noqa: PLC0415 - as above

    if form == "svg":
        return svg_file(report, name)
    refuse_empty(report, name)
    with canvas():
        return saved(alone(report, name), form)


def alone(report: Report, name: str) -> Figure:
    """A picture with room for its title above it and for its origin below."""
    from ledger.report.illustrations import CHARTS, origin  # noqa: PLC0415 - as above

    room = import_module(f"ledger.report.pictures.{name}")
    figure: Figure = room.draw(report)
    figure.set_figheight(figure.get_figheight() + FRAME)
    figure.suptitle(CHARTS[name].title, x=0.02, ha="left", fontsize=12, fontweight="bold")
    figure.supxlabel(origin(report), x=0.98, ha="right", fontsize=8, color=MUTED.light)
    return figure
