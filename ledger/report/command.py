"""The command that gives a report again, to the byte."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Final

from ledger.columns import width
from ledger.model.filters import Filters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.report.figures import Report

INDENT: Final = "  "
CONTINUED: Final = " \\"
"""How a line ends whose command goes on in the next."""


def command(report: Report, form: str) -> str:
    """The command on one line, quoted for a POSIX shell; ``form`` is the name of a form."""
    return shlex.join(word for part in _parts(report, form) for word in part)


def command_lines(report: Report, form: str, columns: int) -> list[str]:
    """The command on lines of at most ``columns``, which a POSIX shell reads as one."""
    lines: list[str] = []
    for part in _parts(report, form):
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
    unset = Filters()
    for name in Filters.__dataclass_fields__:
        value = getattr(report.filters, name)
        if value != getattr(unset, name):
            for one in value if isinstance(value, tuple) else (value,):
                yield f"--{name.replace('_', '-')}", str(one)
    if report.repeats != "mean":
        yield "--repeats", report.repeats
    yield "--as-of", str(report.moment)
    if form != "text":
        yield "--format", form


def _broken(part: Sequence[str], columns: int) -> list[str]:
    """An option whose value goes over several lines: the shell joins pieces without a blank."""
    option, value = part
    lead, piece = f"{INDENT}{option} ", ""
    lines: list[str] = []
    for one in value:
        if width(f"{lead}{shlex.quote(piece + one)}{CONTINUED}") > columns:
            lines.append(f"{lead}{shlex.quote(piece)}\\")
            lead, piece = "", ""
        piece += one
    return [*lines, f"{lead}{shlex.quote(piece)}"]
