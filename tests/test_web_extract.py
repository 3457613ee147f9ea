"""An article comes in by a page, and of what is proposed only what was chosen is added."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from web import FORM, Client, FormReader

from ledger import Ledger
from ledger.desk.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from web import Got

BRIDGE = (Path(__file__).parent / "extraction" / "articles" / "01-bridge.txt").read_text("utf-8")
SAID = {"publisher": "The Puddleby News", "published": "2024-02-06"}


@pytest.fixture
def ledger(empty_ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    shutil.copy(empty_ledger, tmp_path / "ledger.db")
    with Ledger(tmp_path / "ledger.db", recorder="desk") as made:
        yield made


@pytest.fixture
def site(ledger: Ledger) -> Client:
    return Client(ledger, Role.RECORDER)


def proposed(site: Client, **fields: str) -> Got:
    return site.fill_in("/extract", pasted=BRIDGE, do="propose", **(SAID | fields))


def chosen(page: Got, *numbers: int, **fields: str) -> dict[str, str]:
    """The form that proposes, with some proposals chosen."""
    boxes = {f"{box}-{one}": "yes" for one in numbers for box in ("keep", "sure")}
    return FormReader.of(page.text) | boxes | {"do": "save"} | fields


def number_of(page: Got, words: str) -> int:
    """The number of the proposal whose quote has some words."""
    form = FormReader.of(page.text)
    (found,) = (key for key, text in form.items() if key.startswith("quote-") and words in text)
    return int(found.rpartition("-")[2])


def test_what_is_chosen_is_added_and_nothing_else(site: Client, ledger: Ledger) -> None:
    page = proposed(site)
    assert page.status == 200
    shut, bridge = number_of(page, "stay shut"), number_of(page, "footbridge")
    assert f'<mark id="m{shut}"><a href="#p{shut}">' in page.text
    assert "by the army before Easter" in page.text
    before = ledger.moment().entry
    form = chosen(page, shut, bridge, **{f"statement-{bridge}": "The army puts up a footbridge."})
    done = site.post("/extract", *form.items())
    assert (done.status, ledger.moment().entry > before) == (303, True)
    claims = {one.statement: one for one in ledger.list()}
    assert len(claims) == 2
    made = claims["The army puts up a footbridge."]
    assert made.quote is not None
    assert made.quote in BRIDGE
    assert (made.publisher, made.published) == ("The Puddleby News", "2024-02-06")
    assert "Ottoline Sparrowhawk" in {one.speaker for one in claims.values()}
    assert (
        "Saved. The claims of the article are below." in site.follow(done.headers["location"]).text
    )
    again = site.post("/extract", *form.items())
    assert (again.status, again.headers["location"]) == (303, done.headers["location"])
    assert len(ledger.list()) == 2


def test_what_was_saved_before_with_other_words_is_another_claim(
    site: Client, ledger: Ledger
) -> None:
    page = proposed(site)
    one = number_of(page, "stay shut")
    form = chosen(page, one)
    assert site.post("/extract", *form.items()).status == 303
    other = form | {f"statement-{one}": "The bridge stays shut for two months."}
    told = site.post("/extract", *other.items())
    assert (told.status, len(ledger.list())) == (409, 1)
    assert "This form was saved before" in told.text
    again = FormReader.of(told.text)
    assert (again[f"statement-{one}"], again[f"keep-{one}"]) == (other[f"statement-{one}"], "yes")
    assert again["key"] != form["key"]
    assert site.post("/extract", *(again | {"do": "save"}).items()).status == 303
    assert len(ledger.list()) == 2


def test_one_fault_and_nothing_is_added(site: Client, ledger: Ledger) -> None:
    page = proposed(site)
    one, other = number_of(page, "stay shut"), number_of(page, "footbridge")
    wrong = {f"statement-{other}": "", f"due-{one}": "nextish week"}
    form = chosen(page, one, other, **wrong)
    del form[f"sure-{one}"]
    told = site.post("/extract", *form.items())
    assert told.status == 422
    assert f'href="#f-statement-{other}"' in told.text
    assert "This cannot be left out." in told.text
    assert f'href="#f-due-{one}"' in told.text
    assert f'href="#f-sure-{one}"' in told.text
    assert FormReader.of(told.text)[f"due-{one}"] == "nextish week"
    assert ledger.list() == []
    nothing = site.post("/extract", *chosen(page).items())
    assert (nothing.status, "Choose at least one" in nothing.text) == (422, True)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"pasted": ""}, "Choose a file, or paste the text of an article."),
        ({"pasted": "Le gouvernement va tomber dans les jours qui viennent et une élection est "
          "prévue pour le printemps, sur fond de crise, par la faute du premier ministre."},
         "seems to be in French"),
        ({"pasted": "%PDF-1.7 no more than this"}, "cannot be read"),
        ({"publisher": ""}, "The article does not say who published it."),
        ({"published": "nextish"}, "cannot be read as a date"),
        ({"pasted": "", "upload": "x" * 24}, "The article is not kept any more"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said(site: Client, fields: dict[str, str], sentence: str) -> None:
    told = proposed_with(site, fields)
    assert told.status == 422
    assert sentence in told.text
    assert str(Path.home()) not in told.text


def proposed_with(site: Client, fields: dict[str, str]) -> Got:
    return site.fill_in("/extract", **({"pasted": BRIDGE, "do": "propose"} | SAID | fields))


def test_a_saved_page_says_itself_where_it_is_from(site: Client) -> None:
    html = Path(__file__).parent / "extraction" / "developed" / "4-election.html"
    form = FormReader.of(site("/extract").text) | {"do": "propose"}
    parts = [
        f'--XX\r\ncontent-disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in form.items()
    ]
    head = b'--XX\r\ncontent-disposition: form-data; name="file"; filename="a.html"\r\n\r\n'
    body = b"".join(parts) + head + html.read_bytes() + b"\r\n--XX--\r\n"
    headers = [(name, value) for name, value in FORM if name != "content-type"]
    got = site("/extract", "POST", [*headers, ("content-type", "multipart/form-data; boundary=XX")],
               body)  # fmt: skip
    assert got.status == 200, re.sub(r"<[^>]+>", " ", got.text)
    found = FormReader.of(got.text)
    assert (found["publisher"], found["published"]) == ("The Tarrow Gazette", "2024-03-13")


def test_what_the_ledger_has_is_pointed_out(site: Client) -> None:
    page = proposed(site)
    site.post("/extract", *chosen(page, number_of(page, "stay shut")).items())
    assert "The ledger may have it already" in proposed(site).text


def test_readers_have_no_such_page(ledger: Ledger) -> None:
    assert Client(ledger, Role.READER)("/extract").status == 403
