"""What every form has to bear: who may send one, from where, how large, and in which shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commands import ARTICLE
from web import FORM, HOST, Client

from ledger import Ledger
from ledger.desk.store import Desk
from ledger.web import bodies
from ledger.web.desk_door import DeskDoor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    place = tmp_path_factory.mktemp("forms") / "ledger.db"
    with Ledger(place, recorder="desk", create=True) as made:
        made.import_([ARTICLE])
        yield made


@pytest.fixture
def door(tmp_path: Path) -> DeskDoor:
    return DeskDoor(Desk(tmp_path / "desk"), "desk", 80)


@pytest.fixture
def site(ledger: Ledger, door: DeskDoor) -> Client:
    return Client(ledger, door=door)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ([("sec-fetch-site", "same-origin")], 422),
        ([("origin", f"https://{HOST}")], 422),
        ([("origin", f"https://{HOST}"), ("sec-fetch-site", "same-origin")], 422),
        ([("sec-fetch-site", "same-origin"), ("origin", "null")], 422),
        ([], 403),
        ([("sec-fetch-site", "none")], 403),
        ([("sec-fetch-site", "same-site")], 403),
        ([("sec-fetch-site", "cross-site")], 403),
        ([("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")], 403),
        ([("sec-fetch-site", "same-origin"), ("origin", "https://evil.example")], 403),
        ([("origin", "null")], 403),
        ([("origin", "https://evil.example")], 403),
        ([("origin", f"http://{HOST}")], 403),
        ([("origin", f"https://{HOST}:81")], 403),
        ([("origin", f"https://{HOST}.evil.example")], 403),
        ([("referer", f"https://{HOST}/")], 403),
    ],
)
def test_a_form_is_taken_from_pages_of_ours_alone(
    site: Client, headers: list[tuple[str, str]], status: int
) -> None:
    plain = [("host", HOST), ("content-type", bodies.URLENCODED)]
    assert site("/sign-in", "POST", [*plain, *headers], b"token=x").status == status


@pytest.mark.parametrize(
    ("method", "path", "status", "allow"),
    [
        ("POST", "/claims", 405, "GET, HEAD"),
        ("PUT", "/claims/two-percent-floor", 405, "GET, HEAD"),
        ("BREW", "/sign-in", 405, "GET, HEAD, POST"),
        ("POST", "/static/ledger.css", 405, "GET, HEAD"),
        ("POST", "/nonesuch", 404, None),
    ],
)
def test_a_page_says_what_it_answers(
    site: Client, method: str, path: str, status: int, allow: str | None
) -> None:
    found = site(path, method, FORM)
    assert (found.status, found.headers.get("allow")) == (status, allow)


def test_the_token_signs_in_once(site: Client, door: DeskDoor) -> None:
    assert 'href="/sign-in?next=%2Fclaims"' in site("/claims").text
    page = site(f"/sign-in?token={door.token}&next=/claims")
    assert (page.status, page.headers["cache-control"]) == (200, "no-store")
    done = site.fill_in(f"/sign-in?token={door.token}&next=/claims")
    assert (done.status, done.headers["location"]) == (303, "/claims")
    cookie = done.headers["set-cookie"].split(";")[0]
    there = [("host", HOST), ("cookie", cookie)]
    assert "Signed in as <bdi>desk</bdi>" in site("/claims", headers=there).text
    assert "Sign in" in site("/claims").text
    again = site.fill_in(f"/sign-in?token={door.token}")
    assert again.status == 422
    assert "used already" in again.text
    out = site("/sign-out", "POST", [*FORM, ("cookie", cookie)])
    assert out.status == 303
    assert "Sign in" in site("/claims", headers=there).text


@pytest.mark.parametrize(
    "to", ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "x", ""]
)
def test_nobody_is_sent_to_another_site(site: Client, door: DeskDoor, to: str) -> None:
    done = site.post("/sign-in", token=door.token, next=to)
    assert (done.status, done.headers["location"]) == (303, "/")


def part(name: str, content: str, more: str = "") -> str:
    return f'--b\r\ncontent-disposition: form-data; name="{name}"{more}\r\n\r\n{content}\r\n'


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        (bodies.URLENCODED, b"token=x&next=%2F", 422),
        (f"{bodies.URLENCODED}; charset=utf-8", b"", 422),
        ("multipart/form-data; boundary=b", f"{part('token', 'x')}--b--\r\n".encode(), 422),
        ("multipart/form-data; boundary=b", part("token", "x").encode(), 400),
        ("multipart/form-data; boundary=b", b"nonsense", 400),
        ("multipart/form-data; boundary=b", b"--b\r\n\r\nx\r\n--b--\r\n", 400),
        ("multipart/form-data; boundary=b", part("t" * 101, "x").encode() + b"--b--", 400),
        ("multipart/form-data; boundary=b", part("t", "x" * 20_000).encode() + b"--b--", 413),
        ("multipart/form-data", b"--b--", 400),
        (bodies.URLENCODED, b"token=%ff", 400),
        (bodies.URLENCODED, b"token=\xff", 400),
        (bodies.URLENCODED, b"token=%00", 400),
        (bodies.URLENCODED, b"a&" * 1001, 413),
        (bodies.URLENCODED, b"token=" + b"a" * 20_000, 413),
        ("application/json", b"{}", 415),
        ("text/plain", b"token=x", 415),
        ("", b"token=x", 415),
    ],
)
def test_a_form_is_read_within_bounds(site: Client, kind: str, body: bytes, status: int) -> None:
    found = site("/sign-in", "POST", [*FORM[:3], ("content-type", kind)], body)
    assert found.status == status
    assert found.headers["cache-control"] == "no-store"


def test_a_form_in_parts_brings_a_file() -> None:
    body = (
        part("words", "é\r\n two ")
        + part("words", "three")
        + part("sheet", "a,b\r\n1,2", '; filename="a.csv"')
        + part("none", "", '; filename=""')
        + "--b--\r\n"
    )
    found = bodies.parse('Multipart/Form-Data; boundary="b"', body.encode())
    assert found.all("words") == ["é\n two", "three"]
    assert (found.one("words"), found.one("nonesuch", "x")) == ("three", "x")
    assert found.file("sheet") == ("a.csv", b"a,b\r\n1,2")
    assert found.file("none") is None
