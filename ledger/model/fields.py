"""The fields of a source, a question, a claim, an outcome and a piece of evidence.

This is the one place where a key that people write is said with all that follows from it.  Readers,
the bodies of entries, claim files, the columns of sheets and of the database, the options of
commands, views and search go through these tables; the dataclasses hold the same fields, typed,
and a test says so.  The order is that of a claim file.
"""

from __future__ import annotations

from typing import Final

from ledger.model.answers.question_types import TYPES
from ledger.model.claim import ATTRIBUTIONS, DUE_BASES, KINDS, STANCES
from ledger.model.field_types import Field, Option, Sort
from ledger.model.verdicts import Verdict

__all__ = [
    "CLAIM", "EVERY", "EVIDENCE", "OUTCOME", "OWN_CLAIM", "OWN_QUESTION", "PLANS", "QUESTION",
    "RECORDS", "RESPONSE", "SOURCE", "TABLES", "Field", "Option", "Sort", "names", "protected",
    "searched",
]  # fmt: skip


IDENTIFIER: Final = Field("id", Sort.ID, required=True)
REASON: Final = Field("reason", Sort.TEXT, of_record=False, synonyms=("why", "because"))
OUTCOMES: Final = Field("outcome", Sort.RECORDS, column=None, of_record=False)
RESPONSES: Final = Field("response", Sort.RECORDS, column=None, of_record=False)

SOURCE: Final = (
    Field("id", Sort.ID, required=True, column="source", column_place=1),
    Field("publisher", Sort.LINE,
        Option("Who published the source, such as 'Reuters'."), required=True,
        protected=True, searched=1, column_place=3,
        synonyms=("outlet", "newspaper", "medium", "site")),
    Field("title", Sort.LINE, Option("The title of the source."), searched=2, column_place=2,
        synonyms=("headline", "name")),
    Field("authors", Sort.LIST,
        Option("An author of the source; repeat for several.", flag="author"), searched=3,
        column_place=6, synonyms=("byline", "reporter", "writer", "by")),
    Field("published", Sort.DATE, Option("The date the source was published."), protected=True,
        column_place=4, bounds=("published_earliest", "published_latest"),
        synonyms=("date", "day", "published-on", "publication-date")),
    Field("url", Sort.ADDRESS, Option("The web address of the source, which identifies it."),
        column_place=5, synonyms=("link", "href", "address", "web")),
    Field("archive_url", Sort.ADDRESS,
        Option("The web address of an archived copy of the source."), column_place=7,
        synonyms=("archive", "archived", "archive-link")),
    Field("language", Sort.LINE, Option("The language of the source, such as en."), column_place=8,
        synonyms=("lang", "locale")),
    Field("note", Sort.TEXT, column=None,
        synonyms=("notes", "comment", "comments", "remark", "detail")),
)  # fmt: skip
"""``[source]`` of a claim file."""

OWN_QUESTION: Final = (
    Field("statement", Sort.TEXT,
        Option("What is claimed to come about, in your own words.", place=1),
        required=True, protected=True, searched=1,
        synonyms=("text", "proposition", "prediction", "forecast", "sentence")),
    Field("due", Sort.DATE, Option("The deadline: a date, or words such as 'next week'.", place=1),
        protected=True, bounds=("due_latest",),
        synonyms=("deadline", "due-date", "due-day", "by", "until")),
    Field("due_words", Sort.LINE, Option("The words that --due was read from.", place=3),
        goes_with="due"),
    Field("due_basis", Sort.CHOICE,
        Option("Where the deadline comes from: the claim, its context or the desk.", place=3),
        default="stated", choices=DUE_BASES, goes_with="due"),
    Field("resolve_by", Sort.DATE,
        Option("When to check what happened, where there is no deadline.", place=3),
        protected=True, bounds=("resolve_by_latest",),
        synonyms=("resolves-by", "resolve-date", "resolution-date", "check-by")),
    Field("closes", Sort.DATE,
        Option("When forecasting on the question ends.", place=3), protected=True,
        synonyms=("close", "close-date", "close-time", "closing-time")),
    Field("criteria", Sort.TEXT,
        Option("How to tell whether it came about.", place=3), protected=True, searched=3,
        synonyms=("resolution", "resolution-criteria", "criterion")),
    Field("condition", Sort.TEXT,
        Option("The condition the claim depends on, if any.", place=3), protected=True,
        searched=2),
    Field("type", Sort.CHOICE,
        Option("What is asked: yes or no (binary), which option, how much, or when.", place=3),
        choices=TYPES, protected=True, synonyms=("question-type", "answer-type")),
    Field("options", Sort.LIST,
        Option("With --type categories: an option; repeat for all.", flag="option", place=3),
        protected=True, rare=True, synonyms=("categories", "answers", "bins")),
    Field("ordered", Sort.FLAG,
        Option("The options are in order, from low to high.", place=3), default=False,
        protected=True),
    Field("unit", Sort.LINE,
        Option("With --type number: the unit of the number, such as seats or %.", place=3),
        protected=True, synonyms=("units",)),
    Field("measure", Sort.LINE,
        Option("With --type number or date: what is measured; errors of one measure are averaged.",
               place=3),
        protected=True, synonyms=("measured", "quantity", "metric")),
    Field("lower_bound", Sort.LINE,
        Option("The lowest number or date that is asked for, if there is one.", place=3),
        protected=True, synonyms=("range-min", "min", "minimum")),
    Field("upper_bound", Sort.LINE,
        Option("The highest number or date that is asked for, if there is one.", place=3),
        protected=True, synonyms=("range-max", "max", "maximum")),
    Field("topics", Sort.LIST,
        Option("A topic of the question; repeat for several.", flag="topic", place=3),
        searched=4, synonyms=("tags", "tag", "keywords", "subjects")),
)  # fmt: skip
"""What of a question a claim may carry itself."""

QUESTION: Final = (IDENTIFIER, *OWN_QUESTION, Field("note", Sort.TEXT), REASON, OUTCOMES)
"""``[[question]]`` of a claim file."""

OWN_CLAIM: Final = (
    Field("id", Sort.ID, required=True),
    Field("question", Sort.ID,
        Option("The existing question the claim is about, if any.", place=1, metavar="ID"),
        protected=True),
    Field("speaker", Sort.LINE,
        Option("Who made the claim; 'unnamed: experts' if no name is given.", place=2),
        required=True, protected=True, searched=1, synonyms=("name", "person", "who", "said-by")),
    Field("organisation", Sort.LINE,
        Option("The speaker's organisation when the claim was made."), searched=2,
        synonyms=("organization", "org", "employer", "affiliation")),
    Field("role", Sort.LINE, Option("The speaker's role when the claim was made."), searched=3,
        synonyms=("job", "position", "function")),
    Field("attribution", Sort.CHOICE, Option("How the source gives the claim."), default="quoted",
        choices=ATTRIBUTIONS),
    Field("kind", Sort.CHOICE, Option("The kind of claim."), default="prediction",
        choices=KINDS, protected=True),
    Field("quote", Sort.TEXT, Option("The exact words of the source.", place=2), protected=True,
        searched=4, synonyms=("quotation", "verbatim", "words")),
    Field("place", Sort.LINE,
        Option("Where in the source it stands: a page, an item, or a minute.", place=3),
        synonyms=("page", "pages", "item", "chapter", "section", "minute", "timestamp")),
    Field("wording", Sort.LINE,
        Option("The words that say how sure it is, such as 'is likely to'.", place=2),
        protected=True, searched=5, synonyms=("hedge", "hedging")),
    Field("stance", Sort.CHOICE,
        Option("Whether the speaker says it will (for) or will not (against) come about.", place=2),
        choices=STANCES, protected=True, synonyms=("side", "direction")),
    Field("probability", Sort.SHARE,
        Option("The stated probability that the statement comes about."), protected=True,
        synonyms=("confidence", "likelihood", "chance", "odds", "percent")),
    Field("answer", Sort.LINE,
        Option("What is said the answer will be: 'at least 2%', '320 to 380 @ 90%', 'Labour'.",
            metavar="ANSWER"),
        protected=True, synonyms=("estimate",)),
    Field("made", Sort.DATE,
        Option("When the claim was made, if not when the source was published."), looks_back=True,
        protected=True, bounds=("made_earliest", "made_latest"),
        synonyms=("date", "said-on", "said", "made-on")),
    Field("checkable", Sort.FLAG,
        Option("Whether it can ever be checked."), default=True, protected=True,
        synonyms=("verifiable", "testable")),
    Field("note", Sort.TEXT, Option("Anything else worth noting."), searched=6),
    Field("proposed", Sort.FLAG,
        Option("Add it as a proposal, which counts once somebody else approves it."),
        default=False, column=None),
)  # fmt: skip
"""What a claim says beside its question."""

CLAIM: Final = (
    *OWN_CLAIM,
    Field("reason", Sort.TEXT, of_record=False),
    *OWN_QUESTION,
    OUTCOMES,
    RESPONSES,
)
"""``[[claim]]`` of a claim file."""

OUTCOME: Final = (
    Field("verdict", Sort.CHOICE, required=True, choices=tuple(word.value for word in Verdict),
        column_place=1, synonyms=("result", "status", "outcome")),
    Field("value", Sort.SHARE,
        Option("With the verdict partly: the share that came about.", place=2),
        column_place=2, synonyms=("share", "score", "credit")),
    Field("answer", Sort.LINE,
        Option("What the answer turned out to be, to a question that is not yes or no.", place=2,
            metavar="ANSWER"),
        column="outcome_answer", column_place=6),
    Field("answer_low", Sort.LINE,
        Option("The lowest that the answer may be, where the source is uncertain.", place=2,
            metavar="ANSWER"), column="outcome_answer_low", column_place=7),
    Field("answer_high", Sort.LINE,
        Option("The highest that it may be.", place=2, metavar="ANSWER"),
        column="outcome_answer_high", column_place=8),
    Field("happened_on", Sort.DATE, Option("The date the verdict became true.", flag="on", place=1),
        looks_back=True, column_place=3, bounds=("happened_earliest", "happened_latest"),
        synonyms=("date", "on", "day", "when", "outcome-date")),
    Field("blind", Sort.FLAG,
        Option("Record a second opinion, without seeing the verdicts of others.", place=6),
        default=False, column=None),
    Field("adjudicates", Sort.FLAG, Option("Decide a question on which recorders differ.", place=6),
        default=False, column=None),
    Field("disputed", Sort.FLAG, default=False, column=None),
    Field("note", Sort.TEXT, Option("What the evidence says, in short."), column="outcome_note",
        column_place=5),
    REASON,
    Field("evidence", Sort.RECORDS,
        Option("The web address of a source for it; repeat for several.", place=3, metavar="URL"),
        column="evidence_url", column_place=4,
        synonyms=("sources", "proof", "links", "references")),
)  # fmt: skip
"""``[[claim.outcome]]`` and ``[[question.outcome]]`` of a claim file."""

EVIDENCE: Final = (
    Field("url", Sort.ADDRESS),
    Field("source", Sort.ID),
    Field("publisher", Sort.LINE),
    Field("title", Sort.LINE),
    Field("published", Sort.DATE),
    Field("archive_url", Sort.ADDRESS),
    Field("note", Sort.TEXT),
)  # fmt: skip
"""One piece of evidence."""

RESPONSE: Final = (
    Field("by", Sort.LINE, required=True),
    Field("date", Sort.DATE, required=True, looks_back=True),
    Field("text", Sort.TEXT, required=True),
    Field("url", Sort.ADDRESS),
    Field("reason", Sort.TEXT, of_record=False),
)  # fmt: skip
"""``[[claim.response]]`` of a claim file."""

TABLES: Final[dict[str, tuple[Field, ...]]] = {
    "source": SOURCE,
    "question": QUESTION,
    "claim": CLAIM,
    "outcome": OUTCOME,
    "evidence": EVIDENCE,
    "response": RESPONSE,
}
"""All of them, by what they are of."""

RECORDS: Final[dict[str, tuple[Field, ...]]] = {
    table: tuple(field for field in (OWN_CLAIM if table == "claim" else all_of) if field.of_record)
    for table, all_of in TABLES.items()
}
"""The fields of the record itself, of which each is one of its dataclass."""

EVERY: Final = tuple(field for several in TABLES.values() for field in several)


def names(sort: Sort) -> frozenset[str]:
    """The names of all fields of a sort."""
    return frozenset(field.name for field in EVERY if field.sort is sort)


def searched(table: str) -> tuple[str, ...]:
    """The fields of a record that a search looks in, in their order."""
    found = [record for record in RECORDS[table] if record.searched]
    return tuple(one.name for one in sorted(found, key=lambda field: field.searched))


def protected(table: str) -> frozenset[str]:
    """The fields of a record that may not change after the fact without a reason."""
    return frozenset(record.name for record in RECORDS[table] if record.protected)


PLANS: Final = {
    table: [
        (field.name, field, () if field.sort is Sort.LIST else field.default) for field in several
    ]
    for table, several in RECORDS.items()
}
"""The fields of each record, each with what it is where nothing is written: most are not."""
