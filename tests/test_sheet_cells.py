"""Cells that hold several texts or addresses, however people write them."""

from __future__ import annotations

import csv
import io
import json
import shutil
from typing import TYPE_CHECKING

import pytest
from commands import Desk
from hypothesis import given
from hypothesis import strategies as st

from ledger.formats.table.cells import Lists, addresses, split, texts_of_list

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "id,speaker,statement,made,due,publisher,topics,verdict,evidence_url"
URL = r"https?://[a-z]{1,9}\.example/[a-z0-9?=;,._-]{0,9}[a-z0-9]"
A, B = "https://x.example/a", "https://x.example/b?p=1;q=2,3"


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path) -> Desk:
    shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    return Desk(tmp_path)


def sheet(desk: Desk, *cells: tuple[str, str], name: str = "s.csv") -> Path:
    """A sheet with a claim for each pair of topics and evidence."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(HEAD.split(","))
    for n, (topics, evidence) in enumerate(cells):
        own = f"c{n},Ann,S{n},2020-01-05,2022-12-31,P".split(",")
        rows.writerow([*own, topics, "happened", evidence])
    path = desk.folder / name
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def evidence(desk: Desk, claim: str = "c0") -> list[object]:
    return [one["url"] for one in desk.json("show", claim)["outcomes"][-1]["evidence"]]


@pytest.mark.parametrize(
    "between",
    [
        " | ",
        "|",
        " ; ",
        "; ",
        ";",
        ", ",
        ",",
        "\n",
        "\r\n",
        " and ",
        " \u2022 ",
        " / ",
        "  ",
        "\t",
        " - ",
        " & ",
        "\n* ",
        '" "',
        "><",
    ],
)
def test_addresses_are_told_apart_whatever_stands_between(desk: Desk, between: str) -> None:
    told = desk("import", sheet(desk, ("", f"{A}{between}{B}")))
    assert "warning" not in told.stderr
    assert evidence(desk) == [A, B]


@pytest.mark.parametrize(
    "one",
    [
        "https://web.archive.org/web/2020/https://x.example/a",
        "https://x.example/?u=http://y.example/",
        "https://x.example/r?a=1&http://y.example/",
        "https://en.wiki.example/wiki/Rain_(weather)",
        "https://x.example/a#b|c",
        "HTTPS://X.example/a",
        "doi:10.1000/182",
    ],
)
def test_an_address_within_another_is_none_of_its_own(desk: Desk, one: str) -> None:
    desk.done("import", sheet(desk, ("", f"{one} {B}"), ("", one)))
    assert evidence(desk) == [one, B]
    assert evidence(desk, "c1") == [one]


@given(
    st.lists(st.from_regex(URL, fullmatch=True), min_size=1, max_size=6, unique=True),
    st.lists(st.sampled_from([" | ", "|", ";", ", ", "\n", " and ", " ", "; ", '"'])),
)
def test_addresses_put_together_come_apart(urls: list[str], between: list[str]) -> None:
    cell = urls[0] + "".join(
        f"{between[n % len(between)] if between else ' '}{url}" for n, url in enumerate(urls[1:])
    )
    assert addresses(cell) == (urls, ())


@given(st.text())
def test_whatever_a_cell_holds_is_taken_apart_somehow(text: str) -> None:
    items, stray = addresses(text)
    assert all(one in text and not any(map(str.isspace, one)) for one in (*items, *stray))
    for ours in (True, False):
        for column in ("topics", "authors", "evidence_url"):
            assert Lists({}, ours).read(column, text).was == split(
                text, " " if column == "evidence_url" else ";"
            )


def test_what_is_no_address_is_a_problem_and_no_evidence(desk: Desk) -> None:
    path = sheet(desk, ("", "Press release"), ("", "x.example/a"), ("", A))
    told = desk.refused("import", path)
    assert "s.csv:2: column 'evidence_url': 'Press release' is not an address." in told
    assert "s.csv:3: column 'evidence_url': 'x.example/a' is not an address." in told
    assert "2 problems found" in told
    desk.done("import", path, "--skip-bad")
    assert evidence(desk, "c2") == [A]


def test_words_beside_addresses_are_passed_over_and_counted(desk: Desk) -> None:
    path = sheet(desk, ("", f"See {A} (archived)"), ("", f"Report: {A}"), ("", A))
    told = desk("import", path)
    assert (
        "warning: Rows with words beside the addresses in evidence_url, which are passed over: 2; "
        "the first is row 2."
    ) in told.stderr
    assert evidence(desk) == evidence(desk, "c1") == [A]


@pytest.mark.parametrize(
    ("cell", "texts"),
    [
        ('["taxes", "roads; bridges"]', ["taxes", "roads; bridges"]),
        ("['taxes', 'roads']", ["taxes", "roads"]),
        ('["taxes"]', ["taxes"]),
        ('["taxes", ""]', ["taxes"]),
        ("taxes; roads", ["taxes", "roads"]),
        ("[taxes]", ["[taxes]"]),
        ("[1, 2]", ["[1, 2]"]),
        ("[" * 40 + "]" * 40, ["[" * 40 + "]" * 40]),
    ],
)
def test_lists_as_programs_write_them_are_lists(desk: Desk, cell: str, texts: list[str]) -> None:
    desk.done("import", sheet(desk, (cell, "")))
    assert desk.json("show", "c0")["topics"] == texts


@pytest.mark.parametrize(
    "cell", [json.dumps([A, B]), str([A, B]), json.dumps([{"url": A}, {"url": B}])]
)
def test_addresses_may_be_such_a_list(desk: Desk, cell: str) -> None:
    desk.done("import", sheet(desk, ("", cell)))
    assert evidence(desk) == [A, B]


@given(st.text())
def test_what_is_no_list_is_none(text: str) -> None:
    assert texts_of_list(f"x{text}") is None
    assert texts_of_list(json.dumps([text])) == [one for one in [text.strip()] if one]


def test_a_separator_may_be_mapped_for_each_key(desk: Desk) -> None:
    mapping = desk.folder / "m.toml"
    mapping.write_text('[separators]\ntopics = ", "\nevidence_url = "@@"\n')
    path = sheet(desk, ("taxes, roads; bridges", f"{A}@@{B}"))
    desk.done("import", path, "--mapping", mapping)
    assert desk.json("show", "c0")["topics"] == ["taxes", "roads; bridges"]
    assert evidence(desk) == [A, B]
    assert "Nothing changed" in desk.done("import", path, "--mapping", mapping)
    desk.done("import", path, "--mapping", mapping, "--default", "role=x")
    assert 'topics = ", "' in mapping.read_text()


@pytest.mark.parametrize("text", ['speaker = ";"', 'topics = ""', "topics = 1"])
def test_a_separator_of_what_holds_no_list_is_refused(desk: Desk, text: str) -> None:
    mapping = desk.folder / "m.toml"
    mapping.write_text(f"[separators]\n{text}\n")
    told = desk.refused("import", sheet(desk, ("", "")), "--mapping", mapping)
    assert "is not a mapping" in told


OLD = """\
[source]
id = "s"
publisher = "P"

[[claim]]
id = "c0"
speaker = "Ann"
statement = "S0"
made = "2020-01-05"
due = "2022-12-31"
topics = ['["taxes", "roads"]']

[[claim.outcome]]
verdict = "happened"
evidence = [
    { url = "https://x.example/a" }, { url = "|" }, { url = "https://x.example/b?p=1;q=2,3" }
]
"""


def test_what_was_read_otherwise_before_is_left_and_told(desk: Desk) -> None:
    """As release 0.1.0 entered such a sheet."""
    (desk.folder / "old.toml").write_text(OLD)
    desk.done("import", desk.folder / "old.toml")
    path = sheet(desk, ('["taxes", "roads"]', f"{A} | {B}"))
    path.write_text(
        path.read_text().replace("publisher", "publisher,source").replace(",P,", ",P,s,")
    )
    log = desk.json("log")
    told = desk.done("import", path)
    assert "left as they were read before" in told
    assert "cells of sheets that hold several" in " ".join(told.split())
    assert desk.json("log") == log
    desk.done("import", path, "--reread", "--reason", "lists are lists now")
    assert evidence(desk) == [A, B]
    assert desk.json("show", "c0")["topics"] == ["taxes", "roads"]
    assert "Nothing changed" in desk.done("import", path)


OF_NOTHING = (
    "made,due,resolve_by,probability,published,url,archive_url,happened_on,value,evidence_url"
)


@pytest.mark.parametrize(
    "word", ["-", "\u2013", "?", "n/a", "N/A", "NaN", "None", "null", "TBD", " tbc "]
)
def test_words_for_nothing_are_blank_where_a_day_a_number_or_an_address_should_be(
    desk: Desk, word: str
) -> None:
    words = ",".join([word] * len(OF_NOTHING.split(",")))
    path = desk.folder / "s.csv"
    path.write_text(
        f"id,statement,speaker,publisher,{OF_NOTHING}\na,{word},Ann,P,{words}\n", "utf-8"
    )
    assert desk.done("import", path) == "Added 1 claim, 1 question, 1 source.\n"
    (claim,) = desk.json("list")
    assert claim["statement"] == word.strip()
    assert {claim[one] for one in ("made", "due", "probability", "resolve_by")} == {None}
    path.write_text(
        f"id,statement,speaker,publisher,verdict,{OF_NOTHING}\nb,S,Ann,P,kept,{words}\n", "utf-8"
    )
    told = desk("import", path)
    assert told.stdout.startswith("Added 1 claim, 1 outcome, ")
    assert told.stderr.count("warning") == told.stderr.count("Verdicts without evidence: 1.") == 1
