"""What files say more than once: of one document, of one record, in one file or in several."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from commands import Desk

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "id,speaker,statement,made,due,title,url,publisher\n"
ROW = '{0},Ann,S {0},2017-10-24,2020-09-19,"{1}",https://x.example/doc.pdf,P\n'


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path) -> Desk:
    shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    return Desk(tmp_path)


def given(desk: Desk, name: str, text: str) -> Path:
    path = desk.folder / name
    path.write_text(text, encoding="utf-8")
    return path


def sheet(desk: Desk, name: str, **titles: str) -> Path:
    rows = "".join(ROW.format(*one) for one in titles.items())
    return given(desk, name, HEAD + rows)


def places(desk: Desk) -> dict[str, object]:
    return {one["id"]: one["place"] for one in desk.json("list")}


def title(desk: Desk) -> object:
    (found,) = {one["source"] for one in desk.json("list")}
    return desk.json("show", found)["title"]


# One document, many places


def test_the_first_title_stands_and_the_others_are_places(desk: Desk) -> None:
    path = sheet(
        desk, "s.csv", a="Agreement, item 40", b="Agreement, item 41", c="Agreement, item 40"
    )
    told = desk("import", path)
    assert (
        "warning: Claims of documents with several titles, whose own title is kept as their "
        "place: 1.\n"
    ) in told.stderr
    assert title(desk) == "Agreement, item 40"
    assert places(desk) == {"a": None, "b": "Agreement, item 41", "c": None}
    assert "place       Agreement, item 41" in desk.done("show", "b")
    assert desk.done("import", path).startswith("Nothing changed")
    text = path.read_text().splitlines(keepends=True)
    turned = given(desk, "t.csv", "".join([text[0], *reversed(text[1:])]))
    assert desk.done("import", turned).startswith("Nothing changed")
    assert desk.json("verify")["whole"]


@pytest.mark.parametrize("alone", [True, False])
def test_another_part_of_the_document_is_one_more_place(desk: Desk, *, alone: bool) -> None:
    desk.done("import", sheet(desk, "s.csv", a="Item 1", b="Item 2"))
    more = {"c": "Item 3"} if alone else {"c": "Item 3", "d": "Item 4"}
    path = sheet(desk, "t.csv", **more)
    desk.done("import", path)
    assert title(desk) == "Item 1"
    assert places(desk) == {"a": None, "b": "Item 2", **more}
    assert "Nothing changed" in desk.done("import", path)


def test_parts_of_a_document_may_come_together(desk: Desk) -> None:
    desk.done("import", sheet(desk, "s.csv", a="Item 1"), sheet(desk, "t.csv", b="Item 2"))
    assert title(desk) == "Item 1"
    assert places(desk) == {"a": None, "b": "Item 2"}


def test_an_edited_title_is_still_an_amendment(desk: Desk) -> None:
    desk.done("import", sheet(desk, "s.csv", a="Old", b="Old"))
    assert "Amended: " in desk.done("import", sheet(desk, "s.csv", a="New", b="New"))
    assert (title(desk), places(desk)) == ("New", {"a": None, "b": None})


def test_a_place_that_somebody_wrote_better_stays(desk: Desk) -> None:
    path = sheet(desk, "s.csv", a="Item 1", b="Item 2")
    desk.done("import", path)
    desk.done("amend", "b", "--place", "p. 7", "--reason", "Looked up.")
    assert "Nothing changed" in desk.done("import", path)
    assert places(desk)["b"] == "p. 7"


def test_a_column_of_places_is_kept_beside_the_title(desk: Desk) -> None:
    rows = "".join(
        ROW.format(one, name).replace("\n", f",{place}\n")
        for one, name, place in (("a", "Item 1", "p. 1"), ("b", "Item 2", "#t=754"))
    )
    desk.done(
        "import", given(desk, "s.csv", HEAD.replace("\n", ",page\n") + rows), "--map", "page=place"
    )
    assert places(desk) == {"a": "p. 1", "b": "Item 2, #t=754"}


def test_titles_of_what_has_no_address_must_agree(desk: Desk) -> None:
    text = "speaker,statement,source,publisher,title\nAnn,S1,s,P,One\nAnn,S2,s,P,Two\n"
    told = desk.refused("import", given(desk, "s.csv", text))
    assert (
        "title differs from row 2, which is about the same, 's': 'One' there, 'Two' here." in told
    )


def test_places_come_back_in_every_form(desk: Desk) -> None:
    desk.done("import", sheet(desk, "s.csv", a="Item 1", b="Item 2"))
    desk.done("export", "--to", "claims", "-o", desk.folder / "out")
    for form in ("csv", "claimreview", "jsonl"):
        (desk.folder / f"out.{form}").write_text(desk.done("export", "--to", form))
    for name in ("out", "out.csv", "out.claimreview", "out.jsonl"):
        other = Desk(desk.folder / f"of-{name}")
        other.folder.mkdir()
        if not name.endswith("jsonl"):
            other.done("init")
        other.done("import", desk.folder / name)
        assert places(other) == {"a": None, "b": "Item 2"}
        assert title(other) == "Item 1"
    assert "Item 2" in desk.done("report", "--format", "html")


# One record, several times


def reviews(desk: Desk, *names: str) -> Path:
    found = [
        {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "url": f"https://desk.example/{n}",
            "claimReviewed": f"S{n}",
            "author": {"name": "Desk"},
            "datePublished": "2024-01-02",
            "itemReviewed": {
                "author": {"name": "Ann"},
                "datePublished": "2023-12-01",
                "appearance": {"url": "https://x.example/doc", "name": name},
            },
            "reviewRating": {"alternateName": "False"},
        }
        for n, name in enumerate(names)
    ]
    return given(desk, "r.json", json.dumps(found))


def test_reviews_of_places_in_one_document(desk: Desk) -> None:
    desk.done("import", reviews(desk, "Debate, minute 1", "Debate, minute 9"))
    assert title(desk) == "Debate, minute 1"
    assert sorted(map(str, places(desk).values())) == ["Debate, minute 9", "None"]


def market(n: int, **more: object) -> dict[str, Any]:
    return {
        "id": f"m{n}", "creatorUsername": "ann", "createdTime": 1688202000000,
        "closeTime": 1709120000000, "question": f"Will it rain in m{n}?", "slug": f"m{n}",
        "url": f"https://market.example/m{n}", "outcomeType": "BINARY", "mechanism": "cpmm-1",
        "probability": 0.5, "isResolved": False, "lastUpdatedTime": 1688900000000,
        "bets": [{"id": "b1", "createdTime": 1688205600000, "probBefore": 0.5, "probAfter": 0.6}],
        **more,
    }  # fmt: skip


CLAIMS = """\
[source]
id = "s"
publisher = "P"

[[claim]]
id = "a"
speaker = "Ann"
statement = "S"

[[claim.outcome]]
verdict = "happened"
"""

KINDS = {
    "sheet": ("csv", HEAD + ROW.format("a", "T") + ROW.format("b", "T")),
    "claims": ("toml", CLAIMS),
    "manifold": ("json", json.dumps([market(1), market(2)])),
    "review": ("jsonld", json.dumps({
        "@context": "https://schema.org", "@type": "ClaimReview", "url": "https://d.example/1",
        "claimReviewed": "S", "author": {"name": "D"}, "itemReviewed": {"author": {"name": "Ann"}},
        "reviewRating": {"alternateName": "False"},
    })),
    "averitec": ("json", json.dumps([{
        "claim": "S.", "label": "Refuted", "speaker": "Ann", "claim_date": "1-2-2020",
        "questions": [], "original_claim_url": "https://x.example/1",
    }])),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_record_in_two_files_says_nothing_new(desk: Desk, kind: str) -> None:
    end, text = KINDS[kind]
    first, second = given(desk, f"one.{end}", text), given(desk, f"two.{end}", text)
    desk.done("import", first)
    log = desk.json("log")
    assert desk.done("import", first, second).startswith("Nothing changed")
    assert desk.json("log") == log
    other = Desk(desk.folder / "other")
    other.folder.mkdir()
    other.done("init")
    told = other("import", first, second)
    assert told.exit_code == 0, told.output
    assert f"{second}: warning: Passed over, for they say again what is said already" in told.stderr
    assert [one["id"] for one in other.json("list")] == [one["id"] for one in desk.json("list")]
    assert len(other.json("log")) == len(log)


def test_what_differs_is_a_problem_that_shows_both(desk: Desk) -> None:
    text = HEAD + ROW.format("a", "T")
    other = text.replace("2020-09-19", "2021-09-19")
    told = desk.refused("import", given(desk, "s.csv", text), given(desk, "t.csv", other))
    both = "due '2020-09-19' there, '2021-09-19' here"
    assert f"t.csv:2: The id 'a' is already used, at {desk.folder}/s.csv:2: {both}.\n" in told
    told = desk.refused("import", given(desk, "u.csv", text + other.splitlines()[1]))
    assert f"u.csv:3: The id 'a' is already used, in row 2: {both}.\n" in told


def test_equal_rows_are_one_claim(desk: Desk) -> None:
    rows = HEAD + 3 * ROW.format("a", "T")
    told = desk("import", given(desk, "s.csv", rows))
    assert told.stdout == "Added 1 claim, 1 question, 1 source.\n"
    assert "warning: Rows that say again what another row with their id says: 2.\n" in told.stderr
    bare = "".join(f"{line.partition(',')[2]}\n" for line in rows.splitlines())
    told = desk("import", given(desk, "t.csv", bare.replace("S a", "S b")))
    assert told.stdout.startswith("Added 1 claim, 1 question.\n")
    assert "warning: Passed over, for they say again what is said already: 2.\n" in told.stderr


TABLES = """
[[question]]
id = "q"
statement = "It snows."
due = 2030-01-01

[[claim]]
id = "a"
speaker = "Ann"
statement = "It rains."
due = "2030"

[[claim.outcome]]
verdict = "stalled"
evidence = [{ url = "https://x.example/e" }]
"""


def test_equal_tables_of_a_claim_file_are_one(desk: Desk) -> None:
    head = '[source]\nid = "s"\npublisher = "P"\n'
    told = desk("import", given(desk, "c.toml", head + 2 * TABLES))
    assert told.stdout == "Added 1 claim, 1 outcome, 2 questions, 1 source.\n"
    assert "warning: Passed over, for they say again what is said already: 2.\n" in told.stderr
    told = desk("import", desk.folder / "c.toml")
    assert told.stdout.startswith("Nothing changed")
    edited = head + TABLES + TABLES.replace('"2030"', '"2031"')
    both = "The id 'a' is already used, at line 11.\n"
    assert both in desk.refused("import", given(desk, "d.toml", edited))


def test_a_source_that_cannot_be_read_is_all_that_is_told(desk: Desk) -> None:
    told = desk.refused("import", given(desk, "c.toml", '[source]\npublisher = "P"\n' + TABLES))
    assert told.splitlines() == [
        f"{desk.folder}/c.toml:1: id is missing.",
        "1 problem found; nothing was written.",
    ]


def test_a_row_that_says_less_says_nothing_new(desk: Desk) -> None:
    text = "id,speaker,statement,publisher,note\na,Ann,S,P,Hm\na,Ann,S,P,\n"
    desk.done("import", given(desk, "s.csv", text))
    assert desk.json("show", "a")["note"] == "Hm"
    text = "id,speaker,statement,publisher,note\nb,Ann,S,P,\nb,Ann,S,P,Hm\n"
    told = desk.refused("import", given(desk, "t.csv", text))
    assert "The id 'b' is already used, in row 2: note nothing there, 'Hm' here.\n" in told


def test_equal_rows_that_an_earlier_release_numbered_stay(desk: Desk) -> None:
    text = "speaker,statement,publisher,source\nAnn,S,P,s\n"
    path = given(desk, "s.csv", text)
    desk.done("import", path)
    (first,) = (one["id"] for one in desk.json("list"))
    for n in (2, 3):
        desk.done(
            "add", "--source", "s", "--speaker", "Ann", "--statement", "S", "--id", f"{first}-{n}"
        )
    log = desk.json("log")
    given(desk, "s.csv", text + 2 * "Ann,S,P,s\n")
    told = desk("import", path)
    assert told.stdout == "Nothing changed: 7 records are as the ledger has them.\n"
    assert "said already" not in told.stderr
    assert desk.json("log") == log
