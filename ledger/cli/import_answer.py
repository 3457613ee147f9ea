"""What an import did, as JSON: the same outline for every format, for a dry run and for a refusal.

    {"dry_run": false, "refused": null, "cure": null,
     "entries": {"first": 1, "last": 203}, "size": 203, "root": "0f3c...",
     "added": {"claim": {"count": 83, "ids": ["two-percent-floor", ...]}, ...},
     "revised": {"count": 0, "ids": []}, ...}

Counts are always whole.  What is listed beside them is cut after `NAMED`, unless all is asked for:
at a million rows nobody wants to hold a million ids, and the journal has them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ledger.book.importing.plan import NAMED
from ledger.errors import FileTrouble, ProblemsFound
from ledger.formats.registry import JOURNAL
from ledger.json_views import problem_view
from ledger.model.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.audit.transfer import Continued
    from ledger.book.importing.bundles import Imported
    from ledger.cli.mapping_options import Mapping as Told
    from ledger.errors import Problem, Refusal
    from ledger.formats.table.layout import Layout
    from ledger.json_views import View

BY_ID: Final = ("revised", "stale", "withdrawn", "missing", "taken_back", "disputed")
"""What is named by id, besides what was added."""

ADDED: Final = (Kind.SOURCE, Kind.QUESTION, Kind.CLAIM, Kind.OUTCOME, Kind.RESPONSE)


def imported_view(
    done: Imported, told: Told, root: tuple[int, bytes], *, dry_run: bool, full: bool
) -> View:
    """What an import did, or would do.

    ``root`` is how many entries the ledger has now, and their root hash; where ``full``, nothing is
    cut.
    """
    most = None if full else NAMED
    ids = {name: getattr(done, "amended" if name == "revised" else name) for name in BY_ID}
    first = done.before + 1
    return {
        **_head(dry_run=dry_run),
        "entries": {"first": first, "last": done.before + done.entries} if done.entries else None,
        "size": root[0],
        "root": root[1].hex(),
        "files": _some([{"path": path, "format": form} for path, form in done.files], "list", most),
        "added": {
            kind.value: {"count": done.added[kind], "ids": done.ids.get(kind, [])[:most]}
            for kind in ADDED
        },
        "unchanged": done.unchanged,
        **{name: _some(several, "ids", most) for name, several in ids.items()},
        "blank": _some(
            [{"id": one, "keys": sorted(keys)} for one, keys in done.blanked.items()], "list", most
        ),
        "read_otherwise": [
            {"what": what, **_some(sorted(several), "ids", most)}
            for what, several in done.read_otherwise.items()
        ],
        "alike": {
            "pairs": [
                {"what": what, "name": name, "like": other}
                for what, pairs in done.alike.items()
                for name, other in pairs
            ][:most],
            "count": sum(map(len, done.alike.values())),
            "commands": done.joining[:most],
        },
        "namesakes": [
            {
                "name": one.name,
                "known": dict(zip(("organisation", "role"), one.known, strict=True)),
                "now": dict(zip(("organisation", "role"), one.post, strict=True)),
                "claims": one.claims,
                "first": one.first,
                "command": one.command,
            }
            for one in done.namesakes[:most]
        ],
        "left_out": _left_out(done, most),
        **_understood(told),
        **_problems(done.problems, told, most),
    }


def _head(*, dry_run: bool, refused: str | None = None, cure: str | None = None) -> View:
    return {"dry_run": dry_run, "refused": refused, "cure": cure}


def journal_view(done: Continued, path: str, *, dry_run: bool) -> View:
    """What taking in a journal did, or would do: its entries, and none of our own."""
    first = done.known + 1
    return {
        **_head(dry_run=dry_run),
        "entries": {"first": first, "last": done.known + done.added} if done.added else None,
        "size": done.known if dry_run else done.known + done.added,
        "journal": {
            "entries": done.known + done.added,
            "root": done.root.hex(),
            "known": done.known,
            "added": done.added,
            "harmful": done.harmful,
        },
        "files": _some([{"path": path, "format": JOURNAL}], "list", None),
        "errors": 0,
        "warnings": 0,
        "problems": [],
    }


def refused_view(refusal: Refusal, told: Told | None, *, dry_run: bool, full: bool) -> View:
    """Why nothing was imported, with all problems there are."""
    found = refusal.problems if isinstance(refusal, ProblemsFound) else ()
    if isinstance(refusal, FileTrouble) and refusal.path:
        found = (_problem_of(refusal),)
    return {
        **_head(dry_run=dry_run, refused=str(refusal), cure=refusal.cure or None),
        "entries": None,
        **(_understood(told) if told else {}),
        **_problems(found, told, None if full else NAMED),
    }


def _problem_of(trouble: FileTrouble) -> Problem:
    from ledger.formats.read_files import as_problem

    return as_problem(Path(trouble.path), trouble)


def _some(several: Sequence[Any], name: str, most: int | None) -> View:
    """How many there are, and the first of them."""
    return {"count": len(several), name: list(several[:most])}


def _left_out(done: Imported, most: int | None) -> list[View]:
    """What was not entered for its problems: files whole, or rows or items of them."""
    nothing = _some([], "numbers", most)
    whole = [{"path": path, "of": "file", **nothing, "kept_in": None} for path in done.skipped]
    return (
        whole
        + [
            {
                "path": path,
                "of": "item" if path in done.in_items else "row",
                **_some(rows, "numbers", most),
                "kept_in": done.bad_rows.get(path),
            }
            for path, rows in done.rows_left_out.items()
        ]
    )[:most]


def _understood(told: Told) -> View:
    """How each sheet was understood, and the file that keeps that, if one does."""
    layouts = {one.path: one for one in told.layouts}
    return {
        "mappings": [_mapping(layout, told) for layout in layouts.values()],
        "mapping_file": None if told.path is None or told.is_lost else str(told.path),
    }


def _mapping(layout: Layout, told: Told) -> View:
    header, options = layout.header, told.options.of(Path(layout.path))
    wide = dict(header.forecasters)
    return {
        "path": layout.path,
        "header_row": layout.number or None,
        "encoding": layout.sheet.encoding,
        "separator": layout.sheet.separator,
        "dates": options.dates or layout.order or None,
        "percent": sorted(layout.percent),
        "columns": [
            {
                "column": header.title(place),
                "keys": [one.key for one in header.given if place in one.places],
                "forecaster": wide.get(place),
            }
            for place in range(len(header.names))
        ],
        "defaults": dict(options.defaults),
    }


def _problems(several: Sequence[Problem], told: Told | None, most: int | None) -> View:
    layouts = {one.path: one for one in (told.layouts if told else ())}
    errors = sum(problem.severity == "error" for problem in several)
    return {
        "errors": errors,
        "warnings": len(several) - errors,
        "problems": [_placed(problem, layouts) for problem in several[:most]],
    }


def _placed(problem: Problem, layouts: Mapping[str, Layout]) -> View:
    """A problem, with the column of the sheet that it is in, where it is in one."""
    layout = layouts.get(problem.path)
    known = layout is not None and problem.key in layout.header.known
    column = layout.header.name_of(problem.key) if layout is not None and known else None
    return {**problem_view(problem), "column": column}
