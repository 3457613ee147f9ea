"""Claim files checked without a ledger: each by itself, and against the text they quote."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ledger import quote
from ledger.book.importing.cross_checks import (
    duplicates,
    made_too_late,
    namesakes,
    stands_against,
    unreasoned,
    unseen_questions,
    unseen_sources,
)
from ledger.book.importing.said_again import once
from ledger.errors import FileTrouble
from ledger.formats.claimfile.files import read_text
from ledger.formats.import_files import Intake, files_of
from ledger.quote import Article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from ledger.errors import Problem
    from ledger.model.bundle import Bundle, Item
    from ledger.model.claim import Claim


def check(
    paths: Sequence[Path],
    horizon: date,
    text: Path | None = None,
    track: Callable[[Sequence[Path]], Iterable[Path]] = iter,
) -> tuple[list[Bundle], list[Problem]]:
    """The bundles of the good claim files that ``paths`` mean, and the problems of all of them.

    The problems are in the order of files and lines.  With ``text``, the file of the article, every
    quote is looked up in it.  ``horizon`` is the latest day it is anywhere on Earth; ``track``
    shows progress.

    Raises:
        FileTrouble: the text cannot be read, or there are several sources for it.
    """
    bundles, problems = read_bundles(paths, horizon, text, track)
    bundles, again = once(bundles)
    problems += again
    questions = {item.record.id: item.record for bundle in bundles for item in bundle.questions}
    problems += [*duplicates(bundles), *unseen_questions(bundles), *unseen_sources(bundles)]
    problems += stands_against(bundles, questions)
    bad = {problem.path for problem in problems if problem.severity == "error"}
    good = [bundle for bundle in bundles if bundle.path not in bad]
    problems += [*made_too_late(good, questions), *unreasoned(good), *namesakes(good)]
    return good, sorted(problems, key=lambda problem: (problem.path, problem.line))


def read_bundles(
    paths: Sequence[Path],
    horizon: date,
    text: Path | None = None,
    track: Callable[[Sequence[Path]], Iterable[Path]] = iter,
) -> tuple[list[Bundle], list[Problem]]:
    """The bundles of claim files with their quotes looked up, and the problems of each file.

    There are bundles of files with errors too, which must not be entered.

    Raises:
        FileTrouble: as `check` does.
    """
    files, unread = files_of(paths, "claims")
    bundles, problems = Intake(files, unread, horizon, track=track).read()
    return (bundles, problems) if text is None else with_quotes(bundles, problems, text)


def with_quotes(
    bundles: list[Bundle],
    problems: list[Problem],
    text: Path,
    earlier: Callable[[Bundle], Mapping[str, Claim]] = lambda _: {},
) -> tuple[list[Bundle], list[Problem]]:
    """The bundles, the quotes of the only one looked up in ``text``, and the problems.

    ``earlier`` gives what a ledger has of the claims of a bundle, by their ids.

    Raises:
        FileTrouble: the text cannot be read, or there are several sources for it.
    """
    article = Article.of(read_text(text))
    if not bundles:
        return bundles, problems
    if len(bundles) > 1:
        raise FileTrouble(
            f"{text} is the text of one source, but {len(bundles)} are given.",
            "Give one claim file with --text.",
        )
    placed, more = place_quotes(bundles[0], article, earlier(bundles[0]))
    return [placed], [*problems, *more]


def place_quotes(
    bundle: Bundle, article: Article, earlier: Mapping[str, Claim]
) -> tuple[Bundle, list[Problem]]:
    """The bundle with each quote's place in the article and the article's digest.

    A quote that is not there is a problem.  It names what now stands where the quote was found
    before, as the ``earlier`` claims have it by their ids, else the closest passage.
    """
    problems: list[Problem] = []
    claims = tuple(
        _placed(item, article, earlier.get(item.record.id), problems) for item in bundle.claims
    )
    home = bundle.source
    source = _said(replace(home, record=replace(home.record, digest=article.digest)), "digest")
    return replace(bundle, source=source, claims=claims), problems


def _said(item: Item[Any], key: str) -> Item[Any]:
    """The item with a word on ``key``, where its file leaves to the ledger what it does not say."""
    return item if item.said is None else replace(item, said=item.said | {key})


def _placed(
    item: Item[Claim], article: Article, earlier: Claim | None, problems: list[Problem]
) -> Item[Claim]:
    claim = item.record
    if claim.quote is None:
        return item
    selector = quote.find(article, claim.quote)
    if selector is None:
        hint = _what_stands_there(article, earlier, claim.quote) or quote.not_there(
            article, claim.quote
        )
        message = f"The quote {claim.quote!r} is not in the text; {hint}."
        problems.append(item.origin.problem(("quote",), message, code="quote-not-found"))
        return item
    return _said(replace(item, record=replace(claim, selector=selector)), "selector")


def _what_stands_there(article: Article, earlier: Claim | None, words: str) -> str:
    """What a text that was edited since says in the place of the words; empty if that is gone."""
    if earlier is None or earlier.selector is None or earlier.quote != words:
        return ""
    now = quote.find_again(article, earlier.selector)
    return f"where it stood, the text now says {now.exact!r}" if now else ""
