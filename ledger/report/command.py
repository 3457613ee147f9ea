"""The command that gives a report again, to the byte."""

from __future__ import annotations

import shlex
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger.model.filters import Filters
from ledger.report.settings import Settings
from ledger.text import width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledger.report.build import Report

INDENT: Final = "  "
CONTINUED: Final = " \\"
"""How a line ends whose command goes on in the next."""


def command(report: Report, form: str) -> str:
    """The command on one line, quoted for a POSIX shell; ``form`` is the name of a form."""
    return shlex.join(word for part in _parts(report, form) for word in part)


def command_lines(report: Report, form: str, columns: int) -> list[str]:
    """The command on lines of at most ``columns``, which a POSIX shell reads as one."""
    return laid_out(_parts(report, form), columns)


def list_command(report: Report, **more: tuple[str, ...]) -> str:
    """The command that lists the claims of a report, or those that ``more`` filters let through."""
    changed: dict[str, Any] = {"kind": report.kinds, **more}
    if report.other_types:
        changed["type"] = (report.type,)
    filters = replace(report.filters, **changed)
    parts = ("ledger", "list"), *chosen_options(filters, Settings()), ("--as-of", report.moment)
    return shlex.join(str(word) for part in parts for word in part)


def laid_out(parts: Iterable[Sequence[str]], columns: int) -> list[str]:
    """A command on lines of at most ``columns``, which a POSIX shell reads as one.

    Args:
        parts: the words of the command; what belongs together, as an option and its value, is one
            part and stands on one line where it fits.
        columns: how wide a line may be.
    """
    lines: list[str] = []
    for part in parts:
        words = shlex.join(part)
        if lines and width(f"{lines[-1]} {words}{CONTINUED}") <= columns:
            lines[-1] += f" {words}"
            continue
        if lines:
            lines[-1] += CONTINUED
        line = f"{INDENT}{words}"
        lines += [line] if width(f"{line}{CONTINUED}") <= columns else _broken(part, columns)
    return lines


def _parts(report: Report, form: str) -> Iterator[Sequence[str]]:
    """The words of the command; an option and its value are one part."""
    yield "ledger", "report"
    yield "--by", report.by
    yield from chosen_options(report.filters, report.settings)
    yield "--as-of", str(report.moment)
    if form != "text":
        yield "--format", form


def chosen_options(filters: Filters, settings: Settings) -> Iterator[Sequence[str]]:
    """The options that are not as they are by default, each with its value."""
    for name, value in (*_set(filters, Filters()), *_set(settings, Settings())):
        option = f"--{name.replace('_', '-')}"
        if value is True:
            yield (option,)
            continue
        for one in value if isinstance(value, tuple) else (value,):
            yield option, str(one)


def _set(chosen: Filters | Settings, unset: Filters | Settings) -> Iterator[tuple[str, Any]]:
    """What was chosen otherwise than by default, by the name of its option."""
    for name in unset.__dataclass_fields__:
        if (value := getattr(chosen, name)) != getattr(unset, name):
            yield name, value


def _broken(part: Sequence[str], columns: int) -> list[str]:
    """A part whose last word goes over several lines: the shell joins pieces without a blank."""
    *first, value = part
    lead, piece = f"{INDENT}{''.join(f'{one} ' for one in first)}", ""
    lines: list[str] = []
    for one in value:
        if width(f"{lead}{shlex.quote(piece + one)}{CONTINUED}") > columns:
            lines.append(f"{lead}{shlex.quote(piece)}\\")
            lead, piece = "", ""
        piece += one
    return [*lines, f"{lead}{shlex.quote(piece)}"]
