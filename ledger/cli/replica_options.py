"""The options that say where what only reads is read: on a replica, and no older than asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    Command = TypeVar("Command", bound=Callable[..., Any])

VARIABLE: Final = "LEDGER_REPLICA"
"""The environment variable that names the replica where no option does."""


def replica_options(command: Command) -> Command:
    """Add ``--replica`` and ``--at-least``."""
    at_least = click.option(
        "--at-least",
        type=click.IntRange(1),
        metavar="ENTRY",
        help="Wait until the replica has this entry; else the ledger at --db is read.",
    )
    replica = click.option(
        "--replica",
        envvar=VARIABLE,
        show_envvar=True,
        metavar="URL",
        help="A PostgreSQL server that follows the one at --db: commands that only read use it.",
    )
    return replica(at_least(command))
