"""``ledger search``."""

from __future__ import annotations

from typing import Any

import click

from ledger.cli import COMMANDS
from ledger.cli.options import as_of_option, filter_options, filters_of, format_option, full_option
from ledger.cli.terminal import open_ledger


@click.command(short_help=COMMANDS["search"], context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, required=True)
@filter_options
@as_of_option
@full_option
@format_option
@click.pass_context
def command(
    ctx: click.Context,
    /,
    words: tuple[str, ...],
    as_of: str | None,
    full: bool,
    form: str,
    **options: Any,
) -> None:
    """Search the claims, questions and sources for WORDS; all of them must be there.

    A word also finds longer words that begin with it; case and accents do not matter.
    The newest claims come first.

    \b
    Example:
      ledger search tokyo office
    """
    from ledger.cli.claims import tell_claims

    _refuse_misspelt_options(ctx, words)
    filters = filters_of(options)
    ledger = open_ledger(ctx)
    moment = str(ledger.moment(as_of))
    found = ledger.search(" ".join(words), filters, moment)
    tell_claims(ledger, found, form, moment, full=full)


def _refuse_misspelt_options(ctx: click.Context, words: tuple[str, ...]) -> None:
    """Words may begin with hyphens, but one that is nearly an option was meant as one.

    Raises:
        UsageError: there is such a word.
    """
    from difflib import get_close_matches

    known = [name for one in ctx.command.params for name in one.opts if name.startswith("--")]
    for word in words:
        name = word.partition("=")[0]
        close = get_close_matches(name, known, n=1, cutoff=0.8)
        if name.startswith("--") and close and name not in known:
            raise click.NoSuchOption(name, possibilities=close, ctx=ctx)
