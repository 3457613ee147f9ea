"""The rules of a language, read from its file: cues of claims, and words of speech and time."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

PIECE: Final = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True, slots=True)
class Rule:
    """One way in which a sentence looks ahead; the keys are explained in the language's file."""

    name: str
    pattern: re.Pattern[str]
    not_before: re.Pattern[str] | None
    not_after: re.Pattern[str] | None
    needs: frozenset[str]
    shape: str
    stance: str
    kind: str
    sure: bool
    by_subject: bool
    example: str
    counter: str


@dataclass(frozen=True, slots=True)
class Language:
    """All that is known of a language."""

    code: str
    name: str
    rules: tuple[Rule, ...]
    blocks: tuple[re.Pattern[str], ...]
    open: re.Pattern[str]
    condition: re.Pattern[str]
    speech: Mapping[str, Any]
    when: Mapping[str, re.Pattern[str]]
    vague: re.Pattern[str]
    small_words: frozenset[str]


@lru_cache(maxsize=4)
def language(name: str = "english") -> Language:
    """The rules of the language whose file is ``name``."""
    raw = loaded(name)
    pieces = raw["pieces"]
    return Language(
        raw["language"],
        raw["name"],
        tuple(_rule(one, pieces) for one in raw["rule"]),
        tuple(re.compile(one) for one in raw["blocks"]["sentence"]),
        re.compile(raw["blocks"]["open"]),
        re.compile(raw["blocks"]["condition"], re.IGNORECASE),
        raw["speech"],
        {key: re.compile(pattern) for key, pattern in raw["when"].items()},
        re.compile(raw["vague"]["words"]),
        frozenset(raw["language_test"]["words"]),
    )


def loaded(name: str) -> dict[str, Any]:
    """The tables of a file of ``ledger/extract/languages``."""
    path = files("ledger.extract") / "languages" / f"{name}.toml"
    return tomllib.loads(path.read_text("utf-8"))


def _rule(raw: Mapping[str, Any], pieces: Mapping[str, str]) -> Rule:
    def compiled(key: str) -> re.Pattern[str] | None:
        text = raw.get(key)
        return None if text is None else re.compile(_filled(text, pieces))

    pattern = re.compile(_filled(raw["pattern"], pieces))
    return Rule(
        raw["name"],
        pattern,
        compiled("not_before"),
        compiled("not_after"),
        frozenset(raw["needs"].split(" or ")) if "needs" in raw else frozenset(),
        raw.get("shape", "whole"),
        raw.get("stance", "for"),
        raw.get("kind", "prediction"),
        raw.get("sure", False),
        raw.get("by_subject", False),
        raw["example"],
        raw["counter"],
    )


def _filled(pattern: str, pieces: Mapping[str, str]) -> str:
    return PIECE.sub(lambda found: pieces.get(found[1], found[0]), pattern)
