"""What the tests of the page share: a ledger with something of everything, and a strict reader."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

import tomlkit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Clock

    from ledger import Ledger

VOID: Final = frozenset({"meta", "link", "br"})
"""Elements of HTML that end where they begin."""

SOURCE: Final = {
    "id": "herald-1",
    "publisher": "The Herald",
    "title": "What comes next",
    "published": "2023-01-10",
    "url": "https://herald.example/next",
    "archive_url": "https://archive.example/next",
}
EVIDENCE: Final = {
    "url": "https://agency.example/story?a=1&b=2",
    "publisher": "The Agency",
    "published": "2023-06-20",
    "note": "It says so in the second paragraph.",
}

Claim = dict[str, Any]


def claim(identifier: str, verdict: str | None = None, **keys: Any) -> Claim:  # noqa: ANN401
    """A claim that makes its own question, with an outcome where there is a verdict."""
    made = {
        "id": identifier,
        "speaker": "Ann",
        "quote": f"“{identifier}” will be, she said",
        "statement": f"It comes about: {identifier}.",
        "due": "2023-06-30",
        **keys,
    }
    if verdict is None:
        return made
    return {**made, "outcome": [{"verdict": verdict, "evidence": [EVIDENCE]}]}


def forecasts(n: int) -> list[Claim]:
    """So many claims with probabilities; of three, two came about."""
    return [
        claim(
            f"f{k}",
            "did-not-happen" if k % 3 == 0 else "happened",
            probability=str((5 + 9 * k % 90) / 100),
            speaker=f"Forecaster {k % 4}",
        )
        for k in range(n)
    ]


EVERYTHING: Final = [
    claim("came", "happened", role="minister", organisation="The Cabinet", place="item 40"),
    claim("went", "did-not-happen", speaker="Bob", wording="almost certainly"),
    claim("half", "partly", speaker="Bob"),
    claim("later", "late"),
    claim("moot", "void", speaker="Bob"),
    claim("dim", "unclear"),
    claim("waiting", speaker="Cleo"),
    claim("far", due="2099-12-31"),
    claim("some-day", "happened", due=""),
    claim("vague", checkable=False),
    claim("perhaps", "happened", stance="none"),
    claim("crowd", "happened", speaker="unnamed: experts"),
    claim("gone"),
    *forecasts(12),
]
"""Claims of every sort; 12 of them are forecasts."""


def keep(
    ledger: Ledger,
    write: Callable[[str, str], Path],
    claims: list[Claim],
    **source: str,
) -> None:
    """Import claims of one source into a ledger."""
    told = [{key: value for key, value in one.items() if value != ""} for one in claims]
    document = {"source": {**SOURCE, **source}, "claim": told}
    ledger.import_([write(f"{document['source']['id']}.toml", tomlkit.dumps(document))])


def keep_everything(ledger: Ledger, write: Callable[[str, str], Path], clock: Clock) -> None:
    """Import `EVERYTHING`, then change some of it, some of that after the fact."""
    clock.set("2023-07-01")
    keep(ledger, write, EVERYTHING)
    clock.set("2023-08-01")
    ledger.amend("went", {"quote": "it will go"}, "The quote was cut short.")
    ledger.withdraw("gone", "It was said of another year.")
    clock.set("2023-09-01")


class Reader(HTMLParser):
    """Reads HTML into a tree, and refuses what is not nested as it should be."""

    def __init__(self) -> None:
        super().__init__()
        self._builder = ET.TreeBuilder()
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"{tag} has an attribute twice"
        self._builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in VOID:
            self._builder.end(tag)
        else:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._builder.start(tag, {name: value or "" for name, value in attrs})
        self._builder.end(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag
        self._builder.end(tag)

    def handle_data(self, data: str) -> None:
        if self._open:
            self._builder.data(data)

    def tree(self) -> ET.Element:
        """The root of what was read."""
        self.close()
        assert not self._open
        return self._builder.close()


def read(page: str) -> ET.Element:
    """The tree of a page."""
    reader = Reader()
    reader.feed(page)
    return reader.tree()


def text(element: ET.Element) -> str:
    """All text within an element, blanks between words alone."""
    return " ".join("".join(element.itertext()).split())


def by_id(root: ET.Element, identifier: str) -> ET.Element:
    """The one element that has an id."""
    (found,) = (one for one in root.iter() if one.get("id") == identifier)
    return found


def rows(root: ET.Element, identifier: str) -> list[list[str]]:
    """The lines of the table named by the heading of an id: head and body, without drawings."""
    (table,) = (one for one in root.iter("table") if one.get("aria-labelledby") == identifier)
    return [
        [text(cell) for cell in row if "drawn" not in cell.get("class", "").split()]
        for row in table.iter("tr")
    ]
