"""The page: it holds what the other forms hold, and every claim; nothing in it can do harm."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from conftest import Clock
from harmful import PAGE, PROGRAM, STANDS_FOR, harmed
from pages import EVERYTHING, claim, forecasts, keep, keep_everything, read, rows, text
from pages import by_id as element
from sqlalchemy import event

from ledger import Filters, Ledger, Settings
from ledger.charts.counts import MOST
from ledger.cli import COMMANDS
from ledger.report.build import report
from ledger.report.forms import written
from ledger.report.illustrations import CALLED, LOOKS
from ledger.report.json_csv import as_json
from ledger.report.layout import tables
from ledger.report.page import methods
from ledger.report.page.methods import record
from ledger.report.prose import AGAIN, sentences
from ledger.report.status_bars import PARTS
from ledger.text import HIDDEN, percent

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from xml.etree import ElementTree as ET

    from conftest import LedgerAfter, LivedOnce, Write

TYPED = re.compile(rf"--[a-z]|\bledger (?:{'|'.join(COMMANDS)})\b")
"""What only those who have the command line can make use of."""

NASTY = (
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "\"><svg onload='alert(1)'>",
    "{{ 7 * 7 }} {% raw %}",
    "a&b &lt; &#60; <!-- -->",
    "]]></table></body>",
    "\u202egnorw\u202c \u2066x\u2069",
    "$x^2$ \\frac{1}{2} %s %(a)s",
    "日本語 עברית 🤔 e\u0301",
)
"""Names that would do harm in a page if they were not made harmless."""


@pytest.fixture
def everything(ledger_after: LedgerAfter) -> Ledger:
    """A ledger with claims of every sort, as of 1 September 2023."""
    return ledger_after(keep_everything)


def page(
    ledger: Ledger,
    by: str = "speaker",
    filters: Filters | None = None,
    as_of: str | None = None,
    settings: Settings | None = None,
) -> str:
    """The page of a report."""
    return written(report(ledger, by, filters, as_of, settings), "html", ledger)


@pytest.fixture(scope="module")
def whole(lived_once: LivedOnce) -> str:
    """The page of that ledger, made once."""
    folder, now = lived_once(keep_everything)
    with Ledger(folder / "ledger.db", recorder="desk", clock=Clock(now)) as ledger:
        return page(ledger)


# What it says


def test_the_tables_are_those_of_the_other_forms(everything: Ledger, whole: str) -> None:
    found = report(everything)
    shown = read(whole)
    first, *others = tables(found)
    names = ["accuracy", "table-1", "table-2", "table-3", "table-4", "table-5", "reliability"]
    assert len([first, *others]) == len(names)
    for name, table in zip(names, [first, *others], strict=True):
        head, *body = rows(shown, name)
        assert head == [table.first, *table.heads]
        assert body == [[row.name, *row.cells] for row in table.rows]


def test_the_numbers_are_those_of_json_rounded(everything: Ledger, whole: str) -> None:
    found = json.loads(as_json(report(everything)))
    shown = {row[0]: row[1:] for row in rows(read(whole), "accuracy")}
    for group in found["groups"]:
        cells = shown[group["key"]]
        assert cells[:3] == [
            str(group["claims"]), str(group["scored"]), percent(group["accuracy"], 2)
        ]  # fmt: skip
    assert shown["All predictions"][2] == percent(found["total"]["accuracy"], 2)


def test_of_many_claims_the_newest_are_listed_and_the_command_for_all_is_named(
    ledger: Ledger, write: Write, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Six claims, of which three are listed: those that fell due last, and then the next due."""
    days = ["2023-03-01", "2023-05-01", "2023-04-01", "2023-09-01", "2023-08-01", "2023-02-01"]
    keep(ledger, write, [claim(f"c{n}", due=day) for n, day in enumerate(days)])
    ledger.amend("c5", {"speaker": "Bob Bobson"}, "misheard")
    clock.set("2023-07-05")
    whole = record(ledger, report(ledger))
    monkeypatch.setattr(methods, "MOST", 5)
    found = record(ledger, report(ledger))
    assert [one.id for one in found.claims] == ["c1", "c2", "c0", "c5", "c4"]
    monkeypatch.setattr(methods, "MOST", 2)
    found = record(ledger, report(ledger))
    assert [one.id for one in found.claims] == ["c1", "c2"]
    assert found.left_out == 4
    assert [one.id for one in found.overdue] == ["c5", "c0", "c2", "c1"]
    assert (found.overdue, found.corrections) == (whole.overdue, whole.corrections)
    monkeypatch.setattr(methods, "OVERDUE", 3)
    made = page(ledger)
    shown = text(read(made))
    now = ledger.moment()
    assert "4 more are left out here, though not in the figures" in shown
    assert f"ledger list --kind prediction --as-of {now}" in shown
    assert "1 more are left out here" in shown
    assert f"ledger list --kind prediction --status overdue --as-of {now}" in shown
    assert set(re.findall(r'href="#claim-(.*?)"', made)) == {"c2"}
    assert set(re.findall(r'id="claim-(.*?)"', made)) == {"c1", "c2"}


@pytest.mark.slow
def test_every_sentence_is_on_the_page(everything: Ledger, whole: str) -> None:
    shown = text(read(whole))
    told = [one.split(": see ")[0] for one in sentences(report(everything))]
    assert all(sentence in shown for sentence in told)


def test_readers_of_the_page_are_not_told_to_type_anything_but_what_makes_it_again(
    everything: Ledger,
) -> None:
    everything.add({"speaker": "Ann", "statement": "It is meant.", "kind": "plan"}, "herald-1")
    everything.add(
        {"id": "near", "speaker": "Ann", "statement": "It is near.", "probability": "0.9"},
        "herald-1",
    )
    told = [one for one in sentences(report(everything)) if ": see " in one]
    assert [one.split(": ")[-1] for one in told] == [
        "see ledger corrections.", "see --kind plan.",
    ]  # fmt: skip
    assert all(": see " in one for one in sentences(report(everything)) if TYPED.search(one))
    shown = text(read(page(everything)))
    command = shown.index(AGAIN)
    assert not TYPED.search(shown[shown.rindex("}", 0, command) : command])  # behind the style
    assert "1 plan is not in these figures." in shown


def test_every_claim_is_in_the_table_with_its_source_and_evidence(whole: str) -> None:
    shown = read(whole)
    kept = [one for one in EVERYTHING if one["id"] != "gone"]
    assert len(rows(shown, "claims")) == 1 + len(kept)
    for one in kept:
        row = element(shown, f"claim-{one['id']}")
        told = text(row)
        quote = "it will go" if one["id"] == "went" else one["quote"]
        for expected in (one["statement"], quote, one["speaker"], "The Herald, What comes next"):
            assert expected in told
        assert (one["due"] or "no due day") in told
        links = [link.get("href") for link in row.iter("a")]
        assert links[:2] == ["https://herald.example/next", "https://archive.example/next"]
        if "outcome" in one:
            assert one["outcome"][0]["verdict"].replace("-", " ") in told
            assert links[2:] == ["https://agency.example/story?a=1&b=2"]
            assert "It says so in the second paragraph." in told


def test_many_claims_stand_in_tables_of_a_hundred(
    ledger: Ledger, write: Write, clock: Clock
) -> None:
    clock.set("2023-09-01")
    keep(ledger, write, [claim(f"c{k:03}", "happened") for k in range(250)])
    shown = read(page(ledger))
    parts = [one for one in shown.iter("div") if "part" in one.get("class", "").split()]
    found = [[row.get("id") for row in part.iter("tr") if row.get("id")] for part in parts]
    assert [len(one) for one in found] == [100, 100, 50]
    assert [one for part in found for one in part] == [f"claim-c{k:03}" for k in range(250)]
    assert [text(next(part.iter("caption"))) for part in parts][-1] == "Part 3 of 3"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("identifier", "mark"),
    [
        ("came", "✓ right"),
        ("went", "✗ wrong"),
        ("half", "◐ partly right"),
        ("later", "✗ wrong"),
        ("moot", "not scored"),
        ("dim", "not scored"),
        ("waiting", "! overdue"),
        ("far", "open"),
        ("some-day", "not scored: no due day"),
        ("perhaps", "not scored: takes no side"),
        ("vague", "too vague to check"),
    ],
)
def test_what_became_of_a_claim_is_told_in_words(whole: str, identifier: str, mark: str) -> None:
    row = element(read(whole), f"claim-{identifier}")
    (shown,) = (text(one) for one in row.iter("span") if "mark" in one.get("class", "").split())
    assert shown == mark


def test_what_is_settled_early_or_made_too_late_says_why_it_is_not_scored(
    ledger: Ledger, write: Write, clock: Clock
) -> None:
    clock.set("2023-03-01")
    after = claim("after", "happened", made="2023-02-20", due="2023-02-25")
    after["outcome"][0]["happened_on"] = "2023-02-01"
    keep(ledger, write, [claim("early", "happened"), after])
    shown = read(page(ledger, settings=Settings(guard_early=True)))
    assert "not scored: not due yet" in text(element(shown, "claim-early"))
    assert "not scored: made too late" in text(element(shown, "claim-after"))


def test_what_is_overdue_is_listed_and_leads_to_its_claim(whole: str) -> None:
    shown = read(whole)
    assert rows(shown, "overdue")[1:] == [["It comes about: waiting.", "Cleo", "2023-06-30"]]
    targets = {one.get("id") for one in shown.iter()}
    links = [one.get("href", "") for one in shown.iter("a")]
    assert "#claim-waiting" in links
    assert all(link[1:] in targets for link in links if link.startswith("#"))


@pytest.mark.slow
def test_of_many_overdue_claims_the_oldest_are_listed_apart(
    ledger: Ledger, write: Write, clock: Clock
) -> None:
    clock.set("2023-09-01")
    keep(ledger, write, [claim(f"c{k:02}") for k in range(53)])
    shown = page(ledger)
    assert len(rows(read(shown), "overdue")) == 1 + 50
    assert "3 more are in the table of every claim." in shown


def test_corrections_are_those_of_the_claims_of_the_report(
    everything: Ledger, write: Write
) -> None:
    keep(everything, write, [claim("other", "happened", speaker="Dora")], id="mail-1")
    everything.amend("other", {"quote": "another"}, "A slip.")
    found = rows(read(page(everything, filters=Filters(speaker=("Ann", "Bob")))), "corrections")
    assert [row[0] for row in found[1:]] == [
        "quote claim went", "withdrawn claim gone", "withdrawn question gone"
    ]  # fmt: skip
    assert found[1][1] == "2023-08-01 after the fact entry 73, by desk"
    assert found[1][2:] == ["“went” will be, she said it will go", "The quote was cut short."]
    only = rows(read(page(everything, filters=Filters(speaker=("Dora",)))), "corrections")
    assert [row[0] for row in only[1:]] == ["quote claim other"]


def test_a_merge_is_among_the_corrections_of_those_it_joined(
    everything: Ledger, clock: Clock
) -> None:
    clock.set("2023-08-02")
    everything.merge("Bob", "Cleo", reason="His other name.")
    found = rows(read(page(everything, filters=Filters(speaker=("Cleo",)))), "corrections")
    assert found[-1] == [
        "counts for speaker Bob",
        "2023-08-02 after the fact entry 76, by desk",
        "Bob Cleo",
        "His other name.",
    ]
    other = page(everything, filters=Filters(speaker=("Ann",)))
    assert "His other name." not in other


def test_a_merge_that_was_undone_stays_among_the_corrections(
    everything: Ledger, clock: Clock
) -> None:
    clock.set("2023-08-02")
    everything.merge("Bob", "Cleo", reason="One man.")
    everything.unmerge("Bob", reason="Another man.")
    found = rows(read(page(everything, filters=Filters(speaker=("Bob",)))), "corrections")
    assert [row[2:] for row in found[-2:]] == [
        ["Bob Cleo", "One man."], ["Cleo Bob", "Another man."]
    ]  # fmt: skip


def test_it_tells_how_the_figures_can_be_made_again(everything: Ledger) -> None:
    settings = Settings(yardstick="icd203", repeats="last", cluster="source", seed=7)
    found = report(everything, "publisher", Filters(kind=("prediction",)), None, settings)
    shown = text(read(written(found, "html", everything)))
    for expected in (
        found.root_hash,
        f"The first {found.moment.entry} entries of the ledger's journal.",
        "Those with kind prediction.",
        "only the last is scored",
        "Intelligence Community Directive 203",
        "seed 7",
        "ledger report --by publisher --kind prediction --repeats last --cluster source",
        f" --yardstick icd203 --seed 7 --as-of {found.moment} --format html",
    ):
        assert expected in shown


def test_an_empty_ledger_gives_a_page_that_says_so(ledger: Ledger) -> None:
    shown = text(read(page(ledger)))
    assert "There are no claims yet." in shown
    assert "Nothing is overdue." in shown


def test_a_reliability_diagram_takes_ten_forecasts(
    ledger: Ledger, write: Write, clock: Clock
) -> None:
    clock.set("2023-09-01")
    keep(ledger, write, forecasts(9))
    assert "reliability-title" not in page(ledger)
    keep(ledger, write, forecasts(10))
    shown = read(page(ledger))
    assert "over 10 forecasts" in text(element(shown, "reliability-desc"))


def test_the_diagram_is_judged_by_a_test_and_not_by_its_band(
    ledger: Ledger, write: Write, clock: Clock
) -> None:
    clock.set("2023-09-01")
    chances = ["0.2", "0.2", "0.2", "0.2", "0.2", "0.8", "0.8", "0.8", "0.8", "0.8"]
    keep(ledger, write, [
        claim(f"c{k}", "happened" if k in {0, 5, 6, 7, 8} else "did-not-happen", probability=one)
        for k, one in enumerate(chances)
    ])  # fmt: skip
    told = text(element(read(page(ledger)), "reliability-desc"))
    assert "so leaving it proves nothing." in told
    assert "A test finds no sign that the chances given are wrong (p " in told


def test_pictures_take_no_library_and_no_page_speaks_of_one(
    everything: Ledger, monkeypatch: pytest.MonkeyPatch, whole: str
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    shown = page(everything)
    assert shown == whole
    assert not re.search("matplotlib|pip |install", text(read(shown)))
    assert len(list(read(shown).iter("figure"))) == 3


def test_what_became_of_claims_is_counted_as_in_json(everything: Ledger, whole: str) -> None:
    found = json.loads(as_json(report(everything)))
    head, *body = rows(read(whole), "statuses")
    keys = {"did not happen": "did_not_happen", "too vague to check": "not_checkable",
            "all": "claims"}  # fmt: skip
    assert {"happened", "partly", "late", "void", "overdue", "open"} < {*head}
    for group, row in zip([*found["groups"], found["total"]], body, strict=True):
        counts = dict(zip(head[1:], map(int, row[1:]), strict=True))
        assert counts == {name: group[keys.get(name, name)] for name in counts}
        assert sum(counts.values()) == 2 * group["claims"]


def test_of_many_groups_the_first_are_drawn_and_the_others_counted(
    ledger: Ledger, write: Write, clock: Clock
) -> None:
    clock.set("2023-09-01")
    keep(ledger, write, [claim(f"c{k}", "happened", speaker=f"S{k:03}") for k in range(200)])
    made = page(ledger)
    assert len(rows(read(made), "statuses")) == 1 + MOST + 1
    assert "160 more are left out here, but count in the last line." in text(read(made))
    assert "160 more are not drawn here." in made
    assert len(made) < 600_000


def test_accuracy_by_year_is_drawn_over_time(ledger: Ledger, write: Write, clock: Clock) -> None:
    clock.set("2023-09-01")
    verdicts = {"2019": "happened", "2021": "did-not-happen", "2020": "happened"}
    for year, verdict in verdicts.items():
        keep(ledger, write, [claim(f"c{year}", verdict, made=f"{year}-05-01")],
             id=f"s{year}", published=f"{year}-05-01")  # fmt: skip
    shown = read(page(ledger, "year"))
    assert "from 2019 to 2021" in text(element(shown, "years-desc"))
    drawn = next(one for one in shown.iter("svg") if "years-desc" in one.get("aria-labelledby", ""))
    places = [(float(one.get("cx", "")), float(one.get("cy", ""))) for one in drawn.iter("circle")]
    assert places == sorted(places)  # from left to right, as the years are
    assert [y == min(y for _, y in places) for _, y in places] == [True, True, False]
    assert "years-desc" not in page(ledger)


def test_each_thing_that_can_become_of_a_claim_has_a_look_of_its_own() -> None:
    assert LOOKS.keys() == CALLED.keys() == PARTS.keys()
    assert len({*LOOKS.values()}) == len(LOOKS)


def test_sources_are_told_as_they_were(ledger: Ledger, write: Write, clock: Clock) -> None:
    clock.set("2023-07-01")
    keep(ledger, write, [claim("a")])
    before = str(ledger.moment())
    ledger.amend("herald-1", {"title": "Another title"})
    wanted = ["herald-1", "nothing"]
    assert {key: one.title for key, one in ledger.sources(wanted).items()} == {
        "herald-1": "Another title"
    }
    assert ledger.sources(wanted, before)["herald-1"].title == "What comes next"
    assert ledger.sources(wanted, "0@2023-07-01") == {}


# That it is the same again


@pytest.mark.slow
def test_the_same_report_is_the_same_page_to_the_byte(everything: Ledger, write: Write) -> None:
    first = page(everything)
    assert page(everything) == first
    moment = str(report(everything).moment)
    keep(everything, write, [claim("new", "happened")], id="mail-1")
    everything.amend("herald-1", {"title": "Another title"})
    everything.record("came", {"verdict": "late", "happened_on": "2023-07-01", "reason": "A slip."})
    assert page(everything) != first
    assert page(everything, as_of=moment) == first


@pytest.mark.slow
def test_no_surroundings_change_the_page(everything: Ledger, tmp_path: Path) -> None:
    """Neither the hash seed, the locale, the time zone nor what is set for matplotlib."""
    moment = str(report(everything).moment)
    (tmp_path / "matplotlibrc").write_text("font.size: 30\nsvg.fonttype: path\n", encoding="utf-8")
    settings = [
        {"PYTHONHASHSEED": "1", "TZ": "UTC"},
        {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "C", "MATPLOTLIBRC": str(tmp_path)},
    ]
    command = [sys.executable, "-m", "ledger", "--db", everything.place, "report"]
    pages = [
        subprocess.run(
            [*command, "--as-of", moment, "--format", "html"],
            env={**os.environ, **setting}, check=True, capture_output=True,
        ).stdout
        for setting in settings
    ]  # fmt: skip
    assert pages[0] == pages[1]
    assert pages[0].decode() == page(everything)


# That nothing in it can do harm


def links(root: ET.Element) -> list[str]:
    return [one.get("href", "") for one in root.iter("a")]


@pytest.mark.slow
def test_whatever_is_in_the_data_is_text_and_nothing_else(
    ledger: Ledger, write: Write, clock: Clock, tmp_path: Path
) -> None:
    clock.set("2023-09-01")
    evidence = [
        {"url": STANDS_FOR[PROGRAM], "publisher": one, "title": one, "note": one} for one in NASTY
    ]
    claims = [
        claim(f"c{k}", statement=f"It is {one}.", quote=one, speaker=one, role=one,
              organisation=one, wording=one, topics=[one], criteria=one, condition=one)
        | {"outcome": [{"verdict": "happened", "note": one, "evidence": evidence}]}
        for k, one in enumerate(NASTY)
    ]  # fmt: skip
    for place, name in enumerate(NASTY):
        keep(ledger, write, [claims[place]], id=f"s{place}", publisher=name, title=name,
             url=STANDS_FOR[PAGE], archive_url=STANDS_FOR[PROGRAM])  # fmt: skip
    ledger.amend("c0", {"note": NASTY[1]}, NASTY[0])
    old = harmed(ledger, tmp_path / "old.db", clock)
    for by in ("speaker", "publisher", "topic", "wording"):
        shown = page(old, by)
        root = read(shown)
        assert HIDDEN.sub("", shown) == shown
        assert not {"script", "img", "iframe", "object"} & {one.tag for one in root.iter()}
        assert not [name for one in root.iter() for name in one.attrib if name.startswith("on")]
        assert all(link.startswith("#") for link in links(root))
        told = text(root)
        assert all(HIDDEN.sub("", one) in told for one in NASTY)


def test_links_say_nothing_of_where_the_reader_comes_from(whole: str) -> None:
    root = read(whole)
    outward = [one for one in root.iter("a") if not one.get("href", "").startswith("#")]
    assert outward
    assert {one.get("rel") for one in outward} == {"noreferrer noopener"}


def test_it_asks_nothing_of_the_network(whole: str) -> None:
    shown = whole
    root = read(shown)
    policies = [one.get("content", "") for one in root.iter("meta") if one.get("http-equiv")]
    (style,) = re.findall("<style>(.*?)</style>", shown, re.DOTALL)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    rest = "img-src data:; base-uri 'none'; form-action 'none'"
    assert policies == [f"default-src 'none'; style-src 'sha256-{digest}'; {rest}"]
    assert not [one for one in root.iter() if "style" in one.attrib]
    assert not [one for one in root.iter() if {"src", "srcset", "action"} & set(one.attrib)]
    assert [one.get("href") for one in root.iter("link")] == ["data:,"]
    assert set(re.findall(r"url\((.)", shown)) <= {"#"}
    assert "@import" not in shown


def test_it_is_made_for_screen_readers(whole: str) -> None:
    root = read(whole)
    assert root.get("lang") == "en"
    for table in root.iter("table"):
        assert text(next(table.iter("caption")))
        assert {one.get("scope") for one in table.iter("th")} <= {"col", "row", "rowgroup"}
        assert None not in {one.get("scope") for one in table.iter("th")}
    levels = [int(one.tag[1]) for one in root.iter() if re.fullmatch("h[1-6]", one.tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    pictures = [one for one in root.iter("svg") if one.get("role") == "img"]
    assert len(pictures) == 3
    for picture in pictures:
        assert [one.tag for one in picture][:2] == ["title", "desc"]
        assert all(text(element(root, name)) for name in picture.get("aria-labelledby", "").split())


# That it can be made of many claims


def test_the_record_takes_as_many_queries_for_many_claims_as_for_few(
    fresh_ledger: Callable[[str], Ledger], write: Write, clock: Clock
) -> None:
    clock.set("2023-09-01")
    counts = []
    for n in (3, 60):
        with fresh_ledger(f"of-{n}") as made:
            keep(made, write, [claim(f"c{k}", "happened") for k in range(n)])
            found = report(made)
            asked: list[str] = []
            engine = made._database.engine  # noqa: SLF001 - to count what is asked of it
            event.listen(
                engine, "before_cursor_execute", lambda *told, to=asked: to.append(told[2])
            )
            assert len(record(made, found).outcomes) == n
            counts.append(len(asked))
    assert counts[0] == counts[1]
