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
    """Serve the ledger as pages in a browser, until Ctrl-C.

    Whoever can reach the address can read all of the ledger, but for verdicts given blind.
    Whoever opens the second address that is printed can record in it too, under your name.
    Lists are also there as JSON and CSV: add .json or .csv to the address of one.
    It needs the extra web: pip install 'claim-ledger[web]'.

    \b
    Example:
      ledger serve --port 8000
    """
    from ledger.web.serving import serve

    def tell(address: str, sign_in: str) -> None:
        say(f"The pages are at {address} until Ctrl-C.")
        say(f"To record in them, sign in at {sign_in}")
        say("That works once, within an hour; ledger serve makes another when it is started again.")

    serve(open_ledger(ctx), host, port, names, tell)
