"""The canvas of pictures: matplotlib, told to draw the same bytes everywhere.

Matplotlib is loaded when something is drawn, for it is slow to load and may not be installed.
Nothing of what a person has set for it changes a picture; no text is read as mathematics.
"""

from __future__ import annotations

import io
import logging
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from ledger.errors import NotInstalled
from ledger.report.pictures.colours import INK, MUTED, PAPER, RULE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.typing import RcKeyType

STYLE: Final[dict[RcKeyType, Any]] = {
    "svg.hashsalt": "claim-ledger",
    "svg.fonttype": "none",  # text stays text
    "text.parse_math": False,
    "font.family": "DejaVu Sans",  # comes with matplotlib
    "font.size": 10.5,
    "axes.edgecolor": MUTED.light,
    "axes.labelcolor": INK.light,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.8,
    "text.color": INK.light,
    "xtick.color": MUTED.light,
    "ytick.color": MUTED.light,
    "grid.color": RULE.light,
    "grid.linewidth": 0.8,
    "axes.axisbelow": True,
    "hatch.color": PAPER.light,
    "hatch.linewidth": 1.2,
    "figure.facecolor": PAPER.light,
    "axes.facecolor": "none",
    "legend.frameon": False,
}

METADATA: Final[dict[str, dict[str, None]]] = {
    "svg": {"Date": None, "Creator": None},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}
"""What would tell when and by what a picture was drawn, for each suffix there is."""

DPI: Final = 200


def version() -> str | None:
    """The version of matplotlib, or None where it is not installed."""
    try:
        return str(_matplotlib().__version__)
    except ImportError:
        return None


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
        raise NotInstalled("A picture", "matplotlib", "plots") from missing
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(STYLE)
        yield


def sheet(width: float, height: float) -> Figure:
    """An empty figure of so many inches, whose parts make room for each other."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - slow to load

    return Figure(figsize=(width, height), layout="constrained")


def percents(axes: Axes, which: str) -> None:
    """Make an axis, ``x`` or ``y``, run from 0% to 100%, with room for dots at its ends."""
    places = [0, 0.25, 0.5, 0.75, 1]
    names = [f"{place:.0%}" for place in places]
    if which == "x":
        axes.set_xlim(-0.02, 1.02)
        axes.set_xticks(places, names)
    else:
        axes.set_ylim(-0.02, 1.02)
        axes.set_yticks(places, names)


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
