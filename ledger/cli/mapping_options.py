"""What an import is told of foreign columns and words, kept in a file for the next time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ledger.cli.terminal import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ledger.formats.registry import Options

Command = TypeVar("Command", bound="Callable[..., Any]")


def mapping_options(command: Command) -> Command:
    """Add the options that say how foreign files are to be understood; see `Mapping`."""
    options = [
        click.option(
            "--map",
            "columns",
            multiple=True,
            metavar="THEIRS=OURS",
            help="Read their column THEIRS as our key OURS; leave the column out if OURS "
            "is empty. Repeat for several.",
        ),
        click.option(
            "--map-value",
            "values",
            multiple=True,
            metavar="KEY:THEIRS=OURS",
            help="Read their word THEIRS under KEY as ours, as in "
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


@dataclass(frozen=True, slots=True)
class Mapping:
    """The options for foreign files, and the file that is yet to keep them, if one is."""

    options: Options
    path: Path | None = None

    def save(self) -> None:
        """Keep the options in the file, and say where that is."""
        if self.path is None:
            return
        from ledger.formats.table.mapping import print_mapping
        from ledger.formats.write_files import write_file

        write_file(self.path, print_mapping(self.options))
        say(f"Kept the mapping in {self.path}; next time: --mapping {self.path}")


def mapping_of(ctx: click.Context, given: dict[str, Any], paths: Sequence[Path]) -> Mapping:
    """The mapping among the options of a command; they are taken out of ``given``.

    Raises:
        FileTrouble: the mapping file cannot be read, or another one is where it would go.
    """
    from ledger.formats.registry import Options

    named: Path | None = given.pop("mapping")
    told = Options(
        columns=dict(_pair(ctx, "--map", one, last=True) for one in given.pop("columns")),
        values=dict(_value(ctx, one) for one in given.pop("values")),
        defaults=dict(_pair(ctx, "--default", one) for one in given.pop("defaults")),
        encoding=given.pop("encoding"),
        zone=given.pop("zone"),
    )
    if named is None and told == Options(encoding=told.encoding, zone=told.zone):
        _check_zone(ctx, told)
        return Mapping(told)
    if named is None and not paths[0].name:
        ctx.fail(f"Name the file that is to keep the mapping of {paths[0]}, with --mapping.")
    path = named or paths[0].with_suffix(".mapping.toml")
    return _combined(ctx, told, path, is_named=named is not None)


def _combined(ctx: click.Context, told: Options, path: Path, *, is_named: bool) -> Mapping:
    """What the command line told, added to what the file at ``path`` holds."""
    from ledger.errors import FileTrouble
    from ledger.formats.read_files import is_there
    from ledger.formats.registry import Options
    from ledger.formats.table.mapping import checked, read_mapping

    try:
        checked(told)
    except ValueError as trouble:
        ctx.fail(f"In --map, --map-value, --default and --zone: {trouble}")
    is_told = told != Options()
    if not is_there(path) and is_told:
        return Mapping(told, path)
    held = read_mapping(path)
    if not is_named and held != told:
        raise FileTrouble(
            f"{path} already exists and says something else.",
            f"Add to it with --mapping {path}, or name another file.",
        )
    both = Options(
        columns={**held.columns, **told.columns},
        values={**held.values, **told.values},
        defaults={**held.defaults, **told.defaults},
        separators={**held.separators, **told.separators},
        encoding=told.encoding or held.encoding,
        zone=told.zone or held.zone,
    )
    return Mapping(both, path if both != held else None)


def _check_zone(ctx: click.Context, told: Options) -> None:
    """Refuse a time zone that is none."""
    from ledger.formats.registry import zone_of

    try:
        zone_of(told.zone)
    except ValueError as trouble:
        ctx.fail(f"--zone: {trouble}")


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
