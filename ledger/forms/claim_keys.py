"""What is asked of a claim and its source: the words of each question, and their order."""

from __future__ import annotations

from typing import Final

from ledger.model import fields

SOURCE_KEYS: Final = tuple(field.name for field in fields.SOURCE if field.option)
"""What is said of a source beside its id."""

ABOUT: Final = "source"
"""The key of the first answer: an address, or the id of a source that the ledger has."""

OF_SOURCE: Final = ("publisher", "title", "published")
OF_CLAIM: Final = ("speaker", "quote", "statement", "due", "wording")
OF_NEXT: Final = ("speaker", "quote", "statement", "due")
"""What is asked for the next claim of a source; the review has the others."""

TEXTS: Final = {
    ABOUT: "Its address (url), or the id of a source that is here",
    "publisher": "Who published it",
    "title": "Its title",
    "published": "When was it published",
    "speaker": "Who said it",
    "quote": "In which words (quote)",
    "statement": "What would come about, in your words",
    "type": "Is the answer a number, a date, or categories (empty: yes or no)",
    "options": "Which answers can it have, with commas between",
    "unit": "In which unit (such as % or seats)",
    "answer": "What will it be, as they say it (such as 'at least 2%')",
    "due": "By when (a date, or words such as 'next week')",
    "wording": "How sure are the words (such as 'is likely to')",
    "stance": "Is the speaker for it, against it, or none",
    "probability": "The stated probability (0 to 1, or such as 70%)",
    "topics": "Topics, with commas between",
    "authors": "Authors, with commas between",
    "id": "The id of the claim",
}

OF_TYPE: Final = {
    "categories": ("options", "answer"),
    "number": ("unit", "answer"),
    "date": ("answer",),
}
"""What is asked besides where the answer is not yes or no, by the type of the question."""

REQUIRED: Final = frozenset({"publisher", "speaker", "statement"})
"""What cannot be left out; a statement can where the claim names a question."""

REVIEWED: Final = ("speaker", "quote", "statement", "due", "wording", "stance", "kind", "topics")
"""What the review of a claim always shows."""

EVERY: Final = {one.name: one for one in (*fields.SOURCE, *fields.OWN_CLAIM, *fields.OWN_QUESTION)}
QUESTION_KEYS: Final = frozenset(one.name for one in fields.OWN_QUESTION)
NAMED: Final = {"publisher": "publisher", "speaker": "speaker", "topics": "topic"}
"""Which names complete the answers under a key."""

SOURCE_KEYS_SET: Final = frozenset(SOURCE_KEYS)
OF_BOTH: Final = frozenset({"note"})
MOST_IDS: Final = 2000
"""How many ids of questions are offered."""

STANCES_SAID: Final = {
    "for": "the speaker says that it will come about",
    "against": "the speaker says that it will not come about",
    "none": "the speaker takes no side",
}
