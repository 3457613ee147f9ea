"""The command: thin.  It opens the ledger, calls it and prints what it answers.

Each command's module is loaded when the command is used, so that ``ledger --help`` stays quick.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import click

from ledger.cli.problems import also_done, sentence_of
from ledger.cli.process import Halt, OutputLost, Stopped, deafen, end_by, guard_streams, listen
from ledger.cli.replica_options import replica_options
from ledger.errors import BadValue, Contradiction, ProblemsFound, Refusal
from ledger.invocation import USUAL, VARIABLE, remembered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COMMANDS: Final = {
    "add": "Add a claim: who said what would happen, and by when.",
    "record": "Record what happened to a question.",
    "forecast": "Add your forecast on a question: how likely it is.",
    "forecasts": "Show how the forecasts on a question moved.",
    "amend": "Correct the record of a claim, question, source or outcome.",
    "edit": "Correct a record in your editor.",
    "withdraw": "Take back a claim, a question or one outcome.",
    "respond": "Note what the one who was judged answers to a claim.",
    "approve": "Approve claims that somebody else has proposed.",
    "undo": "Take back your own last command, within 15 minutes.",
    "show": "Show a claim, question or source with its whole history.",
    "list": "List claims.",
    "search": "Search the claims for words.",
    "sources": "List the sources, with how many claims each has.",
    "speakers": "List the speakers, with how many claims each made.",
    "publishers": "List the publishers, with how many claims each has.",
    "topics": "List the topics, with how many claims are on each.",
    "due": "List what is overdue, falls due soon or was left untouched.",
    "report": "Report how claims fared, by speaker or otherwise.",
    "compare": "Compare two speakers or publishers on the same questions.",
    "serve": "Serve the ledger as pages in a browser.",
    "user": "Say who may sign in to the pages, and do what there.",
    "publish": "Write the ledger as pages into a folder, to publish.",
    "corrections": "List what was amended, withdrawn or re-judged, and why.",
    "disputes": "List where recorders differ, and how far they agree.",
    "duplicates": "List claims that look like one, from several sources.",
    "merge": "Join two spellings of one name, or take that back.",
    "split": "Take apart two people of one name, or joined names.",
    "log": "List the entries of the journal.",
    "extract": "Propose the claims of an article, as drafts.",
    "check": "Check claim files, without a ledger.",
    "schema": "Print the JSON Schema of the claim file, for editors.",
    "import": "Import claim files, folders of them, and other formats.",
    "export": "Export claims as claim files or in other formats.",
    "keygen": "Make a key to sign checkpoints with.",
    "checkpoint": "Print the journal's size and root hash, signed or not.",
    "prove": "Prove that a claim was in the ledger at a checkpoint.",
    "verify": "Verify that the ledger is whole, or a proof.",
    "init": "Make an empty ledger.",
    "copy": "Copy a ledger to another database.",
    "backup": "Copy the ledger to a new file, and verify the copy.",
    "restore": "Put a backup where the ledger is, or was.",
    "completion": "Print what makes a shell complete commands, ids and names.",
    "upgrade": "Bring a ledger made by an older version up to date.",
}
"""What there is, in the order people need it, and what the help says of each."""

TOGETHER: Final = {
    name: module
    for module, names in {
        "change_commands": ("amend", "withdraw", "merge"),
        "file_commands": ("init", "copy", "backup", "restore", "upgrade"),
        "forecast_commands": ("forecast", "forecasts"),
        "list_commands": ("list", "search", "log"),
        "name_commands": ("sources", "speakers", "publishers", "topics"),
        "report_commands": ("report", "compare"),
        "review_commands": ("corrections", "disputes", "duplicates"),
        "signing_commands": ("keygen", "checkpoint", "prove"),
    }.items()
    for name in names
}
"""The modules that have several commands; each other is in one of its own."""

LITTER: Final = 50_000
"""New objects the garbage collector waits for; with Python's few it looks for litter, and finds
none, again and again while the libraries load."""


SWITCH: Final = "LEDGER_TRACEBACK"
CURE: Final = f"{SWITCH}=1 shows where in the program this happened."


class Unforeseen(Refusal):
    """What the machine would not do, without a sentence of its own in the program."""


@contextmanager
def net() -> Iterator[None]:
    """Turn what may befall any line into a refusal that names the path or the text it was about.

    That is a file that cannot be had, a text that is no UTF-8, memory or stack at an end.  It is no
    fault of ours, such as a missing key: that ends in a traceback.  With LEDGER_TRACEBACK=1
    everything does, as in the tests of this program.

    Raises:
        Unforeseen: something has.
    """
    try:
        yield
    except (OSError, UnicodeError, MemoryError, RecursionError) as trouble:
        if os.environ.get(SWITCH):
            raise
        raise Unforeseen(sentence_of(trouble), CURE) from trouble


class Refused(click.ClickException):
    """A refusal of the ledger as click shows it: the sentence, then the cure."""

    def __init__(
        self, refusal: Refusal, command: click.Command | None, *, full: bool = False
    ) -> None:
        lines = [str(refusal)]
        if isinstance(refusal, ProblemsFound):
            from ledger.cli.problems import told

            lines = [*told(refusal.problems, full=full), *lines]
        if refusal.cure:
            lines.append(refusal.cure)
        message = "\n".join(lines)
        if command is not None and isinstance(refusal, BadValue | Contradiction):
            from ledger.cli.options import as_typed

            message = as_typed(message, command)
        super().__init__(message)

    def show(self, file: Any = None) -> None:
        """Print the message to standard error, without what could upset a terminal.

        On a terminal, lines break between words; elsewhere a sentence stays on one line.
        """
        from ledger.cli.terminal import wrapped
        from ledger.text import clean

        lines = wrapped(self.message) if sys.stderr.isatty() else [clean(self.message)]
        click.echo("\n".join(lines), err=True, file=file)


TYPED: Final = "ledger.typed"
"""Where click's context keeps the words of the command."""


@contextmanager
def _helped(ctx: click.Context) -> Iterator[None]:
    """Say of a wrong use what would help."""
    try:
        yield
    except click.exceptions.NoArgsIsHelpError:
        raise
    except click.UsageError as trouble:
        from ledger.cli.misuse import Misused

        raise Misused(trouble, ctx.meta[TYPED]) from trouble


class Commands(click.Group):
    """The commands, each loaded when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's
        """The names, in the order people need them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's
        """The command of that name, from the module that has it."""
        if cmd_name not in COMMANDS:
            return None
        own = f"{cmd_name}_command"
        module = importlib.import_module(f"ledger.cli.{TOGETHER.get(cmd_name, own)}")
        command: click.Command = getattr(module, own)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does, and keep what was typed, for whoever mistypes."""
        ctx.meta[TYPED] = list(args)
        with _helped(ctx):
            return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, but say which command was probably meant."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from ledger.cli.misuse import command_meant

            meant = command_meant(args[0])
            hint = f" Did you mean {meant!r}?" if meant else ""
            ctx.fail(f"Unknown command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        """List the commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a refusal becomes a message and exit code 1.

        Where click takes Ctrl-C at a question for an abort, it stays the signal it was.
        """
        try:
            with net(), _helped(ctx):
                return super().invoke(ctx)
        except Refusal as refusal:
            command = self.get_command(ctx, ctx.invoked_subcommand or "")
            full = bool(ctx.obj and ctx.obj.get("full"))
            raise Refused(refusal, command, full=full) from refusal
        except Stopped as stop:
            raise Halt from stop
        except click.Abort as end:
            if isinstance(end.__context__, Stopped):
                raise Halt from end.__context__
            raise


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--db",
    envvar=VARIABLE,
    default=USUAL,
    show_default=True,
    show_envvar=True,
    metavar="PATH-or-URL",
    help="The ledger to use: a file, or the postgresql:// URL of a database.",
)
@click.option(
    "--recorder",
    envvar="LEDGER_RECORDER",
    show_envvar=True,
    metavar="NAME",
    help="The name to record under; by default the login name.",
)
@replica_options
@click.version_option(None, "--version", package_name="claim-ledger", message="%(version)s")
@click.pass_context
def group(ctx: click.Context, /, db: str, **others: Any) -> None:
    """A ledger of claims about what will happen.

    Add what somebody says will happen, record what did, and see how right they were.

    \b
    Example:
      ledger import claims/
      ledger report --by speaker
    """
    if os.environ.get("NO_COLOR"):
        ctx.color = False
    ctx.obj = {"target": db, **others}


THREADS: Final = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS")
"""How many threads numpy's libraries may use: more wait for each other longer than they work."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command, and exit with its code: 0 done, 1 refused or problems found, 2 wrong use.

    Whoever stops it, as with Ctrl-C, ends it by that signal, and after what it began is cleared
    away.  What was written before it could not print its answer, or was stopped, it says.
    """
    gc.set_threshold(LITTER)
    os.environ |= {name: os.environ.get(name, "1") for name in THREADS}
    code, signalled = 0, 0
    with remembered() as places:
        try:
            listen()
            guard_streams()
            code = _run(arguments, places)
            deafen()
        except Stopped as stop:
            signalled = stop.number
            _tell("Stopped.", places)
    if signalled:
        # What a signal caught between its making and its `with`, such as a connection in a
        # transaction, is closed as its last holder goes: the traceback, or a circle of objects.
        gc.collect()
        end_by(signalled)
    sys.exit(code)


def _run(arguments: Sequence[str] | None, places: Sequence[str]) -> int:
    """Run the command, and answer its exit code; ``places`` come to be what it has written."""
    words = None if arguments is None else list(arguments)
    try:
        code = group.main(words, prog_name="ledger", standalone_mode=False)
        sys.stdout.flush()
    except OutputLost as lost:
        if places or not lost.is_unread:  # whoever has read enough of an answer wants no more
            _tell(str(lost), places)
        return 1
    except click.ClickException as trouble:
        trouble.show()
        return trouble.exit_code
    except (Halt, click.Abort) as end:
        if isinstance(end.__cause__, Stopped):
            raise end.__cause__ from None
        _tell("Stopped.", places)
        return 1
    return code if isinstance(code, int) else 0


def _tell(sentence: str, places: Sequence[str]) -> None:
    click.echo(f"{sentence} {also_done(places)}".rstrip(), err=True)
