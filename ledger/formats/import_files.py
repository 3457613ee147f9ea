"""The files of an import: which format each has, and what they say together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

from ledger.errors import FileTrouble
from ledger.formats.claimfile.files import claim_files
from ledger.formats.packing.unpack import ZIP, beginning, contents, inner_name, members, outer
from ledger.formats.read_files import as_problem, followed, read_head, unreadable
from ledger.formats.registry import (
    HEAD,
    MAPPED,
    WORKBOOK,
    ZIPPED,
    ZONED,
    GivenFile,
    Options,
    reader,
    recognise,
)
from ledger.formats.unread import refuse_unread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from ledger.errors import Problem
    from ledger.formats.registry import Reader, ReaderByRow
    from ledger.formats.table.layout import Layout
    from ledger.model.bundle import Bundle

    Said: TypeAlias = tuple[list[Bundle], list[Problem]]

WHOLE: Final = 0
"""The row that stands for a whole file."""

AS_CSV: Final = frozenset({
    ".xlsx", ".xlsm", ".ods", ".json", ".jsonl", ".ndjson", ".md", ".markdown", ".mdown", ".yaml",
    ".yml", ".gz",
})  # fmt: skip
"""How files end whose bad rows are written as CSV."""


@dataclass(slots=True)
class Intake:
    """Files with the reader of each, how they are read, and what of them is left out.

    ``unread`` are the problems of paths that no reader takes; ``horizon`` is the latest day it is
    anywhere on Earth; ``track`` shows progress over files and rows; ``understood`` is told how a
    sheet lies, and ``puzzled`` of one whose columns are not all known.
    """

    files: list[tuple[Path, Reader]]
    unread: list[Problem]
    horizon: date
    options: Options = field(default_factory=Options)
    track: Callable[[Sequence[Any]], Iterable[Any]] = iter
    left_out: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Rows by file, as problems count them; 0 stands for the whole file."""
    understood: Callable[[Layout], None] = lambda _: None
    puzzled: Callable[[Layout], None] = lambda _: None
    in_items: set[str] = field(default_factory=set)
    """The files of which items of a list are left out, rather than rows."""
    said: dict[str, Said] = field(default_factory=dict)
    """What each file was found to say, so that it is read again only for rows left out."""

    def read(self) -> Said:
        """The bundles of the files, and all problems; a file with errors may have bundles too."""
        bundles: list[Bundle] = []
        problems = [problem for problem in self.unread if WHOLE not in self.left_out[problem.path]]
        for path, form in self.track(self.files):
            if WHOLE in self.left_out[str(path)]:
                continue
            if str(path) not in self.said:
                self.said[str(path)] = self._read(path, form)
            found, wrong = self.said[str(path)]
            bundles += found
            problems += wrong
        return bundles, problems

    def _read(self, path: Path, form: Reader) -> Said:
        try:
            return form.read(self.given(path, form))
        except FileTrouble as trouble:
            return [], [as_problem(path, trouble)]

    def given(self, path: Path, form: Reader) -> GivenFile:
        """A file as its reader gets it.

        Raises:
            FileTrouble: it cannot be read, or is too large.
        """
        data = contents(path, form.MAX_BYTES)
        rows = frozenset(self.left_out[str(path)])
        told = self.options.of(path)
        return GivenFile(
            str(path), data, self.horizon, told, rows, self.track, self.understood, self.puzzled
        )

    def leave_out(self, problems: Iterable[Problem]) -> None:
        """Leave out what has ``problems``: rows or items where a format has them, otherwise files.

        So is a file in which a row has problems that was left out already.
        """
        by_row = {str(path) for path, form in self.files if form.BY_ROW}
        by_item = {str(path) for path, form in self.files if hasattr(form, "bad_rows")}
        before = {path: frozenset(rows) for path, rows in self.left_out.items()}
        for problem in problems:
            number = problem.item or problem.line
            if problem.item:
                self.in_items.add(problem.path)
            is_part = problem.path in (by_item if problem.item else by_row)
            again = number in before.get(problem.path, ())
            self.left_out[problem.path].add(number if is_part and not again else WHOLE)
            self.said.pop(problem.path, None)

    def bad_rows(self) -> dict[Path, tuple[str, str]]:
        """By file, the text of a file with the rows left out of it, where there are any.

        Before it stands how the name of that file ends, where that is not as the format has it.
        """
        found: dict[Path, tuple[str, str]] = {}
        for path, form in self.files:
            rows = self.left_out[str(path)]
            if hasattr(form, "bad_rows") and rows and WHOLE not in rows:
                text = cast("ReaderByRow", form).bad_rows(self.given(path, form))
                found[path] = getattr(form, "BAD", ""), text
        return found


def files_of(
    paths: Iterable[Path], form: str | None, tell: Callable[[str], None] = lambda _: None
) -> tuple[list[tuple[Path, Reader]], list[Problem]]:
    """The files that ``paths`` mean, each with its reader: that of ``form``, or by its content.

    A folder means the claim files in it.  ``tell`` is told which format was guessed, unless that
    is the claim file.  The problems are of paths that cannot be read, or nothing says what is in
    them.
    """
    found: dict[Path, tuple[Path, Reader]] = {}
    problems = []
    for path in paths:
        try:
            is_folder = form in {None, "claims"} and path.is_dir()
            several = claim_files(path) if is_folder else [path]
            for one in (each for file in several for each in _unpacked(file, form)):
                if (place := followed(one)) not in found:
                    found[place] = one, _reader(one, form, tell)
        except FileTrouble as trouble:
            problems.append(as_problem(path, trouble))
        except (OSError, ValueError) as trouble:
            problems.append(as_problem(path, unreadable(path, trouble)))
    return list(found.values()), problems


def refuse_idle_mapping(files: Sequence[tuple[Path, Reader]], options: Options) -> None:
    """Refuse to be told of what no file is of a format for: columns, words, a time zone, a sheet.

    Raises:
        FileTrouble: so it is.
    """
    if not files or options.is_found:
        return
    path, form = files[0]
    if options.zone is not None and not any(one.NAME in ZONED for _, one in files):
        raise FileTrouble(
            f"This is read as {form.NAME}, whose days are as they are written.",
            "Leave out --zone, which is for trackers that write moments in UTC.",
            path=str(path),
        )
    if options.sheet is not None and not any(one.NAME == WORKBOOK for _, one in files):
        raise FileTrouble(
            f"This is read as {form.NAME}, which has no sheets.",
            "Leave out --sheet, which is for workbooks.",
            path=str(path),
        )
    if not options.is_mapping or any(one.NAME in MAPPED for _, one in files):
        return
    raise FileTrouble(
        f"This is read as {form.NAME}, whose columns and words are known.",
        "Leave out --map, --map-value, --default and --mapping, or add --from csv.",
        path=str(path),
    )


def _reader(path: Path, form: str | None, tell: Callable[[str], None]) -> Reader:
    if form is not None:
        return _as_asked(path, form, tell)
    if not outer(path).is_file():
        return reader("claims")  # which says what is wrong with it
    guessed = recognise(beginning(path, HEAD), inner_name(path))
    if guessed.NAME != "claims":
        tell(f"Reading {path} as {guessed.NAME}.")
    return guessed


def _as_asked(path: Path, form: str, tell: Callable[[str], None]) -> Reader:
    """The reader of the format asked for; of what is a sheet in other clothes, its own."""
    if form != "csv" or not outer(path).is_file():
        return reader(form)
    head = beginning(path, HEAD)
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"[", b"{", ZIP)):
        return reader(form)
    text = head.decode("latin-1")
    for name in ("json", WORKBOOK):
        if (other := reader(name)).looks_like(text, path.with_suffix("")):
            tell(f"Reading {path} as {name}, by the rules of {form}.")
            return other
    return reader(form)


def _unpacked(path: Path, form: str | None) -> list[Path]:
    """The files in a zip, unless it is of a format by itself; any other file as it is.

    Raises:
        FileTrouble: it is damaged, or of a kind that is not read.
    """
    if form in ZIPPED or not path.is_file():
        return [path]
    head = read_head(path, HEAD)
    if not head.startswith(ZIP):
        return [path]
    if form is None:
        refuse_unread(head, path)
    text = head.decode("latin-1")
    is_one = any(reader(name).looks_like(text, path) for name in ZIPPED)
    return [path] if is_one else members(path)
