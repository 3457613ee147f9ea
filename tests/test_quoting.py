"""Quotes looked up in the text of their source."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING

import pytest

from ledger.book.importing.check import check, place_quotes, read_bundles
from ledger.errors import FileTrouble
from ledger.formats.claimfile.read import read_claim_file
from ledger.quote import Article, Selector

if TYPE_CHECKING:
    from pathlib import Path

HORIZON = date(2024, 6, 30)

TEXT = (
    "Leaders are looking for members to see 2% of GDP as “a floor, not a ceiling,” said James "
    "Black.\nKyiv expects a clear\n   signal — and a “formula” — at the summit.\n"
)
SOURCE = '[source]\nid = "jt"\npublisher = "The Japan Times"\n'


def claim(name: str, quote: str | None = None) -> str:
    """A claim of six lines, its quote on the last."""
    text = f'\n[[claim]]\nid = "{name}"\nspeaker = "A"\nstatement = "It comes about."\n'
    return text if quote is None else f"{text}quote = '''{quote}'''\n"


def placed(*claims: str) -> tuple[list[Selector | None], list[str]]:
    """The selector of each claim in `TEXT`, and the problems."""
    bundle, problems = read_claim_file("f.toml", SOURCE + "".join(claims), HORIZON)
    assert bundle is not None
    assert problems == []
    found, problems = place_quotes(bundle, Article.of(TEXT), {})
    return [item.record.selector for item in found.claims], [str(one) for one in problems]


def test_a_quote_is_placed_with_what_stands_around_it_in_the_spelling_of_the_text() -> None:
    selectors, problems = placed(
        claim("floor", '"a floor, not a ceiling"'),
        claim("signal", 'a clear signal - and a "formula" - at the summit'),
    )
    assert problems == []
    assert selectors == [
        Selector(
            prefix="or members to see 2% of GDP as “",
            exact="a floor, not a ceiling",
            suffix=",” said James Black.\nKyiv expect",
        ),
        Selector(
            prefix=" said James Black.\nKyiv expects ",
            exact="a clear\n   signal — and a “formula” — at the summit",
            suffix=".\n",
        ),
    ]


def test_a_claim_without_a_quote_has_no_place() -> None:
    assert placed(claim("floor")) == ([None], [])


def test_every_quote_that_is_not_there_is_a_problem_with_the_closest_passage() -> None:
    selectors, problems = placed(
        claim("floor", "a flor, not a celing"),
        claim("black", "said James Black"),
        claim("far", "日本"),
    )
    assert [one is None for one in selectors] == [True, False, True]
    assert problems == [
        (
            "f.toml:9: The quote 'a flor, not a celing' is not in the text; "
            "the closest passage is '“a floor, not a ceiling,”'."
        ),
        "f.toml:21: The quote '日本' is not in the text; nothing there is like it.",
    ]


def test_the_source_gets_the_digest_of_the_text_whatever_becomes_of_the_quotes() -> None:
    bundle, _ = read_claim_file("f.toml", SOURCE + claim("far", "日本"), HORIZON)
    assert bundle is not None
    found, problems = place_quotes(bundle, Article.of(TEXT), {})
    expected = hashlib.sha256(TEXT.encode("utf-8")).hexdigest()
    assert found.source.record.digest == f"sha256:{expected}"
    assert len(problems) == 1


def test_nothing_else_of_a_bundle_is_changed() -> None:
    bundle, _ = read_claim_file("f.toml", SOURCE + claim("floor", "a floor"), HORIZON)
    assert bundle is not None
    found, _ = place_quotes(bundle, Article.of(TEXT), {})
    assert (found.path, found.questions, found.outcomes) == (
        bundle.path,
        bundle.questions,
        bundle.outcomes,
    )
    assert found.claims[0].origin is bundle.claims[0].origin


def test_checking_with_a_text_looks_quotes_up_and_says_what_else_is_wrong(tmp_path: Path) -> None:
    article, file = tmp_path / "article.txt", tmp_path / "claims.toml"
    article.write_text(TEXT, encoding="utf-8")
    bad = claim("floor", "a ceiling, not a floor") + claim("other").replace("speaker", "speeker")
    file.write_text(SOURCE + bad, encoding="utf-8")
    bundles, problems = check([file], HORIZON, article)
    assert bundles == []
    assert [one.line for one in problems] == [9, 11, 13]
    assert problems[0].message.startswith("The quote 'a ceiling, not a floor' is not in the text;")


def test_reading_with_a_text_gives_bundles_with_places(tmp_path: Path) -> None:
    article, file = tmp_path / "article.txt", tmp_path / "claims.toml"
    article.write_bytes(TEXT.replace("\n", "\r\n").encode("utf-8-sig"))
    file.write_text(SOURCE + claim("floor", "a floor"), encoding="utf-8")
    (bundle,), problems = read_bundles([file], HORIZON, article)
    assert problems == []
    assert bundle.source.record.digest == Article.of(TEXT).digest
    assert bundle.claims[0].record.selector is not None


def test_a_text_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "claims.toml"
    file.write_text(SOURCE, encoding="utf-8")
    with pytest.raises(FileTrouble, match="There is no such file"):
        check([file], HORIZON, tmp_path / "article.txt")
    with pytest.raises(FileTrouble, match="This is a folder, not a file"):
        check([file], HORIZON, tmp_path)


def test_with_no_readable_claim_file_the_text_serves_nobody(tmp_path: Path) -> None:
    article, file = tmp_path / "article.txt", tmp_path / "claims.toml"
    article.write_text(TEXT, encoding="utf-8")
    file.write_text("[source", encoding="utf-8")
    bundles, problems = check([file], HORIZON, article)
    assert (bundles, len(problems)) == ([], 1)
