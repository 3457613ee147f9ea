"""The JSON of the reading commands: names that stay, and texts whatever they hold."""

from __future__ import annotations

import json
import shutil
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
from commands import CLAIMS, COUNTS, Desk

if TYPE_CHECKING:
    from pathlib import Path

# The names that programs rely on, and below each what was added since.
CLAIM_KEYS = {
    *("id", "kind", "question", "statement", "condition", "criteria", "speaker", "role"),
    *("attribution", "source", "publisher", "quote", "wording", "stance", "probability", "made"),
    *("due", "due_words", "due_basis", "topics", "checkable", "status", "verdict", "value"),
    *("happened_on", "credit", "result", "outcomes", "recorded_at", "speaker_group"),
    *("organisation", "published", "note", "disputed", "resolve_by", "closes", "place"),
    "proposed",
    *("type", "options", "ordered", "unit", "measure", "lower_bound", "upper_bound", "answer"),
    *("outcome_answer", "outcome_answer_low", "outcome_answer_high"),
}
OUTCOME_KEYS = {
    *("id", "verdict", "value", "happened_on", "note", "evidence", "by", "recorded_at", "stands"),
    "reason",
    *("blind", "adjudicates", "disputed", "answer", "answer_low", "answer_high"),
}
AGREEMENT_KEYS = {"as_of", "entry", "alpha", "recorders", "questions", "imported", "disputes"}
DISPUTE_KEYS = {"question", "statement", "verdicts", "stands", "adjudicated"}
VERDICT_KEYS = {
    *("by", "verdict", "value", "answer", "happened_on", "id", "blind", "disputed"),
    "recorded_at",
}
CORRECTION_KEYS = {
    *("entry", "at", "by", "kind", "id", "what", "before", "after", "reason"),
    *("after_the_fact", "undone"),
}
ENTRY_KEYS = {"entry", "at", "by", "kind", "id", "body"}
EVIDENCE_KEYS = {"url", "source", "publisher", "title", "published", "archive_url", "note"}
QUESTION_KEYS = {
    *(
        "id",
        "statement",
        "due",
        "due_words",
        "due_basis",
        "resolve_by",
        "closes",
        "criteria",
        "condition",
        "topics",
    ),
    *("type", "options", "ordered", "unit", "measure", "lower_bound", "upper_bound"),
    *("note", "claims", "outcomes", "withdrawn", "corrections", "responses"),
}
SOURCE_KEYS = {
    *("id", "publisher", "title", "authors", "published", "url", "archive_url", "language"),
    *("note", "digest", "claims"),
}

READING = [
    ["list"],
    ["list", "--full"],
    ["search", "nato"],
    ["search", "nato", "--full"],
    ["due", "--within", "1000y", "--stale", "0"],
    ["due", "--within", "1000y", "--stale", "0", "--full"],
    ["log"],
    ["corrections"],
    ["disputes"],
    ["disputes", "--full"],
]


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The claims of this repository, and some corrections of them; and a blind verdict."""
    desk = Desk(tmp_path_factory.mktemp("imported"))
    desk.done("import", CLAIMS)
    desk.done("amend", "two-percent-floor", "--wording", "aim to", "--reason", "misread " * 20)
    desk.done("amend", "jt-2023-07-nato-vilnius", "--title", "A preview " * 20)
    desk.done("withdraw", "two-percent-floor#1", "--reason", "to judge it again")
    desk.done("record", "two-percent-floor", "partly", "--value", "0.75", "--on", "2023-07-11")
    desk.done("--recorder", "Ann", "record", "reznikov-signal-formula", "void", "--blind")
    return desk.database


@pytest.fixture
def desk(tmp_path: Path, imported: Path) -> Desk:
    shutil.copyfile(imported, tmp_path / "ledger.db")
    return Desk(tmp_path)


@pytest.fixture
def empty(tmp_path: Path, empty_ledger: Path) -> Desk:
    shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    return Desk(tmp_path)


def ids_in(claims: list[dict[str, Any]]) -> list[str]:
    return [one["id"] for one in claims]


@pytest.mark.parametrize("command", [["list"], ["search", "nato"]])
def test_list_and_search_are_arrays_of_claims(desk: Desk, command: list[str]) -> None:
    found = desk.json(*command)
    assert isinstance(found, list)
    assert {frozenset(one) for one in found} == {frozenset(CLAIM_KEYS)}
    outcomes = [outcome for one in found for outcome in one["outcomes"]]
    assert {frozenset(one) for one in outcomes} == {frozenset(OUTCOME_KEYS)}
    evidence = [one for outcome in outcomes for one in outcome["evidence"]]
    assert {frozenset(one) for one in evidence} == {frozenset(EVIDENCE_KEYS)}


def test_due_is_an_array_of_claims_that_say_why_they_are_there(desk: Desk) -> None:
    found = desk.json("due", "--within", "1000y", "--stale", "0")
    assert {frozenset(one) for one in found} == {frozenset(CLAIM_KEYS | {"why"})}
    assert {one["why"] for one in found} <= {"overdue", "due", "stale"}


def test_show_of_a_claim_is_a_claim_with_its_corrections(desk: Desk) -> None:
    claim = desk.json("show", "two-percent-floor")
    assert set(claim) == CLAIM_KEYS | {"withdrawn", "corrections", "responses"}
    assert claim["withdrawn"] is False
    assert {frozenset(one) for one in claim["corrections"]} == {frozenset(CORRECTION_KEYS)}
    assert [one["id"] for one in claim["outcomes"]] == ["two-percent-floor#2"]
    assert (claim["value"], claim["credit"], claim["result"]) == (0.75, 0.75, "partly")


def test_show_of_a_question_is_a_question_with_its_claims(desk: Desk) -> None:
    question = desk.json("show", "ukraine-clear-signal-and-formula")
    assert set(question) == QUESTION_KEYS
    assert ids_in(question["claims"]) == ["experts-doubt-it", "reznikov-signal-formula"]
    assert {frozenset(one) for one in question["claims"]} == {frozenset(CLAIM_KEYS)}
    assert all(one["outcomes"] == question["outcomes"] != [] for one in question["claims"])


def test_show_of_an_outcome_is_its_question(desk: Desk) -> None:
    question = desk.json("show", "ukraine-clear-signal-and-formula")
    assert desk.json("show", "ukraine-clear-signal-and-formula#1") == question


def test_show_of_a_source_is_a_source_with_its_claims(desk: Desk) -> None:
    source = desk.json("show", "jt-2023-07-nato-vilnius")
    assert set(source) == SOURCE_KEYS
    assert len(source["claims"]) == COUNTS["claims"]
    listed = {one["id"]: one for one in desk.json("list")}
    assert {one["id"]: one for one in source["claims"]} == listed


def test_log_is_an_array_of_every_entry(desk: Desk) -> None:
    found = desk.json("log")
    assert [one["entry"] for one in found] == list(range(1, sum(COUNTS.values()) + 6))
    assert {frozenset(one) for one in found} == {frozenset(ENTRY_KEYS)}
    assert desk.json("log", "--last", "3") == found[-3:]
    about = desk.json("log", "two-percent-floor")
    assert [one["kind"] for one in about] == [
        *("question", "claim", "outcome", "claim", "withdrawal", "outcome")
    ]


def test_corrections_are_an_array(desk: Desk) -> None:
    found = desk.json("corrections")
    assert {frozenset(one) for one in found} == {frozenset(CORRECTION_KEYS)}
    assert [(one["kind"], one["what"]) for one in found] == [
        ("claim", "wording"),
        ("source", "title"),
        ("outcome", "withdrawn"),
    ]
    assert found[0]["before"] == "are looking to"
    assert found[0]["after"] == "aim to"


def test_disputes_are_an_object(desk: Desk) -> None:
    found = desk.json("disputes")
    assert set(found) == AGREEMENT_KEYS
    (dispute,) = found["disputes"]
    assert set(dispute) == DISPUTE_KEYS
    assert {frozenset(one) for one in (dispute["stands"], *dispute["verdicts"])} == {
        frozenset(VERDICT_KEYS)
    }


@pytest.mark.parametrize("command", [*READING, ["show", "floor"], ["show", "jt"]])
def test_json_is_valid_and_keeps_texts_whatever_they_hold(empty: Desk, command: list[str]) -> None:
    statement = 'NATO says "2%" \\ </script> 日本 \u202egnp\u2028 \u0085 & <b>'.replace(
        "\u0085", ""
    )
    empty.done(
        *("add", "--id", "floor", "--speaker", "Zoë “Z” \u200b", "--statement", statement),
        *("--publisher", "P", "--due", "2023"),
    )
    empty.done("amend", "floor", "--wording", "\u202emay\u2066", "--reason", "=1+1")
    empty.done("record", "floor", "stalled")
    empty.done("--recorder", "Zoë", "record", "floor", "in-progress", "--blind")
    if command == ["show", "jt"]:
        command = ["show", empty.json("list")[0]["source"]]
    if command[:1] == ["search"]:
        command = ["search", "nato"]
    command = [one for one in command if one != "--full"]
    text = empty.done(*command, "--format", "json")
    assert not [one for one in text if unicodedata.category(one) in {"Cf", "Zl", "Zp"}]
    assert "日本" in text or command[:1] == ["corrections"]
    found = json.dumps(json.loads(text), ensure_ascii=False)
    assert json.dumps(statement, ensure_ascii=False) in found or command[:1] == ["corrections"]


def test_nothing_found_is_an_empty_array_or_a_sentence(empty: Desk) -> None:
    told = {
        "list": "No claim matches.",
        "search x": "No claim matches.",
        "due": "Nothing is due, overdue or left untouched.",
        "log": "The journal is empty.",
        "corrections": "Nothing was amended, withdrawn or re-judged.",
    }
    for command, sentence in told.items():
        assert empty.json(*command.split()) == []
        assert empty.done(*command.split()) == f"{sentence}\n"


# Filters


@pytest.mark.slow
def test_list_filters_by_everything_claims_have(desk: Desk) -> None:
    whole = desk.json("list")
    assert len(whole) == COUNTS["claims"]

    def check(arguments: list[str], key: str, *values: str) -> None:
        expected = [one["id"] for one in whole if one[key] in values]
        assert expected
        assert ids_in(desk.json("list", *arguments)) == expected

    check(["--speaker", "Jamie Shea"], "speaker", "Jamie Shea")
    check(
        ["--speaker", "jamie shea", "--speaker", "JAMES BLACK"],
        "speaker",
        "Jamie Shea",
        "James Black",
    )
    check(["--publisher", "the japan times"], "publisher", "The Japan Times")
    check(["--status", "settled"], "status", "settled")
    check(["--status", "open", "--status", "overdue"], "status", "open", "overdue")
    check(["--verdict", "void"], "verdict", "void")
    check(["--kind", "plan"], "kind", "plan")
    check(["--source", "jt-2023-07-nato-vilnius"], "source", "jt-2023-07-nato-vilnius")
    check(["--question", "two-percent-floor"], "question", "two-percent-floor")
    topical = [one["id"] for one in whole if "tokyo-office" in one["topics"]]
    assert ids_in(desk.json("list", "--topic", "tokyo-office")) == topical != []
    dated = [one for one in whole if one["due"] == "2023-07-12"]
    assert ids_in(desk.json("list", "--due-before", "2023-07-13")) == ids_in(dated) != []
    assert desk.json("list", "--due-before", "2023-07-12") == []
    later = ids_in(desk.json("list", "--due-after", "2023-07-12"))
    assert later
    assert not set(later) & set(ids_in(dated))


def test_a_filter_that_names_nothing_is_refused_with_close_names(desk: Desk) -> None:
    told = desk.refused("list", "--speaker", "Jamie Shae")
    assert "There is no speaker 'Jamie Shae' in this ledger. Did you mean Jamie Shea" in told
    assert "Did you mean James Black?" in desk.refused("list", "--speaker", "Black")


@pytest.mark.parametrize(
    "words",
    [
        "",
        "'",
        '"',
        "*",
        "-x",
        "--",
        "(",
        "AND",
        "NEAR(",
        "a:b",
        "%",
        "_",
        "\\",
        "日本",
        "\udcff",
        ";",
    ],
)
def test_search_takes_anything_a_person_types(desk: Desk, words: str) -> None:
    arguments = ["search", "--", words] if words.startswith("-") else ["search", words]
    assert desk(*arguments).exit_code == 0
    assert desk("search", "nato", f"{words} {words}").exit_code == 0


def test_search_finds_words_by_their_beginning_without_case_or_accents(desk: Desk) -> None:
    assert "two-percent-floor" in ids_in(desk.json("search", "VILNIUS", "least"))
    pajon = [one["id"] for one in desk.json("list", "--speaker", "Céline Pajon")]
    assert set(ids_in(desk.json("search", "celine paj"))) >= set(pajon)
    assert desk.json("search", "vilnius", "xyzzy") == []
    assert desk.done("search", "xyzzy") == "No claim matches.\n"


def test_an_option_misspelt_in_a_search_is_not_searched_for(desk: Desk) -> None:
    told = desk.misused("search", "--fromat", "json", "nato")
    assert "No such option '--fromat'. Did you mean '--format'?" in told
    assert desk.done("search", "--", "--format") == desk.done("search", "format")
