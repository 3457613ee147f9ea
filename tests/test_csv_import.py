"""Sheets in by the command: what a row becomes, and what an edited one changes."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import pytest
from commands import Desk

from ledger.formats.registry import READERS

if TYPE_CHECKING:
    from pathlib import Path

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")

PROMISES = """\
speaker,statement,made,due,source,publisher,published,topics,verdict,evidence_url
Ann,"We build
100 schools.",2020-01-05,2024-12-31,post,The Post,2020-01-06,schools; building,partly,https://a.example
Ann,Taxes fall.,2020-01-05,2024,post,The Post,2020-01-06,,did-not-happen,https://b.example
Bea,Rain falls.,2020-02-01,2020-03-01,hub,The Hub,2020-02-01,,,
"""
ADDED = "Added 3 claims, 2 outcomes, 3 questions, 2 sources.\n"


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path) -> Desk:
    shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    return Desk(tmp_path)


def sheet(desk: Desk, text: str, name: str = "sheet.csv", encoding: str = "utf-8") -> Path:
    path = desk.folder / name
    path.write_bytes(text.encode(encoding))
    return path


def only(desk: Desk, speaker: str = "Bea") -> dict[str, object]:
    """The one claim of a speaker."""
    (claim,) = desk.json("list", "--speaker", speaker)
    return dict(claim)


def test_a_row_becomes_a_claim_with_its_source_question_and_verdict(desk: Desk) -> None:
    result = desk("import", sheet(desk, PROMISES))
    assert result.stdout == ADDED
    assert result.stderr == f"Reading {desk.folder / 'sheet.csv'} as csv.\n"
    taxes, schools = sorted(
        desk.json("list", "--speaker", "Ann"), key=lambda one: len(one["statement"])
    )
    assert taxes["statement"] == "Taxes fall."
    assert schools["statement"] == "We build\n100 schools."
    assert schools["topics"] == ["schools", "building"]
    assert (schools["verdict"], schools["publisher"]) == ("partly", "The Post")
    assert schools["outcomes"][0]["evidence"][0]["url"] == "https://a.example"
    assert only(desk)["status"] == "overdue"


def test_the_same_sheet_again_changes_nothing(desk: Desk) -> None:
    path = sheet(desk, PROMISES)
    desk.done("import", path)
    log = desk.json("log")
    told = desk.done("import", path)
    assert told == "Nothing changed: 10 records are as the ledger has them.\n"
    assert desk.json("log") == log


@pytest.mark.parametrize(
    ("separator", "encoding"),
    [(";", "utf-8"), ("\t", "utf-8"), (",", "utf-8-sig"), (",", "utf-16"), (";", "cp1252")],
)
def test_separators_and_encodings_are_told_apart(desk: Desk, separator: str, encoding: str) -> None:
    row = ["Zoë Ω"[: 3 if encoding == "cp1252" else None], "Rain falls.", "Süd"]
    text = "\n".join(separator.join(one) for one in (["Speaker", "Statement", "Publisher"], row))
    result = desk("import", sheet(desk, f"{text}\n", encoding=encoding))
    assert result.exit_code == 0, result.output
    assert [(one["speaker"], one["publisher"]) for one in desk.json("list")] == [(row[0], "Süd")]
    assert ("is read as Latin-1 (cp1252)" in result.stderr) == (encoding == "cp1252")


def test_an_encoding_can_be_named(desk: Desk) -> None:
    text = "speaker,statement,publisher\nЮля,It rains.,P\n"
    path = sheet(desk, text, encoding="koi8-r")
    desk.done("import", "--encoding", "koi8-r", path)
    assert only(desk, "Юля")["publisher"] == "P"
    told = desk.refused("import", "--encoding", "nonsense", path)
    assert "Unknown encoding 'nonsense'" in told
    path.write_bytes(b"")
    assert "Unknown encoding 'hex'" in desk.refused("import", "--encoding", "hex", path)


def test_a_tsv_is_read_by_its_name_and_any_table_by_its_header(desk: Desk) -> None:
    text = "speaker\tstatement\tpublisher\nAnn\tIt rains.\tP\n"
    assert "Added 1 claim" in desk.done("import", sheet(desk, text, "sheet.tsv"))
    assert "Nothing changed" in desk.done("import", sheet(desk, text, "sheet.txt"))
    plain = sheet(desk, "Dear reader,\nall is well.\n", "letter.txt")
    told = desk.refused("import", plain)
    assert told == (
        f"{plain}: The format of this file cannot be recognised from its beginning. "
        f"Name it with --from: {', '.join(READERS)}, jsonl.\n"
        "1 problem found; nothing was written.\n"
    )


# Ids


def test_rows_that_make_one_id_are_numbered(desk: Desk) -> None:
    rows = "".join(f"Ann,It rains.,P,{chance}\n" for chance in ("", "0.5", "0.7"))
    desk.done("import", sheet(desk, f"speaker,statement,publisher,probability\n{rows}"))
    first, *others = sorted(one["id"] for one in desk.json("list"))
    assert others == [f"{first}-2", f"{first}-3"]


def test_a_source_is_known_by_its_url_whatever_it_is_called(desk: Desk) -> None:
    text = "speaker,statement,publisher,title,url\nAnn,It rains.,P,Old,https://p.example/1\n"
    desk.done("import", sheet(desk, text))
    source = only(desk, "Ann")["source"]
    told = desk.done("import", sheet(desk, text.replace("Old", "New")))
    assert told.startswith(f"Amended: {source}.\n")


def test_editing_what_the_id_is_made_of_makes_a_new_claim_and_names_the_old(desk: Desk) -> None:
    desk.done("import", sheet(desk, PROMISES))
    old = next(one["id"] for one in desk.json("list") if one["statement"] == "Taxes fall.")
    told = desk.done("import", sheet(desk, PROMISES.replace("Taxes fall.", "Taxes rise.")))
    assert told.startswith("Added 1 claim, 1 outcome, 1 question.\n")
    assert told.endswith(f"In the ledger, but not in the files: {old}.\n")


@pytest.mark.parametrize("together", [False, True])
def test_a_sheet_misses_only_what_came_in_with_it(desk: Desk, *, together: bool) -> None:
    """Two sheets, one claim by hand and one claim file have one source; one sheet has less."""
    head = "id,speaker,statement,source,publisher,verdict\n"
    rows = {one: f"{one},Ann,It rains {one}.,s,P,\n" for one in ("a1", "a2", "a3", "b1", "b2")}
    first = sheet(desk, head + rows["a1"] + rows["a2"] + rows["a3"], "a.csv")
    second = sheet(desk, head + rows["b1"] + rows["b2"], "b.csv")
    for paths in [[first, second]] if together else [[first], [second]]:
        assert "not in the files" not in desk.done("import", *paths)
    desk.done("add", "--source", "s", "--speaker", "Ann", "--statement", "By hand.", "--id", "c")
    desk.done("withdraw", "a2", "--reason", "Nobody said it.")
    for path in (first, second):
        assert "not in the files" not in desk.done("import", path)
    told = desk.done("import", sheet(desk, head + rows["a1"], "a.csv"))
    assert told.endswith("In the ledger, but not in the files: a3.\n")
    file = '[source]\nid = "s"\npublisher = "P"\n[[claim]]\nid = "a1"\nspeaker = "Ann"\n'
    file += 'statement = "It rains a1."\n'
    told = desk.done("import", sheet(desk, file, "s.toml"))
    assert told.endswith("In the ledger, but not in the files: a3, b1, b2, c.\n")


def test_an_id_used_twice_is_a_problem_of_the_second_row(desk: Desk) -> None:
    text = "id,speaker,statement,source,publisher\na,A,One.,s,P\na,B,Two.,s,P\ns,C,Three.,s,P\n"
    told = desk.refused("import", sheet(desk, text))
    assert (
        "sheet.csv:3: The id 'a' is already used, in row 2: speaker 'A' there, 'B' here.\n"
    ) in told
    assert "sheet.csv:4: The id 's' is already used, in row 2.\n" in told


# Edited sheets


def test_an_edited_cell_is_an_amendment(desk: Desk) -> None:
    desk.done("import", sheet(desk, PROMISES))
    claim = only(desk)["id"]
    told = desk.done(
        "import", sheet(desk, PROMISES.replace("2020-03-01", "2099-03-01")), "--reason", "misread"
    )
    assert told.startswith(f"Amended: {claim}.\n")
    assert only(desk)["due"] == "2099-03-01"


def test_a_changed_verdict_is_a_new_outcome_and_needs_a_reason(desk: Desk) -> None:
    desk.done("import", sheet(desk, PROMISES))
    path = sheet(desk, PROMISES.replace("did-not-happen", "happened"))
    assert "happened corrects that, so give a reason" in desk.refused("import", path)
    assert desk.done("import", path, "--reason", "found later").startswith("Added 1 outcome.\n")
    taxes = min(desk.json("list", "--speaker", "Ann"), key=lambda one: len(one["statement"]))
    assert [one["verdict"] for one in taxes["outcomes"]] == ["did-not-happen", "happened"]
    old = sheet(desk, PROMISES)
    told = desk.done("import", old)
    assert "Left alone, because the ledger has been amended since:" in told
    assert "#1" in told


def test_a_blanked_cell_changes_nothing_and_is_named(desk: Desk) -> None:
    desk.done("import", sheet(desk, PROMISES))
    claim, log = only(desk)["id"], desk.json("log")
    blanked = PROMISES.replace("2020-02-01,2020-03-01,hub", "2020-02-01,,hub")
    told = desk.done("import", sheet(desk, blanked))
    assert f"Blank in the files, and left as the ledger has it: {claim}\n(due).\n" in told
    assert desk.json("log") == log


def test_a_blanked_verdict_is_named(desk: Desk) -> None:
    desk.done("import", sheet(desk, PROMISES))
    blanked = PROMISES.replace("did-not-happen,https://b.example", ",")
    assert "(verdict)" in desk.done("import", sheet(desk, blanked)).replace("\n", " ")


def test_columns_a_sheet_lacks_stay_as_the_ledger_has_them(desk: Desk) -> None:
    desk.add(id="rain", statement="Rain falls.", wording="may", topics="", due="2023-07-12")
    claim = desk.json("show", "rain")
    log = desk.json("log")
    text = f"id,speaker,source\nrain,{claim['speaker']},{claim['source']}\n"
    assert "Nothing changed" in desk.done("import", sheet(desk, text))
    assert desk.json("log") == log
    text = f"id,speaker,source,verdict\nrain,{claim['speaker']},{claim['source']},happened\n"
    assert desk.done("import", sheet(desk, text)).startswith("Added 1 outcome.\n")


def test_what_a_sheet_leaves_to_a_ledger_that_has_it_not_is_missing(desk: Desk) -> None:
    told = desk.refused("import", sheet(desk, "id,source,verdict\nrain,paper,happened\n"))
    assert "sheet.csv:2: publisher is missing, and the ledger has no source 'paper'" in told
    assert "sheet.csv:2: speaker is missing, and the ledger has no claim 'rain'" in told
    assert "sheet.csv:2: statement is missing, and the ledger has no question 'rain'" in told


def test_evidence_of_which_a_sheet_has_only_the_url_keeps_the_rest(
    desk: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "c.toml"
    file.write_text(
        '[source]\nid = "s"\npublisher = "P"\n[[claim]]\nid = "c"\nspeaker = "A"\n'
        'statement = "It rains."\n[[claim.outcome]]\nverdict = "happened"\n'
        'evidence = [{ url = "https://e.example", note = "Wet.", publisher = "E" }]\n'
    )
    desk.done("import", file)
    text = "id,source,verdict,evidence_url\nc,s,happened,https://e.example\n"
    assert "Nothing changed" in desk.done("import", sheet(desk, text))
    more = text.replace("e.example\n", "e.example https://f.example\n")
    assert desk.done("import", sheet(desk, more)).startswith("Amended: c#1.\n")
    evidence = desk.json("show", "c")["outcomes"][0]["evidence"]
    assert [(one["url"], one["note"]) for one in evidence] == [
        ("https://e.example", "Wet."), ("https://f.example", None),
    ]  # fmt: skip


def test_several_sheets_may_have_one_source_if_they_agree_on_it(desk: Desk) -> None:
    text = "speaker,statement,source,publisher\n{},It rains.,s,{}\n"
    one = sheet(desk, text.format("Ann", "P"), "one.csv")
    two = sheet(desk, text.format("Bea", "P"), "two.csv")
    other = sheet(desk, text.format("Cem", "Q"), "other.csv")
    told = desk.refused("import", one, other)
    differs = "other.csv:2: publisher differs from another file, which has the same 's'"
    assert f"{differs}: 'P' there, 'Q' here.\n" in told
    assert desk.done("import", one, two) == "Added 2 claims, 2 questions, 1 source.\n"


# Questions that several rows share

SHARED = """\
id,question,speaker,statement,due,probability,source,publisher,verdict
a,q,Ann,It rains.,2023-07-01,0.7,s,P,happened
b,q,Bea,It rains.,2023-07-01,0.2,s,P,happened
c,q,Cem,,,0.5,s,P,
"""


def test_rows_may_share_a_question_and_its_verdict(desk: Desk) -> None:
    told = desk.done("import", sheet(desk, SHARED))
    assert told == "Added 3 claims, 1 outcome, 1 question, 1 source.\n"
    assert {one["statement"] for one in desk.json("list", "--question", "q")} == {"It rains."}


def test_a_row_that_disagrees_on_a_shared_question_is_a_problem(desk: Desk) -> None:
    text = SHARED.replace("Bea,It rains.,2023-07-01", "Bea,It snows.,2023-07-02")
    told = desk.refused("import", sheet(desk, text.replace("P,happened\nc", "P,late\nc")))
    for key in ("statement", "due"):
        assert f"sheet.csv:3: {key} differs from row 2, which is about the same, 'q': '" in told
    assert "'It rains.' there, 'It snows.' here.\n" in told


def test_words_for_a_due_day_agree_only_if_they_mean_the_same_day(desk: Desk) -> None:
    text = (
        "id,question,speaker,statement,due,made,source,publisher\n"
        "a,q,Ann,It rains.,next week,2023-07-05,s,P\nb,q,Bea,It rains.,next week,{},s,P\n"
    )
    told = desk.refused("import", sheet(desk, text.format("2023-07-12")))
    assert "sheet.csv:3: due differs from row 2" in told
    assert "Added 2 claims" in desk.done("import", sheet(desk, text.format("2023-07-06")))


def test_a_denial_gets_a_question_of_its_own(desk: Desk) -> None:
    text = "id,speaker,statement,stance,source,publisher\na,Ann,It rains.,against,s,P\n"
    path = sheet(desk, text)
    desk.done("import", path)
    assert only(desk, "Ann")["question"] == "a-question"
    assert "Nothing changed" in desk.done("import", path)


def test_a_claim_moved_in_the_ledger_stays_where_it_is(desk: Desk) -> None:
    """A row without a question cell does not say that the claim makes its own question."""
    desk.done("import", sheet(desk, SHARED))
    text = "id,speaker,statement,source,publisher\nd,Dan,It snows.,s,P\n"
    path = sheet(desk, text, "other.csv")
    desk.done("import", path)
    desk.done("amend", "d", "--question", "q", "--reason", "the same")
    log = desk.json("log")
    told = desk.refused("import", path)
    assert "other.csv:2: q: statement changed after" in told
    assert "Nothing changed" in desk.done("import", sheet(desk, "id,source\nd,s\n"))
    assert desk.json("log") == log


# Other people's columns and words


def test_columns_and_words_are_mapped_and_kept_for_the_next_time(desk: Desk) -> None:
    text = "Who,Promise,Deadline,Rating,Remarks\nAnn,Taxes fall.,2024,Compromise,x\n"
    path = sheet(desk, text, "promises.csv")
    mapping = path.with_suffix(".mapping.toml")
    words = [
        word
        for pair in (
            "Who=speaker",
            "Promise=statement",
            "Deadline=due",
            "Rating=verdict",
            "Remarks=",
        )
        for word in ("--map", pair)
    ]
    told = desk.done("import", path, *words, "--default", "publisher=The Post")
    assert told == (
        "Added 1 claim, 1 outcome, 1 question, 1 source.\n"
        f"Kept the mapping in {mapping}; next time: --mapping {mapping}\n"
    )
    assert only(desk, "Ann")["verdict"] == "partly"
    assert "Nothing changed" in desk.done("import", path, "--mapping", mapping)
    text = text.replace("Compromise", "Half of it")
    sheet(desk, text, "promises.csv")
    told = desk.done(
        "import", path, "--mapping", mapping, "--map-value", "verdict:half  OF it=partly"
    )
    assert told.startswith("Nothing changed")
    assert "half  OF it" in mapping.read_text()
    assert "Nothing changed" in desk.done("import", path, "--mapping", mapping)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("Kept", "happened"), ("Compromise", "partly"), ("Broken", "did-not-happen"),
        ("In the Works", "in-progress"), ("Stalled", "stalled"), ("Not Yet Rated", None),
    ],
)  # fmt: skip
def test_the_words_of_promise_meters_are_known(desk: Desk, theirs: str, ours: str | None) -> None:
    text = f"speaker,statement,publisher,verdict\nAnn,Taxes fall.,P,{theirs}\n"
    desk.done("import", sheet(desk, text))
    assert only(desk, "Ann")["verdict"] == ours


def test_another_mapping_is_not_written_over(desk: Desk) -> None:
    path = sheet(desk, "Who,statement,publisher\nAnn,It rains.,P\n")
    other = desk.folder / "sheet.mapping.toml"
    other.write_text('[columns]\nWhom = "speaker"\n')
    told = desk.refused("import", path, "--map", "Who=speaker")
    assert "already exists and says something else" in told
    assert other.read_text() == '[columns]\nWhom = "speaker"\n'
    desk.done("import", path, "--map", "Who=speaker", "--mapping", other)
    assert 'Who = "speaker"' in other.read_text()


@pytest.mark.parametrize(
    "text",
    ["[columns", "[[columns]]\n", "colums = 1\n", '[columns]\na = "nonsense"\n', "encoding = 1\n",
     "[values]\nverdict = 1\n", "[defaults]\npublisher = 1\n"],
)  # fmt: skip
def test_what_is_no_mapping_is_refused(desk: Desk, text: str) -> None:
    path = sheet(desk, PROMISES)
    mapping = sheet(desk, text, "m.toml")
    assert f"{mapping} is not a mapping: " in desk.refused("import", path, "--mapping", mapping)


@pytest.mark.parametrize(
    "words",
    [["--map", "x"], ["--map-value", "x=y"], ["--map", "a=nonsense"], ["--default", "nonsense=1"],
     ["--map-value", "nonsense:a=b"], ["--map", "=due"]],
)  # fmt: skip
def test_a_mapping_used_wrongly_is_refused(desk: Desk, words: list[str]) -> None:
    assert "Error: " in desk.misused("import", sheet(desk, PROMISES), *words)


def test_a_column_nobody_knows_is_named_with_what_it_may_be(desk: Desk) -> None:
    told = desk.refused("import", sheet(desk, "Speaker,Deadline,x,x\nAnn,2024,1,2\n"))
    assert (
        "sheet.csv:1: Unknown column 'Deadline'. Did you mean 'due'? "
        'Say what it holds with --map "Deadline=KEY", or leave it out with --map "Deadline=".\n'
    ) in told
    told = desk.refused("import", sheet(desk, "Speaker,speaker,statement,publisher\na,b,c,d\n"))
    assert "sheet.csv:1: The columns 'Speaker' and 'speaker' are both speaker.\n" in told


# Bad rows

BAD = """\
Who,statement,due,probability,publisher
Ann,It rains.,2023-13,0.7,P
Bea,"It
snows.",2023,0.7,P
Cem,It hails.,2023,70,P
Dan,It thaws.,2023,0.1,P,stray
"""


def test_bad_rows_are_named_with_row_and_column_and_nothing_is_written(desk: Desk) -> None:
    told = desk.refused("import", sheet(desk, BAD), "--map", "Who=speaker", "--map", "x=due")
    lines = told.replace(f"{desk.folder}/", "").splitlines()
    assert [line.split(": ")[0] for line in lines[1:-1]] == [f"sheet.csv:{n}" for n in (1, 2, 4, 5)]
    assert lines[2].startswith("sheet.csv:2: due: ")
    assert (
        lines[3] == "sheet.csv:4: probability '70' is not a number from 0 to 1. Did you mean 0.7?"
    )
    assert lines[4] == "sheet.csv:5: Cell 6 of this row has no column name in the first row."
    assert desk.json("log") == []


def test_a_mapped_column_is_called_as_the_sheet_calls_it(desk: Desk) -> None:
    text = "speaker,statement,publisher,Deadline\nAnn,It rains.,P,someday\n"
    told = desk.refused("import", sheet(desk, text), "--map", "Deadline=due")
    assert "sheet.csv:2: column 'Deadline': due: " in told


def test_bad_rows_are_left_out_into_a_file_of_their_own(desk: Desk) -> None:
    path = sheet(desk, BAD)
    words = ["--map", "Who=speaker", "--skip-bad"]
    told = desk.done("import", path, *words)
    bad = desk.folder / "sheet.bad.csv"
    assert told.startswith("Added 1 claim, 1 question, 1 source.\n")
    assert (
        f"Left out, for their problems: rows 2, 4, 5 of\n  {path}." in told
        or "rows 2, 4, 5" in told
    )
    assert f"They are in {bad}\n" in told
    assert bad.read_text(encoding="utf-8-sig").splitlines() == [
        "Who,statement,due,probability,publisher",
        "Ann,It rains.,2023-13,0.7,P",
        "Cem,It hails.,2023,70,P",
        "Dan,It thaws.,2023,0.1,P,stray",
    ]
    mended = bad.read_text(encoding="utf-8").replace("13", "12").replace("70", "0.7")
    bad.write_text(mended.replace(",stray", ""), encoding="utf-8")
    assert "Added 3 claims, 3 questions.\n" in desk.done("import", bad, "--map", "Who=speaker")
    desk.done("import", path, *words)
    assert (desk.folder / "sheet.bad-2.csv").exists()
    assert bad.read_text(encoding="utf-8") == mended.replace(",stray", "")


def test_what_depends_on_a_bad_row_is_taken_from_the_next(desk: Desk) -> None:
    """The row that defines a question is left out: the one after it defines it."""
    path = sheet(desk, SHARED.replace("0.7", "7"))
    told = desk.done("import", path, "--skip-bad")
    assert told.startswith("Added 2 claims, 1 outcome, 1 question, 1 source.\n")
    assert "for their problems:\n  row 2.\n" in told


def test_a_dry_run_says_what_would_be_added_changed_and_refused(desk: Desk) -> None:
    desk.done("import", sheet(desk, PROMISES))
    log = desk.json("log")
    text = PROMISES.replace("hub,The Hub", "hub,The New Hub") + "Cem,It hails.,2023-13,,,P,,,,\n"
    result = desk("import", "--dry-run", sheet(desk, text))
    assert result.exit_code == 1
    assert "Would amend: hub.\n" in result.stdout
    assert "Would be left out of " in result.stdout
    assert ", for their problems:\n  row 5.\n" in result.stdout
    assert result.stdout.endswith("Nothing would be written, unless --skip-bad leaves those out.\n")
    assert "sheet.csv:5: made: " in result.stderr
    assert desk("import", "--dry-run", "--skip-bad", desk.folder / "sheet.csv").exit_code == 0
    assert desk.json("log") == log
    assert sorted(one.name for one in desk.folder.iterdir()) == ["ledger.db", "sheet.csv"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", ": This sheet is empty."),
        ("\n\n", ": This sheet is empty."),
        (
            'speaker,statement\nAnn,"It rains.\n',
            ":2: This row cannot be read: a cell that begins",
        ),
        (
            'speaker,statement\nAnn,"It" rains.\n',
            ":2: This row cannot be read: a cell goes on",
        ),
        ("speaker\0,statement\n", ":1: Unknown column 'speaker\\x00'."),
        (
            f"speaker\n{'x' * 200_000}\n",
            ":2: This row cannot be read: a cell holds more than",
        ),
        (",,\na,b,c\n", ":2: Unknown column 'a'"),
    ],
)
def test_what_is_no_sheet_is_a_problem(desk: Desk, text: str, problem: str) -> None:
    path = sheet(desk, text)
    assert f"{path}{problem}" in desk.refused("import", path)


@pytest.mark.slow
@posix_only
def test_a_long_sheet_shows_its_progress_at_a_terminal(desk: Desk) -> None:
    rows = "".join(f"Ann,Number {n} is drawn.,P\n" for n in range(2500))
    path = sheet(desk, f"speaker,statement,publisher\n{rows}")
    with desk.terminal("import", path) as terminal:
        terminal.sees("Importing")
        assert terminal.ends() == 0
    assert "Added 2,500 claims, 2,500 questions, 1 source." in terminal.shown


def test_a_sheet_that_is_too_large_is_refused_unread(desk: Desk) -> None:
    path = desk.folder / "big.csv"
    with path.open("wb") as file:
        file.write(b"speaker,statement,publisher\n")
        file.truncate(65 * 1024 * 1024)
    told = desk.refused("import", path)
    assert f"{path}: This file is larger than 64 MB. Cut it into several.\n" in told


def test_rows_that_nobody_can_tell_apart_are_of_one_source_and_question_again(desk: Desk) -> None:
    """Each row is a claim of its own, as ever; in another file it is the same claim."""
    head = "speaker,statement,made,due,publisher\n"
    first = sheet(desk, f"{head}Ann Lee,It rains in Ville.,2020-01-05,2024,The Post\n", "a.csv")
    again = f"{head}Ann\u00a0Lee,It  rains in Ville.,2020-01-05,2024,The\u00a0Post\n"
    desk.done("import", first)
    root = desk.done("checkpoint")
    told = desk.done("import", sheet(desk, again, "b.csv"))
    assert told.startswith("Nothing changed: ")
    assert desk.done("checkpoint") == root
    both = f"{head}{again.splitlines()[1]}\nAnn Lee,It rains in Ville.,2020-01-05,2024,The Post\n"
    other = Desk(desk.folder)
    other.database = desk.folder / "other.db"
    told = other.done("import", sheet(desk, both, "c.csv"))
    assert told.startswith("Added 2 claims, 2 questions, 1 source")


def test_a_row_with_two_problems_is_left_out_alone(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    sheet = tmp_path / "two.csv"
    sheet.write_text(
        "speaker,statement,made,due,publisher,probability\n"
        "B,One.,2024-01-05,soon,The Post,80%\n"
        "D,Two.,2024-01-06,2024-03-01,The Post,0.9\n",
        encoding="utf-8",
    )
    told = desk.done("import", sheet, "--skip-bad")
    assert "Added 1 claim, " in told
    assert "row 2." in told
    assert (tmp_path / "two.bad.csv").read_text(encoding="utf-8").count("\n") == 2
