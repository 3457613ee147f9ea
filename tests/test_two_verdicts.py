"""One claim with two final verdicts in one import: both kept, and neither stands until decided."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from typing import TYPE_CHECKING, Any, Final

import pytest
from commands import Desk
from exports import given

if TYPE_CHECKING:
    from pathlib import Path

HEAD: Final = "id,question,speaker,statement,made,due,publisher,verdict,value\n"
ROWS: Final = (
    "a,q,Ann,It rains.,2023-01-05,2023-12-31,P,happened,\n"
    "b,q,Bea,It rains.,2023-01-06,2023-12-31,P,did-not-happen,\n"
)
REVIEW: Final[dict[str, Any]] = {
    "@type": "ClaimReview",
    "url": "https://check.example/1",
    "author": {"name": "The Check"},
    "claimReviewed": "The moon is nearer.",
    "itemReviewed": {"author": {"name": "Ann"}},
    "reviewRating": {"alternateName": "False"},
}


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path) -> Desk:
    shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    return Desk(tmp_path)


def verdicts(desk: Desk, question: str) -> list[tuple[str, bool, bool]]:
    """The verdicts on a question, whether each stands, and whether it is disputed."""
    found = desk.json("show", question)["outcomes"]
    return [(one["verdict"], one["stands"], one["disputed"]) for one in found]


def test_rows_that_differ_are_both_kept_and_none_stands(desk: Desk) -> None:
    path = given(desk, "s.csv", HEAD + ROWS)
    done = desk.done("import", path)
    assert "Added 2 claims, 2 outcomes, 1 question, 1 source." in done
    assert done.endswith("ledger record ID VERDICT --adjudicates): q.\n")
    assert verdicts(desk, "q") == [("happened", False, True), ("did-not-happen", False, True)]
    assert desk.done("import", path) == "Nothing changed: 6 records are as the ledger has them.\n"
    total = desk.json("report")["total"]
    assert (total["disputed"], total["scored"], total["overdue"]) == (2, 0, 2)
    assert "For 2 predictions an import brought verdicts that contradict" in desk.done("report")
    (dispute,) = desk.json("disputes")["disputes"]
    assert [one["verdict"] for one in dispute["verdicts"]] == ["happened", "did-not-happen"]
    assert dispute["stands"] is None
    assert all(one["disputed"] for one in desk.json("list"))
    assert desk.done("verify").startswith("The ledger is whole.")


def test_somebody_decides_and_the_file_undoes_nothing(desk: Desk) -> None:
    path = given(desk, "s.csv", HEAD + ROWS)
    desk.done("import", path)
    before = desk.json("report")["as_of"]
    desk.done("record", "q", "happened", "--adjudicates", "--yes")
    total = desk.json("report")["total"]
    assert (total["disputed"], total["scored"], total["happened"]) == (0, 2, 2)
    assert desk.json("report", "--as-of", before)["total"]["disputed"] == 2
    assert desk.done("import", path).startswith("Nothing changed: ")
    assert [one[:2] for one in verdicts(desk, "q")][-1] == ("happened", True)
    (dispute,) = desk.json("disputes")["disputes"]
    assert dispute["adjudicated"]


@pytest.mark.parametrize("form", ["claims", "jsonl"])
def test_what_is_disputed_goes_out_and_comes_back(desk: Desk, form: str) -> None:
    desk.done("import", given(desk, "s.csv", HEAD + ROWS))
    out = desk.folder / ("out" if form == "claims" else "out.jsonl")
    desk.done("export", "--to", form, "-o", out)
    copy = Desk(desk.folder)
    copy.database = desk.folder / "copy.db"
    copy.done("import", out)
    assert verdicts(copy, "q") == verdicts(desk, "q")
    assert copy.json("report")["total"] == desk.json("report")["total"]


def test_shares_that_differ_are_a_dispute_and_one_left_blank_is_not(desk: Desk) -> None:
    row = "{},{},Ann,It rains.,2023-01-05,2023-12-31,P,partly,{}\n"
    text = HEAD + row.format("a", "q", "0.5") + row.format("b", "q", "0.75")
    desk.done("import", given(desk, "s.csv", text))
    assert [one[2] for one in verdicts(desk, "q")] == [True, True]
    text = HEAD + row.format("c", "r", "0.5") + row.format("d", "r", "")
    desk.done("import", given(desk, "t.csv", text))
    assert verdicts(desk, "r") == [("partly", True, False)]


@pytest.mark.slow
def test_a_row_repeated_with_another_verdict_is_no_slip(desk: Desk) -> None:
    row = "a,,Ann,It rains.,2023-01-05,2023-12-31,P,{},\n"
    path = given(desk, "s.csv", HEAD + row.format("happened") + row.format("did-not-happen"))
    desk.done("import", path)
    assert [one[1:] for one in verdicts(desk, "a")] == [(False, True), (False, True)]
    twice = given(desk, "t.csv", HEAD + row.format("happened") * 2)
    told = desk("import", twice, "--dry-run")
    assert "Rows that say again what another row with their id says: 1." in told.stderr


def test_what_is_late_is_news_and_no_dispute(desk: Desk) -> None:
    rows = ROWS.replace("happened,\n", "did-not-happen,\n", 1)
    rows = rows.replace("2023-12-31,P,did-not-happen,\n", "2023-12-31,P,late,\n", 2)
    desk.done("import", given(desk, "s.csv", HEAD + rows))
    assert not any(one[2] for one in verdicts(desk, "q"))


def test_two_ratings_of_one_claim_on_one_page(desk: Desk) -> None:
    other = {**REVIEW, "reviewRating": {"alternateName": "True"}}
    path = given(desk, "r.jsonld", json.dumps([REVIEW, other], indent=1))
    done = desk("import", path)
    assert "rates it otherwise; both are kept, and neither stands." in done.stderr
    (claim,) = desk.json("list")
    assert [one["verdict"] for one in claim["outcomes"]] == ["did-not-happen", "happened"]
    assert claim["disputed"]
    assert claim["verdict"] is None
    assert desk.done("import", path).startswith("Nothing changed: ")


def test_what_an_earlier_release_kept_of_two_stays_as_it_is(desk: Desk) -> None:
    """It took the first: that stands, the other is named, and nothing is appended."""
    desk.done("import", given(desk, "r.jsonld", json.dumps(REVIEW)))
    root = desk.done("checkpoint")
    other = {**REVIEW, "reviewRating": {"alternateName": "True"}}
    done = desk("import", given(desk, "r.jsonld", json.dumps([REVIEW, other], indent=1)))
    assert done.exit_code == 0
    assert "and the ledger has another verdict of this file; left out." in done.stderr
    assert desk.done("checkpoint") == root


ROW: Final = "{},,Ann,It rains.,2023-01-05,2023-12-31,P,{},{}\n"
BOTH: Final = HEAD + ROW.format("c1", "happened", "") + ROW.format("c1", "partly", "0.25")


@pytest.mark.parametrize("cure", ["--reason", "--blind"])
def test_what_is_left_out_is_taken_by_the_commands_it_names(desk: Desk, cure: str) -> None:
    desk.done("import", given(desk, "s.csv", HEAD + ROW.format("c1", "happened", "")))
    both = BOTH.replace("value\n", "value,happened_on\n").replace("0.25\n", "0.25,2023-03?\n")
    told = desk(
        "import", given(desk, "s.csv", both.replace(",happened,\n", ",happened,,\n"))
    ).stderr
    (command,) = re.findall(rf"ledger ((?:--recorder NAME )?record c1 [^:]*?{cure})", told)
    assert "another recorder gives it: " in told
    more = ["It rained for a quarter of it."] if cure == "--reason" else []
    desk.done(*shlex.split(command), *more)
    assert verdicts(desk, "c1") == [
        ("happened", cure == "--blind", False),
        ("partly", cure == "--reason", False),
    ]
    taken = desk.json("show", "c1")["outcomes"][1]
    assert (taken["value"], taken["happened_on"]) == (0.25, "2023-03?")


def test_what_an_import_disputes_was_judged_by_no_recorder(desk: Desk) -> None:
    rows = ROW.format("h2", "happened", "") + ROW.format("h3", "did-not-happen", "")
    desk.done("import", given(desk, "s.csv", BOTH))
    assert "Krippendorff" not in desk.done("disputes")
    found = desk.json("disputes")
    assert (found["alpha"], found["recorders"], found["questions"]) == (None, [], 0)
    desk.done("import", given(desk, "t.csv", HEAD + rows))
    desk.done("--recorder", "Bob", "record", "h2", "happened", "--blind")
    desk.done("--recorder", "Bob", "record", "h3", "did-not-happen", "--blind")
    found = desk.json("disputes")
    assert (found["alpha"], found["questions"], found["imported"]) == (1, 2, 1)
    assert [one["question"] for one in found["disputes"]] == ["c1"]
    told = " ".join(desk.done("disputes").split())
    assert "judged: 2. They differ on 0; decided: 0. Questions on which one import" in told
    assert "told verdicts that differ: 1; decided: 0." in told
    assert "alpha is 1.00, between 2 recorders" in told


def test_recorders_are_compared_on_what_an_import_disputes_too(desk: Desk) -> None:
    desk.done("import", given(desk, "s.csv", BOTH))
    for recorder in ("Bob", "Cleo"):
        desk.done("--recorder", recorder, "record", "c1", "happened", "--blind")
    found = desk.json("disputes")
    assert (found["recorders"], found["questions"], found["imported"]) == (["Bob", "Cleo"], 1, 1)
    assert "They differ on 0; decided: 0." in " ".join(desk.done("disputes").split())


def test_to_withdraw_one_of_two_decides_nothing(desk: Desk) -> None:
    desk.done("import", given(desk, "s.csv", BOTH))
    assert "neither stands" in desk.done("show", "c1")
    desk.done("withdraw", "c1#2", "--reason", "A slip.")
    assert desk.json("report")["total"]["disputed"] == 1
    assert "overdue, disputed" in desk.done("list")
    shown = " ".join(desk.done("show", "c1").split())
    assert "is no longer in force; this one does not stand until somebody decides" in shown
    told = desk.done("disputes")
    assert "not decided; nothing stands" in told
    (command,) = re.findall(r"To decide: ledger (.*)", told)
    desk.done(*command.replace("VERDICT", "happened").split())
    assert desk.json("report")["total"]["disputed"] == 0
    assert "disputed" not in desk.done("list")
    assert "disputed: another came in the same import; #3 stands" in desk.done("show", "c1")
    told = desk.done("disputes")
    assert "To decide" not in told
    assert "decided by desk: happened" in told


def test_where_all_are_withdrawn_nothing_is_disputed(desk: Desk) -> None:
    desk.done("import", given(desk, "s.csv", BOTH))
    for outcome in ("c1#1", "c1#2"):
        desk.done("withdraw", outcome, "--reason", "A slip.")
    assert desk.json("report")["total"]["disputed"] == 0
    assert desk.json("disputes")["disputes"] == []


def test_news_decides_nothing_and_show_says_so(desk: Desk) -> None:
    third = ROW.format("c1", "did-not-happen", "")
    desk.done("import", given(desk, "s.csv", BOTH + third))
    desk.done("record", "c1", "stalled")
    assert "disputed: others came in the same import, and none of them" in desk.done("show", "c1")
    assert "overdue, disputed stalled" in desk.done("list")


def test_a_claim_file_corrects_itself_as_ever(desk: Desk) -> None:
    text = """[source]
id = "s"
publisher = "P"
[[claim]]
id = "c"
speaker = "Ann"
statement = "It rains."
due = "2023-12-31"
[[claim.outcome]]
verdict = "happened"
[[claim.outcome]]
verdict = "did-not-happen"
reason = "The gauge was broken."
"""
    desk.done("import", given(desk, "f.toml", text))
    assert verdicts(desk, "c") == [("happened", False, False), ("did-not-happen", True, False)]
