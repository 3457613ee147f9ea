"""A claim file as a document: which tables it has, and their TOML in the house style.

A record comes as its id and the body of its journal entry (`ledger.model.codec`):

    [source]
    id = "jt-2023-07-nato-vilnius"
    authors = ["Gabriel Dominguez"]

    [[claim]]
    id = "two-percent-floor"

      [[claim.outcome]]
      verdict = "happened"
      evidence = [
        { url = "https://a.example", publisher = "A" },
      ]

Only a text with line breaks is printed on several lines.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ledger.model import fields, keys
from ledger.model.codec import to_body

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.model.bundle import Bundle

    Body = Mapping[str, Any]
    Table = dict[str, Any]


DEFAULTS: Final = {field.name: field.default for field in fields.EVERY if field.default is not None}
"""What a claim file leaves unsaid."""


def source_table(identifier: str, body: Body) -> Table:
    """The ``[source]`` table of a source."""
    return _table(identifier, body, keys.SOURCE_KEYS)


def question_table(identifier: str, body: Body, outcomes: Sequence[Body]) -> Table:
    """The ``[[question]]`` table of a question, with its outcomes."""
    return _table(identifier, body, keys.QUESTION_KEYS) | _outcomes(outcomes)


def claim_table(
    identifier: str,
    body: Body,
    question: Body | None,
    outcomes: Sequence[Body],
    responses: Sequence[Body] = (),
) -> Table:
    """The ``[[claim]]`` table of a claim; with ``question``, if the claim makes that itself."""
    answers = _responses(responses)
    if question is None:
        return _table(identifier, body, keys.CLAIM_KEYS) | answers
    own = {key: value for key, value in question.items() if key in keys.OWN_QUESTION_KEYS}
    alone = {key: value for key, value in body.items() if key != "question"}
    return _table(identifier, {**alone, **own}, keys.CLAIM_KEYS) | _outcomes(outcomes) | answers


def bundle_document(bundle: Bundle) -> dict[str, Any]:
    """What a claim file says, in the same tables."""
    outcomes: dict[str, list[Body]] = defaultdict(list)
    for item in bundle.outcomes:
        reason = {} if item.reason is None else {"reason": item.reason}
        outcomes[item.record.question].append({**to_body(item.record), **reason})
    responses: dict[str, list[Body]] = defaultdict(list)
    for answer in bundle.responses:
        responses[answer.record.claim].append(to_body(answer.record))
    questions = {item.record.id: to_body(item.record) for item in bundle.questions}
    own = {item.record.id for item in bundle.claims if item.record.question == item.record.id}
    source = bundle.source.record
    return {
        "source": source_table(source.id, to_body(source)),
        "question": [
            question_table(one, body, outcomes[one])
            for one, body in questions.items()
            if one not in own
        ],
        "claim": [
            claim_table(
                item.record.id,
                to_body(item.record),
                questions[item.record.id] if item.record.id in own else None,
                outcomes[item.record.id],
                responses[item.record.id],
            )
            for item in bundle.claims
        ],
    }


def _outcomes(bodies: Sequence[Body]) -> Table:
    tables = [{key: body[key] for key in keys.OUTCOME_KEYS if key in body} for body in bodies]
    return {"outcome": tables} if tables else {}


def _responses(bodies: Sequence[Body]) -> Table:
    names = [key for key in keys.RESPONSE_KEYS if key != "reason"]
    tables = [{key: body[key] for key in names if key in body} for body in bodies]
    return {"response": tables} if tables else {}


def _table(identifier: str, body: Body, order: tuple[str, ...]) -> Table:
    full = {**body, "id": identifier}
    return {
        key: full[key]
        for key in order
        if key in full and key != "reason" and full[key] != DEFAULTS.get(key)
    }


Document: TypeAlias = Mapping[str, Any]
"""{"source": {...}, "question": [{...}, ...], "claim": [{...}, ...]}, as `tomllib` loads it."""

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES: Final = {code: f"\\u{code:04x}" for code in (*range(0x20), 0x7F)} | {
    ord(raw): f"\\{mark}" for raw, mark in zip('\b\t\n\f\r"\\', 'btnfr"\\', strict=True)
}
_ESCAPES_IN_LINES: Final = {code: _ESCAPES[code] for code in _ESCAPES if chr(code) not in '\n"'}


def print_document(document: Document) -> str:
    """Print a document in the house style; `tomllib.loads` gives it back.

    Tables at the top and lists of tables in them get headers; deeper ones are printed inline.
    Keys keep their order, except that what has headers comes after what has none.

    Raises:
        TypeError: a value is neither text, a bool, a number, a list nor a mapping.
    """
    return _table_text((), document, "")


def _table_text(names: tuple[str, ...], table: Document, header: str) -> str:
    """Print a table under its header, and below it the tables in it that get headers."""
    lines, below = [header], {}
    for key, value in table.items():
        if type(value) is not str and gets_headers((*names, key), value):  # most are texts
            below[key] = value
        else:
            lines.append(pair(key, value))
    own = "".join(lines)
    gap = "" if names else "\n"
    texts = [headed((*names, key), value) for key, value in below.items()]
    return gap.join([own, *texts] if own else texts)


def headed(names: tuple[str, ...], value: Document | list[Document]) -> str:
    """Print a table, or each of a list of tables, under headers; outcomes follow without a gap."""
    name = ".".join(_key(name) for name in names)
    if isinstance(value, Mapping):
        return _table_text(names, value, f"[{name}]\n")
    gap = "\n" if len(names) == 1 else ""
    return gap.join(_table_text(names, table, f"[[{name}]]\n") for table in value)


def gets_headers(names: tuple[str, ...], value: object) -> bool:
    """Tell whether the house style puts a value under headers."""
    if isinstance(value, Mapping):
        return len(names) == 1
    return len(names) in (1, 2) and is_tables(value)


def is_tables(value: object) -> bool:
    """Tell whether a value is a list of tables, and not an empty one."""
    return isinstance(value, list) and bool(value) and all(isinstance(v, Mapping) for v in value)


def pair(key: str, value: object) -> str:
    """Print a key and its value on a line of their own, or on several."""
    text = _line(value) if type(value) is str and "\n" not in value else value_text(value)
    return f"{_key(key)} = {text}\n"


@lru_cache(maxsize=256)
def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _line(key)


def value_text(value: object, *, inline: bool = False) -> str:
    """Print a value; an inline one stays on its line.

    Raises:
        TypeError: it is neither text, a bool, a number, a list nor a mapping.
    """
    match value:
        case str():
            return _line(value) if inline or "\n" not in value else _lines(value)
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case Mapping():
            pairs = [
                f"{_key(key)} = {value_text(item, inline=True)}" for key, item in value.items()
            ]
            return f"{{ {', '.join(pairs)} }}" if pairs else "{}"
        case list():
            texts = [value_text(item, inline=True) for item in value]
            if not inline and len(texts) > 1 and is_tables(value):
                return "[\n" + "".join(f"  {text},\n" for text in texts) + "]"
            return f"[{', '.join(texts)}]"
    message = f"a claim file holds text, true or false, numbers and lists, not {value!r}"
    raise TypeError(message)


def _line(text: str) -> str:
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return f'"{text.translate(_ESCAPES)}"'


def _lines(text: str) -> str:
    """Print on several lines; a quotation mark is escaped where it could be read as a closing."""
    body = re.sub(r'"(?=""|\Z)', r'\\"', text.translate(_ESCAPES_IN_LINES))
    return f'"""\n{body}"""'
