"""``ledger init``, ``copy``, ``backup``, ``restore`` and ``upgrade``."""

from __future__ import annotations

from pathlib import Path

import click

from ledger.cli import COMMANDS
from ledger.cli.terminal import open_ledger, progress, say
from ledger.journal.note import to_base64
from ledger.text import counted


@click.command(short_help=COMMANDS["init"])
@click.pass_context
def init_command(ctx: click.Context) -> None:
    """Make an empty ledger at --db; one that is there already is left as it is.

    Commands that write make a missing ledger themselves.

    \b
    Example:
      ledger --db desk.db init
    """
    ledger = open_ledger(ctx, create=True)
    size = ledger.moment().entry
    if size:
        say(f"{ledger.place} is a ledger already, with {counted(size, 'entry')}.")
    else:
        say(f"{ledger.place} is ready.")


@click.command(short_help=COMMANDS["upgrade"])
@click.pass_context
def upgrade_command(ctx: click.Context) -> None:
    """Bring a ledger made by an older version of this program up to date.

    It keeps a copy of the file beside it first.
    A database on a PostgreSQL server is not copied: keep a copy first, with pg_dump.

    \b
    Example:
      ledger --db desk.db upgrade
    """
    from ledger.store.migrate import upgrade

    done = upgrade(ctx.find_root().obj["target"])
    if done.copy:
        say(f"The ledger is up to date now. What it was before is kept in {done.copy}.")
    elif done.changed:
        say("The ledger is up to date now. Its journal is what it was.")
    else:
        say("The ledger is up to date.")


@click.command(short_help=COMMANDS["backup"])
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Replace FILE if it exists.")
@click.pass_context
def backup_command(ctx: click.Context, /, file: Path, *, replace: bool) -> None:
    """Copy the ledger to a new file, while others may write to it.

    The copy is verified before it gets its name: it is sound, and its entries are the ledger's.
    It prints how many entries it holds, and their root hash.
    A ledger on PostgreSQL is backed up with pg_dump.

    \b
    Example:
      ledger backup ledger-2026-11-23.db
    """
    copied = open_ledger(ctx).backup(file, replace=replace)
    say(f"Wrote {file}: {counted(copied.entries, 'entry')}.")
    say(f"root hash {to_base64(copied.root)}")


@click.command(short_help=COMMANDS["restore"])
@click.argument("backup", type=click.Path(path_type=Path))
@click.option(
    "--replace",
    is_flag=True,
    help="Restore even if the ledger has entries the backup lacks; the ledger is kept aside.",
)
@click.pass_context
def restore_command(ctx: click.Context, /, backup: Path, *, replace: bool) -> None:
    """Put a copy of a backup where the ledger is, or was.

    The copy is verified first.
    A ledger that has entries which the backup lacks is left as it is; with --replace it is kept
    aside, and so is a file that is damaged.
    A ledger on PostgreSQL is restored with pg_restore.

    \b
    Example:
      ledger --db desk.db restore ledger-2026-11-23.db
    """
    from ledger.store.backend import backend_at

    target = ctx.find_root().obj["target"]
    copied = backend_at(target).restore(backup, target, overwrite=replace)
    say(f"Restored {target}: {counted(copied.entries, 'entry')}.")
    say(f"root hash {to_base64(copied.root)}")
    if copied.aside is not None:
        say(f"What it was before is kept in {copied.aside}.")


@click.command(short_help=COMMANDS["copy"])
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
def copy_command(source: str, target: str) -> None:
    """Copy the ledger FROM one database TO another: from a file to a server, or back.

    Each is a path, or a URL such as postgresql://desk@db.example/ledger; --db is not looked at.
    TO must be a new file, or an empty database.
    The journal is copied to the byte, the tables are made from it, and the root hashes compared.

    \b
    Example:
      ledger copy ledger.db moved.db
    """
    from ledger.book.ledger import Ledger

    with Ledger(source) as ledger:
        done = ledger.copy(target, track=progress("Copying"))
        if done.changed:
            say(f"Copied {counted(done.size, 'entry')}. The root hashes are the same:")
        else:
            say(f"Nothing to do: both hold the same {counted(done.size, 'entry')}.")
        say(f"  {to_base64(done.root)}  {ledger.place}")
        say(f"  {to_base64(done.target_root)}  {done.target}")
