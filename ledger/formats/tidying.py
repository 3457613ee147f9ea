"""Tables of foreign files made fit to keep, and what was done to them told once a file.

What stands in texts by accident is taken out (`ledger.formats.characters`), entities of HTML are
undone (`ledger.formats.entities`), and addresses that no reader should follow are left out
(`ledger.model.addresses`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from ledger.errors import Problem
from ledger.formats.characters import cleaned
from ledger.formats.entities import undone
from ledger.model.addresses import ADDRESSES, armed, harmful_scheme
from ledger.model.earlier import RULES, former
from ledger.model.raw import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ledger.model.body import Record
    from ledger.model.earlier import Former
    from ledger.model.reading import Complaint

    Table = Mapping[str, Any]


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
    nothing is left of.
    """

    now: Read_co
    then: Read_co | None
    complaints: tuple[Complaint, ...]
    lost: frozenset[str] = frozenset()

    def former(self, record: Callable[[Read_co], Record | None]) -> tuple[Former, ...]:
        """How past releases, which took a text as it was, read one of the records."""
        now = record(self.now)
        then = None if self.then is None else record(self.then)
        return () if now is None or then is None else former(RULES["tidying"], now, then)


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
    ) -> Tidied[Read_co]:
        """What a ``reader`` makes of the table once it is tidy; without ``texts`` but for those.

        In what is not ``escaped`` an ampersand is what it is.
        """
        self._keeps_texts, self._is_escaped = not texts, self._web and escaped
        clean = self.table(raw)
        now = reader(clean)
        if clean == raw:
            return Tidied(now, None, now.complaints)
        then = reader(_armed(raw))
        lost = frozenset(raw.keys() - clean.keys())
        refused = any(not (one.warning or one.tolerable) for one in then.complaints)
        return Tidied(now, None if refused else then, now.complaints, lost)

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
