"""``ledger serve``: pages in a browser, to read and to record in."""

from __future__ import annotations

from pathlib import Path

import click

from ledger.cli import COMMANDS
from ledger.cli.terminal import ledger_to_read, open_ledger, say


@click.command(short_help=COMMANDS["serve"])
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="The address to serve on; one that other machines reach takes TLS or --trust-header.",
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
@click.option("--read-only", is_flag=True, help="Serve anybody, and let nobody change anything.")
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Serve by so many processes, one for each core; it takes --read-only, and Linux.",
)
@click.option(
    "--trust-header",
    metavar="NAME",
    help="Who asks is told by this header of a reverse proxy, and passwords are not asked for.",
)
@click.option(
    "--from",
    "proxies",
    multiple=True,
    metavar="ADDRESS",
    help="Take that header from this address, or network, alone; repeat for several.",
)
@click.option(
    "--tls-cert",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Speak TLS with this certificate, in PEM.",
)
@click.option(
    "--tls-key",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The key of the certificate, in PEM.",
)
@click.option(
    "--desk",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The file of users and sessions; by default it is beside the ledger.",
)
@click.option(
    "--site",
    "settings",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The file that says which sites may frame claims, among others.  "
    "[default: site.toml, where it is there]",
)
@click.pass_context
def serve_command(
    ctx: click.Context,
    /,
    host: str,
    port: int,
    names: tuple[str, ...],
    processes: int,
    trust_header: str | None,
    proxies: tuple[str, ...],
    tls_cert: Path | None,
    tls_key: Path | None,
    desk: Path | None,
    settings: Path | None,
    *,
    read_only: bool,
) -> None:
    """Serve the ledger as pages in a browser, until Ctrl-C.

    While the desk has no users, whoever can reach the address can read all of the ledger, but for
    verdicts given blind; whoever opens the second address that is printed records in it as you.
    Once there are users (ledger user add), pages are for those alone who sign in.
    Lists are also there as JSON and CSV: add .json or .csv to the address of one.
    It needs the extra web: pip install 'claim-ledger[web]'.

    \b
    Examples:
      ledger serve --port 8000
      ledger serve --trust-header X-User --from 127.0.0.1 --name claims.example
    """
    from ledger.formats.site_file import read_site
    from ledger.web.serving import Way, serve

    if (tls_cert is None) != (tls_key is None):
        raise click.UsageError("--tls-cert and --tls-key go together.")

    def tell(address: str, more: list[str]) -> None:
        say(f"The pages are at {address} until Ctrl-C.")
        for line in more:
            say(line)

    way = Way(
        host=host,
        port=port,
        names=names,
        desk=desk,
        site=read_site(settings),
        is_read_only=read_only,
        processes=processes,
        header=trust_header,
        proxies=proxies,
        tls=None if tls_cert is None or tls_key is None else (tls_cert, tls_key),
    )
    serve(ledger_to_read(ctx) if read_only else open_ledger(ctx), way, tell)
