"""Claim files checked without a ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.book.importing.meeting import (
    duplicates,
    made_too_late,
    unreasoned,
    unseen_questions,
    unseen_sources,
)
from ledger.book.importing.quoting import place_quotes
from ledger.errors import FileTrouble
from ledger.formats.claimfile.files import read_text
from ledger.formats.intake import Intake, files_of
from ledger.quote import Article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from ledger.errors import Problem
    from ledger.model.bundle import Bundle
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
    questions = {item.record.id: item.record for one in bundles for item in one.questions}
    problems += [*duplicates(bundles), *unseen_questions(bundles), *unseen_sources(bundles)]
    bad = {one.path for one in problems if one.severity == "error"}
    good = [one for one in bundles if one.path not in bad]
    problems += [*made_too_late(good, questions), *unreasoned(good)]
    return good, sorted(problems, key=lambda one: (one.path, one.line))


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
    return with_quotes(*Intake(files, unread, horizon, track=track).read(), text)


def with_quotes(
    bundles: list[Bundle],
    problems: list[Problem],
    text: Path | None,
    earlier: Callable[[Bundle], Mapping[str, Claim]] = lambda _: {},
) -> tuple[list[Bundle], list[Problem]]:
    """The bundles, the quotes of the only one looked up in ``text``, and the problems.

    ``earlier`` gives what a ledger has of the claims of a bundle, by their ids.

    Raises:
        FileTrouble: the text cannot be read, or there are several sources for it.
    """
    article = None if text is None else Article.of(read_text(text))
    if article is None or not bundles:
        return bundles, problems
    if len(bundles) > 1:
        raise FileTrouble(
            f"{text} is the text of one source, but {len(bundles)} are given.",
            "Give one claim file with --text.",
        )
    placed, more = place_quotes(bundles[0], article, earlier(bundles[0]))
    return [placed], [*problems, *more]
