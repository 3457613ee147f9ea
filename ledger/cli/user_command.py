"""``ledger user``: who may sign in to the pages that ``ledger serve`` serves."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from ledger.cli import COMMANDS
from ledger.cli.options import Choice, format_option
from ledger.cli.terminal import is_interactive, open_ledger, painted, say, say_json, say_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.desk.store import Desk
    from ledger.desk.users import User

ROLES: Final = ("reader", "recorder", "editor")

desk_option = click.option(
    "--desk",
    "desk_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The file of users and sessions; by default it is beside the ledger.",
)
role_option = click.option(
    "--role",
    type=Choice(ROLES),
    required=True,
    help="What they may do: read; also add and record; also import and approve.",
)


def _password_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options by which a password is given."""
    options: list[Callable[[Callable[..., None]], Callable[..., None]]] = [
        click.option(
            "--password-stdin", is_flag=True, help="Take the password from standard input."
        ),
        click.option(
            "--no-password",
            is_flag=True,
            help="Let them in by the header of a proxy alone (serve --trust-header).",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@click.group(short_help=COMMANDS["user"])
def user_command() -> None:
    """Say who may sign in to the pages of ledger serve, and what they may do there.

    A user records under their own name.
    Users and their sessions are in a file of their own beside the ledger, which no copy, backup or
    export takes along.
    Once there is a user, pages are for those alone who sign in.

    \b
    Example:
      ledger user add "Ann Lee" --role editor --no-password
      ledger user list
    """


@user_command.command("add", short_help="Add a user.")
@click.argument("name")
@role_option
@_password_options
@desk_option
@click.pass_context
def add_user(
    ctx: click.Context,
    /,
    name: str,
    role: str,
    desk_file: Path | None,
    *,
    password_stdin: bool,
    no_password: bool,
) -> None:
    """Add a user, who records under NAME; the password is asked for twice.

    \b
    Example:
      ledger user add "Ann Lee" --role recorder
    """
    from ledger.desk import users
    from ledger.desk.roles import ROLES as NAMED

    desk = _desk(ctx, desk_file)
    password = _password(name, from_input=password_stdin, none=no_password)
    made = users.add(desk, name, NAMED[role], password)
    say(f"Added: {_told(made)}.")


@user_command.command("list", short_help="List the users.")
@desk_option
@format_option
@click.pass_context
def list_users(ctx: click.Context, /, desk_file: Path | None, form: str) -> None:
    """List the users, with what they may do and how they come in.

    \b
    Example:
      ledger user list
    """
    from ledger.desk import users
    from ledger.text import width

    every = users.every(_desk(ctx, desk_file))
    if form == "json":
        say_json([_view(one) for one in every])
        return
    if not every:
        say("There are no users: whoever can reach the pages can read them.")
    widest = max((width(one.name) for one in every), default=0)
    say_lines(
        f"{painted(one.name)}{' ' * (widest - width(one.name))}  {one.role.word:8}  {_way(one)}"
        for one in every
    )


@user_command.command("role", short_help="Give a user another role.")
@click.argument("name")
@click.argument("role", type=Choice(ROLES))
@desk_option
@click.pass_context
def set_role(ctx: click.Context, /, name: str, role: str, desk_file: Path | None) -> None:
    """Make the user NAME a reader, recorder or editor, at once.

    \b
    Example:
      ledger user role "Ann Lee" editor
    """
    from ledger.desk import users
    from ledger.desk.roles import ROLES as NAMED

    changed = users.set_role(_desk(ctx, desk_file), name, NAMED[role])
    say(f"Now {_told(changed)}.")


@user_command.command("password", short_help="Give a user another password.")
@click.argument("name")
@_password_options
@desk_option
@click.pass_context
def set_password(
    ctx: click.Context,
    /,
    name: str,
    desk_file: Path | None,
    *,
    password_stdin: bool,
    no_password: bool,
) -> None:
    """Give the user NAME another password; they are signed out everywhere.

    \b
    Example:
      ledger user password "Ann Lee"
    """
    from ledger.desk import users

    desk = _desk(ctx, desk_file)
    password = _password(name, from_input=password_stdin, none=no_password)
    changed = users.set_password(desk, name, password)
    say(f"Now {_told(changed)}, signed out everywhere.")


@user_command.command("remove", short_help="Remove a user.")
@click.argument("name")
@desk_option
@click.pass_context
def remove_user(ctx: click.Context, /, name: str, desk_file: Path | None) -> None:
    """Remove the user NAME, who is signed out everywhere; what they recorded stays.

    \b
    Example:
      ledger user remove "Ann Lee"
    """
    from ledger.desk import users

    desk = _desk(ctx, desk_file)
    gone = users.remove(desk, name)
    say(f"Removed {gone.name}.")
    if not users.are_any(desk):
        say("There are no users now: whoever can reach the pages can read them.")


def _desk(ctx: click.Context, file: Path | None) -> Desk:
    from ledger.desk.place import desk_of
    from ledger.desk.store import Desk

    return Desk(file or desk_of(open_ledger(ctx).place))


def _password(name: str, *, from_input: bool, none: bool) -> str | None:
    """The password that is given, or asked for; None for none."""
    if from_input and none:
        raise click.UsageError("--password-stdin and --no-password exclude each other.")
    if none:
        return None
    if from_input:
        return sys.stdin.readline().rstrip("\r\n")
    if not is_interactive():
        raise click.UsageError(
            "A password is asked for at a terminal alone: give --password-stdin or --no-password."
        )
    from ledger.desk.passwords import refuse_weak

    password: str = click.prompt("Password", hide_input=True, err=True)
    refuse_weak(password, name)
    if click.prompt("The same again", hide_input=True, err=True) != password:
        raise click.UsageError("The two are not the same; nothing was changed.")
    return password


def _told(user: User) -> str:
    return f"{user.name} is {_article(user.role.word)}, who comes in {_way(user)}"


def _article(word: str) -> str:
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"


def _way(user: User) -> str:
    return "with a password" if user.has_password else "by a proxy's header alone"


def _view(user: User) -> dict[str, Any]:
    return {"name": user.name, "role": user.role.word, "has_password": user.has_password}
