"""Pictures drawn, as files of their own and as parts of the page.

Matplotlib is loaded when something is drawn, for it is slow to load and may not be installed.
Nothing of what a person has set for it changes a picture; no text is read as mathematics.

What matplotlib names and colours for a file of its own would clash in a page with several, so it
is renamed and recoloured there.
"""

from __future__ import annotations

import io
import logging
import re
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from ledger.errors import NotInstalled
from ledger.report.pictures.style import COLOURS, MUTED, STYLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import ModuleType

    from matplotlib.figure import Figure

    from ledger.report.build import Report


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


VARIABLES: Final[Mapping[str, str]] = {colour.light: f"var(--{colour.name})" for colour in COLOURS}
SHADE: Final = re.compile("|".join(VARIABLES))
XLINK: Final = "{http://www.w3.org/1999/xlink}href"


@dataclass(frozen=True, slots=True)
class InlinePicture:
    """An ``svg`` element of an HTML page, titled and described, and the words that describe it."""

    svg: str
    words: str


def inline_picture(report: Report, name: str) -> InlinePicture:
    """A picture as a part of a page.

    Raises:
        NotInstalled: there is no matplotlib.
        NothingToDraw: it would be empty.
    """
    room = import_module(f"ledger.report.pictures.{name}")
    with canvas():
        drawn = saved(room.draw(report), "svg")
    root = ET.fromstring(drawn)  # noqa: S314 - drawn here
    used = {reference for element in root.iter() for reference in _references(element)}
    for element in root.iter():
        _adapt(element, name, used)
    for foreign in (*root.findall("metadata"), *root.findall("defs[style]")):
        root.remove(foreign)  # a style here would be one of the whole page
    words = room.words(report)
    _describe(root, name, room.TITLE, words)
    return InlinePicture(ET.tostring(root, encoding="unicode"), words)


def _references(element: ET.Element) -> list[str]:
    """The ids that an element refers to."""
    found = re.findall(r"url\(#([^)]+)\)", " ".join(element.attrib.values()))
    return [*found, element.get(XLINK, "#")[1:]]


def _adapt(element: ET.Element, name: str, used: set[str]) -> None:
    """Give an element of a drawing names that no other drawing has, and the page's colours."""
    element.tag = element.tag.rpartition("}")[2]
    given = dict(element.attrib)
    element.attrib.clear()
    identifier = given.pop("id", None)
    if identifier in used:
        element.set("id", f"{name}-{identifier}")
    if XLINK in given:
        element.set("href", f"#{name}-{given.pop(XLINK)[1:]}")
    if given.get("fill") in VARIABLES:  # only a style may hold a variable
        given["style"] = f"fill: {given.pop('fill')}"
    for key, value in given.items():
        renamed = value.replace("url(#", f"url(#{name}-")
        element.set(key, SHADE.sub(lambda found: VARIABLES[found[0]], renamed))


def _describe(root: ET.Element, name: str, title: str, words: str) -> None:
    """Make a drawing an image to screen readers, with a name and a description."""
    for size in ("width", "height"):
        root.attrib.pop(size, None)
    told = {"title": title, "desc": words}
    names = {tag: f"{name}-{tag}" for tag in told}
    root.attrib |= {"role": "img", "aria-labelledby": " ".join(names.values())}
    for place, (tag, text) in enumerate(told.items()):
        element = ET.Element(tag, {"id": names[tag]})
        element.text = text
        root.insert(place, element)
