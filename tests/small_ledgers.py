"""Small ledgers for the tests of reports, written as tables, on days that a test names.

A table has a line of keys and a line for each claim, with ``|`` between cells.  Keys of the
question and of its outcome may be given once for all claims on it, and a cell left empty gives
nothing.  What a table does not name is made up: ids, statements, a question for each claim.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import tomlkit

from ledger import Ledger, report

if TYPE_CHECKING:
    from typing import Self

    from ledger import Settings
    from ledger.model.filters import Filters
    from ledger.report.build import Report

SOURCE: Final = ("publisher", "published")
QUESTION: Final = ("due", "due_basis", "resolve_by", "closes", "topics")
OUTCOME: Final = ("verdict", "value", "happened_on")


class SmallLedger:
    """A new ledger in ``folder``, kept at noon (UTC) of the day that `on` was last told."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._taken = 0
        self._now = datetime.fromisoformat("2023-01-20T12:00:00+00:00")
        path = folder / "ledger.db"
        path.write_bytes(empty())
        self.ledger = Ledger(path, recorder="desk", clock=lambda: self._now)

    def on(self, day: str) -> Self:
        """Go on at noon of ``day``."""
        self._now = datetime.fromisoformat(f"{day}T12:00:00+00:00")
        return self

    def take(self, table: str) -> Self:
        """Import the claims of a table."""
        self._taken += 1
        folder = self._folder / f"claims-{self._taken}"
        folder.mkdir()
        for source, document in documents(table, f"t{self._taken}").items():
            (folder / f"{source}.toml").write_text(tomlkit.dumps(document), encoding="utf-8")
        self.ledger.import_([folder])
        return self


@cache
def empty() -> bytes:
    """The file of an empty ledger, made once in this process by the migrations."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "ledger.db")
        Ledger(path, recorder="desk", create=True).close()
        return path.read_bytes()


def documents(table: str, prefix: str) -> dict[str, dict[str, Any]]:
    """The claim files of a table, by source; ids that are made up begin with ``prefix``."""
    found: dict[str, dict[str, Any]] = defaultdict(lambda: {"question": [], "claim": []})
    asked: set[str] = set()
    for number, row in enumerate(rows_of(table), start=1):
        identifier = row.pop("id", f"{prefix}-c{number}")
        question = row.pop("question", f"{identifier}-q")
        document = found[row.pop("source", "paper")]
        source = {key: row.pop(key) for key in SOURCE if key in row}
        document.setdefault("source", {"publisher": "The Paper", "published": "2023-01-10"})
        document["source"] |= source
        asking = {key: row.pop(key) for key in (*QUESTION, *OUTCOME) if key in row}
        if question not in asked:
            asked.add(question)
            document["question"].append(_question(question, asking))
        claim = {"id": identifier, "question": question, "speaker": "Ann", **row}
        document["claim"].append(claim)
    return {
        name: {"source": {"id": name, **document.pop("source")}, **document}
        for name, document in found.items()
    }


def rows_of(table: str) -> list[dict[str, Any]]:
    """The lines of a table under its first, each as the keys that have a value."""
    head, *lines = (line for line in table.strip().splitlines() if line.strip())
    keys = [key.strip() for key in head.split("|")]
    return [
        {key: cell.strip() for key, cell in zip(keys, line.split("|"), strict=True) if cell.strip()}
        for line in lines
    ]


def _question(identifier: str, asking: dict[str, Any]) -> dict[str, Any]:
    outcome = {key: asking.pop(key) for key in OUTCOME if key in asking}
    if "topics" in asking:
        asking["topics"] = asking["topics"].split()
    question = {"id": identifier, "statement": f"It comes about: {identifier}.", **asking}
    return question | ({"outcome": [outcome]} if outcome else {})


def total(
    small: SmallLedger,
    filters: Filters | None = None,
    as_of: str | None = None,
    settings: Settings | None = None,
) -> dict[str, Any]:
    """The figures of all claims of a report, by their public names."""
    return report(small.ledger, "speaker", filters, as_of, settings).total.as_dict()


def group(found: Report, key: str) -> dict[str, Any]:
    """The figures of one group of a report, by their public names."""
    return next(one for one in found.groups if one.key == key).figures.as_dict()


def keys(found: Report) -> list[str]:
    """The groups of a report by name, in their order."""
    return [one.key for one in found.groups]


def some(figures: dict[str, Any], *names: str) -> list[Any]:
    """Some of the figures, in the order asked for."""
    return [figures[name] for name in names]
