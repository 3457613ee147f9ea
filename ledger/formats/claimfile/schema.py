"""The claim file as a JSON Schema, by which an editor completes keys and underlines mistakes.

It is made of the tables of fields, and takes whatever ``ledger check`` takes.  Faults of shape are
refused by both: unknown and missing keys, other types, words that are none of a closed set, numbers
out of range.  What needs more than one value to be seen, or a calendar, only ``check`` sees.

A validator is given the document as JSON has it, with a day that TOML writes without quotation
marks as the text of that day: ``"2023-07-12"``.  That is how editors do it, and in Python::

    json.loads(json.dumps(tomllib.loads(text), default=str))

Source: draft 2020-12, https://json-schema.org/draft/2020-12
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from ledger.model import fields
from ledger.model.fields import Sort
from ledger.model.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ledger.model.fields import Field

    Schema = dict[str, Any]

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"

SOME: Final = r"[\S\uFEFF]"
"""A character that is no blank; U+FEFF is none to Python, but is one to JavaScript."""

LINE: Final = rf"^\s*{SOME}(?:[^\n]*{SOME})?\s*$"
"""A text on one line; blanks and line breaks around it are taken away."""

LINES: Final = rf"^[^\n]*{SOME}[^\n]*$"
"""A text of a list, around which there may be no line break."""

ID: Final = r"^\s*[A-Za-z0-9._:-]{1,200}\s*$"

MOMENT: Final = (
    r"^\s*(?:\d{4}-\d{2}-\d{2}[Tt ])?\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:[Zz]|[+-]\d{2}:\d{2})?\s*$"
)
"""A time, or a day with one, as TOML has them: neither is a date of a claim file."""

SHARE: Final = (
    r"^\s*(?:[+-]?(?:0+\.?0*|\.0+)(?:[eE][+-]?\d+)?|\+?0*\.\d+|\+?0*1\.?0*"
    r"|\+?(?:\d+\.?\d*|\.\d+)[eE][+-]?\d+)\s*$"
)
"""A number from 0 to 1 as a text; of one with an exponent nobody has worked out the value."""

TRUTH: Final = "^(?:[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$"

MEANINGS: Final[dict[str, str]] = {
    "id": "The id, used once in the whole ledger: letters A to Z and a to z, digits and . _ : -",
    "source.note": "Anything else worth noting.",
    "question.note": "Anything else worth noting.",
    "evidence.note": "Anything else worth noting.",
    "reason": "Why the record was changed; required for a change after the fact.",
    "source.authors": "The authors of the source.",
    "due_words": "The words that due was read from.",
    "type": "What is asked for: yes or no, which of several options, how much, or when.",
    "options": "With the type categories: all the options, of which exactly one comes about.",
    "ordered": "Whether the options are in order, from low to high.",
    "unit": "With the type number: what is counted or measured.",
    "measure": "With the type number or date: what is measured; errors of one are averaged.",
    "outcome.answer": "With the verdict answered: what the answer is.",
    "topics": "What the question is about.",
    "claim.question": "The question the claim is about, where it makes none of its own.",
    "outcome": "What became of the question, one table for each verdict.",
    "outcome.verdict": "What became of the question.",
    "outcome.blind": "Whether it is a second opinion, given without seeing the verdicts of others.",
    "outcome.adjudicates": "Whether it decides a question on which recorders differ.",
    "outcome.disputed": "Whether it is one of several verdicts that one import brought and that "
    "differ; exports write it, beside blind.",
    "outcome.evidence": "What shows it: for each piece a url, or the source it is in.",
    "response": "What the one who was judged answers, one table for each time.",
    "response.by": "Who answers.",
    "response.date": "When they answered.",
    "response.text": "What they say.",
    "response.url": "The web address where it was published, if it was.",
    "claim.proposed": "Whether it waits for somebody other than who recorded it to approve it.",
    "evidence.url": "The web address of the piece of evidence.",
    "evidence.source": "The id of a source of the ledger that shows it.",
    "evidence.publisher": "Who published the piece of evidence.",
    "evidence.title": "The title of the piece of evidence.",
    "evidence.published": "The date the piece of evidence was published.",
    "evidence.archive_url": "The web address of an archived copy of it.",
}
"""What is said of a key, alone or of one table, where no command has an option that says it."""

WORDS: Final[dict[str, dict[str, str]]] = {
    "verdict": {one.value: one.traits.meaning for one in Verdict},
    "stance": {
        "for": "It will come about.",
        "against": "It will not; the claim then names a question.",
        "none": "It may, might or could: no side is taken.",
    },
    "attribution": {
        "quoted": "The source gives the words.",
        "reported": "The source says it in its own words.",
        "unattributed": "The source does not say who said so.",
    },
    "kind": {
        "prediction": "Something will come about.",
        "pledge": "The speaker promises to bring it about.",
        "plan": "An aim, an intention or a proposal.",
    },
    "type": {
        "binary": "Whether it comes about: yes or no.",
        "categories": "Which of the options.",
        "number": "How much or how many.",
        "date": "When.",
    },
    "due_basis": {
        "stated": "The claim says it.",
        "context": "The text implies it.",
        "desk": "You set it, before the outcome was known.",
    },
}
"""What each word of a closed set means."""

EXAMPLES: Final[dict[str, list[Any]]] = {
    "source.id": ["jt-2023-07-nato-vilnius"],
    "claim.id": ["two-percent-floor"],
    "question.id": ["ukraine-clear-signal-and-formula"],
    "authors": [["Gabriel Dominguez"]],
    "topics": [["defence-spending"]],
    "speaker": ["James Black", "unnamed: experts"],
    "wording": ["is likely to"],
    "language": ["en"],
    "place": ["page 12", "#t=754"],
    "probability": [0.7],
    "value": [0.5],
    "due": ["2023-07-12", "2023-07", "in the coming two weeks"],
    "answer": ["at least 2%", "320 to 380 @ 90%", "Labour=0.6; Tories=0.3; other=0.1"],
    "options": [["Labour", "Conservatives", "other"]],
    "unit": ["seats", "%"],
    "measure": ["seats in the House of Commons"],
    "lower_bound": ["0"],
    "upper_bound": ["650"],
    "answer_low": ["320"],
    "answer_high": ["330"],
    "made": ["2023-07-03", "2023-07-03/2023-07-09"],
    "happened_on": ["2023-07-11"],
    "published": ["2023-07-03", "2023-07-03/2023-07-09"],
    "resolve_by": ["2024-12-31"],
    "closes": ["2024-12-31"],
    "url": ["https://example.org/news"],
    "date": ["2023-08-01"],
    "archive_url": ["https://archive.example.org/news"],
}
"""What may stand under a key, of one table or of all."""


def _choice(one: Field) -> list[Schema]:
    meanings = WORDS[one.name]
    any_of = "|".join(one.choices)
    return [
        *({"const": word, "description": meanings[word]} for word in one.choices),
        {"type": "string", "pattern": rf"^\s*(?:{any_of})\s*$"},
    ]


SHAPES: Final[dict[Sort, Callable[[Field], Schema]]] = {
    Sort.ID: lambda _: {"type": "string", "pattern": ID},
    Sort.LINE: lambda _: {"type": "string", "pattern": LINE},
    Sort.TEXT: lambda _: {"type": "string", "pattern": SOME},
    Sort.ADDRESS: lambda _: {"type": "string", "pattern": LINE},
    Sort.LIST: lambda _: {
        "anyOf": [
            {"type": "array", "items": {"type": "string", "pattern": LINES}},
            {"type": "string", "pattern": LINES},
        ]
    },
    Sort.DATE: lambda _: {"type": "string", "pattern": LINE, "not": {"pattern": MOMENT}},
    Sort.SHARE: lambda _: {
        "anyOf": [
            {"type": "number", "minimum": 0, "maximum": 1},
            {"type": "string", "pattern": SHARE},
        ]
    },
    Sort.FLAG: lambda _: {"anyOf": [{"type": "boolean"}, {"type": "string", "pattern": TRUTH}]},
    Sort.CHOICE: lambda one: {"anyOf": _choice(one)},
    Sort.RECORDS: lambda one: {"type": "array", "items": {"$ref": f"#/$defs/{one.name}"}},
}
"""What a validator is told of each sort of field."""

ONLY_ONE: Final = "A claim names a question, or has a statement and all that is a question's."
OF_QUESTION: Final = (*(one.name for one in fields.OWN_QUESTION), fields.OUTCOMES.name)

RULES: Final[dict[str, Schema]] = {
    "question": {},
    "source": {},
    "claim": {
        "allOf": [
            {
                "$comment": ONLY_ONE,
                "if": {"required": ["question"]},
                "then": {"properties": dict.fromkeys(OF_QUESTION, False)},
                "else": {"required": ["statement"]},
            },
            {
                "$comment": "A denial needs a question of its own.",
                "if": {
                    "properties": {"stance": {"type": "string", "pattern": r"^\s*against\s*$"}},
                    "required": ["stance"],
                },
                "then": {"required": ["question"]},
            },
        ],
    },
    "outcome": {
        "$comment": "A value goes with the verdict partly, an answer with answered.",
        "allOf": [
            {
                "if": {"required": [key]},
                "then": {"properties": {"verdict": {"pattern": rf"^\s*{verdict}\s*$"}}},
            }
            for key, verdict in (("value", Verdict.PARTLY), ("answer", Verdict.ANSWERED))
        ],
    },
    "evidence": {"anyOf": [{"required": ["url"]}, {"required": ["source"]}]},
    "response": {},
}
"""What more there is to say of a table."""

DRAFTED: Final[Schema] = {
    "draft": {
        "title": "Draft",
        "description": "Whether it waits for a person to read it; a draft is not imported.",
        "type": "boolean",
        "default": False,
    }
}
MARKS: Final = {"question": DRAFTED, "claim": DRAFTED}
"""Keys of a file that are no fields of its records."""

TITLES: Final = {
    "source": "The source",
    "question": "A question that stands by itself",
    "claim": "A claim",
    "outcome": "A verdict",
    "evidence": "A piece of evidence",
    "response": "A response to a claim",
}


def schema() -> Schema:
    """The JSON Schema of a claim file."""
    return {
        "$schema": DRAFT,
        "title": "Claim file",
        "description": "One source with the claims made in it, the questions these are about, and "
        "what became of them.",
        "type": "object",
        "properties": {
            "source": {"$ref": "#/$defs/source"},
            "question": {"type": "array", "items": {"$ref": "#/$defs/question"}},
            "claim": {"type": "array", "items": {"$ref": "#/$defs/claim"}},
        },
        "required": ["source"],
        "additionalProperties": False,
        "$defs": {name: _table(name, several) for name, several in fields.TABLES.items()},
    }


def _table(name: str, several: Iterable[Field]) -> Schema:
    every = list(several)
    beside = {one.name: [one.goes_with] for one in every if one.goes_with}
    unsaid = {"statement"} if name == "claim" else set()  # its question may say it
    return {
        "title": TITLES[name],
        "type": "object",
        "properties": {one.name: _key(name, one) for one in every} | MARKS.get(name, {}),
        "required": [one.name for one in every if one.required and one.name not in unsaid],
        "additionalProperties": False,
        **({"dependentRequired": beside} if beside else {}),
        **RULES[name],
    }


def _key(table: str, one: Field) -> Schema:
    """What stands under a key, with what an editor shows of it."""
    examples = EXAMPLES.get(f"{table}.{one.name}", EXAMPLES.get(one.name))
    return {
        "title": one.name.replace("_", " ").capitalize(),
        "description": meaning(table, one),
        **SHAPES[one.sort](one),
        **({} if one.default is None else {"default": one.default}),
        **({} if examples is None else {"examples": examples}),
    }


def meaning(table: str, one: Field) -> str:
    """What a key of a table says, in a sentence."""
    for name in (f"{table}.{one.name}", one.name):
        if name in MEANINGS:
            return MEANINGS[name]
    if one.option is None:
        raise KeyError(f"{table}.{one.name}")
    return one.option.help


def printed() -> str:
    """The schema as the text of a file."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"
