"""Predictions as people keep them, a line each: "It rains in Ville: 85%", "70% - It snows".

What is read of a line: the statement, the chance, and a mark at its end that says what became of
it.  Of a heading that speaks of predictions, its year: "Predictions for 2027" are due in 2027.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

DASHES: Final = "-\u2013\u2014"
BULLET: Final = re.compile(r"(?:(?:[-*+\u2022]|\(?\d{1,4}[.)])\s)?\s*(?:\[[ xX]\]\s)?\s*")
STARTS: Final = re.compile(r"(?:[-*+\u2022]|\(?\d{1,4}[.)])\s")
"""How the line of a list begins."""

NUMBER: Final = (
    rf"[<>~\u2248]?\s?\d{{1,3}}(?:[.,]\d{{1,6}})?(?:\s?[{DASHES}]\s?\d{{1,3}}(?:\.\d{{1,6}})?)?"
)
LAST: Final = re.compile(rf"(?<![\d.,]){NUMBER}\s?\Z")
FIRST: Final = re.compile(
    rf"[(\[]?({NUMBER})\s?%[)\]]?\s?(?:[:=,]|[{DASHES}]{{1,3}}(?=\s)|(?=\s))\s*"
)
"""A chance at the end of a line, and at its beginning."""

SEPARATORS: Final = (":", "=", "(", "[", ",", "..", "\u2026", *(f" {dash}" for dash in DASHES))
"""What may stand between a statement and its chance."""

YES: Final = "\u2713\u2714\u2705\u2611"
NO: Final = "\u2717\u2718\u274c\u2612\u2716"
CLOSING: Final = ")].; \ufe0f"
"""What may stand behind a chance, but for a tick or a cross, which say what became of it."""

LAST_CHARACTERS: Final = 32
"""How many characters the longest chance has."""

STYLES: Final = re.compile(r"(\*\*|__|~~|`)(?=\S)(.+?)(?<=\S)\1")
LINK: Final = re.compile(r"\[([^\]\n]{1,200})\]\([^)\s]{1,500}\)")

HEADING: Final = re.compile(r"\s{0,3}#{1,6}\s+(?P<title>.*?)\s*#*\s*")
ABOUT: Final = re.compile(r"predict|forecast|prognos|expect", re.IGNORECASE)
YEAR: Final = re.compile(r"(?<!\d)(20\d\d|19\d\d)(?!\d)")

LABELS: Final = frozenset({
    "certainty", "chance", "confidence", "credence", "estimate", "forecast", "likelihood", "odds",
    "p", "prediction", "probability",
})  # fmt: skip
"""What a line may call the chance of the statement above it: ``Confidence: 85%``."""

WORDS: Final = re.compile(
    r"\s(?:certain|chance|confiden(?:t|ce)|likel(?:y|ihood)|probab(?:le|ility)|sure)\b",
    re.IGNORECASE,
)
"""What may be said of a chance behind it: ``(85% confident)``."""

LONGEST: Final = 1000
"""The most characters of a line that is looked at."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a line says: a statement, its chance as it is to be read, and perhaps a verdict."""

    statement: str
    probability: str
    verdict: str = ""


def prediction_in(line: str) -> Prediction | None:
    """The prediction that a line is; None where it is none."""
    if "%" not in line or len(line) > LONGEST:
        return None
    plain = " ".join(plain_text(line).split())
    is_listed = STARTS.match(plain) is not None
    bullet = BULLET.match(plain)
    text = plain[bullet.end() :] if bullet else plain
    found = _behind(text) or (_before(text) if is_listed else None)
    return None if found is None or _is_label(found.statement) else found


def chance_in(line: str) -> str | None:
    """The chance, as it is to be read, of a line that says nothing else: ``Confidence: 85%``."""
    if "%" not in line or len(line) > LONGEST:
        return None
    found = _behind(listed(line) or " ".join(plain_text(line).split()))
    return found.probability if found is not None and _is_label(found.statement) else None


def listed(line: str) -> str:
    """What stands behind the bullet or number of a line; nothing where it has none."""
    plain = " ".join(plain_text(line[:LONGEST]).split())
    bullet = BULLET.match(plain)
    return plain[bullet.end() :] if bullet and STARTS.match(plain) else ""


def _is_label(statement: str) -> bool:
    return statement.casefold().removeprefix("my ") in LABELS


def _behind(text: str) -> Prediction | None:
    """A prediction with its chance at the end."""
    before, _, behind = text.rpartition("%")
    number = LAST.search(before[-LAST_CHARACTERS:])
    behind = WORDS.sub("", behind, count=1) if behind[:1] == " " else behind
    if number is None or behind.strip(CLOSING + YES + NO):
        return None
    statement = before[: len(before) - len(number[0])].rstrip(" ")
    end = next((one for one in SEPARATORS if f" {statement}".endswith(one)), None)
    if end is None:
        return None
    return _prediction(statement.rstrip(f" :=([,.\u2026{DASHES}"), number[0], behind)


def _before(text: str) -> Prediction | None:
    """A prediction with its chance at the beginning."""
    found = FIRST.match(text)
    if found is None:
        return None
    statement = text[found.end() :]
    ends = statement.rstrip(f" \ufe0f{YES}{NO}")
    return _prediction(ends, found[1], statement[len(ends) :])


def _prediction(statement: str, chance: str, behind: str) -> Prediction | None:
    text = statement.strip(" *_")
    if not text:
        return None
    verdict = "happened" if any(mark in behind for mark in YES) else ""
    verdict = "did-not-happen" if any(mark in behind for mark in NO) else verdict
    return Prediction(text, share_of_percent(chance), verdict)


def share_of_percent(chance: str) -> str:
    """Per cent as a share; what is no number stays as it is, with its sign."""
    number = chance.strip().replace(",", ".")
    if re.fullmatch(r"\d+(\.\d+)?", number) is None:
        return f"{chance.strip()}%"
    return f"{Decimal(number) / 100:f}"


def plain_text(line: str) -> str:
    """A line without the marks of Markdown for what is bold, struck out or a link."""
    return LINK.sub(r"\1", STYLES.sub(r"\2", STYLES.sub(r"\2", line)))


def heading_of(line: str) -> str | None:
    """The text of a heading; None where the line is none."""
    found = HEADING.fullmatch(line) if line.lstrip().startswith("#") else None
    return None if found is None else plain_text(found["title"])


def year_of(title: str) -> str:
    """The year that a title says its predictions are for; empty where it says none, or several."""
    years = set(YEAR.findall(title))
    return years.pop() if len(years) == 1 and ABOUT.search(title) else ""
