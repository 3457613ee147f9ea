"""Each rule of a language finds its example, and not its counter-example; and sentences of news."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ledger import edtf
from ledger.extract import Article, propose
from ledger.extract.finding import find
from ledger.extract.rules import language
from ledger.extract.sentences import sentences

if TYPE_CHECKING:
    from ledger.extract import Proposal
    from ledger.extract.rules import Rule

PUBLISHED = edtf.parse("2025-01-15")
RULES = language().rules


def found_by(text: str) -> set[str]:
    """The rules that find something in a text."""
    every = sentences([text])
    claims = find(every, PUBLISHED, language(), sure=False)
    return {cue.rule.name for claim in claims for cue in claim.cues}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_finds_its_example(rule: Rule) -> None:
    assert rule.name in found_by(rule.example)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_does_not_find_its_counter_example(rule: Rule) -> None:
    assert rule.name not in found_by(rule.counter)


def test_the_names_of_rules_tell_them_apart() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_no_rule_has_a_key_that_is_not_read() -> None:
    path = Path(__file__).parents[1] / "ledger" / "extract" / "languages" / "english.toml"
    known = {
        "name", "pattern", "not_before", "not_after", "needs", "shape", "stance", "kind", "sure",
        "by_subject", "example", "counter",
    }  # fmt: skip
    for rule in tomllib.loads(path.read_text(encoding="utf-8"))["rule"]:
        assert rule.keys() <= known, rule["name"]


def test_no_piece_is_left_unfilled() -> None:
    for rule in RULES:
        assert re.search(r"\{[a-z]+\}", rule.pattern.pattern) is None, rule.name


SENTENCES = tomllib.loads(
    (Path(__file__).parent / "extraction" / "sentences.toml").read_text(encoding="utf-8")
)


def proposed(text: str) -> list[Proposal]:
    """The proposals on a sentence that is all of an article."""
    return propose(Article((text,), published=edtf.parse("2025-06-11"), publisher="The Example"))


def test_sentences_of_news_that_look_ahead_are_found_with_their_days() -> None:
    missed = []
    for day, texts in SENTENCES["ahead"].items():
        for text in texts:
            days = {one.due for one in proposed(text)}
            ends = {str(edtf.parse(one).latest) for one in days if one is not None}
            if not days or (day != "none" and day not in ends):
                missed.append((text, days))
    assert missed == []


def test_sentences_of_news_that_look_back_or_ask_are_not() -> None:
    assert [text for text in SENTENCES["behind"] if proposed(text)] == []


def test_a_day_of_something_else_is_no_deadline() -> None:
    found = {text: [one.due for one in proposed(text)] for text in SENTENCES["undated"]}
    assert {text: days for text, days in found.items() if not days or any(days)} == {}
