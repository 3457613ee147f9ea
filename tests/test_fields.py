"""Each field is in everything that reads, keeps or shows records, whatever it is."""

from __future__ import annotations

import csv
import dataclasses
import io
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
import tomlkit
from commands import Desk

from ledger.book import after_the_fact
from ledger.formats.table.columns import COLUMNS
from ledger.formats.table.row import RECORDS as SHEET
from ledger.model import codec, keys
from ledger.model.claim import Claim, Question, Source
from ledger.model.claim_state import Assessment
from ledger.model.fields import (
    EVERY,
    EVIDENCE,
    OUTCOME,
    OWN_CLAIM,
    OWN_QUESTION,
    RECORDS,
    RESPONSE,
    SOURCE,
    TABLES,
    Sort,
)
from ledger.model.keys import guess
from ledger.model.outcome import Evidence, Outcome, Response
from ledger.store.schema import metadata

if TYPE_CHECKING:
    from ledger.model.fields import Field

DOCS: Final = Path(__file__).parents[1] / "docs"

CLASSES: Final = {
    "source": (Source, {"digest"}),
    "question": (Question, set()),
    "claim": (Claim, {"source", "selector"}),
    "outcome": (Outcome, {"question", "n"}),
    "evidence": (Evidence, set()),
    "response": (Response, {"claim", "n"}),
}
"""The class of each record, and what it has that nobody writes there."""

TYPES: Final = {
    Sort.ID: {"str", "str | None"},
    Sort.LINE: {"str", "str | None"},
    Sort.TEXT: {"str", "str | None"},
    Sort.ADDRESS: {"str | None"},
    Sort.LIST: {"tuple[str, ...]"},
    Sort.DATE: {"FuzzyDate", "FuzzyDate | None"},
    Sort.SHARE: {"Decimal | None"},
    Sort.FLAG: {"bool"},
    Sort.CHOICE: {"str", "str | None", "Verdict"},
    Sort.RECORDS: {"tuple[Evidence, ...]"},
}

SAID: Final = {
    "verdict": "partly",
    "due": "2023-06-30",
    "published": "2023-01-10",
    "made": "2023-01-09",
    "happened_on": "2023-06-20",
    "resolve_by": "2023-07-20",
    "closes": "2023-06-25",
    "probability": "0.7",
    "value": "0.25",
    "due_words": "2023-06-30",
    "stance": "for",
    "checkable": True,
    "evidence": [{"url": "https://evidence.example/story"}],
    "blind": False,
    "adjudicates": False,
    "disputed": False,
    "proposed": False,
    "date": "2023-07-30",
}
"""What is said under fields whose values must fit together."""

ASKED: Final = {
    "type": "categories",
    "options": ["optionone", "optiontwo"],
    "ordered": True,
    "answer": "optiontwo",
}
COUNTED: Final = {
    "type": "number",
    "unit": "ells",
    "measure": "lengthofcloth",
    "lower_bound": "-7.5",
    "upper_bound": "977.25",
}
CAME: Final = {"answer": "31.5", "answer_low": "30.25", "answer_high": "33.125"}
"""What goes with questions that are not yes or no."""

ELSEWHERE: Final = frozenset({*ASKED, *COUNTED, *CAME})


def home(one: Field) -> str:
    """The claim that has a field."""
    return "own" if one.name not in ELSEWHERE else "asked" if one.name in ASKED else "counted"


def said(one: Field, table: str) -> Any:  # noqa: ANN401 - a value as people write it
    """A value that no other field has, where any will do."""
    word = f"{table}{one.name.replace('_', '')}"
    if one.name in ELSEWHERE:
        of_outcome = table == "outcome"
        return CAME[one.name] if of_outcome else {**COUNTED, **ASKED}[one.name]
    if one.name in SAID:
        return SAID[one.name]
    if one.choices:
        return one.choices[-1]
    if one.sort is Sort.ADDRESS:
        return f"https://{word}.example/"
    return [f"{word} one", f"{word} two"] if one.sort is Sort.LIST else f"{word} said"


def record(table: str, several: tuple[Field, ...], **own: Any) -> dict[str, Any]:  # noqa: ANN401
    told = (one for one in several if one.name not in ELSEWHERE)
    found = {one.name: said(one, table) for one in told if one.sort is not Sort.ID}
    return {**own, **found}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A ledger with a record that has every field, of each sort."""
    desk = Desk(tmp_path_factory.mktemp("fields"))
    desk.done("init")
    document = {
        "source": record("source", SOURCE, id="paper"),
        "question": [record("question", (*OWN_QUESTION, TABLES["question"][-3]), id="apart")],
        "claim": [
            record("claim", OWN_CLAIM, id="own")
            | record("question", OWN_QUESTION)
            | {"outcome": [record("outcome", OUTCOME)]}
            | {"response": [record("response", RESPONSE)]},
            record("claim", OWN_CLAIM, id="other", question="apart"),
            {"id": "asked", "speaker": "A", "statement": "Which.", "due": "2023-06-30", **ASKED},
            {"id": "counted", "speaker": "A", "statement": "How many.", **COUNTED}
            | {"answer": "at least 30 ells"}
            | {"outcome": [{"verdict": "answered", **CAME}]},
        ],
    }
    path = desk.folder / "paper.toml"
    path.write_text(tomlkit.dumps(document), encoding="utf-8")
    desk.done("import", path)
    return desk


def parametrized(several: tuple[Field, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("one", several, ids=lambda one: one.name)


@pytest.mark.parametrize("table", CLASSES)
def test_a_class_has_the_fields_of_its_table_typed_by_their_sort(table: str) -> None:
    cls, others = CLASSES[table]
    typed = {one.name: one for one in dataclasses.fields(cls)}
    known = {one.name: one for one in RECORDS[table]}
    assert set(typed) == set(known) | others
    for name, one in known.items():
        assert typed[name].type in TYPES[one.sort]
        default = typed[name].default
        assert (default is dataclasses.MISSING) == (one.required or name == "question")
        if isinstance(one.default, bool) or (one.default and not one.goes_with):
            assert default == one.default


@pytest.mark.parametrize("table", CLASSES)
def test_a_body_keeps_every_field_and_gives_it_back(desk: Desk, table: str) -> None:
    if table == "evidence":
        return
    of_kind = [one["body"] for one in desk.json("log") if one["kind"] == table]
    found = max(of_kind, key=len)
    kept = {one.name for one in RECORDS[table] if one.default is not False} - {"id"}
    assert kept - ELSEWHERE <= found.keys()
    assert kept <= {key for body in of_kind for key in body}
    again = {
        "source": lambda: codec.source_of("paper", found),
        "question": lambda: codec.question_of("own", found),
        "claim": lambda: codec.claim_of("own", found),
        "outcome": lambda: codec.outcome_of("own", 1, found),
        "response": lambda: codec.response_of("own", 1, found),
    }[table]()
    assert codec.to_body(again) == {key: found[key] for key in found if key != "reason"}


@pytest.mark.slow
@parametrized((*OWN_CLAIM, *OWN_QUESTION))
def test_what_shows_a_claim_has_each_field(desk: Desk, one: Field) -> None:
    table = "claim" if one in OWN_CLAIM else "question"
    own = home(one)
    value = own if one.sort is Sort.ID else said(one, table)
    seen = value if isinstance(value, list) else [str(value)]
    (listed,) = (found for found in desk.json("list") if found["id"] == own)
    expected = float(value) if one.sort is Sort.SHARE else value
    assert listed[one.name] == expected
    assert desk.json("show", own)[one.name] == expected
    shown = " ".join(desk.done("show", own).split())
    if one.sort is not Sort.FLAG:
        assert all(word in shown for word in seen)
    rows = list(csv.DictReader(io.StringIO(desk.done("export", "--to", "csv"))))
    (row,) = (found for found in rows if found["id"] == own)
    if one.column is None:
        assert one.name not in row
        return
    cell = row[one.column or one.name]
    assert all(word.lower() in cell for word in seen) or one.name == "question"
    review = desk.done("export", "--to", "claimreview")
    assert all(word in review for word in seen) or one.sort is Sort.FLAG


@parametrized(SOURCE)
def test_what_shows_a_source_has_each_field(desk: Desk, one: Field) -> None:
    value = "paper" if one.sort is Sort.ID else said(one, "source")
    seen = value if isinstance(value, list) else [str(value)]
    assert desk.json("show", "paper")[one.name] == value
    assert all(word in desk.done("show", "paper") for word in seen)


@pytest.mark.parametrize("table", ["source", "question", "claim", "outcome"])
def test_a_claim_file_says_every_field_that_is_not_as_usual(desk: Desk, table: str) -> None:
    folder = desk.folder / "out"
    desk.done("export", "--to", "claims", "-o", folder)
    (path,) = folder.rglob("*.toml")
    document = tomlkit.parse(path.read_text(encoding="utf-8")).unwrap()
    claims = {one["id"]: one for one in document["claim"]}
    own, asked, counted = (claims[one] for one in ("own", "asked", "counted"))
    there = {
        "source": document["source"],
        "question": {**counted, **asked, **document["question"][0], **own},
        "claim": {**own, "answer": asked["answer"], **claims["other"]},
        "outcome": {**counted["outcome"][0], **own["outcome"][0]},
    }[table]
    for one in RECORDS[table]:
        value = there.get(one.name, one.default)
        assert one.sort is Sort.ID or value == said(one, table) or one.name == "note"


@parametrized(EVERY)
def test_the_docs_name_every_key(one: Field) -> None:
    page = (DOCS / "claim-file.md").read_text(encoding="utf-8")
    assert one.name in page


@pytest.mark.parametrize("table", ["source", "question", "claim", "outcome"])
def test_sheets_have_a_column_for_each_field_that_has_one(desk: Desk, table: str) -> None:
    several = [*RECORDS[table]] if table != "question" else list(OWN_QUESTION)
    names = [one.column or one.name for one in several if one.column is not None]
    assert set(names) <= set(SHEET[table]) <= set(COLUMNS)
    page = (DOCS / "spreadsheets.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in page for name in names)
    header = next(csv.reader(io.StringIO(desk.done("export", "--to", "csv"))))
    assert set(names) <= set(header)


def test_every_field_that_is_given_by_an_option_has_it_in_the_commands(desk: Desk) -> None:
    helps = {
        name: " ".join(desk.done(name, "--help").split()) for name in ("add", "amend", "record")
    }
    for table, commands in (
        ("source", ("add", "amend")),
        ("question", ("add", "amend")),
        ("claim", ("add", "amend")),
        ("outcome", ("record",)),
    ):
        for one in RECORDS[table]:
            if one.option is not None:
                flag = f"--{(one.option.flag or one.name).replace('_', '-')}"
                # What is proposed is approved, which is no amendment.
                there = commands[:1] if one.name == "proposed" else commands
                assert all(flag in helps[name] for name in there)
                assert all(one.option.help in helps[name] for name in there)


@pytest.mark.parametrize(
    ("table", "one"),
    [(table, one) for table in ("source", "question", "claim") for one in RECORDS[table]],
    ids=lambda of: of if isinstance(of, str) else of.name,
)
def test_search_looks_where_the_table_says(desk: Desk, table: str, one: Field) -> None:
    word = f"{table}{one.name.replace('_', '')}"
    found = {each["id"] for each in desk.json("search", word)}
    assert bool(found) == bool(one.searched)


@pytest.mark.parametrize(
    ("table", "one"),
    [
        (table, one)
        for table in ("source", "question", "claim")
        for one in RECORDS[table]
        if one.sort is not Sort.ID
    ],
    ids=lambda of: of if isinstance(of, str) else of.name,
)
def test_what_is_protected_needs_a_reason_after_the_fact(table: str, one: Field) -> None:
    assert bool(after_the_fact.protected(table, [one.name])) == one.protected


@pytest.mark.parametrize("table", ["source", "question", "claim", "evidence"])
def test_the_database_has_a_column_for_each_field(table: str) -> None:
    columns = metadata.tables[f"{table}s" if table != "evidence" else table].c
    for one in RECORDS[table]:
        assert {one.name, *one.bounds} <= set(columns.keys())
        assert columns[one.name].nullable != (one.always_set or one.name == "question")


@parametrized((*OWN_CLAIM, *OWN_QUESTION))
def test_an_assessment_has_each_field_of_a_claim_and_its_question(one: Field) -> None:
    assert hasattr(Assessment, one.name)
    assert all(hasattr(Assessment, bound) for bound in one.bounds)


@parametrized(EVERY)
def test_what_people_write_for_a_key_is_guessed(one: Field) -> None:
    for table, known in keys.TABLES.items():
        others = [each for each in TABLES[table] if each.name != one.name]
        taken = {word for each in others for word in each.synonyms}
        if one.name in known:
            for synonym in set(one.synonyms) - taken - set(known):
                assert guess(synonym, known) == f" Did you mean {one.name!r}?"


def test_decimals_and_dates_are_texts_in_bodies() -> None:
    assert {"probability", "value"} == codec.DECIMALS
    assert Decimal(str(SAID["value"])) == Decimal("0.25")
    assert {one.name for one in EVIDENCE if one.sort is Sort.DATE} <= codec.DATES
