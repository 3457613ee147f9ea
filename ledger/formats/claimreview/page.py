"""A web page: the JSON-LD scripts in it, and its microdata as the same kind of objects.

<script type="application/ld+json">{"@type": "ClaimReview", ...}</script>
<div itemscope itemtype="https://schema.org/ClaimReview"><h1 itemprop="claimReviewed">...</h1></div>

Microdata is read as https://html.spec.whatwg.org/multipage/microdata.html says, but ``itemref`` is
not followed.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from ledger.model.field_reader import Place

    Attributes = list[tuple[str, str | None]]

VOID: Final = frozenset(
    "area base br col embed hr img input link meta source track wbr".split()  # noqa: SIM905
)
"""Elements that have no end tag."""

BLOCKS: Final = frozenset({
    "address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "nav", "ol", "p",
    "pre", "section", "table", "ul",
})  # fmt: skip
"""Elements whose beginning ends a paragraph."""

ROWS: Final = frozenset({"dd", "dt", "li", "option", "td", "th", "tr"})
"""Elements that end where the next of their kind begins."""

ADDRESSES: Final = {
    "a": "href", "area": "href", "link": "href", "audio": "src", "embed": "src", "iframe": "src",
    "img": "src", "source": "src", "track": "src", "video": "src", "object": "data",
}  # fmt: skip
"""Elements whose value is an address, and the attribute that holds it."""

WORDED: Final = {"data": "value", "meter": "value", "time": "datetime"}
"""Elements whose value may stand in an attribute rather than in their text."""

DEEPEST: Final = 32
"""How deep items may stand in items; deeper ones are left out."""

MOST_ATTRIBUTES: Final = 1000
"""How many attributes of one tag are read; those of a tag with more are left out, all of them."""

ATTRIBUTE: Final = r"""[\s/]*+(?<=['"\s/])[^\s/>][^\s/=>]*+
    (?:\s*+=++\s*+(?:'[^']*+'|"[^"]*+"|(?!['"])[^>\s]*+))?+"""
OVERFULL: Final = re.compile(
    rf"<([a-zA-Z][^\s/>\x00]*+)(?:{ATTRIBUTE}){{{MOST_ATTRIBUTES + 1}}}+"
    rf"(?:{ATTRIBUTE})*+[^>]*+(>?)",
    re.VERBOSE,
)
"""A tag with too many attributes; what was passed over is never gone back to, nor remembered."""

IGNORED: Final = frozenset({"script", "style"})


@dataclass(slots=True)
class Script:
    """The text of a JSON-LD script, and the line of the page on which it begins."""

    line: int
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What stands in the script."""
        return "".join(self.texts)


@dataclass(slots=True)
class _Slot:
    """Where a value of an item goes: the list of a property's values, and the position in it."""

    values: list[Any]
    position: int


@dataclass(slots=True)
class _Open:
    """An element whose end has not come: its name, and what of microdata hangs on it.

    It makes the ``item`` at ``place``, or its text is the value of ``slots``, or neither.
    """

    tag: str
    item: dict[str, list[Any]] | None = None
    place: Place = ()
    slots: list[_Slot] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


class Page(HTMLParser):
    """A page as it is read; call `Page.of`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.scripts: list[Script] = []
        self.items: list[dict[str, Any]] = []
        self.lines: dict[Place, int] = {}
        self.uses_itemref = False
        self.overfull_lines: list[int] = []
        self._script: Script | None = None
        self._open: list[_Open] = []
        self._tags: Counter[str] = Counter()
        self._owners: list[_Open] = []
        self._readers: list[_Open] = []

    @classmethod
    def of(cls, text: str) -> Page:
        """The page of an HTML text.

        It is fed at once and never closed: the library reads an unfinished tag or comment again
        from each of its characters when told that nothing more will come.
        """
        page = cls()
        page.feed(text)
        while page._open:
            page._leave()
        return page

    @property
    def unread_line(self) -> int:
        """The line on which a tag, comment or script begins that never ends (0: there is none)."""
        return self.getpos()[0] if self._script is not None or "<" in self.rawdata else 0

    def parse_starttag(self, i: int) -> int:
        """Begin an element; where its tag has too many attributes, without them."""
        full = OVERFULL.match(self.rawdata, i)
        if full is None:
            return super().parse_starttag(i)
        if not full[2]:
            return -1
        tag = full[1].lower()
        self.overfull_lines.append(self.getpos()[0])
        self.handle_starttag(tag, [])
        if tag in self.CDATA_CONTENT_ELEMENTS:
            self.set_cdata_mode(tag)
        return full.end()

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Begin an element."""
        known = {name: value or "" for name, value in reversed(attrs)}
        if tag in BLOCKS:
            self.handle_endtag("p")
        elif tag in ROWS and self._open and self._open[-1].tag == tag:
            self._leave()
        if tag == "script":
            kind = known.get("type", "").partition(";")[0].strip().lower()
            self._script = Script(self.getpos()[0]) if kind == "application/ld+json" else None
            self.scripts += [] if self._script is None else [self._script]
        self.uses_itemref |= "itemref" in known
        element = self._element(tag, known)
        if tag in VOID:
            return
        self._open.append(element)
        self._tags[tag] += 1
        if element.item is not None:
            self._owners.append(element)
        elif element.slots:
            self._readers.append(element)

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        """Begin an element; HTML knows no such end of one."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """End an element, and with it those in it that have no end of their own."""
        if tag == "script":
            self._script = None
        while self._tags[tag] and self._leave() != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Take a piece of text."""
        if self._script is not None:
            self._script.texts.append(data)
        elif self._readers and self._open[-1].tag not in IGNORED:
            for reader in self._readers:
                reader.texts.append(data)

    def parse_marked_section(self, i: int, report: int = 1) -> int:  # noqa: ARG002 - as inherited
        """Pass over ``<![...>``, which the library would stop at; -1 where it does not end."""
        return self.parse_bogus_comment(i, report=False)

    def _element(self, tag: str, known: dict[str, str]) -> _Open:
        """An element, entered into the item around it where its value is known at once."""
        names = known.get("itemprop", "").split()
        if "itemscope" in known and len(self._owners) < DEEPEST:
            item: dict[str, list[Any]] = {"@type": known.get("itemtype", "").split()}
            if "itemid" in known:
                item["@id"] = [known["itemid"]]
            if names and self._owners:
                place = self._enter(names, item)[0]
            else:
                place = (len(self.items),)
                self.items.append(item)
                self.lines[place] = self.getpos()[0]
            return _Open(tag, item, place)
        if not names or not self._owners:
            return _Open(tag)
        holder = (ADDRESSES | WORDED).get(tag, "content")
        value = known.get("content", known.get(holder))
        _, slots = self._enter(names, value or "")
        is_text = value is None and tag not in VOID and len(self._readers) < DEEPEST
        return _Open(tag, slots=slots if is_text else [])

    def _enter(self, names: list[str], value: Any) -> tuple[Place, list[_Slot]]:  # noqa: ANN401 - a text or an item
        """Give the innermost item the value under each name; where the first is, and all slots."""
        owner = self._owners[-1]
        item: dict[str, list[Any]] = {} if owner.item is None else owner.item
        slots = [_Slot(item.setdefault(name, []), len(item[name])) for name in names]
        for name, slot in zip(names, slots, strict=True):
            slot.values.append(value)
            self.lines.setdefault((*owner.place, name), self.getpos()[0])
            self.lines[*owner.place, name, slot.position] = self.getpos()[0]
        return (*owner.place, names[0], slots[0].position), slots

    def _leave(self) -> str:
        """End the innermost element; the answer is its name."""
        element = self._open.pop()
        self._tags[element.tag] -= 1
        if element.item is not None:
            self._owners.pop()
        elif element.slots:
            self._readers.pop()
            for slot in element.slots:
                slot.values[slot.position] = "".join(element.texts).strip()
        return element.tag
