"""The text of the reading commands: it fits a terminal, and cannot steer it."""

from __future__ import annotations

import shutil
import unicodedata
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from commands import CLAIMS, Desk
from tampering import unguarded

from ledger.text import width

if TYPE_CHECKING:
    from pathlib import Path

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


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_text_fits_80_columns(desk: Desk, command: list[str]) -> None:
    lines = desk.done(*command).splitlines()
    assert len(lines) > 3
    assert [line for line in lines if len(line) > 80 and "://" not in line] == []


@pytest.mark.slow
def test_every_dossier_fits_80_columns(desk: Desk) -> None:
    claims = desk.json("list")
    shown = {one["id"] for one in claims} | {one["question"] for one in claims}
    for identifier in (*sorted(shown), claims[0]["source"]):
        lines = desk.done("show", identifier).splitlines()
        assert [line for line in lines if len(line) > 80 and "://" not in line] == []


def test_a_list_gives_each_id_in_full_however_long(empty: Desk) -> None:
    for n, identifier in enumerate(("i" * 100, "short", "x" * 41)):
        empty.add(id=identifier, statement=f"Case {n}.")
        empty.done("record", identifier, "did-not-happen")
    told = empty.done("list")
    assert {"i" * 100, "x" * 41} <= {line.strip() for line in told.splitlines()}
    state = "due 2023-07-12  settled did-not-happen: wrong"
    assert f"short{' ' * (80 - 5 - len(state))}{state}" in told.splitlines()
    assert told.splitlines()[1] == f"{state:>80}"
    assert f"\n        {'x' * 41}\n" in empty.done("log")


def test_wide_characters_align(empty: Desk) -> None:
    empty.add(
        id="kishida", speaker="岸田文雄内閣総理大臣岸田文雄", statement="東京にNATOの連絡事務所" * 9
    )
    empty.add(id="black", speaker="James Black", statement="NATO agrees on a floor.")
    lines = empty.done("list").splitlines()
    assert lines[1] == "  James Black             NATO agrees on a floor."
    assert lines[3].startswith("  岸田文雄内閣総理大臣岸… 東京に")  # 2 + 11 * 2 + 1 + 1 columns
    wide = [sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in x) for x in lines]
    assert max(wide) <= 80
    for line in empty.done("show", "kishida").splitlines():
        assert sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in line) <= 80


BUREAU = "国際連合安全保障理事会報道官室ならびに関係各国政府代表部連絡協議会事務局広報担当課"
SENTENCE = "日本の防衛費は国内総生産の二パーセントに達する。すべての野党がそれに同意する。" * 3


@pytest.mark.slow
def test_no_line_about_claims_in_japanese_is_wider_than_80_columns(empty: Desk) -> None:
    keys = ("statement", "quote", "title", "criteria", "condition", "note", "organisation", "role")
    empty.add(
        id="bureau", publisher=BUREAU, speaker=BUREAU, topic=BUREAU, **dict.fromkeys(keys, SENTENCE)
    )
    source = empty.json("list")[0]["source"]
    told = [
        empty.done("record", "bureau", "did-not-happen", "--note", SENTENCE),
        empty.done("record", "bureau", "partly", "--reason", SENTENCE),
        empty.done("amend", "bureau", "--reason", SENTENCE, "--quote", SENTENCE[:50]),
    ]
    reading = ("list", "list --full", "search 日本", "show bureau", "log", "corrections", "report")
    told += [empty.done(*one.split()) for one in (*reading, "report --by publisher")]
    told.append(empty.done("show", source))
    lines = [line for one in told for line in one.splitlines()]
    assert [line for line in lines if width(line) > 80] == []
    assert [line for line in lines if line.strip().startswith("。")] == []


def test_the_results_of_speakers_with_long_names_are_shown_before_they_are_recorded(
    empty: Desk,
) -> None:
    empty.add(id="bureau", speaker=BUREAU)
    told = empty.done("record", "bureau", "did-not-happen").splitlines()
    assert told[2:5] == [
        f"  {BUREAU[:38]}",
        f"    {BUREAU[38:]}, for: wrong{'(bureau)':>58}",
        "Recorded bureau#1.",
    ]


def test_what_could_steer_a_terminal_is_not_printed(empty: Desk) -> None:
    """Even from a ledger that somebody has tampered with."""
    empty.add(id="floor", statement="NATO agrees.", topic="nato", wording="may")
    empty.done("record", "floor", "happened", "--on", "2023-07-11", "--note", "So they say.")
    empty.done("--recorder", "Ann", "record", "floor", "void", "--blind")
    hostile = "\x1b]0;owned\x07\x1b[31mred\x9b2J\u202edeined\u2066\x00\x08\rX"
    with unguarded(empty.database) as database:
        for table, columns in {
            "claims": ["speaker", "quote", "wording", "role", "organisation"],
            "questions": ["statement", "criteria", "condition"],
            "sources": ["publisher", "title"],
        }.items():
            names = {row[1] for row in database.execute(f"PRAGMA table_info({table})")}
            for column in set(columns) & names:
                database.execute(f"UPDATE {table} SET {column} = ?", [hostile])  # noqa: S608 - names of ours
    for command in (*READING, ["show", "floor"], ["report"], ["report", "--format", "md"]):
        result = empty(*(one if one != "nato" else "so" for one in command))
        assert result.exit_code == 0, result.output
        assert not [one for one in result.stdout if unicodedata.category(one) in {"Cf", "Cs"}]
        steering = {one for one in result.stdout if unicodedata.category(one) == "Cc"}
        assert steering <= {"\n"}


def test_a_name_typed_with_escapes_does_not_reach_the_terminal(empty: Desk) -> None:
    hostile = "\x1b]0;owned\x07\u202e"
    empty.add()
    for arguments in (
        ["show", hostile],
        ["list", "--speaker", hostile],
        ["log", hostile],
        ["list", "--as-of", hostile],
        ["list", "--due-before", hostile],
        ["record", hostile, "happened"],
        ["record", "x", hostile],
        ["amend", hostile, "--due", "2024"],
        ["withdraw", hostile],
        ["check", hostile],
        ["import", hostile],
        ["export", "-o", str(empty.database / hostile)],
        [hostile],
    ):
        result = empty(*arguments)
        assert result.exit_code in {1, 2}, arguments
        assert "Traceback" not in result.output
        assert not set(result.output) & set("\x1b\x07\u202e")


def test_texts_of_several_lines_are_wrapped_each(empty: Desk) -> None:
    empty.done(
        *("add", "--id", "floor", "--speaker", "B", "--statement", "One.\n\nTwo."),
        *("--publisher", "P"),
    )
    assert "\n  One.\n\n  Two.\n" in empty.done("show", "floor")


def test_show_tells_a_denial_as_one(desk: Desk) -> None:
    told = desk.done("show", "experts-doubt-it")
    assert "\n  denies: At the Vilnius summit, NATO gives Ukraine" in told
    assert "settled: did-not-happen, so unnamed: experts was right" in told
    assert "Other claims on the question\nreznikov-signal-formula" in told


def test_corrections_of_one_entry_are_told_together(empty: Desk) -> None:
    empty.add(id="floor", due="next week")
    empty.done("amend", "floor", "--due", "2023-07-31", "--topic", "nato", "--reason", "misread")
    told = empty.done("corrections")
    assert told.count("question floor  after the fact") == 1
    assert told.count("reason: misread") == 1
    assert "      due: 2023-07-10 to 2023-07-16 -> 2023-07-31\n" in told
    assert "      topics: (nothing) -> nato\n" in told


def test_show_of_what_was_withdrawn_says_so(empty: Desk) -> None:
    empty.add(id="floor", due="2099")
    empty.done("withdraw", "floor")
    assert "It was withdrawn, and is shown as it last was." in empty.done("show", "floor")
    assert empty.json("show", "floor")["withdrawn"] is True
    assert empty.done("list") == "No claim matches.\n"


def test_due_lists_what_is_overdue_what_comes_and_what_lies(
    empty: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On 20 July 2023: due on the 12th is overdue, on 19 August within 30 days, on the 20th not."""

    def today(day: int) -> None:
        now = datetime(2023, 7, day, 9, tzinfo=UTC)
        monkeypatch.setattr("ledger.book.ledger.utc_now", lambda: now)

    today(4)
    empty.add(id="past", due="2023-07-12", statement="Past.")
    empty.add(id="soon", due="2023-08-19", statement="Soon.")
    empty.add(id="later", due="2023-08-20", statement="Later.")
    empty.add(id="undated", due="", statement="Undated.")
    today(20)
    told = empty.done("due", "--within", "30d", "--stale", "2w")
    heads = [line for line in told.splitlines() if line.endswith(")")]
    assert heads == [
        "Overdue (1)",
        "Due within 30 days (1)",
        "Without a due day, untouched for 14 days (1)",
    ]
    found = empty.json("due", "--within", "1m", "--stale", "2w")
    assert [(one["id"], one["why"]) for one in found] == [
        ("past", "overdue"),
        ("soon", "due"),
        ("undated", "stale"),
    ]
    empty.done("record", "undated", "stalled")
    assert ids_in(empty.json("due", "--stale", "2w")) == ["past", "soon"]
    assert "later" in ids_in(empty.json("due", "--within", "31"))
    assert ids_in(empty.json("due", "--as-of", "2023-07-04")) == ["past"]


@pytest.mark.slow
def test_as_of_gives_what_was_given_then(empty: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime(2023, 7, 5, 9, tzinfo=UTC)
    monkeypatch.setattr("ledger.book.ledger.utc_now", lambda: now)
    empty.add(id="floor", due="2023-07-12")
    commands = [
        *(["list"], ["show", "floor"], ["search", "nato"], ["due"], ["log"], ["corrections"]),
        *(["disputes"], ["report"], ["report", "--format", "json"]),
    ]
    then = [empty.done(*command) for command in commands]
    now = datetime(2023, 8, 1, 9, tzinfo=UTC)
    empty.done("record", "floor", "happened", "--on", "2023-07-11")
    empty.add(id="other", statement="It rains in NATO.", due="2023-12-01")
    empty.done("amend", "floor", "--speaker", "Jim Black", "--reason", "misread")
    for moment in ("2023-07-05", "3@2023-07-05", "5 July 2023"):
        assert [empty.done(*command, "--as-of", moment) for command in commands] == then
    assert "has not come yet" in empty.refused("list", "--as-of", "2023-08-02")
    assert "There is no entry 99" in empty.refused("list", "--as-of", "99@2023-08-01")


def test_show_offers_close_ids(desk: Desk) -> None:
    told = desk.refused("show", "two-percent-flor")
    assert told.endswith("Did you mean two-percent-floor?\n")
    assert "There is no" in desk.refused("log", "two-percent-flor")


def test_a_tiny_probability_is_shown_as_it_was_typed(desk: Desk) -> None:
    made = desk.add(probability="0.0000001")
    assert "(0.0000001)" in desk.done("show", made)
