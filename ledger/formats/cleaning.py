"""Texts and tables of foreign files made fit to keep, and what was done to them told once.

Characters that stand there by accident are taken out, entities of HTML are undone, and addresses
that no reader should follow (`ledger.model.field_values`) are left out.

Accidents are control characters and those without width that say nothing: what stands before and
behind them says the same without them.  Those that a page and a line end with are a blank.  Most
of U+0080 to U+009F are what Windows-1252 has there, read by somebody as Latin-1: quotation marks,
dashes, an ellipsis; these are what was meant.  What would change what is said is left for
the model to refuse: NUL, which cuts a text off; backspace and escape, which change what stands
before and behind them.  Characters that turn the order of letters stay, and the model warns of
them, whichever way a text comes in: scripts need them, and what a ledger has must come back.

HTML entities: plugins that put a page's texts into its JSON-LD, and exports made of pages, leave
them escaped, though nothing there is HTML.  What was escaped twice is undone once all the same:
then what is left is what the page shows.  A text is taken for escaped only where an entity ends as
it must.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar

from ledger.errors import Problem
from ledger.model.field_values import ADDRESSES, armed, harmful_scheme, shown
from ledger.model.new_ids import RULES, former

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ledger.model.codec import Record
    from ledger.model.field_reader import Complaint
    from ledger.model.new_ids import Former

    Table = Mapping[str, Any]


CONTROLS: Final = "\x01-\x07\x0b-\x1a\x1c-\x1f\x7f-\x9f"
"""The control characters that may stand in a text by accident, as a range of a pattern."""

WITHOUT_WIDTH: Final = "\u00ad\u200b\u2060\ufeff"
"""Characters without width that say nothing; a record may hold them, as no control character."""

STRAY: Final = re.compile(f"[{CONTROLS}{WITHOUT_WIDTH}]")
"""What may stand in a text by accident."""

STRAY_CONTROL: Final = re.compile(f"[{CONTROLS}]")
"""What of that no record may hold."""

AS_UTF8: Final = re.compile("\u00e2[\u0080-\u009f][\u0080-\u00bf]")
"""A dash, a quotation mark or the like in UTF-8, of which each byte was read as Latin-1."""

BETWEEN: Final = "\x0b\x0c\x1c\x1d\x1e\x1f"
"""Ends of lines, pages and parts, which stand between words."""


def _meant(code: int) -> str:
    """What a character of U+0080 to U+009F is in Windows-1252; nothing where it has none there."""
    return bytes([code]).decode("cp1252", "ignore")


FOR_CONTROLS: Final = (
    {0x7F: ""}
    | {code: "" for code in range(0x01, 0x20) if chr(code) not in "\b\t\n\r\x1b"}
    | {ord(one): " " for one in BETWEEN}
    | {code: _meant(code) for code in range(0x80, 0xA0)}
    | {ord("\r"): "\n"}
)
"""What each control character is replaced with."""

INSTEAD: Final = FOR_CONTROLS | dict.fromkeys(map(ord, WITHOUT_WIDTH), "")
"""What each stray character is replaced with."""

BLANKS: Final = (
    " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
"""What Python takes for blanks, but for U+0085: at the end of a text that is an ellipsis."""


def stripped(text: str) -> str:
    """The text without the blanks around it."""
    return text.strip(BLANKS)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text without stray characters; how many were taken out, and how many read as meant."""

    text: str
    out: int = 0
    meant: int = 0


def cleaned(text: str, *, ours: bool = False) -> Cleaned:
    """A text without what it holds by accident.

    In one of ``ours``, which a record held, characters without width are no accident.
    """
    stray, instead = (STRAY_CONTROL, FOR_CONTROLS) if ours else (STRAY, INSTEAD)
    if stray.search(text) is None:
        return Cleaned(text)
    whole, meant = AS_UTF8.subn(_decoded, text.replace("\r\n", "\n"))
    found = [instead[ord(one)] for one in stray.findall(whole) if one != "\r"]
    nothing = sum(one in {"", " "} for one in found)
    return Cleaned(whole.translate(instead), nothing, meant + len(found) - nothing)


def _decoded(found: re.Match[str]) -> str:
    return found[0].encode("latin-1").decode()


ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def undone(text: str) -> str:
    """The text with each entity as the character it stands for; unknown ones stay."""
    return text if "&" not in text else ENTITY.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    return html.unescape(found[0])


class Draft(Protocol):
    """What the model reads of a table: a record, or two, and what is wrong with them."""

    @property
    def complaints(self) -> tuple[Complaint, ...]:
        """What is wrong."""
        ...


Read_co = TypeVar("Read_co", bound=Draft, covariant=True)


@dataclass(frozen=True, slots=True)
class Tidied(Generic[Read_co]):
    """What is read of a table once it is tidy, and of the table as it was.

    ``then`` is None where that is the same, or could not be taken.  ``lost`` are the keys that
    nothing is left of; ``rule`` is what the former reading went by.
    """

    now: Read_co
    then: Read_co | None
    complaints: tuple[Complaint, ...]
    lost: frozenset[str] = frozenset()
    rule: str = "tidying"

    def former(self, record: Callable[[Read_co], Record | None]) -> tuple[Former, ...]:
        """How past releases, which took a text as it was, read one of the records."""
        now = record(self.now)
        then = None if self.then is None else record(self.then)
        return () if now is None or then is None else former(RULES[self.rule], now, then)


class Tidying:
    """The tidying of one file, and what was done so far.

    Its texts come from the ``web`` or not; ``ours`` says that a ledger wrote them.
    """

    def __init__(self, *, web: bool = True, ours: bool = False) -> None:
        self._web = self._is_escaped = web
        self._is_ours = ours
        self._texts = self._out = self._meant = self._escaped = 0
        self._addresses: list[str] = []
        self._keeps_texts = False

    def read(
        self,
        raw: Table,
        reader: Callable[[Table], Read_co],
        *,
        texts: bool = True,
        escaped: bool = True,
        was: Table | None = None,
    ) -> Tidied[Read_co]:
        """What a ``reader`` makes of the table once it is tidy; without ``texts`` but for those.

        In what is not ``escaped`` an ampersand is what it is.  ``was`` is the table as past
        releases had it from the file, where that is another.
        """
        self._keeps_texts, self._is_escaped = not texts, self._web and escaped
        clean = self.table(raw)
        now = reader(clean)
        if clean == raw and was is None:
            return Tidied(now, None, now.complaints)
        then = reader(_armed(raw if was is None else was))
        lost = frozenset(raw.keys() - clean.keys())
        refused = any(
            not (complaint.warning or complaint.tolerable) for complaint in then.complaints
        )
        rule = "tidying" if was is None else "cells"
        return Tidied(now, None if refused else then, now.complaints, lost, rule)

    def table(self, raw: Table) -> dict[str, Any]:
        """The keys of a record without what stands in them by accident, or would harm.

        A key, a text of a list and a piece of evidence that nothing is left of are left out.
        """
        found: dict[str, Any] = {}
        for key, value in raw.items():
            new = self._value(key, value)
            if new == value or new not in ("", [], None):
                found[key] = new
        return found

    def problems(self, path: str) -> Iterator[Problem]:
        """What was done to the file, a warning for each sort."""
        if self._texts:
            told = [
                f"{self._out:,} that mean nothing {_was(self._out)} taken out" if self._out else "",
                f"{self._meant:,} {_was(self._meant)} read as what Windows writes so, such as "
                f"quotation marks"
                if self._meant
                else "",
            ]
            texts = f"{self._texts:,} text{'s' * (self._texts != 1)}"
            parts = ", and ".join(filter(None, told))
            message = f"Of the control and invisible characters in {texts}, {parts}."
            yield Problem(path, 0, message, "warning", code="characters-tidied")
        if self._escaped:
            texts = f"{self._escaped:,} text{'s' * (self._escaped != 1)}"
            message = f"Entities of HTML, such as &amp;, were undone in {texts}."
            yield Problem(path, 0, message, "warning", code="entities-undone")
        if self._addresses:
            several = len(self._addresses)
            message = (
                f"{several:,} address{'es' * (several != 1)} left out, for whoever followed "
                f"{'them' if several != 1 else 'it'} would run a program or open what is on their "
                f"own machine: {shown(self._addresses[0])}{' and others' * (several != 1)}."
            )
            yield Problem(path, 0, message, "warning", code="addresses-left-out")

    def leave_out(self, address: str) -> None:
        """Count an address that a reader has left out itself."""
        self._addresses.append(address)

    def _value(self, key: str, value: Any) -> Any:  # noqa: ANN401 - whatever a file holds
        if isinstance(value, str):
            return self._address(value) if key in ADDRESSES else self._text(value)
        if isinstance(value, list | tuple):
            kept = [(new, one) for one in value if (new := self._value("", one)) or new == one]
            return [new for new, one in kept]
        if isinstance(value, dict):
            return self._piece(value)
        return value

    def _piece(self, raw: Table) -> dict[str, Any]:
        """A piece of evidence; nothing where no address is left of it."""
        found = self.table(raw)
        lost = "url" in raw and "url" not in found and "source" not in found
        return {} if lost else found

    def _text(self, text: str) -> str:
        if self._keeps_texts:
            return text
        meant = undone(text) if self._is_escaped else text
        self._escaped += meant != text
        done = cleaned(meant, ours=self._is_ours)
        if done.text != meant:
            self._texts += 1
            self._out += done.out
            self._meant += done.meant
        return done.text

    def _address(self, text: str) -> str | None:
        address = armed(self._text(text))
        if harmful_scheme(address):
            self._addresses.append(address)
            return None
        return address


def _armed(raw: Table) -> dict[str, Any]:
    """A table as it was before its addresses were disarmed to go out."""
    found = dict(raw)
    for key in ADDRESSES:
        if isinstance(found.get(key), str):
            found[key] = armed(found[key])
    evidence = found.get("evidence")
    if isinstance(evidence, list):
        found["evidence"] = [_armed(one) if isinstance(one, dict) else one for one in evidence]
    return found


def _was(number: int) -> str:
    return "was" if number == 1 else "were"
