"""Makes what the pages say of the program's own tables: ``python docs/generate.py``.

``commands.md`` is what ``ledger COMMAND --help`` says, and so is ``ledger.1`` for man(1);
``claim-file.schema.json`` is what ``ledger schema`` prints, and ``api.md`` what the code says of
itself (``api_reference.py``).  Lines of other pages that name every field or every verdict are made
of `ledger.model.fields` and `ledger.model.verdicts`, each in place of the one that begins or ends
as it does.  A test compares all of it.
"""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledger.cli import COMMANDS, group
from ledger.formats.claimfile.schema import printed
from ledger.formats.table.columns import CLAIM, OUTCOME, QUESTION, SOURCE
from ledger.model import fields
from ledger.model.verdicts import COUNTED, FINAL, WORTH, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.model.fields import Field

WIDTH = 80
FOLDER = Path(__file__).parent


def reference() -> str:
    """The whole reference as Markdown."""
    parts = [
        "# Commands",
        "",
        "What `ledger COMMAND --help` says, for reading in one go.",
        "This page is made by `python docs/generate.py`.",
        "",
        *_section("ledger", group, None),
    ]
    for name, command, parent in _commands():
        parts += _section(name, command, parent)
    return "\n".join(parts).rstrip() + "\n"


def manual() -> str:
    """The same as a page of the manual: man(1)."""
    parts = [
        '.\\" Made by docs/generate.py.',
        ".TH LEDGER 1",
        ".SH NAME",
        "ledger, claim\\-ledger \\- a ledger of claims about what will happen",
        ".SH SYNOPSIS",
        ".B ledger",
        "[OPTIONS] COMMAND [ARGUMENTS]",
        ".SH DESCRIPTION",
        *_preformatted("ledger", group, None),
        ".SH COMMANDS",
    ]
    for name, command, parent in _commands():
        parts += [f".SS {name}", *_preformatted(name, command, parent)]
    return "\n".join(parts) + "\n"


def schema() -> str:
    """The JSON Schema of the claim file."""
    return printed()


def api() -> str:
    """The reference of what Python may use, as Markdown."""
    made: str = runpy.run_path(str(FOLDER / "api_reference.py"))["reference"]()
    return made


def _commands() -> Iterator[tuple[str, click.Command, click.Context]]:
    """Every command, as it is typed, with the context that it is called in."""
    parent = click.Context(group, info_name="ledger", terminal_width=WIDTH)
    for name in COMMANDS:
        command = group.get_command(parent, name)
        assert command is not None  # noqa: S101 - every name in the table has its command
        yield f"ledger {name}", command, parent
        if isinstance(command, click.Group):
            own = click.Context(command, info_name=name, parent=parent, terminal_width=WIDTH)
            for word in command.list_commands(own):
                part = command.get_command(own, word)
                assert part is not None  # noqa: S101 - as above
                yield f"ledger {name} {word}", part, own


def _preformatted(title: str, command: click.Command, parent: click.Context | None) -> list[str]:
    """The help of a command, as it is."""
    lines = _section(title, command, parent)[3:-2]
    escaped = (line.replace("\\", "\\e").replace("-", "\\-") for line in lines)
    guarded = (f"\\&{line}" if line.startswith((".", "'")) else line for line in escaped)
    return [".nf", *guarded, ".fi"]


def _section(title: str, command: click.Command, parent: click.Context | None) -> list[str]:
    context = click.Context(
        command,
        info_name=title.rpartition(" ")[2],
        parent=parent,
        terminal_width=WIDTH,
        help_option_names=["-h", "--help"],
    )
    text = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    return [f"## {title}", "", "```text", text, "```", ""]


def lines() -> dict[str, dict[str, str]]:
    """For each page what its lines must be that match a pattern from end to end."""
    return {
        "claim-file.md": {
            r"\| `\[source\]` \|.*": f"| `[source]` | {_keys(fields.SOURCE)} |",
            r"\| `\[\[question\]\]` \|.*": f"| `[[question]]` | {_keys(fields.QUESTION)} |",
            r"\| `\[\[claim\]\]` \|.*": f"| `[[claim]]` | {_keys_of_claim()} |",
            r"\| `\[\[claim\.outcome\]\]`, .*": (
                f"| `[[claim.outcome]]`, `[[question.outcome]]` | {_keys(fields.OUTCOME)} |"
            ),
            r"\| evidence \|.*": f"| evidence | {_keys_of_evidence()} |",
            r"\| verdict \|.*": f"| verdict | {_verdicts()} |",
        },
        "spreadsheets.md": {
            r"- the claim: .*": f"- the claim: {_coded(CLAIM)}",
            r"- its question: .*": f"- its question: {_coded(QUESTION)}",
            r"- its source: .*": f"- its source: {_coded(SOURCE).replace('`,', '` (the id),', 1)}",
            r"- the verdict that stands: .*": f"- the verdict that stands: {_coded(OUTCOME)}",
        },
        "reports.md": {
            r"\| .* \| not scored \| not scored \|": f"| {_unscored()} | not scored | not scored |",
            r"`settled` = .*": f"`settled` = {' + '.join(_counts(final=True))}.",
            r"`.* are the latest news on open and overdue ones\.": (
                f"{' and '.join(_counts(final=False))} are the latest news on open and overdue "
                f"ones."
            ),
        },
    }


def renewed(page: str, text: str) -> str:
    """The text of a page with its made lines made anew.

    Raises:
        ValueError: a line that should be there is not, or is there twice.
    """
    for pattern, line in lines().get(page, {}).items():
        text, found = re.subn(f"^{pattern}$", lambda _, line=line: line, text, flags=re.MULTILINE)
        if found != 1:
            raise ValueError(f"{page} has {found} lines that match {pattern}")
    return text


def _keys(several: Iterable[Field]) -> str:
    names = (f"**{one.name}**" if one.required else one.name for one in several)
    return ", ".join(name for name in names if name != "outcome")


def _keys_of_claim() -> str:
    own = [one for one in fields.CLAIM if one not in fields.OWN_QUESTION and one.name != "question"]
    either = "either question, or the keys of a question (**statement**, due, ...) and its outcomes"
    return f"{_keys(own)}; and {either}"


def _keys_of_evidence() -> str:
    return f"url or source, {_keys(one for one in fields.EVIDENCE if one.name not in _EITHER)}"


_EITHER = {"url", "source"}


def _coded(words: Iterable[str]) -> str:
    return ", ".join(f"`{one}`" for one in words)


def _verdicts() -> str:
    final = (
        f"`{one}`{' (with `value`, the share)' if one.traits.takes_value else ''}"
        for one in Verdict
        if one in FINAL
    )
    news = (one.value for one in Verdict if one not in FINAL)
    return f"{', '.join(final)}; and while it is open {_coded(news)}"


def _unscored() -> str:
    takes = (one for one in Verdict if not (one.traits.takes_value or one.traits.takes_answer))
    return ", ".join(one for one in takes if one not in WORTH)


def _counts(*, final: bool) -> list[str]:
    return [f"`{one.column}`" for one in COUNTED if (one in FINAL) == final]


def write() -> None:
    """Write the pages."""
    (FOLDER / "ledger.1").write_text(manual(), encoding="utf-8")
    (FOLDER / "claim-file.schema.json").write_text(schema(), encoding="utf-8")
    (FOLDER / "commands.md").write_text(reference(), encoding="utf-8")
    (FOLDER / "api.md").write_text(api(), encoding="utf-8")
    for page in lines():
        path = FOLDER / page
        path.write_text(renewed(page, path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    write()
