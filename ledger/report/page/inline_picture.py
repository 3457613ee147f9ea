"""Pictures as parts of the page: SVG whose colours follow the page, with words for who cannot see.

What matplotlib names and colours for a file of its own would clash in a page with several.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from ledger.report.pictures.canvas import canvas, saved
from ledger.report.pictures.colours import COLOURS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.report.making import Report

VARIABLES: Final[Mapping[str, str]] = {one.light: f"var(--{one.name})" for one in COLOURS}
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
    used = {one for element in root.iter() for one in _references(element)}
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
