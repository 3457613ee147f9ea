"""One name in spellings nobody can tell apart, and names that are merely alike."""

from __future__ import annotations

import shlex
import unicodedata
from typing import TYPE_CHECKING, Final

import pytest
from commands import Desk
from hypothesis import given
from hypothesis import strategies as st

from ledger.book.asking.duplicates import merge_command
from ledger.book.ledger import Ledger
from ledger.errors import Contradiction
from ledger.model.filters import Filters
from ledger.model.name_keys import UNSEEN, likeness, name_key
from ledger.report import report
from ledger.report.comparing.comparison import compare

if TYPE_CHECKING:
    from pathlib import Path

ADD: Final = ("--statement", "It snows in Ville.", "--due", "2030")

NFC: Final = "Ann\u00e9 Lee"
NFD: Final = unicodedata.normalize("NFD", NFC)
SAME: Final = {
    "a no-break space": "Ann\u00a0Lee",
    "a thin space": "Ann\u2009Lee",
    "an ideographic space": "Ann\u3000Lee",
    "two blanks": "Ann  Lee",
    "a blank of no width": "Ann \u200bLee",
    "a soft hyphen": "Ann\u00ad Lee",
    "a mark of direction": "\u200eAnn Lee",
    "a joiner": "Ann\u200d Lee",
    "a byte order mark": "\ufeffAnn Lee",
    "a tag": "Ann Lee\U000e0041",
}
"""Spellings that look like "Ann Lee" on every screen, by what they hold."""


@pytest.mark.parametrize("name", SAME.values(), ids=SAME)
def test_what_nobody_can_tell_apart_is_one_name(name: str) -> None:
    assert name_key(name) == name_key("Ann Lee") == "Ann Lee"


def test_composed_and_decomposed_letters_are_one_name() -> None:
    assert NFC != NFD
    assert name_key(NFC) == name_key(NFD) == NFC


@pytest.mark.parametrize(
    "name",
    [
        "ann lee", "ANN LEE", "Ann-Lee", "Ann Lee.", "AnnLee", "Ann Lėe", "Ånn Lee",
        "\N{CYRILLIC CAPITAL LETTER A}nn Lee", "Ann &nbsp;Lee", "A&#110;n Lee",
    ],
)  # fmt: skip
def test_what_is_seen_to_differ_is_another_name_and_alike(name: str) -> None:
    """One begins with the Cyrillic letter that looks like A."""
    assert name_key(name) != "Ann Lee"
    assert likeness(name) == likeness("Ann Lee")


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("J. Black", "J Black"),
        ("Łukasz", "lukasz"),
        ("Đặng Văn Minh", "Dang Van Minh"),
        ("Straße AG", "STRASSE AG"),
        ("Søren Ærø", "Soren Aero"),
        ("Procter &amp; Gamble", "Procter & Gamble"),
        ("ISTANBUL", "\N{LATIN SMALL LETTER DOTLESS I}stanbul"),
        ("U.S. Steel", "US Steel"),
        ("O\N{RIGHT SINGLE QUOTATION MARK}Neil", "O'Neil"),
    ],
)
def test_names_that_differ_by_case_accents_or_punctuation_are_alike(name: str, other: str) -> None:
    assert name_key(name) != name_key(other)
    assert likeness(name) == likeness(other) != ""


@pytest.mark.parametrize(
    ("name", "other"), [("Ann Lee", "Anna Lee"), ("Ли", "李"), ("a", "b"), ("Group 1", "Group 2")]
)
def test_other_names_are_not_alike(name: str, other: str) -> None:
    assert likeness(name) != likeness(other)


@pytest.mark.parametrize(
    "name", ["\u0645\u06cc\u200c\u062e\u0648", "\u0d15\u0d4d\u200d\u0d37", "\u9089\U000e0100"]
)
def test_joiners_and_selectors_that_are_seen_make_another_name(name: str) -> None:
    """In Persian and Malayalam joiners change the shape of words, and so do selectors of signs."""
    plain = name.replace("\u200c", "").replace("\u200d", "").replace("\U000e0100", "")
    assert name_key(name) != name_key(plain)


@given(st.text(min_size=1))
def test_a_key_is_its_own_key(name: str) -> None:
    key = name_key(name)
    assert name_key(key) == key
    assert name_key(f"  {name}\u00a0") == key or not UNSEEN.sub("", key).strip()
    assert likeness(key) == likeness(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def spelt(request: pytest.FixtureRequest, tmp_path: Path) -> Ledger:
    """A ledger with one name, one publisher and one topic in several spellings each."""
    place = tmp_path / "ledger.db"
    target = str(place) if request.param == "sqlite" else request.getfixturevalue("postgres_ledger")
    with Ledger(target, recorder="desk", create=request.param == "sqlite") as ledger:
        blanks = ["Ann\u00a0Lee", "Ann Lee", "Ann  Lee", NFC, NFD]
        for number, speaker in enumerate(blanks):
            source = {"id": f"s{number}", "published": "2020-01-05"}
            publisher = ["The\u00a0Post", "The Post", "The  Post", "Other", "other"][number]
            topics = [["soap"], ["so\u200bap"], ["soap", "so\u00adap"], ["Soap"], []][number]
            claim = {"speaker": speaker, "statement": f"S{number}", "due": "2020", "topics": topics}
            ledger.add({**claim, "id": f"c{number}"}, {**source, "publisher": publisher})
            ledger.record(f"c{number}", {"verdict": "happened" if number % 2 else "void"})
        yield ledger


def test_reports_group_what_nobody_can_tell_apart(spelt: Ledger) -> None:
    told = {
        by: {one.key: one.figures.counts.claims for one in report(spelt, by=by).groups}
        for by in ("speaker", "publisher", "topic")
    }
    assert told == {
        "speaker": {"Ann Lee": 3, NFC: 2},
        "publisher": {"The Post": 3, "Other": 1, "other": 1},
        "topic": {"soap": 3, "Soap": 1, "(no topic)": 1},
    }


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(speaker=("Ann Lee",)), ["c0", "c1", "c2"]),
        (Filters(speaker=("Ann\u00a0Lee",)), ["c0", "c1", "c2"]),
        (Filters(speaker=("ann lee",)), ["c0", "c1", "c2"]),
        (Filters(speaker=(NFD,)), ["c3", "c4"]),
        (Filters(publisher=("The Post",)), ["c0", "c1", "c2"]),
        (Filters(publisher=("Other",)), ["c3"]),
        (Filters(topic=("soap",)), ["c0", "c1", "c2"]),
        (Filters(topic=("Soap",)), ["c3"]),
    ],
)
def test_filters_find_every_spelling(spelt: Ledger, filters: Filters, found: list[str]) -> None:
    assert sorted(one.id for one in spelt.list(filters)) == found


def test_what_was_written_stays_as_written(spelt: Ledger) -> None:
    told = {one.id: (one.speaker, one.speaker_group, one.publisher) for one in spelt.list()}
    assert told["c0"] == ("Ann\u00a0Lee", "Ann Lee", "The\u00a0Post")
    assert told["c4"] == (NFD, NFC, "other")


def test_two_spellings_of_one_key_are_neither_merged_nor_compared(spelt: Ledger) -> None:
    root = spelt.root()
    with pytest.raises(Contradiction, match="already spellings of one name: Ann Lee"):
        spelt.merge("Ann\u00a0Lee", "Ann Lee")
    for by, a, b in (
        ("speaker", "Ann\u00a0Lee", "Ann  Lee"),
        ("publisher", "The Post", "The\u00a0Post"),
    ):
        with pytest.raises(Exception, match=f"are one {by} here"):
            compare(spelt, a, b, by=by)
    assert spelt.root() == root


@pytest.mark.slow
def test_a_merge_is_of_all_spellings_and_undone_in_any(spelt: Ledger) -> None:
    spelt.merge("Ann  Lee", NFD, "One.")
    assert {one.speaker_group for one in spelt.list()} == {NFC}
    assert len(spelt.list(Filters(speaker=("Ann Lee",)))) == 5
    with pytest.raises(Contradiction, match="counts for"):
        spelt.merge(NFC, "Ann Lee", "One.")
    spelt.unmerge("Ann\u00a0Lee", "Two.")
    assert {one.speaker_group for one in spelt.list()} == {NFC, "Ann Lee"}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with no ledger yet."""
    return Desk(tmp_path)


def test_add_points_out_a_name_that_is_merely_alike(desk: Desk) -> None:
    """Once, when it is new; the command does what it says."""
    desk.add(speaker="Ann Lee", id="one", publisher="The Post")
    told = desk("add", *ADD, "--speaker", "ann lee", "--publisher", "The Post")
    assert told.exit_code == 0
    assert told.stderr == (
        "Warning: The ledger has 'Ann Lee', which differs only in case; if they are the\n"
        "  same:\n"
        "  ledger merge 'ann lee' 'Ann Lee' --reason 'one name'\n"
    )
    again = desk("add", *ADD, "--speaker", "ann lee", "--publisher", "the post")
    assert "merge" not in again.stderr
    assert "The ledger has the publisher 'The Post'" in again.stderr
    assert "--publisher 'The Post'" in again.stderr
    desk.done("merge", "ann lee", "Ann Lee")
    assert {one["speaker_group"] for one in desk.json("list")} == {"Ann Lee"}
    told = desk("add", *ADD, "--speaker", "ann  lee", "--publisher", "The\u00a0Post")
    assert "The ledger has" not in told.stderr


@pytest.mark.parametrize("name", ["Anna Lee", "unnamed: ann lee", "Ann\u00a0Lee"])
def test_add_is_silent_about_other_names_and_spellings(desk: Desk, name: str) -> None:
    desk.add(speaker="Ann Lee", id="one", publisher="The Post")
    desk.add(speaker="unnamed: Ann Lee", id="two", publisher="The Post")
    assert not desk("add", *ADD, "--speaker", name, "--publisher", "The Post").stderr


def test_add_points_out_a_statement_nobody_can_tell_from_another(desk: Desk) -> None:
    desk.add(speaker="Ann Lee", id="one", publisher="The Post", statement="It rains in Ville.")
    told = desk(
        "add", "--statement", "It\u00a0rains  in Ville.", "--speaker", "Bea", "--publisher", "P"
    )
    assert "one has the same statement" in " ".join(told.stderr.split())


def sheet(desk: Desk, *names: tuple[str, str]) -> Path:
    """A sheet with a claim of each speaker and publisher."""
    rows = [f'"{who}",S{n},2020-01-05,2024-12-31,"{paper}"' for n, (who, paper) in enumerate(names)]
    path = desk.folder / "sheet.csv"
    text = "\n".join(["speaker,statement,made,due,publisher", *rows, ""])
    path.write_text(text, encoding="utf-8")
    return path


def test_import_points_out_names_once_with_their_count(desk: Desk) -> None:
    desk.add(speaker="Ann Lee", id="one", publisher="The Post")
    path = sheet(
        desk,
        ("ann lee", "The Post"),
        ("Ann\u00a0Lee", "The Post"),
        ("ann  lee", "THE POST"),
        ("J. Black", "P"),
        ("J Black", "P"),
        ("Bea", "P"),
    )
    told = desk.done("import", path)
    (loud,) = {one["source"] for one in desk.json("list") if one["publisher"] == "THE POST"}
    assert told.splitlines()[1:] == [
        "New names that differ from others only in case and punctuation: 3. Where two are",
        "the same, join them:",
        "  ledger merge 'ann lee' 'Ann Lee' --reason 'one name'",
        "  ledger merge 'J Black' 'J. Black' --reason 'one name'",
        f"  ledger amend {loud} --publisher 'The Post' --reason 'one name'",
    ]
    assert "differ" not in desk.done("import", path)


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("ann lee", "case"),
        ("Ánn Lee", "accents"),
        ("Ann-Lee", "punctuation and blanks"),
        ("AnnLee", "blanks"),
        ("Ann Le&#101;", "entities of HTML"),
        ("\u0410nn Lee", "letters of another script that look the same"),
        ("\u0410NN LEE", "case and letters of another script that look the same"),
        ("\uff21nn Lee", "forms of letters"),
    ],
)
def test_what_is_said_of_two_names_is_what_they_differ_in(name: str, what: str, desk: Desk) -> None:
    desk.add(speaker="Ann Lee", id="one", publisher="The Post")
    told = " ".join(desk("add", *ADD, "--speaker", name, "--publisher", "The Post").stderr.split())
    assert f"The ledger has 'Ann Lee', which differs only in {what}; if they are the same:" in told


def test_a_newcomer_is_joined_to_the_name_most_used(desk: Desk) -> None:
    """Whatever the alphabet says; and of newcomers alone, the rarer to the commoner."""
    for number, name in enumerate(["ANN LEE", "ann lee", "ann lee"]):
        desk.add(speaker=name, id=f"c{number}", publisher="p", statement=f"S{number}.")
    rarer = ("BEA ROTH", "p"), ("Bea Roth", "p"), ("Bea Roth", "p")
    told = desk.done("import", sheet(desk, ("Ann Lee", "p"), ("Ann Lee", "p"), *rarer))
    assert [one.strip() for one in told.splitlines() if "ledger merge" in one] == [
        "ledger merge 'Ann Lee' 'ann lee' --reason 'one name'",
        "ledger merge 'BEA ROTH' 'Bea Roth' --reason 'one name'",
    ]


def test_duplicates_list_names_that_are_alike(desk: Desk) -> None:
    desk.done(
        "import", sheet(desk, ("ann lee", "P"), ("Ann Lee", "P"), ("Ann  Lee", "p"), ("Bea", "P"))
    )
    told = desk.done("duplicates")
    names = (
        "Alike, by their claims: the speakers Ann Lee (2), ann lee (1)\n"
        "  ledger merge 'ann lee' 'Ann Lee' --reason 'one name'\n"
        "Alike, by their claims: the publishers P (3), p (1)\n"
    )
    assert told == f"No two claims look like one.\n{names}"
    assert desk.done("duplicates", "--names") == names
    assert desk.json("duplicates") == []
    assert desk.json("duplicates", "--names") == [
        {
            "what": "speaker",
            "names": [{"name": "Ann Lee", "claims": 2}, {"name": "ann lee", "claims": 1}],
            "commands": ["ledger merge 'ann lee' 'Ann Lee' --reason 'one name'"],
        },
        {
            "what": "publisher",
            "names": [{"name": "P", "claims": 3}, {"name": "p", "claims": 1}],
            "commands": [],
        },
    ]
    desk.done("merge", "ann lee", "Ann Lee", "--reason", "one name")
    assert "speakers" not in desk.done("duplicates", "--names")
    assert desk.done("duplicates", "--names", "--speaker", "Bea") == "No two names are alike.\n"


def test_claims_in_spellings_nobody_can_tell_apart_are_duplicates(desk: Desk) -> None:
    for number, name in enumerate(["Ann Lee", "Ann\u00a0Lee"]):
        desk.add(
            speaker=name, id=f"c{number}", publisher=f"P{number}", statement="It rains in Ville."
        )
    assert "Ann Lee: the same statement" in desk.done("duplicates")


@pytest.mark.parametrize("name", ["-x Lee", "O'Neil", 'A "B" C', "$HOME `x`"])
def test_the_command_to_join_names_can_be_copied(name: str) -> None:
    words = shlex.split(merge_command(name, "Ann Lee"))
    assert words[:2] == ["ledger", "merge"]
    if name.startswith("-"):
        assert words[2:] == ["--reason", "one name", "--", name, "Ann Lee"]
    else:
        assert words[2:] == [name, "Ann Lee", "--reason", "one name"]
