"""``ledger serve``: pages to read in a browser."""

from __future__ import annotations

import click

from ledger.cli import COMMANDS
from ledger.cli.terminal import open_ledger, say


@click.command(short_help=COMMANDS["serve"])
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="The address to serve on, which must be this machine's alone.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port to serve on; 0 takes any that is free.",
)
@click.option(
    "--name",
    "names",
    multiple=True,
    metavar="HOST",
    help="Answer to this name too, such as that of a reverse proxy; repeat for several.",
)
@click.pass_context
def serve_command(ctx: click.Context, /, host: str, port: int, names: tuple[str, ...]) -> None:
    """Serve the ledger as pages to read in a browser, until Ctrl-C.

    Pages are for reading alone: nothing can be recorded in them, and every method but GET and HEAD
    is refused.
    Whoever can reach the address can read all of the ledger, but for verdicts given blind.
    Lists are also there as JSON and CSV: add .json or .csv to the address of one.
    It needs the extra web: pip install 'claim-ledger[web]'.

    \b
    Example:
      ledger serve --port 8000
    """
    from ledger.web.serving import serve

    ledger = open_ledger(ctx)
    serve(
        ledger,
        host,
        port,
        names,
        lambda address: say(f"The pages are at {address} until Ctrl-C."),
    )
