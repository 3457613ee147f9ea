"""The JSON Schema of the claim file takes all that ``check`` takes, and refuses faults of shape."""

from __future__ import annotations

import json
import re
import tomllib
from copy import deepcopy
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from commands import Desk
from conftest import many
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from strategies import claims, outcomes, questions, sources
from test_claimfile_bad import BAD, CLAIM, SOURCE, cases

from ledger.formats.claimfile.document import bundle_document, print_document, value_text
from ledger.formats.claimfile.read import read_claim_file
from ledger.formats.claimfile.schema import EXAMPLES, WORDS, meaning, printed, schema
from ledger.model import fields
from ledger.model.bundle import Bundle, Item, Origin
from ledger.model.fields import Sort
from ledger.model.keys import CHOICES

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[1]
HORIZON: Final = date(2026, 12, 1)
SCHEMA: Final = schema()
VALIDATOR: Final = Draft202012Validator(SCHEMA)


def presented(text: str) -> Any:  # noqa: ANN401 - whatever the JSON holds
    """A claim file as a validator is given it, by the line that the module of the schema shows."""
    return json.loads(json.dumps(tomllib.loads(text), default=str))


def is_taken(text: str) -> bool:
    """Whether ``check`` takes a claim file, perhaps with warnings."""
    _, problems = read_claim_file("f.toml", text, HORIZON)
    return not any(problem.severity == "error" for problem in problems)


def is_valid(text: str) -> bool:
    """Whether the schema takes it."""
    return bool(VALIDATOR.is_valid(presented(text)))


def told(text: str) -> str:
    """What both say of a file, to be shown where they differ."""
    _, problems = read_claim_file("f.toml", text, HORIZON)
    wrong = [f"{one.json_path}: {one.message}" for one in VALIDATOR.iter_errors(presented(text))]
    return "\n".join([text, *map(str, problems), *wrong])


def in_toml(value: object) -> str:
    """A value as TOML has it, with days and times, which no claim file of ours has."""
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}" if value % 1 else f"{value:.1f}"
    if isinstance(value, list):
        return f"[{', '.join(map(in_toml, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {in_toml(one)}' for key, one in value.items())} }}"
    return value_text(value, inline=True)


def text_of(document: dict[str, Any]) -> str:
    """A document as the text of a claim file, each value on its line."""
    return "".join(f"{key} = {in_toml(value)}\n" for key, value in document.items())


def test_it_is_a_schema_and_its_examples_and_words_are_those_of_the_ledger(tmp_path: Path) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert Desk(tmp_path).done("schema") == printed()
    for table, several in fields.TABLES.items():
        keys = SCHEMA["$defs"][table]["properties"]
        marks = ["draft"] if table in {"question", "claim"} else []
        assert list(keys) == [*(one.name for one in several), *marks]
        for one in several:
            said = meaning(table, one)
            assert said == keys[one.name]["description"]
            assert said.endswith((".", "-")), said
            assert not re.search(r"--|repeat|^(?:Record|Decide|Whether to)\b", said), said
    assert {key: tuple(meant) for key, meant in WORDS.items()} == CHOICES
    assert {name.rpartition(".")[2] for name in EXAMPLES} <= {one.name for one in fields.EVERY}


def files() -> Iterator[tuple[str, str]]:
    """Every claim file there is, good or bad, that is TOML."""
    for path in (*ROOT.glob("claims/**/*.toml"), *ROOT.glob("tests/museum/imported/*.toml")):
        yield path.name, path.read_text("utf-8")
    for path in (*BAD.glob("*.toml"), *ROOT.glob("tests/claimfiles/*.toml")):
        yield path.name, path.read_text("utf-8")
    for name in ("syntax.cases", "tables.cases"):
        for number, (text, _) in enumerate(cases(name)):
            yield f"{name}-{number}", text if name == "tables.cases" else SOURCE + CLAIM + text
    for page in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")):
        found = re.findall(r"```toml\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
        yield from ((f"{page.name}-{number}", text) for number, text in enumerate(found))


def is_toml(text: str) -> bool:
    try:
        tomllib.loads(text)
    except ValueError:
        return False
    return True


FILES: Final = {name: text for name, text in files() if is_toml(text)}


@pytest.mark.parametrize("name", FILES)
def test_whatever_check_takes_the_schema_takes(name: str) -> None:
    assert is_valid(FILES[name]) or not is_taken(FILES[name]), told(FILES[name])


def test_there_are_files_of_both_kinds() -> None:
    taken = [name for name, text in FILES.items() if is_taken(text)]
    refused = [name for name, text in FILES.items() if not is_valid(text)]
    assert len(taken) >= 7
    assert len(refused) >= 20


# Every key of every table, with what it may hold and what it may not


DOCUMENT: Final[dict[str, Any]] = {
    "source": {"id": "s", "publisher": "P", "published": "2023-07-03"},
    "question": [
        {"id": "q", "statement": "It rains.", "due": "2023-07-12",
         "outcome": [{"verdict": "partly", "value": 0.5, "evidence": [{"url": "https://a.example"}]}]},
    ],
    "claim": [
        {"id": "c", "question": "q", "speaker": "Ann"},
        {"id": "d", "speaker": "Bo", "statement": "It snows.", "due": "2023-08-12",
         "response": [{"by": "Bo", "date": "2023-08-13", "text": "It did."}]},
    ],
}  # fmt: skip

PLACES: Final[dict[str, tuple[str | int, ...]]] = {
    "source": ("source",),
    "question": ("question", 0),
    "claim": ("claim", 1),
    "outcome": ("question", 0, "outcome", 0),
    "evidence": ("question", 0, "outcome", 0, "evidence", 0),
    "response": ("claim", 1, "response", 0),
}


def table_of(document: dict[str, Any], table: str) -> dict[str, Any]:
    found: Any = document
    for step in PLACES[table]:
        found = found[step]
    return dict(found) if found is None else found  # type: ignore[no-any-return]


def with_key(table: str, key: str, value: object) -> str:
    """The document with another value under a key; None takes it away."""
    document = deepcopy(DOCUMENT)
    if (table, key) == ("claim", "question"):
        del document["claim"][1]["statement"], document["claim"][1]["due"]
    if table == "outcome" and key == "adjudicates":
        document["question"][0]["outcome"][0]["blind"] = False
    record = table_of(document, table)
    if key == "value":
        record["verdict"] = "partly"
    if table == "outcome" and key == "answer":
        record["verdict"] = "answered"
        del record["value"]
    if key == "verdict":
        del record["value"]
    if value is None:
        record.pop(key, None)
    else:
        record[key] = value
    return text_of(document)


TAKEN: Final[dict[Sort, tuple[object, ...]]] = {
    Sort.ID: ("other", " a.b_c:d-9 ", "\nx\n"),
    Sort.LINE: ("x", " x y ", "\n x\n", "\ufeff", "日本", "a\tb"),
    Sort.TEXT: ("x", "several\nlines\n", "\u200b", " é "),
    Sort.ADDRESS: ("https://a.example/x", "no address", "doi:10.1/x", " https://a.example "),
    Sort.LIST: ("x", ["x"], [], ["x", " y "], "x, y"),
    Sort.DATE: ("2023-07-04", date(2023, 7, 4), "2023", "July 4, 2023", " 2023-07-04 "),
    Sort.SHARE: (0.7, Decimal("0.25"), "0.7", " .5 ", "+0.50", "5e-1", "1e-3",
                 "0.0012000000000000001"),
    Sort.FLAG: (True, False, "true", "False"),
    Sort.RECORDS: ([],),
    Sort.CHOICE: (),
}  # fmt: skip
"""What each sort takes, the odd ways to write it among them."""

REFUSED: Final[dict[Sort, tuple[object, ...]]] = {
    Sort.ID: ("a b", "", " ", "é", "a\nb", "x" * 201, 7, True, ["a"], {"a": "b"}),
    Sort.LINE: ("", " \n ", "a\nb", 7, 0.5, False, ["a"], {"a": "b"}),
    Sort.TEXT: ("", "\n\t ", 7, True, ["a"], {"a": "b"}),
    Sort.ADDRESS: ("", "https://a.example\nb", 7, ["https://a.example"]),
    Sort.LIST: ("", [""], ["a", 7], [["a"]], "a\nb", ["a\nb"], 7, True, {"a": "b"}),
    Sort.DATE: (
        2023, "", "a\nb", True, ["2023"], time(7, 32), datetime(1979, 5, 27, 7, 32), "07:32",  # noqa: DTZ001
        "1979-05-27 07:32:00.5-07:00",
    ),
    Sort.SHARE: (1.1, -0.1, 70, "70%", "0,7", "likely", "1.5", "", True, [0.5], "2", "-0.5"),
    Sort.FLAG: (1, "yes", "", [True], " true"),
    Sort.RECORDS: ("https://a.example", ["https://a.example"], {"a": "b"}, 7, [{"colour": "red"}]),
    Sort.CHOICE: ("happend", "Happened", "", 7, True, ["for"]),
}  # fmt: skip
"""What each sort refuses."""

KEYS: Final = [(table, one) for table, several in fields.TABLES.items() for one in several]


@pytest.mark.parametrize(("table", "one"), KEYS, ids=lambda one: getattr(one, "name", one))
def test_every_key_takes_and_refuses_the_same(table: str, one: fields.Field) -> None:
    words = [*one.choices, *(f" {word}\n" for word in one.choices)]
    examples = EXAMPLES.get(f"{table}.{one.name}", EXAMPLES.get(one.name, []))
    for value in (*TAKEN[one.sort], *words, *examples):
        if (one.name, str(value).strip()) in NOT_ALONE or (one.name == "value" and value == "0"):
            continue
        text = with_key(table, one.name, value)
        assert is_valid(text), told(text)
        # Days may clash with others, and answers go with what is asked for.
        assert is_taken(text) or one.sort is Sort.DATE or one.name in ANSWERS, told(text)
    for value in REFUSED[one.sort]:
        text = with_key(table, one.name, value)
        assert not is_taken(text), told(text)
        assert not is_valid(text), told(text)
    if one.required:
        text = with_key(table, one.name, None)
        assert not is_taken(text)
        assert not is_valid(text), told(text)


ANSWERS: Final = frozenset({
    "type", "options", "ordered", "unit", "measure", "lower_bound", "upper_bound", "answer",
    "answer_low", "answer_high",
})  # fmt: skip
"""Keys of questions that are not yes or no, which are tried in the claim files of the docs."""

NOT_ALONE: Final = {
    ("verdict", "answered"),
    ("stance", "against"),
    ("verdict", "in-progress"),
    ("verdict", "late"),
    ("disputed", "True"),
    ("disputed", "true"),
}
"""What is right only beside something else, and is tried below."""


@pytest.mark.parametrize("table", fields.TABLES)
def test_a_key_of_none_of_its_tables_is_refused_by_both(table: str) -> None:
    text = with_key(table, "colour", "red")
    assert not is_taken(text)
    assert not is_valid(text)


SHAPES: Final = {
    "no source": "x = 1\n",
    "a table that is none": f"{SOURCE}[claims]\n",
    "several sources": '[[source]]\nid = "s"\npublisher = "P"\n',
    "a claim that is one table": f'{SOURCE}[claim]\nid = "a"\nspeaker = "A"\nstatement = "S."\n',
    "claims that are none": f'claim = ["a"]\n{SOURCE}',
    "a verdict that is one table": f'{SOURCE}{CLAIM}[claim.outcome]\nverdict = "happened"\n',
    "neither question nor statement": f'{SOURCE}[[claim]]\nid = "a"\nspeaker = "A"\n',
    "both of them": f'{SOURCE}{CLAIM}question = "q"\n',
    "a verdict on a claim with a question":
        f'{SOURCE}[[claim]]\nid = "a"\nspeaker = "A"\nquestion = "q"\n'
        '[[claim.outcome]]\nverdict = "happened"\n',
    "words without a due day": f'{SOURCE}{CLAIM}due_words = "soon"\n',
    "a basis without a due day": f'{SOURCE}{CLAIM}due_basis = "desk"\n',
    "a denial without a question": f'{SOURCE}{CLAIM}stance = "against"\n',
    "a denial in blanks": f'{SOURCE}{CLAIM}stance = " against "\n',
    "a value that goes with nothing":
        f'{SOURCE}{CLAIM}due = 2023-07-12\n[[claim.outcome]]\nverdict = "happened"\nvalue = 0.5\n',
    "evidence that names nothing":
        f'{SOURCE}{CLAIM}[[claim.outcome]]\nverdict = "void"\nevidence = [{{ note = "n" }}]\n',
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_faults_of_shape_are_refused_by_both(name: str) -> None:
    assert not is_taken(SHAPES[name])
    assert not is_valid(SHAPES[name]), told(SHAPES[name])


# Files that nobody wrote


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Claim files of records of every kind, with nothing that contradicts."""
    origin = Origin("f.toml", lambda _: 0)
    source = replace(draw(sources()), id="s", published=None)
    asked = replace(draw(questions()), id="q")
    own = replace(draw(questions()), id="d", note=None)
    named = replace(draw(claims()), id="c", source="s", question="q", made=None)
    alone = replace(draw(claims()), id="d", source="s", question="d", made=None)
    stance = None if alone.stance == "against" else alone.stance
    bundle = Bundle(
        "f.toml",
        Item(source, None, origin),
        tuple(Item(one, None, origin) for one in (asked, own)),
        tuple(Item(one, None, origin) for one in (named, replace(alone, stance=stance))),
        tuple(
            Item(replace(one, question=draw(st.sampled_from("qd")), happened_on=None), "R.", origin)
            for one in draw(st.lists(outcomes(), max_size=2))
        ),
    )
    return print_document(bundle_document(bundle))


@pytest.mark.slow
@settings(deadline=None, max_examples=many(20, 3000), suppress_health_check=list(HealthCheck))
@given(documents())
def test_made_files_are_taken(text: str) -> None:
    assert is_valid(text), told(text)


ANYTHING: Final = [value for several in (*TAKEN.values(), *REFUSED.values()) for value in several]


@pytest.mark.slow
@settings(deadline=None, max_examples=many(150, 20000))
@given(st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(ANYTHING)), max_size=3))
def test_whatever_stands_under_keys_the_schema_takes_what_check_takes(
    changes: list[tuple[tuple[str, fields.Field], object]],
) -> None:
    document = deepcopy(DOCUMENT)
    for (table, one), value in changes:
        try:
            table_of(document, table)[one.name] = value
        except (TypeError, KeyError, IndexError):  # what is around it is no table any more
            return
    text = text_of(document)
    assert is_valid(text) or not is_taken(text), told(text)


# What only ``check`` sees


def page() -> str:
    return (ROOT / "docs" / "claim-file.md").read_text("utf-8")


OUTCOME: Final = '[[claim.outcome]]\nverdict = "{0}"\n'
DUE: Final = f"{SOURCE}{CLAIM}due = 2023-07-12\n"
BEYOND: Final[dict[str, tuple[str, ...]]] = {
    "an id that is used twice": (f"{SOURCE}{CLAIM}{CLAIM}note = 'n'\n",),
    "a date in words that cannot be read, or in two ways": (
        f'{SOURCE}{CLAIM}due = "soonish"\n', f'{SOURCE}{CLAIM}due = "03/04/2024"\n',
    ),
    "a day without quotation marks where none is wanted": (f"{SOURCE}{CLAIM}note = 2023-07-12\n",),
    "a due day before the claim was made": (f"{SOURCE}{CLAIM}due = 2022-01-01\n",),
    "a day to come on which something is said to have happened, or was said": (
        f'{SOURCE}{CLAIM}made = "2199-01-01"\n',
        f"{DUE}{OUTCOME.format('happened')}happened_on = 2199-01-01\n",
    ),
    "a verdict that the dates contradict": (
        f"{DUE}{OUTCOME.format('happened')}happened_on = 2024-01-01\n",
        f"{DUE}{OUTCOME.format('late')}happened_on = 2023-07-11\n",
        f"{SOURCE}{CLAIM}{OUTCOME.format('late')}",
        f"{SOURCE}{CLAIM}due = 2199-01-01\n{OUTCOME.format('did-not-happen')}",
    ),
    "a value of 0 or 1, which is another verdict": (
        f"{DUE}{OUTCOME.format('partly')}value = 1.0\n",
        f"{DUE}{OUTCOME.format('partly')}value = 0\n",
    ),
    "a number that would be rounded to 0, `nan`, and a text that its exponent makes too large": (
        f"{SOURCE}{CLAIM}probability = 1e-19\n",
        f"{SOURCE}{CLAIM}probability = nan\n",
        f'{SOURCE}{CLAIM}probability = "1e3"\n',
    ),
    "a stance that the probability contradicts": (
        f'{SOURCE}{CLAIM}stance = "for"\nprobability = 0.1\n',
    ),
    "a verdict that is blind and adjudicates, news that does, and one disputed that is not blind": (
        f"{DUE}{OUTCOME.format('happened')}blind = true\nadjudicates = true\n",
        f"{DUE}{OUTCOME.format('stalled')}adjudicates = true\n",
        f"{DUE}{OUTCOME.format('happened')}disputed = true\n",
    ),
    "an address that would run a program, such as `javascript:`": (
        f'{SOURCE}url = "javascript:x"\n',
    ),
    "control characters": (f'{SOURCE}title = "a\\u0007b"\n',),
    "a claim that names itself as its question": (
        f'{SOURCE}[[claim]]\nid = "a"\nspeaker = "A"\nquestion = "a"\n',
    ),
}  # fmt: skip
"""By the words of the page, files that the schema takes and ``check`` does not."""


def test_the_page_lists_what_only_check_sees() -> None:
    section = page().partition("Only `ledger check` sees")[2].partition("\n## ")[0]
    assert re.findall(r"^- (.*)[;.]$", section, re.MULTILINE) == list(BEYOND)


@pytest.mark.parametrize("name", BEYOND)
def test_what_only_check_sees_the_schema_takes(name: str) -> None:
    for text in BEYOND[name]:
        assert not is_taken(text), text
        assert is_valid(text), told(text)
