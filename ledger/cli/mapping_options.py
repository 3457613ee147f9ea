"""What an import is told of foreign columns and words, kept in a file for the next time."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from ledger.cli.terminal import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ledger.formats.registry import Options
    from ledger.formats.table.layout import Layout

Command = TypeVar("Command", bound="Callable[..., Any]")


BAD: Final = re.compile(r"\.bad(?:-[0-9]+)?$")
"""How the name of a file of bad rows ends."""

PACKED: Final = (b"PK", b"\x1f\x8b")
"""How files begin in which nothing can be read at once."""


def mapping_options(command: Command) -> Command:
    """Add the options that say how foreign files are to be understood; see `Mapping`."""
    options = [
        click.option(
            "--map",
            "columns",
            multiple=True,
            metavar="THEIRS=OURS",
            help="Read their column THEIRS as our key OURS, or several with commas between; "
            "leave the column out if OURS is empty. THEIRS may be a place, such as #3, several "
            "columns, such as First+Last, or * for all others. Repeat for several.",
        ),
        click.option(
            "--map-value",
            "values",
            multiple=True,
            metavar="KEY:THEIRS=OURS",
            help="Read their word THEIRS under KEY, or in a column of theirs, as ours, as in "
            '"verdict:Compromise=partly". Repeat for several.',
        ),
        click.option(
            "--default",
            "defaults",
            multiple=True,
            metavar="KEY=TEXT",
            help="The value of KEY where the file gives none; repeat for several.",
        ),
        click.option(
            "--dates",
            metavar="ORDER",
            help="The order of day, month and year in the file: MDY, DMY or YMD; by default that "
            "of rows that can be read in one way only.",
        ),
        click.option(
            "--header-row",
            type=click.IntRange(min=1),
            metavar="N",
            help="The row that names the columns; by default the first.",
        ),
        click.option(
            "--unit",
            "units",
            multiple=True,
            metavar="KEY=percent",
            help="The numbers of KEY (probability or value) are per cent.",
        ),
        click.option(
            "--forecasters",
            metavar="NAMES",
            help="The columns that hold a forecaster's probabilities each: their names, with "
            'commas between, or a pattern such as "p_*".',
        ),
        click.option(
            "--encoding",
            metavar="NAME",
            help="The encoding of the file, such as latin-1; by default it is recognised.",
        ),
        click.option(
            "--zone",
            metavar="NAME",
            help="The time zone, such as America/Los_Angeles, in which a tracker's times "
            "(in UTC) become days.",
        ),
        click.option(
            "--crowd",
            "crowds",
            multiple=True,
            metavar="NAME",
            help="A name that stands for nobody, such as 'Our readers', beside those that are "
            "known; repeat for several.",
        ),
        click.option(
            "--sheet",
            metavar="NAME",
            help="The sheet of a workbook to read, where it has several.",
        ),
        click.option(
            "--mapping",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="The file that keeps these options for the next import; by default "
            "beside the imported file.",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@dataclass(slots=True)
class Mapping:
    """The options for foreign files, and the file that keeps them, if one does or shall.

    ``is_kept`` says that the file holds them already, ``is_lost`` that it could not be written;
    ``layouts`` are those of the sheets whose columns were understood, with the rows to be shown.
    """

    options: Options
    path: Path | None = None
    is_kept: bool = False
    layouts: list[Layout] = field(default_factory=list)
    is_lost: bool = False

    def save(self, paths: Sequence[Path]) -> bool:
        """Keep the options in the file, with the order of days that a sheet showed.

        Whether that was to be done.
        """
        from ledger.formats.table.mapping import print_mapping
        from ledger.formats.write_files import write_file

        order = next((one.order for one in self.layouts if one.order), "")
        if order and not self.options.dates and len(paths) == 1:
            self.path = self.path or _beside(paths[0])
            self.options, self.is_kept = replace(self.options, dates=order), False
        if self.path is None or self.is_kept:
            return False
        write_file(self.path, print_mapping(self.options))
        return True

    @contextmanager
    def kept(self, paths: Sequence[Path], *, dry_run: bool) -> Iterator[None]:
        """Keep what was said of columns where these were understood, though rows have problems."""
        from ledger.errors import FileTrouble, NotInstalled, ProblemsFound

        try:
            yield
        except NotInstalled as lacking:
            raise click.UsageError(f"{lacking} {lacking.cure}") from lacking
        except ProblemsFound as found:
            if self.layouts and not dry_run:
                try:
                    if self.save(paths):
                        found.add(f"The mapping is kept in {self.path}.")
                except FileTrouble as trouble:  # the problems are what people must know of
                    found.add(str(trouble))
            raise

    def tables(self) -> Iterator[str]:
        """How each sheet is read: its columns, our keys, and some of their cells."""
        from ledger.formats.table.samples import table

        for layout in {one.path: one for one in self.layouts}.values():
            yield from table(layout, self.options.of(Path(layout.path)))


def mapping_of(ctx: click.Context, given: dict[str, Any], paths: Sequence[Path]) -> Mapping:
    """The mapping among the options of a command; they are taken out of ``given``.

    Raises:
        FileTrouble: the mapping file cannot be read, or another one is where it would go.
    """
    from ledger.formats.registry import Options

    named: Path | None = given.pop("mapping")
    told = Options(
        columns=_columns(ctx, given.pop("columns")),
        values=dict(_value(ctx, one) for one in given.pop("values")),
        defaults=dict(_pair(ctx, "--default", one) for one in given.pop("defaults")),
        units=dict(_pair(ctx, "--unit", one) for one in given.pop("units")),
        **{key: given.pop(key) for key in ALONE},
        crowds=given.pop("crowds"),
    )
    if named is None and not (told.is_mapping or told.crowds):
        return _found(_checked(ctx, told), paths)
    if named is None and not paths[0].name:
        ctx.fail(f"Name the file that is to keep the mapping of {paths[0]}, with --mapping.")
    path = named or _beside(paths[0])
    return _combined(ctx, told, path, paths[0], is_named=named is not None)


ALONE: Final = ("dates", "header_row", "forecasters", "encoding", "zone", "sheet")
"""Options that are given once."""


def _found(told: Options, paths: Sequence[Path]) -> Mapping:
    """What is told, added to the mappings that lie beside the files, if they are of those."""
    found = {path: held for path in paths if (held := _lying_beside(path)) is not None}
    if not found:
        return Mapping(told)
    from ledger.formats.table.mapping import added

    own = {path: added(replace(held, is_found=True), told) for path, held in found.items()}
    if len(paths) == 1:
        return Mapping(own[paths[0]], _beside(paths[0]), is_kept=True)
    return Mapping(replace(told, by_path={str(path): both for path, both in own.items()}))


def _lying_beside(path: Path) -> Options | None:
    """The mapping beside a file, said where it is used, and where it is of another."""
    from ledger.formats.read_files import is_there

    if not (path.name and is_there(mapping := _beside(path))):
        return None
    from ledger.formats.table.mapping import read_mapping

    held = read_mapping(mapping)
    if not _fits(held, path):
        say(f"{mapping} names columns that {path} does not have; it is not used.", err=True)
        return None
    say(f"Reading {path} by the mapping {mapping}.", err=True)
    return held


def _combined(
    ctx: click.Context, told: Options, path: Path, file: Path, *, is_named: bool
) -> Mapping:
    """What the command line told, added to what the file at ``path`` holds."""
    from ledger.errors import FileTrouble
    from ledger.formats.read_files import is_there
    from ledger.formats.registry import Options
    from ledger.formats.table.mapping import added, read_mapping

    told = _checked(ctx, told)
    if not is_there(path) and told != Options():
        return Mapping(told, path)
    held = read_mapping(path)
    if not is_named and held != told and not _fits(held, file):
        raise FileTrouble(
            f"{path} already exists and says something else.",
            f"Add to it with --mapping {path}, or name another file.",
        )
    both = added(held, told)
    return Mapping(both, path, is_kept=both == held)


def _beside(path: Path) -> Path:
    """The file that keeps the mapping of a sheet, and of the bad rows of it."""
    return path.with_name(f"{BAD.sub('', path.stem)}.mapping.toml")


def _fits(held: Options, path: Path) -> bool:
    """Whether the columns that a mapping names may be those of a file: they stand at its head."""
    from ledger.formats.read_files import read_head
    from ledger.formats.registry import HEAD

    head = read_head(path, HEAD)
    if head.startswith(PACKED):
        return True
    text = head.replace(b"\0", b"").decode("utf-8", "replace").casefold()
    names = [part for name in held.columns for part in re.split(r"[+*]|#\d+", name)]
    return all(name.strip().casefold() in text or not name.strip().isascii() for name in names)


def _checked(ctx: click.Context, told: Options) -> Options:
    """The options as they are kept, refused where they cannot be followed."""
    from ledger.formats.registry import zone_of

    try:
        zone_of(told.zone)
    except ValueError as trouble:
        ctx.fail(f"--zone: {trouble}")
    if not told.is_mapping:
        return told
    from ledger.formats.table.mapping import checked

    try:
        return checked(told)
    except ValueError as trouble:
        ctx.fail(f"In the options for other people's files: {trouble}")


def _columns(ctx: click.Context, several: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in several:
        theirs, ours = ("", "") if one.strip() == "=" else _pair(ctx, "--map", one, last=True)
        if found.get(theirs, ours) != ours:
            ctx.fail(
                f"--map says of the column {theirs!r} that it is {found[theirs]}, and that it is "
                f'{ours}. If it gives both: --map "{theirs}={found[theirs]},{ours}".'
            )
        found[theirs] = ours
    return found


def _pair(ctx: click.Context, option: str, text: str, *, last: bool = False) -> tuple[str, str]:
    """What stands before an equals sign, the first or the last, and what behind it."""
    before, sign, after = text.rpartition("=") if last else text.partition("=")
    if not (sign and before.strip()):
        ctx.fail(f"{option} {text!r} is not of the form THEIRS=OURS.")
    return before.strip(), after.strip()


def _value(ctx: click.Context, text: str) -> tuple[tuple[str, str], str]:
    key, colon, rest = text.partition(":")
    if not colon:
        ctx.fail(f"--map-value {text!r} is not of the form KEY:THEIRS=OURS.")
    theirs, ours = _pair(ctx, "--map-value", rest, last=True)
    return (key.strip(), theirs), ours
