"""Words of verdicts as trackers and desks write them, in sheets."""

from __future__ import annotations

import csv
import io
import shutil
from typing import TYPE_CHECKING

import pytest
from commands import Desk

from ledger.model.verdicts import FOREIGN, HALF_TRUTHS, NOT_RATED, SIDES, Verdict, folded

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "id,speaker,statement,made,due,publisher,verdict"


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path) -> Desk:
    shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    return Desk(tmp_path)


def sheet(desk: Desk, text: str) -> Path:
    path = desk.folder / "sheet.csv"
    path.write_text(text, encoding="utf-8")
    return path


def rated(*words: str, head: str = HEAD, more: str = "") -> str:
    """A sheet with a claim for each word."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(head.split(","))
    for n, word in enumerate(words):
        rows.writerow(
            [f"c{n}", "Ann", f"S{n}", "2020-01-05", "2022-12-31", "P", word, *more.split()]
        )
    return text.getvalue()


def verdicts(desk: Desk) -> dict[str, object]:
    return {one["id"]: one["verdict"] for one in desk.json("list")}


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("Promise Kept", "happened"),
        ("PROMISE-BROKEN", "did-not-happen"),
        ("Kept promise", "happened"),
        ("In Progress", "in-progress"),
        ("in_progress", "in-progress"),
        (" Did not  happen ", "did-not-happen"),
        ("Didn\u2019t happen", "did-not-happen"),
        ("Not started", None),
        ("implemented", "happened"),
        ("Delivered", "happened"),
        ("Pending", "in-progress"),
        ("abandoned", "did-not-happen"),
        ("Achieved", "happened"),
        ("Partially Achieved", "partly"),
        ("Not Achieved", "did-not-happen"),
        ("In the Works", "in-progress"),
        ("Appears on track", "in-progress"),
        ("Thwarted", "did-not-happen"),
        ("Stuck", "stalled"),
        ("No action yet", None),
        ("Not Yet Rated", None),
        ("umgesetzt", "happened"),
        ("True", "happened"),
        ("Pants on Fire!", "did-not-happen"),
        ("Half True", "partly"),
        ("Not enough evidence", "unclear"),
        ("Pledge: kept", "happened"),
        ("void", "void"),
    ],
)
def test_case_blanks_hyphens_and_promise_make_no_difference(
    desk: Desk,
    theirs: str,
    ours: str | None,
) -> None:
    desk.done("import", sheet(desk, rated(theirs)))
    assert verdicts(desk) == {"c0": ours}


def test_every_word_of_the_table_is_taken(desk: Desk) -> None:
    """All that ClaimReview knows is among them."""
    assert set(SIDES) <= FOREIGN.keys()
    words = [word for word in FOREIGN if word != Verdict.ANSWERED]  # which takes an answer
    desk.done("import", sheet(desk, rated(*words)))
    said = verdicts(desk)
    assert [said[f"c{n}"] or "" for n in range(len(words))] == list(map(FOREIGN.get, words))


def test_the_words_are_as_they_are_looked_up_and_each_means_one_thing() -> None:
    assert all(folded(word) == word for word in FOREIGN)
    taken = [word for verdict in Verdict for word in verdict.traits.words.split()]
    assert len(taken) == len(set(taken))
    assert set(taken).isdisjoint(NOT_RATED | SIDES.keys() | set(Verdict))


def test_an_unknown_word_is_told_once_with_its_rows_and_the_option(desk: Desk) -> None:
    path = sheet(desk, rated("kept", *["Wobbly"] * 7000, "In Progres"))
    told = desk.refused("import", path).replace(f"{desk.folder}/", "").splitlines()
    known = "happened, partly, late, did-not-happen, void, unclear, answered, in-progress, stalled"
    unknown, close, last = told[2:]
    assert unknown == (
        f"sheet.csv:3: (and 6,999 more rows) verdict 'Wobbly' is not one of {known}. "
        'Say what it means with --map-value "verdict:Wobbly=happened".'
    )
    assert close == (
        f"sheet.csv:7003: verdict 'In Progres' is not one of {known}. "
        "Did you mean 'in-progress'? "
        'Say what it means with --map-value "verdict:In Progres=in-progress".'
    )
    assert last == "7001 problems found; nothing was written."
    maps = ("Wobbly=stalled", "In Progres=in-progress")
    words = [word for one in maps for word in ("--map-value", f"verdict:{one}")]
    desk.done("import", path, *words)
    assert len(verdicts(desk)) == 7002


def test_other_words_than_verdicts_are_told_so_too(desk: Desk) -> None:
    text = rated(*["kept"] * 9, head=f"{HEAD},kind", more="wish")
    told = desk.refused("import", sheet(desk, text))
    assert told.count("is not one of") == 1
    assert '--map-value "kind:wish=' in told


def test_what_was_mapped_comes_before_what_is_known(desk: Desk) -> None:
    path = sheet(desk, rated("Promise kept", "Kept"))
    desk.done("import", path, "--map-value", "verdict:promise KEPT=partly")
    assert verdicts(desk) == {"c0": "partly", "c1": "happened"}


@pytest.mark.parametrize("word", sorted(HALF_TRUTHS)[:4])
def test_a_rating_of_truth_is_no_share_of_a_promise(desk: Desk, word: str) -> None:
    path = sheet(desk, rated(word, word, head=f"{HEAD},kind", more="pledge"))
    told = desk.refused("import", path)
    assert "(and 1 more row) verdict" in told
    assert "not how much of a promise was kept" in told
    desk.done("import", path, "--map-value", f"verdict:{word}=unclear")
    assert set(verdicts(desk).values()) == {"unclear"}


FULL = f"{HEAD},happened_on,outcome_note,evidence_url"


@pytest.mark.parametrize("word", ["Not Yet Rated", "not rated", "Not started", "TBD"])
def test_what_a_row_without_a_verdict_says_of_one_is_passed_over_and_counted(
    desk: Desk,
    word: str,
) -> None:
    text = rated(word, word, "Kept", head=FULL, more="2021-02-03 Asked https://x.example/a")
    told = desk("import", sheet(desk, text))
    assert told.stdout == "Added 3 claims, 1 outcome, 3 questions, 1 source.\n"
    assert (
        "warning: Rows that are not rated yet, whose evidence_url, happened_on and outcome_note "
        "are passed over: 2; the first is row 2.\n"
    ) in told.stderr
    assert verdicts(desk) == {"c0": None, "c1": None, "c2": "happened"}


def test_a_word_that_is_mapped_to_nothing_is_no_verdict_either(desk: Desk) -> None:
    text = rated("Soon", head=FULL, more="2021-02-03 Asked https://x.example/a")
    desk.done("import", sheet(desk, text), "--map-value", "verdict:Soon=")
    assert verdicts(desk) == {"c0": None}


def test_a_blank_verdict_beside_what_it_is_about_is_still_a_problem(desk: Desk) -> None:
    text = rated("", head=FULL, more="2021-02-03 Asked https://x.example/a")
    assert "A verdict is missing beside" in desk.refused("import", sheet(desk, text))


def test_a_verdict_with_its_share_wants_a_column_of_both(desk: Desk) -> None:
    path = sheet(desk, rated("Half kept"))
    told = ("--map-value", "verdict:Half kept=partly 0.5")
    why = desk.refused("import", path, *told)
    assert '--map "COLUMN=verdict,value", and say --map-value "COLUMN:THEIRS=partly 0.5".' in why
    desk.done("import", path, "--map", "verdict=verdict,value", *told)
    assert set(verdicts(desk).values()) == {"partly"}
