"""What helps somebody who typed a command that is none: it is looked up only then."""

from __future__ import annotations

import shlex
import sys
from itertools import takewhile
from typing import IO, TYPE_CHECKING, Any, Final

import click

from ledger.cli import COMMANDS, group
from ledger.model import keys

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

OTHER_NAMES: Final = {
    "record": "verdict resolve settle judge outcome",
    "add": "new create claim insert",
    "amend": "update change correct fix set modify rename",
    "undo": "revert rollback oops back",
    "withdraw": "delete remove rm del cancel retract",
    "list": "ls claims all",
    "search": "find grep",
    "due": "overdue todo agenda next deadlines",
    "report": "stats score scores accuracy summary statistics",
    "show": "view cat get info display",
    "corrections": "changes",
    "log": "history journal entries",
    "import": "load read",
    "export": "save dump write",
    "check": "validate lint test",
}
"""What else commands are called."""

NAMED_BY_ID: Final = frozenset({"id", "question"})
SHORT: Final = len("--x")
IDS: Final = "Ids are shown by ledger list and ledger search."


def command_meant(typed: str) -> str | None:
    """The command that a word which is none was meant for, if that can be told."""
    import difflib

    word = typed.lower()
    for command, words in OTHER_NAMES.items():
        if word in words.split():
            return command
    close = difflib.get_close_matches(word, COMMANDS, n=1)
    return close[0] if close else None


class Misused(click.UsageError):
    """A command used wrongly, with what would help; ``words`` are what was typed."""

    def __init__(self, trouble: click.UsageError, words: Sequence[str]) -> None:
        super().__init__(_told(trouble, words), trouble.ctx)

    def show(self, file: IO[Any] | None = None) -> None:
        """Print it as click does, but at a terminal in lines that break between words."""
        from ledger.cli.terminal import wrapped
        from ledger.text import clean

        if self.ctx is not None:
            usage = f"{self.ctx.get_usage()}\nTry '{self.ctx.command_path} --help' for help.\n"
            click.echo(usage, err=True, file=file)
        message = f"Error: {self.format_message()}"
        lines = wrapped(message) if sys.stderr.isatty() else [clean(message)]
        click.echo("\n".join(lines), err=True, file=file)


def _told(trouble: click.UsageError, words: Sequence[str]) -> str:
    if trouble.ctx is None:
        return trouble.format_message()
    if isinstance(trouble, click.NoSuchOption):
        hints = _about_option(trouble, trouble.ctx, words)
        return f"{trouble.message} {next(hints, '')}".rstrip()
    hint = ""
    if isinstance(trouble, click.MissingParameter):
        hint = IDS if trouble.param is not None and trouble.param.name in NAMED_BY_ID else ""
    elif type(trouble) is click.UsageError:
        hint = _unquoted(trouble.ctx, words)
    message = trouble.format_message()
    return f"{message.rstrip('.')}. {hint}" if hint else message


def _about_option(
    trouble: click.NoSuchOption, ctx: click.Context, words: Sequence[str]
) -> Iterator[str]:
    """Where an option belongs that a command does not have, or which is meant, likeliest first."""
    option, command = trouble.option_name, ctx.command
    if command is group:
        named = next((word for word in words if word in COMMANDS), "")
        behind = group.get_command(ctx, named)
        if behind is not None and option in _options(behind):
            yield f"It stands behind the command: ledger {named} {option} ..."
    elif option in _options(group):
        yield f"It stands before the command: ledger {option} ... {ctx.info_name}"
    for one in command.params:
        if isinstance(one, click.Argument) and f"--{one.name}" == option:
            yield f"{one.make_metavar(ctx)} is typed without it: {' '.join(_usage(ctx))}"
    if likely := _likely(option, command) or next(iter(trouble.possibilities or ()), None):
        yield f"Did you mean {likely!r}?"


def _likely(option: str, command: click.Command) -> str | None:
    """The option that begins so, or that people also call so."""
    begun = [name for name in _options(command) if name.startswith(option) and len(option) > SHORT]
    if len(begun) == 1:
        return begun[0]
    names = {str(one.name): one.opts[0] for one in command.params if isinstance(one, click.Option)}
    return names.get(keys.meant(option.lstrip("-"), names) or "")


def _usage(ctx: click.Context) -> Iterator[str]:
    """A command with its arguments."""
    yield ctx.command_path
    for one in ctx.command.params:
        if isinstance(one, click.Argument):
            yield one.make_metavar(ctx)


def _options(command: click.Command) -> list[str]:
    every = (one for one in command.params if isinstance(one, click.Option))
    return [name for one in every for name in (*one.opts, *one.secondary_opts)]


def _unquoted(ctx: click.Context, words: Sequence[str]) -> str:
    """What to do about words that are too many, because an option took the first of them only."""
    own = list(words[words.index(ctx.info_name) + 1 :]) if ctx.info_name in words else []
    if not own or ctx.command is group:
        return ""
    loose = ctx.command.make_parser(ctx).parse_args(list(own))[1]
    valued = {
        name
        for one in ctx.command.params
        if isinstance(one, click.Option) and not one.is_flag
        for name in one.opts
    }
    for place, word in enumerate(own):
        rest = list(takewhile(lambda one: not one.startswith("-"), own[place + 1 :]))
        if loose and word in valued and len(rest) > 1:
            whole = " ".join(rest)
            return f"Words that belong together stand in quotation marks: {word} {_quoted(whole)}"
    return ""


def _quoted(text: str) -> str:
    return shlex.quote(text) if '"' in text else f'"{text}"'
