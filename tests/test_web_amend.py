"""Records are corrected and taken back by forms, and nobody writes over what they have not seen."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from commands import ARTICLE
from web import Client, FormReader

from ledger import Ledger
from ledger.desk.roles import Role
from ledger.model import fields
from ledger.web.pages.amend import KEYS, OF_QUESTION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FLOOR = "/claims/two-percent-floor"
ALONE = """
[source]
id = "herald"
publisher = "The Herald"
published = "2099-01-01"

[[question]]
id = "alone"
statement = "It comes about."
due = "2099-12-31"

[[claim]]
id = "on-alone"
question = "alone"
speaker = "Ann"
"""
EVIDENCE = {"url": "https://a.example/1"}


@pytest.fixture(scope="module")
def article(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a ledger with the claims of one article."""
    place = tmp_path_factory.mktemp("article") / "ledger.db"
    with Ledger(place, recorder="desk", create=True) as made:
        made.import_([ARTICLE])
        (place.parent / "more.toml").write_text(ALONE)
        made.import_([place.parent / "more.toml"])
    return place


@pytest.fixture
def ledger(article: Path, tmp_path: Path) -> Iterator[Ledger]:
    shutil.copy(article, tmp_path / "ledger.db")
    with Ledger(tmp_path / "ledger.db", recorder="desk") as made:
        yield made


@pytest.fixture
def site(ledger: Ledger) -> Client:
    return Client(ledger, Role.RECORDER)


@pytest.fixture
def bea(ledger: Ledger, tmp_path: Path) -> Iterator[Ledger]:  # noqa: ARG001 - which is there
    """Another who records in the same ledger."""
    with Ledger(tmp_path / "ledger.db", recorder="bea") as other:
        yield other


def test_a_claim_is_amended_with_a_reason_where_it_needs_one(site: Client, ledger: Ledger) -> None:
    found = site.fill_in(f"{FLOOR}/amend", wording="look to see")
    assert found.status == 422
    assert re.search(r'id="f-reason"[^>]* aria-invalid="true"', found.text)
    assert FormReader.of(found.text)["wording"] == "look to see"
    checked = site.fill_in(f"{FLOOR}/amend", wording="look to see", reason="misread", do="check")
    assert ">are looking to</del>" in checked.text
    assert ledger.editable("two-percent-floor")["wording"] == "are looking to"
    done = site.fill_in(f"{FLOOR}/amend", wording="look to see", reason="misread")
    assert done.headers["location"] == f"{FLOOR}?saved=amended"
    assert "misread" in site(done.headers["location"]).text
    assert ledger.editable("two-percent-floor")["wording"] == "look to see"


@pytest.mark.parametrize(
    ("path", "changes", "identifier", "expected"),
    [
        (FLOOR, {"due": "2023-07-13", "topics": "nato, money"}, "two-percent-floor",
         {"due": "2023-07-13", "topics": ["nato", "money"]}),
        (FLOOR, {"organisation": "", "checkable": "false"}, "two-percent-floor",
         {"organisation": None, "checkable": False}),
        ("/questions/alone", {"criteria": "It says so.", "note": "n"}, "alone",
         {"criteria": "It says so.", "note": "n"}),
        ("/sources/jt-2023-07-nato-vilnius", {"title": "Vilnius", "authors": "A, B"},
         "jt-2023-07-nato-vilnius", {"title": "Vilnius", "authors": ["A", "B"]}),
        ("/outcomes/two-percent-floor%231", {"note": "So it was."}, "two-percent-floor#1",
         {"note": "So it was."}),
        ("/outcomes/two-percent-floor%231", {"verdict": "partly", "value": "50%"},
         "two-percent-floor#2", {"verdict": "partly", "value": "0.5"}),
    ],
)  # fmt: skip
def test_each_kind_of_record_is_amended(  # noqa: PLR0913, PLR0917 - what to do, and what comes of it
    site: Client,
    ledger: Ledger,
    path: str,
    changes: dict[str, str],
    identifier: str,
    expected: dict[str, object],
) -> None:
    done = site.fill_in(f"{path}/amend", **changes, reason="it was wrong")
    if "verdict" in changes:  # what it makes of each claim is shown first
        assert ledger.editable("two-percent-floor#1")["verdict"] == "happened"
        done = site.post(f"{path}/amend", *FormReader.of(done.text).items())
    assert done.status == 303, done.text
    assert site(done.headers["location"]).status == 200
    found = ledger.editable(identifier)
    assert {key: found.get(key) for key in expected} == expected


def test_another_verdict_is_saved_once_its_effect_was_seen(site: Client, ledger: Ledger) -> None:
    path, before = "/outcomes/two-percent-floor%231/amend", ledger.moment().entry
    told = site.fill_in(path, verdict="did-not-happen", reason="misread", do="save")
    assert (told.status, ledger.moment().entry) == (200, before)
    assert "What it makes of each claim" in told.text
    assert re.search(r"right.{1,400}wrong", told.text, re.DOTALL)
    form = FormReader.of(told.text) | {"do": "save"}
    assert site.post(path, *(form | {"verdict": "void"}).items()).status == 200  # another again
    assert ledger.moment().entry == before
    assert site.post(path, *form.items()).status == 303
    assert ledger.editable("two-percent-floor#2")["verdict"] == "did-not-happen"


def test_nothing_else_is_changed_by_what_stands_in_the_form(site: Client, ledger: Ledger) -> None:
    """Every claim's form, sent as it is shown, changes nothing."""
    size = ledger.moment().entry
    for claim in ledger.list()[:20]:
        found = site.fill_in(f"/claims/{claim.id}/amend", reason="none")
        assert found.status == 422
        assert "already says that" in found.text
    assert ledger.moment().entry == size


def test_evidence_is_added_and_taken_out(site: Client, ledger: Ledger) -> None:
    path = "/outcomes/two-percent-floor%231/amend"
    more = "https://a.example/1\nhttps://b.example/2"
    assert site.fill_in(path, evidence=more, remove_evidence="1").status == 303
    known = [one.get("url") for one in ledger.evidence("two-percent-floor#1")]
    assert known[-2:] == more.split()


def test_what_has_changed_since_is_shown_and_nothing_is_written(
    site: Client, ledger: Ledger, bea: Ledger
) -> None:
    form = FormReader.of(site(f"{FLOOR}/amend").text)
    bea.amend("two-percent-floor", {"wording": "want to", "topics": ["money"]}, "misread")
    size = ledger.moment().entry
    typed = form | {"wording": "look to see", "note": "seen", "reason": "misheard"}
    found = site.post(f"{FLOOR}/amend", *typed.items())
    assert (found.status, ledger.moment().entry) == (409, size)
    table = found.text[found.text.index("conflict") : found.text.index("Save mine all the same")]
    for words in ("bea", "are looking to", "want to", "look to see", "money", "seen"):
        assert words in table
    again = FormReader.of(found.text)
    assert (again["wording"], again["topics"], again["note"]) == ("look to see", "money", "seen")
    assert site.post(f"{FLOOR}/amend", *again.items()).status == 303
    now = ledger.editable("two-percent-floor")
    assert (now["wording"], now["topics"], now["note"]) == ("look to see", ["money"], "seen")


def test_what_was_withdrawn_since_keeps_what_was_typed(site: Client, bea: Ledger) -> None:
    form = FormReader.of(site(f"{FLOOR}/amend").text) | {"note": "typed", "reason": "x"}
    bea.withdraw("two-percent-floor#1", "not so")
    bea.withdraw("two-percent-floor", "no claim")
    found = site.post(f"{FLOOR}/amend", *form.items())
    assert found.status == 409
    assert "It was withdrawn since" in found.text
    assert FormReader.of(found.text)["note"] == "typed"


@pytest.mark.parametrize(
    ("path", "name", "value"),
    [
        (FLOOR, "probability", "2"), (FLOOR, "due", "whenever"), (FLOOR, "speaker", ""),
        (FLOOR, "stance", "sideways"), (FLOOR, "source", "nonesuch"),
        (FLOOR, "question", "nonesuch"), (FLOOR, "source", "alone"),
        ("/sources/jt-2023-07-nato-vilnius", "publisher", ""),
        ("/sources/jt-2023-07-nato-vilnius", "published", "2023-13-01"),
        ("/outcomes/two-percent-floor%231", "happened_on", "2999-01-01"),
        ("/questions/alone", "statement", ""),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_told_at_its_field(
    site: Client, ledger: Ledger, path: str, name: str, value: str
) -> None:
    size = ledger.moment().entry
    found = site.fill_in(f"{path}/amend", **{name: value, "reason": "x"})
    assert (found.status, ledger.moment().entry) == (422, size)
    assert re.search(rf'id="f-{name}"[^>]* aria-invalid="true"', found.text)


def test_every_key_that_can_be_amended_has_a_field() -> None:
    for kind, names in KEYS.items():
        known = {one.name for one in fields.TABLES[kind] if one.of_record and one.name != "id"}
        given = {*names, *OF_QUESTION} if kind == "claim" else {*names}
        assert known - {"blind", "adjudicates", "disputed", "proposed"} == given - {
            "source",
            "since",
        }


def test_a_claim_a_verdict_and_a_question_are_withdrawn(site: Client) -> None:
    path = "/outcomes/two-percent-floor%231/withdraw"
    found = site.fill_in(path)
    assert re.search(r'id="f-reason"[^>]* aria-invalid="true"', found.text)
    assert site.fill_in(path, reason="not so").status == 303
    done = site.fill_in(f"{FLOOR}/withdraw", reason="no claim")
    assert "It was withdrawn" in site(done.headers["location"]).text
    assert site.fill_in("/questions/alone/withdraw").status == 422
    assert site.fill_in("/claims/on-alone/withdraw").status == 303
    assert site.fill_in("/questions/alone/withdraw").status == 303


def test_a_question_that_a_claim_has_made_is_changed_with_that(site: Client) -> None:
    for what in ("amend", "withdraw"):
        found = site(f"/questions/two-percent-floor/{what}")
        assert found.headers["location"] == f"{FLOOR}/{what}"
        assert site.post(f"/questions/two-percent-floor/{what}", seen="1", key="k").status == 404


def test_what_the_form_sent_does_not_have_is_left_alone(site: Client, ledger: Ledger) -> None:
    before = ledger.editable("two-percent-floor")
    size = str(ledger.moment().entry)
    fields = {"seen": size, "key": "k", "note": "alone", "reason": "x"}
    assert site.post(f"{FLOOR}/amend", **fields).status == 303
    assert ledger.editable("two-percent-floor") == before | {"note": "alone"}


def test_a_withdrawal_of_what_has_changed_is_shown_first(site: Client, bea: Ledger) -> None:
    form = FormReader.of(site(f"{FLOOR}/withdraw").text) | {"reason": "no claim"}
    bea.amend("two-percent-floor", {"wording": "want to"}, "misread")
    found = site.post(f"{FLOOR}/withdraw", *form.items())
    assert found.status == 409
    assert "want to" in found.text
    again = FormReader.of(found.text)
    assert again["reason"] == "no claim"
    assert site.post(f"{FLOOR}/withdraw", *again.items()).status == 303


def test_a_blind_verdict_of_another_has_no_form(site: Client, bea: Ledger) -> None:
    bea.record("alone", {"verdict": "unclear", "blind": True, "evidence": [EVIDENCE]})
    for what in ("amend", "withdraw"):
        assert site(f"/outcomes/alone%231/{what}").status == 404


@pytest.mark.parametrize(
    "path",
    ["/claims/nonesuch/amend", "/questions/nonesuch/withdraw", "/outcomes/x/amend",
     "/outcomes/two-percent-floor%2399/withdraw", "/sources/two-percent-floor/amend",
     "/claims/jt-2023-07-nato-vilnius/amend", "/claims/%00/amend"],
)  # fmt: skip
def test_what_is_not_there_is_told(site: Client, path: str) -> None:
    assert site(path).status in {400, 404}
    assert site.post(path, seen="1", key="k", reason="x").status in {400, 404}
