"""What an import would do, as a page shows it: what is new, changed, the same and refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ledger.formats.table.samples import columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ledger.book.importing.bundles import Imported
    from ledger.errors import Problem
    from ledger.formats.registry import Options
    from ledger.formats.table.layout import Layout
    from ledger.formats.table.samples import Column

SHOWN: Final = 20
"""So many new questions and changed records are shown; the others are counted."""

LINES: Final = 5
"""So many rows of one kind of problem are named."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Problems of one kind: the first of them, how many there are, and in which rows or lines."""

    first: Problem
    number: int
    lines: tuple[int, ...]
    column: str | None

    @property
    def is_error(self) -> bool:
        """Whether what has it is refused."""
        return self.first.severity == "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    """What an import of one file would do."""

    name: str
    form: str
    added: Mapping[str, int] = field(default_factory=dict)
    new: Sequence[tuple[str, str]] = ()
    changes: Sequence[tuple[str, Sequence[tuple[str, Any, Any]]]] = ()
    done: Imported | None = None
    troubles: Sequence[Trouble] = ()
    columns: Sequence[Column] = ()
    left_out: int = 0
    is_whole_refused: bool = False

    @property
    def does_anything(self) -> bool:
        """Whether anything would be written."""
        return self.done is not None and self.done.entries > 0


def dry_run_of(done: Imported, path: Path, layouts: Sequence[Layout], options: Options) -> DryRun:
    """What is shown of an import that was done without writing."""
    changes: dict[str, list[tuple[str, Any, Any]]] = {}
    for _, identifier, key, before, after in done.changes:
        changes.setdefault(identifier, []).append((key, before, after))
    forms = dict(done.files)
    return DryRun(
        name=path.name,
        form=forms.get(str(path), ""),
        added=dict(done.added),
        new=list(done.said.items())[:SHOWN],
        changes=list(changes.items())[:SHOWN],
        done=done,
        troubles=troubles(done.problems, layouts),
        columns=columns_of(layouts, options),
        left_out=sum(map(len, done.rows_left_out.values())),
        is_whole_refused=bool(done.skipped),
    )


def columns_of(layouts: Sequence[Layout], options: Options) -> list[Column]:
    """The columns of the last sheet that was understood."""
    return columns(layouts[-1], options.of(Path(layouts[-1].path))) if layouts else []


def troubles(problems: Iterable[Problem], layouts: Sequence[Layout]) -> list[Trouble]:
    """The problems, each kind once; those that refuse something first."""
    kinds: dict[tuple[str, ...], list[Problem]] = {}
    for problem in problems:
        kinds.setdefault(problem.kind, []).append(problem)
    header = layouts[-1].header if layouts else None
    found = []
    for alike in kinds.values():
        lines = dict.fromkeys(one.line or one.item for one in alike if one.line or one.item)
        key = alike[0].key
        known = header is not None and key in header.known
        column = header.name_of(key) if header is not None and known else key or None
        found.append(Trouble(alike[0], len(alike), tuple(lines)[:LINES], column))
    return sorted(found, key=lambda one: not one.is_error)
