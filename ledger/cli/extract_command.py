"""``ledger extract``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ledger.cli import COMMANDS
from ledger.cli.options import output_option
from ledger.cli.terminal import say, warn
from ledger.text import counted

if TYPE_CHECKING:
    from ledger.extract import Article, Proposal


@click.command(short_help=COMMANDS["extract"])
@click.argument("article", type=click.Path(path_type=Path))
@output_option
@click.option("--published", metavar="DAY", help="The date it was published.")
@click.option("--publisher", help="Who published it, such as 'Reuters'.")
@click.option("--title", help="Its title.")
@click.option("--author", "authors", multiple=True, help="An author; repeat for several.")
@click.option("--url", help="Its web address; it is written down, never fetched.")
@click.option("--sure", is_flag=True, help="Propose only what surely looks ahead.")
@click.option("--review", is_flag=True, help="Go through the proposals one by one; needs -o.")
@click.option(
    "--using",
    metavar="COMMAND",
    help="Have a program of yours propose, such as one that asks a model.",
)
@click.option(
    "--seconds",
    type=click.IntRange(1, 3600),
    default=120,
    show_default=True,
    help="How long the program of --using may take.",
)
@click.pass_context
def extract_command(
    ctx: click.Context,
    /,
    article: Path,
    output: Path | None,
    *,
    sure: bool,
    review: bool,
    using: str | None,
    seconds: int,
    **given: Any,
) -> None:
    """Propose the claims of an article, as a claim file whose records are drafts.

    ARTICLE is a text, a page that a browser saved, or a PDF, in English.
    Rules find the sentences that look ahead, who says each and by when; nothing that is not in the
    text goes in, but a first draft of each statement.
    A person decides: ledger import refuses a record until its line "draft = true" is taken out.
    A file that is there is not written over, but --review goes on with it.

    \b
    Example:
      ledger extract article.html -o article.toml
      ledger extract article.txt --published 2026-11-18 --publisher "The Post"
    """
    from ledger.extract.claim_file import printed

    if review and output is None:
        ctx.fail("--review needs -o FILE, where it keeps what was decided.")
    if output is not None and output.exists() and not review:
        ctx.fail(f"{output} is there already; give another name, or go on with --review.")
    read = _article(ctx, article, given)
    proposals = _proposals(read, using, seconds, sure=sure)
    if output is not None and review:
        from ledger.cli.prompts.extract_review import review_proposals

        review_proposals(ctx, read, proposals, output)
        return
    _tell(read, proposals, output)
    text = printed(read, proposals)
    if output is None:
        click.echo(text, nl=False)
        return
    from ledger.formats.write_files import write_file

    write_file(output, text)
    say(f"Wrote {output}. Edit it, take out each draft = true, then: ledger check {output}")


def _article(ctx: click.Context, path: Path, given: dict[str, Any]) -> Article:
    """The article, with what the options say of it."""
    from dataclasses import replace

    from ledger import edtf
    from ledger.errors import BadDate
    from ledger.extract.reading import read_article

    article = read_article(path)
    said: dict[str, Any] = {
        key: " ".join(given[key].split()) for key in ("publisher", "title", "url") if given[key]
    }
    if given["authors"]:
        said["authors"] = tuple(given["authors"])
    article = replace(article, **said)
    if given["published"]:
        try:
            article = replace(article, published=edtf.read(given["published"]))
        except BadDate as trouble:
            ctx.fail(f"--published: {trouble} {trouble.cure}".strip())
    if article.publisher is None:
        ctx.fail(f"{path} does not say who published it; say so with --publisher.")
    return article


def _proposals(article: Article, using: str | None, seconds: int, *, sure: bool) -> list[Proposal]:
    from ledger.extract import propose

    if using is None:
        return propose(article, sure=sure)
    from ledger.extract.using import proposals_of

    taken = proposals_of(article, using, seconds)
    for refused in taken.refused:
        say(refused, err=True)
    return list(taken.proposals)


def _tell(article: Article, proposals: list[Proposal], output: Path | None) -> None:
    """Say what was found, and what should be known of it, beside the file."""
    warn(article.notices)
    if article.published is None:
        warn(
            [
                (
                    "It does not say when it was published, so that no day in words can be read; "
                    "say so with --published."
                )
            ]
        )
    found = counted(len(proposals), "claim") if proposals else "No claims"
    say(f"{found} proposed from {counted(article.words, 'word')}.", err=output is None)
