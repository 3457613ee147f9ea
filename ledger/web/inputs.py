"""The fields of forms: what each key of a record is called on a page, and how it is filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.model import fields
from ledger.model.fields import Sort

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.model.fields import Field

COMMAS: Final = "With commas between."

LABELS: Final = {
    "url": ("Web address", "Of the article or page it stands in."),
    "title": ("Title", ""),
    "publisher": ("Publisher", "Such as Reuters."),
    "published": ("Day published", "Such as 2024-12-31, or 2024-12 where the day is not known."),
    "authors": ("Authors", COMMAS),
    "archive_url": ("Address of an archived copy", ""),
    "language": ("Language", "Such as en."),
    "quote": ("Quote", "The exact words of the source."),
    "speaker": ("Speaker", "Where nobody is named: “unnamed: experts”."),
    "role": ("Role", "What they were when they said it."),
    "organisation": ("Organisation", "Theirs when they said it."),
    "statement": (
        "Statement",
        "What would come about, in your own words, even if the speaker denies it.",
    ),
    "due": ("Due", "A day, or “by the end of next year”."),
    "since": ("Counted from", "The first of the days, as in “in the first 100 days”."),
    "due_words": ("Words of the due day", "What the due day was read from."),
    "due_basis": ("The due day comes from", ""),
    "resolve_by": ("Check by", "When to see what happened, where there is no due day."),
    "closes": ("Forecasting ends", ""),
    "type": ("What is asked for", "Left open: whether it comes about, yes or no."),
    "options": ("Options", "With categories: all of them. " + COMMAS),
    "ordered": ("Are the options in order?", "From low to high."),
    "unit": ("Unit", "Of a number, such as seats or %."),
    "measure": (
        "Measure",
        "Of a number or a date: what is measured, such as seats in the Commons.",
    ),
    "lower_bound": ("Lowest", "The lowest number or date that is asked for, if there is one."),
    "upper_bound": ("Highest", "The highest, if there is one."),
    "criteria": ("How one will know", "How to tell whether it came about."),
    "condition": ("Only if", "What the claim depends on."),
    "topics": ("Topics", COMMAS),
    "question": ("Question", "The id of one that is here, where the claim is on it."),
    "stance": ("Side", ""),
    "kind": ("Kind", ""),
    "wording": ("Wording", "How sure it sounds: “is likely to”."),
    "probability": ("Chance", "If one is stated, such as 70%."),
    "answer": (
        "Answer",
        "To a question that is not yes or no: “at least 2%”, “320 to 380 @ 90%”, “Labour @ 60%”.",
    ),
    "attribution": ("How the source gives it", ""),
    "place": ("Place in the source", "A page, an item or a minute."),
    "made": ("Day it was said", "If not when the source was published."),
    "checkable": ("Can it be checked?", ""),
    "note": ("Note", ""),
    "proposed": ("Only a proposal", "It counts once somebody else has approved it."),
    "id": ("Id", "By default one is made of the words."),
    "source": ("Source", "The id of the source it was made in."),
    "verdict": ("Verdict", "Another one is recorded as the next, and this stays on record."),
    "value": ("Share that came about", "With the verdict partly, such as 75%."),
    "answer_low": ("At the least", "Where the source itself is uncertain."),
    "answer_high": ("At the most", ""),
    "happened_on": ("Day it became true", ""),
    "evidence": ("More evidence", "Web addresses, one on each line."),
}
"""What each key is called, and a hint what to write."""

WORDS: Final = {
    "for": "for: it will come about",
    "against": "against: it will not come about",
    "none": "takes no side",
    "stated": "the claim itself",
    "context": "its context",
    "binary": "whether it comes about: yes or no",
    "categories": "which of several options",
    "number": "how much or how many",
    "date": "when",
    "desk": "those who keep the ledger",
}
"""What the words under a key are called, where that is not the word itself."""

FLAGS: Final = {
    "checkable": {"true": "yes", "false": "no, it is too vague"},
    "proposed": {"true": "yes", "false": "no"},
    "ordered": {"true": "yes", "false": "no"},
}
"""What it means to say yes or no."""

SINCE: Final = "since"
"""The field that is no key of a record: the day that the words of the due day are counted from."""

UNSET: Final = {"stance": "for, or as the chance says", "probability": ""}
"""What it means to leave a choice open, where no default says that."""

LONG: Final = frozenset({"quote", "statement", "criteria", "condition", "note", "evidence"})
SHORT: Final = frozenset({Sort.DATE, Sort.SHARE})
WIDE: Final = frozenset({"url", "title", "archive_url", "authors", "speaker", "question", "id"})
NAMED: Final = {
    "speaker": "speakers",
    "publisher": "publishers",
    "topics": "topics",
    "organisation": "organisations",
    "role": "roles",
}
"""The lists of names that complete what is typed under a key."""


@dataclass(frozen=True, slots=True)
class Input:
    """One field of a form; ``choices`` are values with what they are called, if it is one of some.

    ``names`` is the list of known names that completes what is typed.
    """

    name: str
    label: str
    hint: str
    required: bool
    rows: int
    is_short: bool
    choices: tuple[tuple[str, str], ...]
    names: str

    @property
    def is_half(self) -> bool:
        """Whether two of its kind stand side by side, where there is room."""
        return self.rows == 1 and self.name not in WIDE


def inputs(table: str, names: Iterable[str], required: Iterable[str] = ()) -> list[Input]:
    """The fields for some keys of a record, in the order of ``names``."""
    known = {one.name: one for one in fields.TABLES[table]}
    needed = frozenset(required)
    return [_made(name, known.get(name), is_needed=name in needed) for name in names]


def _made(name: str, field: Field | None, *, is_needed: bool) -> Input:
    label, hint = LABELS[name]
    return Input(
        name=name,
        label=label,
        hint=hint,
        required=is_needed,
        rows=3 if name in LONG else 1,
        is_short=name == SINCE or (field is not None and field.sort in SHORT),
        choices=() if field is None else _choices(field),
        names=NAMED.get(name, ""),
    )


def _choices(field: Field) -> tuple[tuple[str, str], ...]:
    called = FLAGS[field.name] if field.sort is Sort.FLAG else WORDS
    words = tuple(called) if field.sort is Sort.FLAG else field.choices
    if not words:
        return ()
    usual = str(field.default).lower() if field.default is not None else None
    told = [(one, called.get(one, one)) for one in words if one != usual]
    if field.required:
        return tuple(told)
    unset = called.get(usual, usual) if usual is not None else UNSET.get(field.name, "")
    return (("", unset), *told)
