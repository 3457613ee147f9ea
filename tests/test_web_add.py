"""Claims come in by a form: the source first, then one claim after the other."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Final

import pytest
from commands import ARTICLE
from everything import SPEAKERS
from web import Client, FormReader

from ledger import Ledger
from ledger.desk.roles import Role
from ledger.forms.claim_keys import ABOUT
from ledger.model import fields
from ledger.web.inputs import LABELS, SINCE
from ledger.web.pages.add import EVERY_FIELD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from web import Got

SOURCE: Final = "jt-2023-07-nato-vilnius"
NEW: Final = {
    "url": "https://post.example/rain",
    "publisher": "The Post",
    "published": "2023-03-05",
    "speaker": "Ann Lee",
    "quote": "It will rain by then.",
    "statement": "It rains in Paris.",
    "due": "by the end of next year",
}


@pytest.fixture(scope="module")
def article(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a ledger with the claims of one article."""
    place = tmp_path_factory.mktemp("article") / "ledger.db"
    with Ledger(place, recorder="desk", create=True) as made:
        made.import_([ARTICLE])
    return place


@pytest.fixture
def ledger(article: Path, tmp_path: Path) -> Iterator[Ledger]:
    shutil.copy(article, tmp_path / "ledger.db")
    with Ledger(tmp_path / "ledger.db", recorder="desk") as made:
        yield made


@pytest.fixture
def site(ledger: Ledger) -> Client:
    return Client(ledger, Role.RECORDER)


def sent_again(site: Client, found: Got, **fields: str) -> Got:
    """The form on a page that was answered, sent as it is but for some fields."""
    offered = re.findall(r'name="offered" value="([^"]+)"', found.text)
    known = FormReader.of(found.text) | fields
    known.pop("offered", None)
    return site.post("/add", *known.items(), *(("offered", one) for one in offered))


def errors(found: Got) -> dict[str, str]:
    """What is wrong, by field."""
    told = re.findall(
        r'<p class="error" id="f-(\w+)-error\d*"[^>]*>.*?</span> (.*?)</p>', found.text
    )
    return dict(told)


def test_a_claim_is_added_at_once_and_the_next_has_its_source(site: Client, ledger: Ledger) -> None:
    done = site.fill_in("/add", **NEW, do="save")
    assert done.headers["location"] == "/claims/rains-paris?saved=added"
    page = site(done.headers["location"]).text
    assert "Saved. The claim is in the ledger." in page
    assert 'href="/add?source=post-2023-03-05" autofocus' in page
    assert "saved=added" not in re.findall(r'class="permalink" href="([^"]+)"', page)[-1]
    next_form = site("/add?source=post-2023-03-05").text
    assert re.search(r'<textarea id="f-quote"[^>]* autofocus', next_form)
    assert 'id="f-publisher"' not in next_form
    more = {"speaker": "Bo", "statement": "It snows in Oslo.", "due": "2024-02-01"}
    again = site.fill_in("/add?source=post-2023-03-05", **more, do="another")
    assert again.headers["location"] == "/add?source=post-2023-03-05&saved=snows-oslo"
    assert "Saved:" in site(again.headers["location"]).text
    added = ledger.show("rains-paris")
    assert (str(added.question.due), added.question.due_words) == (  # type: ignore[union-attr]
        "../2024-12-31", NEW["due"],
    )  # fmt: skip


def test_check_shows_how_it_is_read_and_writes_nothing(site: Client, ledger: Ledger) -> None:
    before = ledger.moment().entry
    found = site.fill_in("/add", **NEW, do="check")
    assert found.status == 200
    assert '“<span dir="auto">by the end of next year</span>” is <b>by 2024-12-31</b>' in found.text
    assert FormReader.of(found.text)["statement"] == NEW["statement"]
    assert ledger.moment().entry == before
    assert sent_again(site, found, do="save").status == 303


def test_what_is_alike_is_offered_before_anything_is_saved(site: Client, ledger: Ledger) -> None:
    alike = {
        "speaker": "jamie shea",
        "quote": "There is a 70% chance that they promise it.",
        "statement": "At the summit, NATO members agree that 2% of GDP is the least expected.",
        "due": "2023-07-12",
    }
    before = ledger.moment().entry
    found = site.fill_in(f"/add?source={SOURCE}", **alike, do="save")
    assert (found.status, ledger.moment().entry) == (422, before)
    assert "Before this is saved" in found.text
    marks = {one.rpartition("-")[0]: one
             for one in re.findall(r'name="offered" value="([^"]+)"', found.text)}  # fmt: skip
    assert marks.keys() == {"speaker", "question", "probability", "kind"}
    chosen = {
        f"choose-{marks['speaker']}": "Jamie Shea",
        f"choose-{marks['question']}": "two-percent-floor",
        f"choose-{marks['probability']}": "0.7",
    }
    done = sent_again(site, found, **chosen, do="save")
    assert done.status == 303, done.text
    claim = ledger.show(done.headers["location"].split("/")[-1].split("?")[0]).claim  # type: ignore[union-attr]
    assert claim is not None
    assert (claim.speaker, claim.question, str(claim.probability), claim.kind) == (
        "Jamie Shea", "two-percent-floor", "0.7", "prediction",
    )  # fmt: skip


def test_what_is_offered_may_be_left_as_it_is(site: Client, ledger: Ledger) -> None:
    typed = NEW | {"statement": "It does not rain in Paris.", "title": "Rain"}
    found = site.fill_in("/add", **typed, do="save")
    assert "seems to say what would not come about" in found.text
    assert sent_again(site, found, do="save").status == 303
    other = NEW | {"title": "Rain", "url": "https://other.example/x", "statement": "Bern is dry."}
    found = site.fill_in("/add", **other, do="save")
    assert "The ledger has a source with such a title" in found.text
    (mark,) = re.findall(r'name="offered" value="(source-[^"]+)"', found.text)
    done = sent_again(site, found, **{f"choose-{mark}": "post-2023-03-05-rain"}, do="save")
    assert done.status == 303
    assert ledger.show("bern-dry").claim.source == "post-2023-03-05-rain"  # type: ignore[union-attr]


def test_days_are_counted_from_another(site: Client, ledger: Ledger) -> None:
    words = {"due": "in the first 100 days", "since": "2025-01-20"}
    assert site.fill_in("/add", **(NEW | words), do="save").status == 303
    assert ledger.editable("rains-paris")["due"] == "2025-01-20/2025-04-29"
    assert site.fill_in("/add", **(NEW | {"since": "some day"}), do="save").status == 422
    changed = words | {"since": "2025-01-21", "reason": "a day late"}
    assert site.fill_in("/claims/rains-paris/amend", **changed, do="save").status == 303
    assert ledger.editable("rains-paris")["due"] == "2025-01-21/2025-04-30"


BAD: Final = {
    "url": "javascript:alert(1)",
    "publisher": "",
    "published": "2023-13-45",
    "speaker": "",
    "statement": "",
    "due": "whenever",
    "probability": "170%",
    "stance": "sideways",
    "kind": "hunch",
    "made": "2999-01-01",
    "resolve_by": "soon enough",
    "closes": "the 31st of February",
    "due_basis": "hearsay",
    "attribution": "gossip",
    "checkable": "perhaps",
    "language": "two\nlines",
    "id": "no id!",
    "question": "nonesuch",
}
CONTROL: Final = ("title", "authors", "quote", "role", "organisation", "wording", "topics", "place",
                  "criteria", "condition", "note", "archive_url", "due_words")  # fmt: skip


@pytest.mark.parametrize("name", [*BAD, *CONTROL])
def test_what_cannot_be_taken_is_told_at_its_field_and_what_was_typed_stays(
    site: Client, ledger: Ledger, name: str
) -> None:
    before = ledger.moment().entry
    given = NEW | {name: BAD.get(name, "a\x07b")}
    found = site.fill_in("/add", **given, do="save")
    assert found.status == 422, found.text
    assert name in errors(found), errors(found)
    assert re.search(rf'id="f-{name}"[^>]* aria-invalid="true"', found.text)
    kept = FormReader.of(found.text)
    expected = {key: value for key, value in given.items() if key not in CONTROL}
    if name not in {"stance", "kind", "due_basis", "attribution", "checkable"}:  # of a few words
        assert {key: kept[key] for key in expected} == expected
    assert ledger.moment().entry == before


def test_all_that_is_wrong_is_told_at_once(site: Client) -> None:
    bad = {name: BAD[name] for name in ("published", "probability", "speaker", "made", "kind")}
    assert errors(site.fill_in("/add", **(NEW | bad), do="save")).keys() >= bad.keys()


def test_every_field_of_a_claim_and_its_source_has_its_place() -> None:
    several = (*fields.SOURCE, *fields.OWN_CLAIM, *fields.OWN_QUESTION)
    names = {one.name for one in several if one.option or one.name == "id"}
    assert names == {*EVERY_FIELD} - {ABOUT, SINCE}
    assert {*EVERY_FIELD} <= LABELS.keys()


def test_a_form_sent_twice_adds_once(site: Client, ledger: Ledger) -> None:
    form = FormReader.of(site("/add").text) | NEW | {"do": "save"}
    first = site.post("/add", *form.items())
    again = site.post("/add", *form.items())
    assert first.headers["location"] == again.headers["location"]
    other = Client(ledger, Role.RECORDER)  # as after a crash: only the ledger knows
    assert other.post("/add", *form.items()).headers["location"] == first.headers["location"]
    size = ledger.moment().entry
    changed = other.post("/add", *(form | {"statement": "It pours in Paris."}).items())
    assert changed.status == 409
    assert "This form was saved before" in changed.text
    assert FormReader.of(changed.text)["statement"] == "It pours in Paris."
    assert ledger.moment().entry == size
    assert sent_again(other, changed, do="save").status in {303, 422}


def test_an_id_that_is_taken_is_told_at_its_field(site: Client) -> None:
    found = site.fill_in("/add", **NEW, id="two-percent-floor", do="save")
    assert errors(found).keys() == {"id"}


def test_a_source_or_a_question_may_be_let_go_of(site: Client) -> None:
    typed = {"quote": "so it will be", "statement": "Kept."}
    form = FormReader.of(site(f"/add?source={SOURCE}&question=two-percent-floor").text) | typed
    found = site.post("/add", *form.items(), ("do", "other-source"))
    assert FormReader.of(found.text)["quote"] == "so it will be"
    assert 'id="f-publisher"' in found.text
    found = site.post("/add", *form.items(), ("do", "own-question"))
    assert FormReader.of(found.text)["statement"] == "Kept."
    assert 'id="f-statement"' in found.text


@pytest.mark.parametrize("which", ["rtl", "long"])
def test_names_of_every_script_come_back_as_they_were(site: Client, which: str) -> None:
    name = SPEAKERS[which]
    found = site.fill_in("/add", **(NEW | {"speaker": name, "due": "whenever"}), do="save")
    assert FormReader.of(found.text)["speaker"] == name
    done = site.fill_in("/add", **(NEW | {"speaker": name}), do="save")
    page = site(done.headers["location"]).text
    assert "<bdi>" in page
    assert name.split()[0] in page


@pytest.mark.parametrize(("role", "status"), [(None, 303), (Role.READER, 403)])
def test_who_may_not_is_not_asked(ledger: Ledger, role: Role | None, status: int) -> None:
    site = Client(ledger, role)
    assert site("/add").status == status
    assert 'href="/add' not in site("/claims/two-percent-floor").text
    assert 'href="/add' not in site("/").text


def test_an_empty_ledger_says_what_to_do_first(tmp_path: Path) -> None:
    with Ledger(tmp_path / "new.db", recorder="desk", create=True) as ledger:
        site = Client(ledger, Role.EDITOR)
        for page in ("/", "/claims"):
            assert 'href="/add"' in site(page).text
            assert 'href="/import"' in site(page).text
        assert site("/add").status == 200
        assert site.fill_in("/add", **NEW, do="save").status == 303


def test_another_person_of_the_same_name_can_be_told_apart(site: Client, ledger: Ledger) -> None:
    post = {"organisation": "RAND Europe", "role": "assistant director of defence"}
    known = {"speaker": "Cy Twombly", **post, "statement": "It is so.", "due": "2024-01-01"}
    assert site.fill_in(f"/add?source={SOURCE}", **known, do="save").status == 303
    other = {"organisation": "The Bakery", "role": "baker", "statement": "Bread rises."}
    found = site.fill_in(f"/add?source={SOURCE}", **(known | other), do="save")
    assert "Is that the same person?" in found.text
    (value,) = re.findall(r'name="choose-speaker-\w+" value="([^"]+)"', found.text)
    (mark,) = re.findall(r'name="offered" value="(speaker-[^"]+)"', found.text)
    done = sent_again(site, found, **{f"choose-{mark}": value}, do="save")
    assert done.status == 303
    assert ledger.search("bread rises")[0].speaker == value


def test_names_used_before_complete_what_is_typed(site: Client, ledger: Ledger) -> None:
    said = {"speaker": "Cy Young", "statement": "It hails.", "due": "2030"}
    who = {"organisation": "Weather Office", "role": "head of forecasts", "topics": ["hail"]}
    ledger.add(said | who, {"publisher": "The Hail Times"})
    page = site("/add").text
    for names, name in (
        ("speakers", "Cy Young"),
        ("organisations", "Weather Office"),
        ("roles", "head of forecasts"),
        ("topics", "hail"),
        ("publishers", "The Hail Times"),
    ):
        (offered,) = re.findall(f'<datalist id="{names}">(.*?)</datalist>', page, re.DOTALL)
        assert f'<option value="{name}">' in offered
        assert f'list="{names}"' in page
