"""Files come in by a page that shows first what they would do, and then does that and no more."""

from __future__ import annotations

import html
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from commands import ARTICLE
from web import FORM, Client, FormReader

from ledger import Ledger
from ledger.desk import uploads
from ledger.desk.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from web import Got

SHEET = """Who\tStatement\tDeadline\tPublisher\tPublished\tRemarks
Ann\tIt rains in Rome\t2024-05-01\tThe Post\t2024-01-01\tx
Bob\tIt snows in Oslo\tsometime\tThe Post\t2024-01-01\ty
Cleo\tIt hails in Bern\t2024-07-01\tThe Post\t2024-01-01\tz"""
CSV = SHEET.replace("\t", ",")
CLAIMS = """[source]
id = "post"
publisher = "The Post"
published = "2024-01-01"

[[claim]]
id = "rome"
speaker = "Ann"
statement = "It rains in Rome."
due = "2024-05-01"
"""
OBJECTS = '[{"speaker": "Ann", "statement": "It rains", "publisher": "The Post", "due": "2024"}]'


@pytest.fixture(scope="module")
def article(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a ledger with the claims of one article."""
    place = tmp_path_factory.mktemp("article") / "ledger.db"
    with Ledger(place, recorder="desk", create=True) as made:
        made.import_([ARTICLE])
    return place


@pytest.fixture
def ledger(article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    shutil.copy(article, tmp_path / "ledger.db")
    with Ledger(tmp_path / "ledger.db", recorder="desk") as made:
        yield made


@pytest.fixture
def site(ledger: Ledger) -> Client:
    return Client(ledger, Role.EDITOR)


def sent(site: Client, name: str, data: bytes) -> Got:
    """A file, sent with the form in parts."""
    form = FormReader.of(site("/import").text) | {"do": "check"}
    parts = [
        f'--XX\r\ncontent-disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in form.items()
    ]
    head = f'--XX\r\ncontent-disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = b"".join([*parts, head.encode(), data, b"\r\n--XX--\r\n"])
    headers = [one for one in FORM if one[0] != "content-type"]
    kind = ("content-type", "multipart/form-data; boundary=XX")
    return site("/import", "POST", [*headers, kind], body)


def summed(found: Got) -> dict[str, str]:
    """What is new, changed, the same and refused."""
    return dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", found.text))


def confirmed(site: Client, found: Got, **fields: str) -> Got:
    return site.post("/import", *(FormReader.of(found.text) | {"do": "import"} | fields).items())


@pytest.mark.parametrize(
    ("name", "text", "form", "claims"),
    [
        ("sheet.csv", CSV, "csv", 2),
        ("claims.toml", CLAIMS, "claims", 1),
        ("list.json", OBJECTS, "json", 1),
        ("list.jsonl", OBJECTS.strip("[]"), "json", 1),
    ],
)
def test_a_file_is_shown_and_then_imported(  # noqa: PLR0913, PLR0917 - what is sent, and what of it
    site: Client, ledger: Ledger, name: str, text: str, form: str, claims: int
) -> None:
    size, before = ledger.moment().entry, len(ledger.list())
    found = sent(site, name, text.encode())
    assert found.status == 200
    assert f"Read as {form}." in found.text
    assert summed(found)["New"].startswith(f"{claims} claim")
    assert ledger.moment().entry == size
    done = confirmed(site, found)
    made = ledger.moment().entry - size
    kept = r"&left_out=[\w-]{24}" if name == "sheet.csv" else ""  # the row of "sometime"
    assert re.fullmatch(rf"/import\?saved={made}{kept}", done.headers["location"])
    assert len(ledger.list()) == before + claims
    assert "Imported" in site(done.headers["location"]).text
    again = sent(site, name, text.encode())
    assert "Nothing would change" in again.text or summed(again)["New"] == "nothing"


@pytest.mark.parametrize("text", [SHEET, CSV, CLAIMS, OBJECTS])
def test_what_is_pasted_is_recognised(site: Client, text: str) -> None:
    assert "claim" in summed(site.fill_in("/import", pasted=text, do="check"))["New"]


def test_problems_are_told_at_their_row_and_field_each_kind_once(site: Client) -> None:
    rows = "".join(f"Dan\tIt blows, {n}\tnever\tThe Post\t2024-01-01\t\n" for n in range(9))
    found = site.fill_in("/import", pasted=f"{SHEET}\n{rows}", do="check")
    assert summed(found)["Refused"] == "10 rows"
    (row,) = re.findall(r"<tr[^>]*><th[^>]*>(lines? 3.*?)</tr>", found.text, re.DOTALL)
    assert "Deadline" in row
    assert re.search(r'class="number">\s*10\s*</td>', row) or "9</td>" in row
    assert "Import the rest, without 10 rows" in found.text


def test_a_mapping_is_guessed_and_can_be_changed(site: Client, ledger: Ledger) -> None:
    sheet = SHEET.replace("Statement", "Words of it")
    found = site.fill_in("/import", pasted=sheet, do="check")
    form = FormReader.of(found.text)
    assert (form["ours-0"], form["ours-1"], form["ours-5"]) == ("speaker", "", "")
    again = site.post("/import", *(form | {"ours-1": "statement", "do": "check"}).items())
    assert summed(again)["New"].startswith("2 claims")
    assert confirmed(site, again).status == 303
    assert [one.statement for one in ledger.search("rains rome")] == ["It rains in Rome"]


def test_words_of_theirs_are_given_a_meaning(site: Client, ledger: Ledger) -> None:
    rows = [
        "Who\tStatement\tDeadline\tPublisher\tPublished\tVerdict\tWhere found",
        "Ann\tIt rains in Rome\t2024-05-01\tP\t2024-01-01\tPoured\thttps://e.example/a",
        "Bob\tIt snows in Oslo\t2024-05-01\tP\t2024-01-01\tMelted\thttps://e.example/b",
        "Cy\tIt hails in Bern\t2024-05-01\tP\t2024-01-01\tPoured\thttps://e.example/c",
    ]
    found = site.fill_in("/import", pasted="\n".join(rows), do="check")
    assert "--map" not in found.text
    assert '<a href="#words">Say it below</a>' in found.text
    form = FormReader.of(found.text)
    words = {form[f"word-theirs-{n}"]: n for n in (0, 1)}
    assert set(words) == {"Poured", "Melted"}
    told = {"ours-6": "evidence", f"word-ours-{words['Poured']}": "happened"}
    again = site.post("/import", *(form | told | {"do": "check"}).items())
    assert summed(again)["Refused"] == "1 row"
    form = FormReader.of(again.text)
    places = {form[f"word-theirs-{n}"]: n for n in (0, 1)}
    assert form[f"word-ours-{places['Poured']}"] == "happened"
    told = {f"word-ours-{places['Melted']}": "did-not-happen"}
    again = site.post("/import", *(form | told | {"do": "check"}).items())
    assert summed(again)["Refused"] == "nothing"
    assert confirmed(site, again).status == 303
    assert {one.statement: one.verdict for one in ledger.list() if one.speaker in "Ann Bob Cy"} == {
        "It rains in Rome": "happened",
        "It snows in Oslo": "did-not-happen",
        "It hails in Bern": "happened",
    }


def test_rows_left_out_are_there_to_be_mended(site: Client, ledger: Ledger) -> None:
    done = confirmed(site, sent(site, "sheet.csv", CSV.encode()))
    page = site(done.headers["location"]).text
    address = html.unescape(re.findall(r'href="(/left-out[^"]+)"', page)[0])
    rows = site(address)
    assert rows.headers["content-type"].startswith("text/csv")
    assert rows.text.removeprefix("\ufeff").splitlines() == [
        CSV.splitlines()[0],
        CSV.splitlines()[2],
    ]
    mended = rows.text.replace("sometime", "2024-06-01")
    assert summed(sent(site, "mended.csv", mended.encode()))["New"].startswith("1 claim")
    other = Client(ledger, Role.EDITOR)
    other.ledger.recorder = "somebody else"
    assert Client(other.ledger, Role.EDITOR)(address).status == 404
    assert site("/left-out.csv?key=../../etc").status == 404
    assert Client(ledger, Role.RECORDER)(address).status == 403


def test_a_sheet_is_read_as_the_form_says(site: Client) -> None:
    head, row, *_ = CSV.splitlines()
    sheet = f"Forecasts of 2024\n{head},Chance\n{row},70\n{row.replace('Rome', 'Pisa')},20\n"
    found = site.fill_in("/import", pasted=sheet, do="check")
    assert '<a href="#f-form">Say it below</a>' in found.text
    form = FormReader.of(found.text) | {"form": "csv", "do": "check"}
    found = site.post("/import", *form.items())
    assert '<a href="#f-header_row">Say it below</a>' in found.text
    form = FormReader.of(found.text) | {"header_row": "2", "do": "check"}
    found = site.post("/import", *form.items())
    assert '<a href="#per-cent">Say it below</a>' in found.text
    again = site.post(
        "/import",
        *(FormReader.of(found.text) | {"percent-probability": "yes", "do": "check"}).items(),
    )
    assert summed(again)["New"].startswith("2 claims")
    assert "Say it below" not in again.text


def test_a_change_is_shown_as_a_difference(site: Client, ledger: Ledger) -> None:
    confirmed(site, sent(site, "a.toml", CLAIMS.encode()))
    changed = CLAIMS.replace("It rains in Rome.", "It pours in Rome.")
    found = sent(site, "a.toml", changed.encode())
    assert summed(found)["Refused"] == "the whole file"  # its due day is over: a reason is needed
    form = FormReader.of(found.text) | {"reason": "misread", "do": "check"}
    found = site.post("/import", *form.items())
    assert summed(found)["Changed"] == "1 record"
    assert ">It rains in Rome.</del>" in found.text
    assert ">It pours in Rome.</ins>" in found.text
    assert confirmed(site, found).status == 303
    assert ledger.editable("rome")["statement"] == "It pours in Rome."


def test_a_ledger_that_has_changed_meanwhile_is_shown_anew(site: Client, ledger: Ledger) -> None:
    found = sent(site, "a.toml", CLAIMS.encode())
    ledger.amend("two-percent-floor", {"note": "x"}, "y")
    size = ledger.moment().entry
    late = confirmed(site, found)
    assert (late.status, ledger.moment().entry) == (409, size)
    assert "something was entered meanwhile" in late.text
    assert confirmed(site, late).status == 303


def test_an_import_sent_twice_is_done_once(site: Client, ledger: Ledger) -> None:
    found = sent(site, "a.toml", CLAIMS.encode())
    first = confirmed(site, found)
    size = ledger.moment().entry
    again = confirmed(site, found)
    assert ledger.moment().entry == size
    assert again.headers.get("location", first.headers["location"]) == first.headers["location"]


def test_what_is_kept_is_for_who_sent_it_and_not_for_long(
    site: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = sent(site, "../../a b\\c.toml", CLAIMS.encode())
    key = FormReader.of(found.text)["upload"]
    kept = uploads.find("desk", key)
    assert kept is not None
    assert kept.path.name == "c.toml"
    assert kept.path.is_relative_to(tmp_path / "state")
    assert kept.path.stat().st_mode & 0o077 == 0
    assert uploads.find("bea", key) is None
    assert uploads.find("desk", "../../../etc/passwd") is None
    monkeypatch.setattr(uploads, "LASTING", 0.0)
    assert "not kept any more" in html.unescape(confirmed(site, found).text)
    uploads.keep("desk", "b", b"")
    assert not kept.path.exists()


@pytest.mark.parametrize(
    "text", ["", "nonsense", "{", "[source]\nx =", "a,b\n1,2", '{"@type": "ClaimReview"}', "\t\t"]
)
def test_what_cannot_be_read_is_told(site: Client, ledger: Ledger, text: str) -> None:
    size = ledger.moment().entry
    found = site.fill_in("/import", pasted=text, do="check")
    assert found.status in {200, 422}
    assert "refused" in found.text or "errors" in found.text
    assert str(uploads.state_folder()) not in found.text
    assert confirmed(site, found).status in {200, 422}
    assert ledger.moment().entry == size


def test_a_journal_is_not_taken_in_here(site: Client, ledger: Ledger) -> None:
    found = sent(site, "j.jsonl", b"".join(ledger.export_journal()))
    assert "journal of a ledger" in found.text


def test_recorders_do_not_import(ledger: Ledger) -> None:
    assert Client(ledger, Role.RECORDER)("/import").status == 403
