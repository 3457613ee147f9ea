"""Proposals by a program of the user's own, held against the article before they are taken.

The program is started without a shell and gets JSON on standard input; it answers with JSON on
standard output.  The protocol is `PROTOCOL`:

    in    {"protocol": 1, "task": "...", "published": "2026-11-18", "publisher": "...",
           "title": "...", "language": "en", "paragraphs": [{"n": 1, "text": "..."}],
           "schema": {...}}
    out   {"protocol": 1, "claims": [{"paragraph": 1, "quote": "...", "speaker": "..." or null,
           "role": null, "wording": "...", "due_words": "by June" or null, "statement": "...",
           "stance": "for", "kind": "prediction", "condition": null, "checkable": true,
           "reason": null}]}

It never gives a date: the words of a deadline are read here.  Nothing of the ledger is handed over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ledger import quote as quotes
from ledger.extract import when
from ledger.extract.program import answer
from ledger.extract.propose import Proposal, propose
from ledger.model.claim import KINDS, STANCES, UNNAMED
from ledger.quote.find import folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ledger.edtf import FuzzyDate
    from ledger.extract.article import Article

PROTOCOL: Final = 1
TEXTS: Final = ("speaker", "role", "wording", "due_words", "condition", "reason")
MOST_CLAIMS: Final = 1000
TASK: Final = (
    "List every forward-looking claim of this article: who says what would come about. Copy quote, "
    "speaker and due_words word for word from the text; speaker is null where the article says it "
    "in its own name, and 'unnamed: experts' where no name is given. Never give a date: due_words "
    "are the words of the quote that state the deadline, or null. statement says in one plain "
    "sentence what would come about, never what would not; a denial has the stance 'against'. Use "
    "no number and no name that the text lacks. Answer with JSON alone, by the schema."
)
TEXT: Final = {"type": ["string", "null"]}
SCHEMA: Final = {
    "type": "object",
    "required": ["protocol", "claims"],
    "properties": {
        "protocol": {"const": PROTOCOL},
        "claims": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["paragraph", "quote", "statement"],
                "properties": {
                    "paragraph": {"type": "integer", "minimum": 1},
                    "quote": {"type": "string"},
                    "speaker": TEXT,
                    "role": TEXT,
                    "wording": TEXT,
                    "due_words": TEXT,
                    "statement": {"type": "string"},
                    "stance": {"enum": list(STANCES)},
                    "kind": {"enum": list(KINDS)},
                    "condition": TEXT,
                    "checkable": {"type": "boolean"},
                    "reason": TEXT,
                },
            },
        },
    },
}
"""What the program's answer must be, as it is handed to it."""

NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
NAME: Final = re.compile(r"(?<=[a-z,] )[A-Z][\w’'-]+")


@dataclass(frozen=True, slots=True)
class Taken:
    """The proposals that were taken, and a sentence for each that was refused."""

    proposals: tuple[Proposal, ...]
    refused: tuple[str, ...]


def asked(article: Article) -> dict[str, Any]:
    """What the program is told."""
    return {
        "protocol": PROTOCOL,
        "task": TASK,
        "published": None if article.published is None else str(article.published),
        "publisher": article.publisher,
        "title": article.title,
        "language": "en",
        "paragraphs": [{"n": n, "text": text} for n, text in enumerate(article.paragraphs, 1)],
        "schema": SCHEMA,
    }


def proposals_of(article: Article, command: str, seconds: int) -> Taken:
    """What a program proposes, where it stands in the article.

    Raises:
        ProgramFailed: it cannot be started, takes too long, fails, or does not keep to the
            protocol.
    """
    return taken(article, answer(asked(article), command, seconds, PROTOCOL))


def taken(article: Article, answer: Mapping[str, Any]) -> Taken:
    """The claims of an answer that stand in the article, and why the others were refused."""
    ours = propose(article)
    kept: list[Proposal] = []
    refused: list[str] = []
    for number, raw in enumerate(answer["claims"][:MOST_CLAIMS], 1):
        found = _claim(raw, article, ours)
        if isinstance(found, str):
            refused.append(f"Claim {number} of the program is left out: {found}.")
        else:
            kept.append(found)
    return Taken(tuple(kept), tuple(refused))


def _claim(raw: object, article: Article, ours: Sequence[Proposal]) -> Proposal | str:
    """A claim as it may be taken, or why it may not."""
    if not isinstance(raw, dict):
        return "it is no table"
    fault = _fault_of_shape(raw, article) or _fault_of_words(raw, article)
    if fault is not None:
        return fault
    paragraph = raw["paragraph"] - 1
    text = article.paragraphs[paragraph]
    exact = _exact(text, raw["quote"])
    if exact is None:
        return f"its quote does not stand in paragraph {raw['paragraph']} word for word"
    words = _text(raw, "due_words")
    due = None if words is None else _due(words, exact, article)
    if isinstance(due, str):
        return due
    speaker = _text(raw, "speaker")
    if speaker == article.publisher:
        speaker = None
    return Proposal(
        paragraph,
        text.find(exact),
        exact,
        " ".join(raw["statement"].split()),
        speaker,
        None,
        _text(raw, "role"),
        _attribution(speaker, text, exact),
        str(raw.get("kind") or KINDS[0]),
        _text(raw, "wording"),
        str(raw.get("stance") or STANCES[0]),
        None,
        _text(raw, "condition"),
        None if due is None else str(due),
        words,
        checkable=raw.get("checkable") is not False,
        rule="using",
        comments=tuple(_warnings(raw, article, exact, speaker, ours)),
    )


def _exact(text: str, quote: str) -> str | None:
    """The words of a quote as the paragraph spells them; None where they do not stand there."""
    selector = quotes.find(quotes.Article.of(text), quote)
    if selector is None or folded(selector.exact) != folded(quote.strip('“”"')):
        return None
    return selector.exact


def _due(words: str, exact: str, article: Article) -> FuzzyDate | str:
    """The day that words of the quote mean, or why they are not taken."""
    if words not in exact:
        return f"its due_words {words!r} are not in the quote"
    due = when.read(words, article.published)
    if due is None:
        return f"its due_words {words!r} cannot be read as a day"
    first = None if article.published is None else article.published.earliest
    if first is not None and due.latest is not None and due.latest < first:
        return f"its due_words {words!r} are before the day of publication"
    return due


def _attribution(speaker: str | None, text: str, exact: str) -> str:
    if speaker is None:
        return "unattributed"
    before = text[: text.find(exact)]
    return (
        "quoted" if before.count("“") > before.count("”") or before.count('"') % 2 else "reported"
    )


def _fault_of_shape(raw: Mapping[str, Any], article: Article) -> str | None:
    """What of a claim is not as the protocol has it."""
    paragraph = raw.get("paragraph")
    if type(paragraph) is not int or not 0 < paragraph <= len(article.paragraphs):
        return "there is no such paragraph"
    for key in ("quote", "statement"):
        if not isinstance(raw.get(key), str) or not raw[key].strip():
            return f"it has no {key}"
    for key in TEXTS:
        if not isinstance(raw.get(key), str | None):
            return f"its {key} is no text"
    if (raw.get("stance") or STANCES[0]) not in STANCES or (
        raw.get("kind") or KINDS[0]
    ) not in KINDS:
        return "its stance or kind is none that there is"
    return None


def _fault_of_words(raw: Mapping[str, Any], article: Article) -> str | None:
    """What a claim says that is not in the text."""
    if raw.get("due") is not None:
        return "it gives a date of its own, which only words of the text may"
    whole = " ".join([article.title or "", *article.authors, *article.paragraphs])
    for key in ("speaker", "role", "wording"):
        said = _text(raw, key)
        plain = said.removeprefix(f"{UNNAMED} ") if said else None
        if plain and plain != article.publisher and not _stands(plain, whole):
            return f"its {key} {plain!r} is not in the text"
    return None


def _text(raw: Mapping[str, Any], key: str) -> str | None:
    value = raw.get(key)
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _stands(words: str, whole: str) -> bool:
    """Whether all words stand in the text, as words."""
    there = set(re.findall(r"[\w-]+", whole.lower()))
    return all(word in there for word in re.findall(r"[\w-]+", words.lower()))


def _warnings(
    raw: Mapping[str, Any],
    article: Article,
    exact: str,
    speaker: str | None,
    ours: Sequence[Proposal],
) -> Iterator[str]:
    """What a person should look at."""
    paragraph = raw["paragraph"] - 1
    whole = " ".join([article.title or "", str(article.published or ""), *article.paragraphs])
    for pattern, what in ((NUMBER, "number"), (NAME, "name")):
        for found in dict.fromkeys(pattern.findall(raw["statement"])):
            if found.removesuffix("’s").removesuffix("'s") not in whole:
                yield f"statement: the text lacks the {what} {found}"
    start = article.paragraphs[paragraph].find(exact)
    for one in ours:
        meets = one.start < start + len(exact) and start < one.start + len(one.quote)
        if one.paragraph == paragraph and meets:
            if one.speaker != speaker and not _alike(one.speaker, speaker):
                yield f"speaker: the rules would say {one.speaker or 'the writer'}"
            break
    if reason := _text(raw, "reason"):
        yield f"the program says: {reason}"


def _alike(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return one is other
    first, second = set(one.lower().split()), set(other.lower().split())
    return first <= second or second <= first
