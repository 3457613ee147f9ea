"""Prints the command reference: ``python docs/generate.py > docs/commands.md``.

It is made of what ``ledger COMMAND --help`` says; a test compares the two.
"""

from __future__ import annotations

import click

from ledger.cli import COMMANDS, group

WIDTH = 80


def reference() -> str:
    """The whole reference as Markdown."""
    parts = [
        "# Commands",
        "",
        "What `ledger COMMAND --help` says, for reading in one go.",
        "This page is made by `python docs/generate.py > docs/commands.md`.",
        "",
        *_section("ledger", group, None),
    ]
    parent = click.Context(group, info_name="ledger", terminal_width=WIDTH)
    for name in COMMANDS:
        command = group.get_command(parent, name)
        assert command is not None  # noqa: S101 - every name in the table has its command
        parts += _section(f"ledger {name}", command, parent)
    return "\n".join(parts).rstrip() + "\n"


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


if __name__ == "__main__":
    print(reference(), end="")  # noqa: T201 - this is what the script is for
