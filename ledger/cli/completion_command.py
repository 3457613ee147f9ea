"""``ledger completion``."""

from __future__ import annotations

from typing import Final

import click

from ledger.cli import COMMANDS, group
from ledger.cli.completing import VARIABLE
from ledger.cli.options import Choice

SHELLS: Final = ("bash", "zsh", "fish")
PROGRAMS: Final = ("ledger", "claim-ledger")


@click.command(short_help=COMMANDS["completion"])
@click.argument("shell", metavar="SHELL", type=Choice(SHELLS))
def completion_command(shell: str) -> None:
    """Print a script by which SHELL (bash, zsh or fish) completes commands, ids and names.

    \b
    Example:
      ledger completion bash
    """
    from click.shell_completion import ShellComplete, get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101 - click has these three
    for program in PROGRAMS:
        # A shell's own class would start that shell to learn its version.
        click.echo(ShellComplete.source(kind(group, {}, program, VARIABLE)))
