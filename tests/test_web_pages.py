"""Pages to read: every one in every form, under the policy, and saying what the commands say."""

from __future__ import annotations

import csv
import html
import io
import json
import logging
import re
import shlex
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import pytest
from commands import ARTICLE, CLAIMS, Desk
from everything import SPEAKERS, fill
from web import FORM, HOST, Client

from ledger import Ledger
from ledger.book.asking.orders import ORDERS
from ledger.charts.colours import COLOURS, style_sheet
from ledger.desk.roles import Role
from ledger.formats.claimreview.read import read
from ledger.journal import proof
from ledger.model.filters import FILTERS
from ledger.model.site_settings import SiteSettings
from ledger.web.addresses import Addresses, parted
from ledger.web.application import application
from ledger.web.door import OpenDoor
from ledger.web.policy import policy_of
from ledger.web.routes import TABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Clock
    from web import Got

SOURCE: Final = "jt-2023-07-nato-vilnius"

PATHS: Final = {
    "/claims/{id:path}": ["/claims/two-percent-floor", "/claims/tokyo-office-opens-2024"],
    "/questions/{id:path}": ["/questions/tokyo-office-opens-2024"],
    "/sources/{id:path}": [f"/sources/{SOURCE}"],
    "/speakers/{name:path}": ["/speakers/Jamie%20Shea", "/speakers/The%20Japan%20Times"],
    "/publishers/{name:path}": ["/publishers/The%20Japan%20Times"],
    "/topics/{name:path}": ["/topics/nato"],
    "/compare": [
        "/compare",
        "/compare?a=James%20Black&b=Jamie%20Shea",
        "/compare?a=James%20Black&b=Jamie%20Shea&also=The%20Japan%20Times",
    ],
    "/embed/claims/{id:path}": ["/embed/claims/two-percent-floor"],
    "/jump": ["/jump?to=nothing"],
}
"""What stands for a page whose path varies, in a ledger of one article."""

SOME: Final = 2
"""So many pages of a sort are looked at where all of their links are followed."""

HEAVIEST: Final = 50_000
"""Bytes a page may have without its pictures, as long as nobody asks for a longer list."""


@pytest.fixture(scope="module")
def article(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A ledger of the claims of one article."""
    place = tmp_path_factory.mktemp("web") / "ledger.db"
    with Ledger(place, recorder="desk", create=True) as made:
        made.import_([ARTICLE])
        yield made


@pytest.fixture(scope="module")
def site(article: Ledger) -> Client:
    return Client(article)


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A ledger with something of everything."""
    place = tmp_path_factory.mktemp("web") / "ledger.db"
    fill(place)
    with Ledger(place, recorder="desk") as made:
        yield made


def addresses() -> Iterator[tuple[str, str]]:
    """Every page that is there for all, in every form it has: the address, and the form."""
    for page in (one for one in TABLE if one.needs is None):
        for path in PATHS.get(page.path, [page.path]):
            bare, _, query = path.partition("?")
            for form in page.forms:
                if (page.path == "/" and form != "html") or (path == "/compare" and form != "html"):
                    continue
                ending = "" if form == "html" else f".{form}"
                yield f"{bare}{ending}{'?' * bool(query)}{query}", form


def refuses(found: Got, status: int, words: str) -> None:
    """Look at the one shape of an error, as a page or as JSON."""
    assert found.status == status
    holds_policy(found)
    if found.headers["content-type"] == "application/json":
        assert found.json["status"] == status
        assert words in found.json["error"]
    else:
        assert words in found.text.replace("&#39;", "'")
        assert "<h1>" in found.text
    assert "Traceback" not in found.text


def holds_policy(found: Got, address: str = "/") -> None:
    for name, value in policy_of(address):
        assert found.headers[name] == value


@pytest.mark.parametrize(("address", "form"), list(addresses()))
def test_every_page_is_there_in_every_form(site: Client, address: str, form: str) -> None:
    found = site(address)
    assert found.status == (303 if address.startswith("/jump") else 200), found.text
    holds_policy(found, address)
    if found.status == 303:
        return
    weight = len(re.sub(rb"<svg.*?</svg>", b"", found.body, flags=re.DOTALL))
    assert weight <= HEAVIEST or form != "html"
    if form == "json":
        assert isinstance(found.json, dict)
    elif form == "csv":
        assert found.headers["content-disposition"].startswith("attachment; ")
        list(csv.reader(io.StringIO(found.text), strict=True))
    elif form == "html":
        assert found.text.startswith("<!doctype html>")
        assert not re.search(r"<style|<script>|\sstyle=|\son\w+=|javascript:", found.text)
        assert len(re.findall(r'(?:src|rel="(?:stylesheet|icon)" href)="([^"]+)"', found.text)) <= 3
        assert not re.search(r'(?:src|action)="(?!/)', found.text)


def test_only_sites_that_are_named_may_frame_a_claim(article: Ledger) -> None:
    site = Client(article)
    framed, page = "/embed/claims/two-percent-floor", "/claims/two-percent-floor"
    assert "frame-ancestors 'none'" in site(framed).headers["content-security-policy"]
    site.app = application(
        article, [HOST], OpenDoor(), site=SiteSettings(embed=("https://news.example",))
    )
    told = site(framed).headers
    assert "frame-ancestors https://news.example;" in told["content-security-policy"]
    assert "script-src" not in told["content-security-policy"]
    assert "form-action 'none'" in told["content-security-policy"]
    assert told["cross-origin-resource-policy"] == "cross-origin"
    assert "set-cookie" not in told
    for form in ("<script", "<form", "<button", "<input"):
        assert form not in site(framed).text
    assert "frame-ancestors 'none'" in site(page).headers["content-security-policy"]
    assert "frame-ancestors 'none'" in site("/embed").headers["content-security-policy"]
    assert site("/embed/report.svg?by=topic").text.startswith(("<svg", "<?xml"))
    assert site("/embed/claims/nonesuch").status == 404


@pytest.mark.parametrize("address", [address for address, _ in addresses()])
def test_a_head_is_the_answer_without_its_body(site: Client, address: str) -> None:
    whole, head = site(address), site(address, "HEAD")
    assert head.body == b""
    assert (head.status, head.headers) == (whole.status, whole.headers)


@pytest.mark.slow
@pytest.mark.parametrize("as_of", ["", "?as_of=2023-07-13"])
def test_pages_of_everything_there_is_are_made(everything: Ledger, as_of: str) -> None:
    """Every link of ours on a page leads to one; of each sort of page some are looked at."""
    site = Client(everything)
    seen: set[str] = set()
    sorts: Counter[tuple[str, ...]] = Counter()
    waiting = [f"/{as_of}"]
    while waiting:
        address = waiting.pop()
        path, _, query = address.partition("?")
        sort = (path.split("/")[1], path.rpartition(".")[2][:4], *re.findall(r"(\w+)=", query)[:1])
        if address in seen or sorts[sort] >= SOME:
            continue
        sorts[sort] += 1
        seen.add(address)
        found = site(address)
        assert found.status in {200, 303}, (address, found.text)
        holds_policy(found)
        if found.status == 303:
            waiting.append(found.headers["location"])
        elif found.headers["content-type"].startswith("text/html"):
            links = re.findall(r'href="(/(?!static)[^"]*)"', found.text)
            as_then = [one for one in links if not as_of or "as_of=" in one]
            waiting += [one.replace("&amp;", "&").replace("&#39;", "'") for one in as_then]
            now = [one for one in links if "as_of=" not in one and not one.startswith("/sign-in")]
            assert not as_of or len(now) == 1, (address, now)
    assert len(seen) > 60


def test_lists_are_those_of_the_commands(article: Ledger, site: Client) -> None:
    desk = Desk(_folder(article))
    for order in ORDERS:
        told = site(f"/claims.json?sort={order}&limit=1000").json["claims"]
        listed = json.loads(desk.done("list", "--sort", order, "--format", "json"))
        assert told == listed, order
    for name, values in {
        "speaker": ["jamie shea", "James Black"],
        "status": ["settled", "open"],
        "verdict": ["happened"],
        "topic": ["NATO"],
        "kind": ["plan"],
        "due_before": ["2023-07-12"],
        "due_after": ["2023-07-12"],
        "due_basis": ["desk"],
        "source": [SOURCE],
    }.items():
        query = "&".join(f"{name}={quote(value)}" for value in values)
        options = [word for one in values for word in (f"--{name.replace('_', '-')}", one)]
        told = site(f"/claims.json?limit=1000&{query}").json["claims"]
        assert told == json.loads(desk.done("list", *options, "--format", "json")), name
        assert site(f"/claims.json?limit=1000&{query.replace('_', '-')}").json["claims"] == told


def test_a_search_finds_what_the_command_does(article: Ledger, site: Client) -> None:
    found = site("/claims.json?words=tokyo+office&limit=1000").json
    listed = json.loads(
        Desk(_folder(article)).done("search", "tokyo", "office", "--format", "json")
    )
    assert found["claims"] == listed
    assert found["total"] == len(listed) > 1
    assert site("/claims.json?words=nonesuch").json["claims"] == []
    assert "No claim matches" in site("/claims?words=nonesuch").text


def _folder(ledger: Ledger) -> Path:
    return Path(ledger.place).parent


@pytest.mark.parametrize(
    ("address", "command"),
    [
        ("/report.json?by=wording&yardstick=icd203", ["report", "--by", "wording",
         "--yardstick", "icd203", "--format", "json"]),
        ("/report.csv?by=topic&kind=plan", ["report", "--by", "topic", "--kind", "plan",
         "--format", "csv"]),
        ("/compare.json?a=James+Black&b=Jamie+Shea", ["compare", "James Black", "Jamie Shea",
         "--format", "json"]),
        ("/compare.json?a=James+Black&b=Jamie+Shea&also=The+Japan+Times", ["compare",
         "James Black", "Jamie Shea", "The Japan Times", "--format", "json"]),
        ("/compare.json?a=James+Black&b=Jamie+Shea&repeats=standing&window=question", ["compare",
         "James Black", "Jamie Shea", "--repeats", "standing", "--window", "question",
         "--format", "json"]),
        ("/report.json?repeats=standing&window=question", ["report", "--repeats", "standing",
         "--window", "question", "--format", "json"]),
        ("/claims.csv?status=open", ["export", "--to", "csv", "--status", "open"]),
        ("/due.ics?status=open", ["export", "--to", "ics", "--status", "open"]),
        ("/news.atom", ["export", "--to", "atom"]),
    ],
)  # fmt: skip
def test_figures_and_files_are_those_of_the_commands(
    article: Ledger, site: Client, address: str, command: list[str]
) -> None:
    told = Desk(_folder(article)).done(*command)
    assert site(address).text.replace("\r\n", "\n") == told.replace("\r\n", "\n")


def test_of_three_each_is_held_against_the_others(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.db", recorder="desk", create=True) as ledger:
        ledger.import_([CLAIMS.parent / "2016"])
        a, b, c, *_ = sorted({one.speaker for one in ledger.list()})
        told = Client(ledger)(f"/compare?a={quote(a)}&b={quote(b)}&also={quote(c)}&also=")
    assert told.status == 200
    text = re.sub(r"<[^>]+>", " ", told.text)
    for words in (f"{a} ", f"{b} ", f"{c} ", "rank", "skill", "Against the others", "crowd"):
        assert words in html.unescape(text)
    assert f'name="also" value="{html.escape(c)}"' in told.text
    assert f"ledger compare {shlex.quote(a)}" in html.unescape(told.text)


def test_who_mistypes_a_name_to_compare_keeps_the_form(site: Client) -> None:
    found = site("/compare?a=James+Black&b=Jamie+Shae")
    assert found.status == 404
    assert "Did you mean Jamie Shea" in found.text
    for name in ("James Black", "Jamie Shae"):
        assert f'value="{name}"' in found.text
    assert "Traceback" not in found.text


def test_a_comparison_is_a_sheet_too(site: Client, tmp_path: Path) -> None:
    pair = "a=James%20Black&b=The%20Japan%20Times"
    told = site(f"/compare.json?{pair}").json
    rows = list(csv.DictReader(io.StringIO(site(f"/compare.csv?{pair}").text, newline="")))
    assert [row["id"] for row in rows] == [one["id"] for one in told["questions"]]
    for row, one in zip(rows, told["questions"], strict=True):
        assert float(row["weight"]) == one["weight"] == 1
        for side in ("a", "b"):
            assert (row[side], row[f"{side}_stance"]) == (told[side], one[side]["stance"])
            credit = one[side]["credit"]
            assert row[f"{side}_credit"] == ("" if credit is None else str(credit))
            assert row[f"{side}_claims"] == "; ".join(one[side]["claims"])
    with Ledger(tmp_path / "ledger.db", recorder="desk", create=True) as ledger:
        ledger.import_([CLAIMS.parent / "2016"])
        a, b, c, *_ = sorted({one.speaker for one in ledger.list()})
        held = Client(ledger)
        query = f"a={quote(a)}&b={quote(b)}&also={quote(c)}"
        found = held(f"/compare.json?{query}").json["contestants"]
        sheet = csv.DictReader(io.StringIO(held(f"/compare.csv?{query}").text, newline=""))
        for row, one in zip(sheet, found, strict=True):
            assert (row["name"], row["brier"]) == (one["name"], str(one["brier"]))
            assert row["peer_interval_low"] == str(one["peer_interval"][0])
            assert row["crowd_median"] == str(one["crowd"]["median"] or "")


def test_a_crowd_is_made_more_extreme_as_by_the_command(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.db", recorder="desk", create=True) as ledger:
        ledger.import_([CLAIMS.parent / "2016"])
        a, b, c, *_ = sorted({one.speaker for one in ledger.list()})
        pair = f"a={quote(a)}&b={quote(b)}"
        ask = Client(ledger)
        page = ask(f"/compare?{pair}&also={quote(c)}&also=&extremise=2.5").text
        found = ask(f"/compare.json?{pair}&also={quote(c)}&extremise=2.5").text
        empty = ask(f"/compare.json?{pair}&also={quote(c)}&extremise=").json
        for wrong, told in (("0", "above 0"), ("nan", "above 0"), ("101", "at most 100")):
            refused = ask(f"/compare?{pair}&also={quote(c)}&extremise={wrong}")
            assert (refused.status, told in refused.text) == (400, True)
        of_two = ask(f"/compare?{pair}&extremise=2")
    assert found == Desk(tmp_path).done(
        "compare", a, b, c, "--extremise", "2.5", "--format", "json"
    )
    assert "The mean log odds of crowds are multiplied by 2.5." in page
    assert '<input name="extremise" value="2.5"' in page
    assert "--extremise 2.5" in html.unescape(page)
    assert "extremise" not in empty
    assert (of_two.status, "about a crowd" in of_two.text) == (400, True)


def test_a_list_goes_on_where_it_left_off(site: Client, article: Ledger) -> None:
    for order in ORDERS:
        seen, address = [], f"/claims.json?sort={order}&limit=7"
        while address:
            found = site(address).json
            seen += [one["id"] for one in found["claims"]]
            assert found["total"] == len(seen) + found["more"]
            address = found["next"]
        assert seen == [one.id for one in article.list(order=order)]
    page = site("/claims?limit=7").text
    assert 'rel="next"' in page
    assert "The list has changed" in site("/claims?after=nonesuch").text


def test_facets_count_what_is_in_the_list_and_lead_there(site: Client) -> None:
    found = site("/claims.json?status=settled&limit=1").json
    for name, values in found["facets"].items():
        if name == "year":
            continue
        assert values, name
        for value, number in values.items():
            narrowed = site(f"/claims.json?status=settled&limit=1&{name}={quote(value)}").json
            expected = number if name != "status" else found["total"]
            assert narrowed["total"] == expected, (name, value)
    (address,) = re.findall(r'href="([^"]+)"><bdi>2023</bdi>', site("/claims").text)
    total = site(address.replace("&amp;", "&").replace("/claims?", "/claims.json?")).json["total"]
    assert total == site("/claims.json").json["facets"]["year"]["2023"]


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/claims?speker=x", 400, "Unknown parameter 'speker'. Did you mean speaker?"),
        ("/claims.json?speker=x", 400, "Unknown parameter 'speker'"),
        ("/claims?status=opne", 400, "Did you mean 'open'"),
        ("/claims?sort=age", 400, "'age' is no sort"),
        ("/claims?limit=0", 400, "a whole number from 1 to 1000"),
        ("/claims?limit=2000", 400, "a whole number from 1 to 1000"),
        ("/claims?limit=%D9%A3", 400, "a whole number"),
        ("/claims?due_before=someday", 400, "someday"),
        ("/claims?speaker=Nobody", 404, "There is no speaker 'Nobody'"),
        ("/claims?as_of=2999-01-01", 400, "has not come yet"),
        ("/claims?as_of=99999@2023-01-01", 400, "There is no entry 99999"),
        ("/claims?words=%00", 400, "a sign in it"),
        ("/claims?" + "&".join(f"words=a{n}" for n in range(200)), 400, "too many parameters"),
        ("/claims/nonesuch", 404, "There is no claim or question 'nonesuch'"),
        ("/claims/nonesuch.json", 404, "There is no claim"),
        ("/claims/two-percent-floor.csv", 404, "There is no"),
        ("/claims/two-percent-flor", 404, "Did you mean two-percent-floor"),
        ("/speakers/Jamie%20Shae", 404, "Did you mean Jamie Shea"),
        ("/report?by=age", 400, "'age' is no by"),
        ("/report?guard_early=perhaps", 400, "yes or no"),
        ("/report?yardstick=mine", 400, "Unknown yardstick"),
        ("/compare?a=James+Black&b=James+Black", 400, "name two that differ"),
        ("/compare?a=James+Black&b=Jamie+Shea&window=question", 400, "Give repeats standing too"),
        ("/report?window=mine", 400, "is no window"),
        ("/compare.json", 400, "Name two"),
        ("/due?within=soon", 400, "is not a span of time"),
        ("/log?id=nonesuch", 404, "There is no entry about"),
        ("/nothing", 404, "There is no page at this address"),
        ("/nothing.json", 404, "There is no page at this address"),
        ("/claims/", 404, "There is no"),
        ("//evil.example/", 404, "There is no page"),
        ("/static/../pyproject.toml", 404, "There is no page"),
        ("/static/%2e%2e/serving.py", 404, "There is no page"),
        ("/static/..%2fserving.py", 404, "There is no page"),
        ("/static/", 404, "There is no page"),
        ("/" + "a" * 1001, 414, "too long"),
        ("/claims.json?words=" + "a" * 4001, 414, "too long"),
    ],
)
def test_what_cannot_be_answered_is_said_in_a_sentence(
    site: Client, address: str, status: int, words: str
) -> None:
    refuses(site(address), status, words)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "get"])
def test_nothing_can_be_done_but_read(article: Ledger, method: str) -> None:
    site = Client(article, door=OpenDoor())
    found = site("/claims/two-percent-floor", method, FORM, b"verdict=happened")
    refuses(found, 405, "to be read")
    assert found.headers["allow"] == "GET, HEAD"
    refuses(site("/claims.json", method), 405, "to be read")


@pytest.mark.parametrize(
    "headers",
    [
        [("host", "evil.example")],
        [("host", f"{HOST}.evil.example")],
        [("host", f"{HOST}@evil.example")],
        [("host", "")],
        [("host", f"{HOST}:80:80")],
        [("host", HOST), ("host", "evil.example")],
        [],
    ],
)
def test_no_other_name_is_answered_to(site: Client, headers: list[tuple[str, str]]) -> None:
    refuses(site("/", headers=headers), 400, "not served under that name")
    assert site("/", headers=[("host", f"{HOST.upper()}:8000")]).status == 200


def test_what_is_asked_for_puts_no_line_into_a_head(site: Client) -> None:
    for address in (
        "/jump?to=a%0d%0aset-cookie:%20b",
        "/claims/a%0d%0aset-cookie:%20b.jsonld",
        "/speakers/%0d%0aset-cookie:%20b.csv",
        "/claims/%C2%85set-cookie:b",
    ):
        found = site(address)
        assert found.status in {303, 400, 404}
        assert not any("\n" in value or "\r" in value for value in found.headers.values())
        assert "set-cookie" not in found.headers


def test_a_jump_goes_to_no_other_site(site: Client) -> None:
    for to in ("//evil.example", "https://evil.example/", "\\evil.example", "Jamie Shea"):
        location = site(f"/jump?to={quote(to)}").headers["location"]
        assert re.match(r"/[a-z]", location)
    assert site("/jump?to=jamie+shea").headers["location"] == "/speakers/jamie%20shea"
    assert site("/jump?to=two-percent-floor").headers["location"] == "/claims/two-percent-floor"
    assert site(f"/jump?to={SOURCE}").headers["location"] == f"/sources/{SOURCE}"
    assert site("/jump").headers["location"] == "/claims"


def test_a_page_as_of_a_moment_stays_as_it_was(ledger: Ledger, clock: Clock) -> None:
    clock.set("2026-11-30")
    ledger.import_([ARTICLE])
    site, moment = Client(ledger), str(ledger.moment())
    before = {
        address: site(f"{address}?as_of={moment}").body
        for address, _ in addresses()
        if "?" not in address and not address.startswith(("/verify", "/jump"))
    }
    ledger.amend("two-percent-floor", {"note": "Looked at again."}, "It was asked for.")
    changed = [
        address
        for address, body in before.items()
        if site(f"{address}?as_of={moment}").body != body
    ]
    assert changed == []
    assert "Looked at again" in site("/claims/two-percent-floor").text
    assert "Looked at again" in site("/corrections").text
    then = site(f"/claims/two-percent-floor?as_of={moment}").text
    assert "See it as it stands now" in then
    assert f'/speakers/James%20Black?as_of={quote(moment)}"' in then


def test_proofs_and_reviews_are_what_they_should_be(site: Client) -> None:
    text = site("/claims/two-percent-floor.proof").text
    proof.check(proof.parse(text))
    review = site("/claims/two-percent-floor.jsonld").json
    assert review["@type"] == "ClaimReview"
    assert read is not None


def test_fewer_than_ten_scored_are_counts_and_no_share(site: Client) -> None:
    few = site("/speakers/Jamie%20Shea").text
    assert "4 claims scored" in few
    assert "%" not in re.sub(r"<[^>]*>", "", few.split('<h2 id="claims">')[0])
    enough = site("/speakers/The%20Japan%20Times").text
    assert "88% right</b> by the due day, of 11 scored; 95% interval 59% to 97%" in enough
    assert "%" not in re.findall("<title>(.*)</title>", enough)[0]


def test_a_page_of_a_speaker_shows_scores_over_time(ledger: Ledger, clock: Clock) -> None:
    clock.set("2024-01-01")
    for year, right in ((2019, 4), (2020, 1), (2021, 3), (2022, 0)):
        for number in range(4):
            name = f"c{year}-{number}"
            ledger.add(
                {"id": name, "speaker": "Ann", "statement": f"{name}.", "due": f"{year}-12-01"},
                {"publisher": "The Post", "title": name, "published": f"{year}-03-01"},
            )
            verdict = "happened" if number < right else "did-not-happen"
            ledger.record(name, {"verdict": verdict, "evidence": "https://e.example/a"})
    page = Client(ledger)("/speakers/Ann")
    over_time = page.text.split("Scores over time")[1].split("</table>")[0]
    rows = [re.sub(r"<[^>]*>", " ", row).split() for row in over_time.split("<tr")[2:]]
    shares = [[word for word in row if re.fullmatch(r"\d+%?", word)] for row in rows]
    assert [[row[0], row[1], row[2]] for row in shares] == [
        ["2019", "4", "100%"], ["2020", "8", "63%"], ["2021", "12", "67%"], ["2022", "16", "50%"],
    ]  # fmt: skip
    assert Client(ledger)("/speakers/Ann.json").json["report"]["history"][3]["rolling"][
        "accuracy"
    ] == pytest.approx(4 / 12)


def test_a_blind_verdict_is_shown_nowhere_until_somebody_decides(
    ledger: Ledger, clock: Clock
) -> None:
    secret = "A note to hide."  # noqa: S105 - not from anybody but readers
    clock.set("2023-08-01")
    ledger.add(
        {"id": "rain", "speaker": "Ann", "statement": "It rains.", "due": "2023-07-12"},
        {"publisher": "The Post", "published": "2023-07-01"},
    )
    seen = {"verdict": "happened", "evidence": "https://e.example/a"}
    ledger.recorder = "ann"
    ledger.record("rain", seen)
    ledger.recorder = "bob"
    blind = {"verdict": "late", "happened_on": "2023-07-20", "note": secret, "blind": True}
    ledger.record("rain", {**blind, "evidence": "https://e.example/b"})
    ledger.amend("rain#2", {"note": f"{secret} again"}, "A slip.")
    site = Client(ledger)
    every = [
        "/", "/index.json", "/claims", "/claims.json", "/claims.csv", "/claims/rain",
        "/claims/rain.json", "/claims/rain.jsonld", "/claims/rain.proof", "/questions/rain",
        "/questions/rain.json", "/questions/rain.csv", "/speakers/Ann", "/speakers/Ann.json",
        "/sources/the-post-2023-07-01.json", "/report.json", "/due.json", "/due.ics",
        "/news.atom", "/corrections", "/corrections.json", "/corrections.csv", "/disputes",
        "/disputes.json", "/disputes.csv", "/log", "/log.json", "/log.csv",
    ]  # fmt: skip
    for address in every:
        text = site(address).text
        assert secret not in text, address
        assert not re.search(r"\blate\b", text.replace('"late": 0', "")), address
    assert "1 verdict given blind is not shown" in site("/questions/rain").text
    assert "On 1 question there are verdicts given blind" in site("/disputes").text
    assert "not decided" not in site("/disputes").text
    ledger.recorder = "cleo"
    ledger.record("rain", {**seen, "adjudicates": True})
    assert secret in site("/questions/rain").text
    assert site("/claims/rain.json").json["outcomes"][1]["verdict"] == "late"


def test_verdicts_that_one_import_disputes_are_shown(everything: Ledger) -> None:
    """They are kept as blind ones are, but nobody is still judging."""
    (torn,) = (one for one in everything.disputes().disputes if one.imported)
    site = Client(everything)
    assert "given blind" not in site(f"/questions/{torn.question}").text
    told = {one["verdict"] for one in site(f"/questions/{torn.question}.json").json["outcomes"]}
    assert told == {"happened", "did-not-happen"}
    (same,) = (
        one for one in site("/disputes.json").json["disputes"] if one["question"] == torn.question
    )
    assert len(same["verdicts"]) == 2


@pytest.mark.parametrize("name", [*SPEAKERS.values(), "a/b", "..", "prices.csv", "x.html", "?#%"])
def test_every_name_has_a_page_and_a_way_there(ledger: Ledger, name: str) -> None:
    ledger.add(
        {"speaker": name, "statement": "It rains.", "due": "2023-07-12", "topics": [name]},
        {"publisher": name, "published": "2023-07-01"},
    )
    site = Client(ledger)
    for page in ("speakers", "publishers", "topics"):
        found = site(Addresses().page(page, name))
        assert found.status == 200, found.text
        assert site(Addresses().page(page, name, form="json")).json["total"] == 1
        assert site(Addresses().page(page, name, form="csv")).status == 200
    listed = site("/claims").text
    assert f'href="{Addresses().page("speakers", name)}"'.replace("&", "&amp;").replace(
        "'", "&#39;"
    ) in listed.replace("=HYPERLINK", "=HYPERLINK")


def test_an_address_is_read_back_as_what_it_was_made_of() -> None:
    for name in ("a", "a.json", "a.json.html", ".", "..", "...", "x.csv.csv"):
        for form in ("html", "json", "csv"):
            path = Addresses().page("claims", name, form=form)
            assert parted(path, ("html", "json", "csv")) == (f"/claims/{name}", form)


def test_an_empty_ledger_says_what_to_do_first(empty_ledger: Path) -> None:
    with Ledger(empty_ledger) as ledger:
        site = Client(ledger)
        for path in ("/", "/claims", "/speakers", "/log", "/due", "/disputes"):
            assert "<code>ledger " not in site(path).text, path
        for path in ("/", "/claims"):
            assert "Whoever keeps" in site(path).text, path
            assert 'href="/add"' in Client(ledger, Role.RECORDER)(path).text, path
        for path in ("/due", "/report", "/corrections", "/disputes", "/news.atom", "/verify"):
            assert site(path).status == 200


def test_what_is_written_is_seen_at_once(ledger: Ledger) -> None:
    site = Client(ledger)
    for number in range(3):
        said = {"speaker": "Ann", "statement": f"It rains {number}.", "due": "2023-07-12"}
        ledger.add(said, {"publisher": "The Post", "published": "2023-07-01"})
        assert site("/claims.json").json["total"] == number + 1
        assert len(site("/speakers/Ann.json").json["claims"]) == number + 1
        assert f"It rains {number}." in site("/").text or number


def test_every_filter_is_a_parameter() -> None:
    (claims,) = (page for page in TABLE if page.path == "/claims")
    assert set(FILTERS) <= set(claims.parameters)


def test_the_colours_are_those_of_the_report(site: Client) -> None:
    styles = site("/static/ledger.css").text
    for colour in COLOURS:
        assert f"--{colour.name}: {colour.light}" in styles
        assert f"--{colour.name}: {colour.dark}" in styles
    assert style_sheet() in styles


def test_what_goes_wrong_in_the_program_is_told_to_nobody(
    article: Ledger, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any, **__: Any) -> None:  # noqa: ANN401 - whatever it is called with
        raise RuntimeError(article.place)

    monkeypatch.setattr("ledger.web.pages.journal.entry_view", fail)
    # A command that was stopped in this process keeps libraries from telling their logs of it.
    monkeypatch.setattr(logging.root.manager, "disable", logging.NOTSET)
    site = Client(article)
    for address in ("/log", "/log.json"):
        found = site(address)
        refuses(found, 500, "Something went wrong in the program")
        assert article.place not in found.text
    assert "RuntimeError" in caplog.text


def test_a_ledger_that_is_gone_is_told_without_its_place(ledger: Ledger) -> None:
    place = Path(ledger.place)
    site = Client(ledger)
    place.unlink()
    found = site("/claims")
    refuses(found, 503, "cannot be read now")
    assert str(place) not in found.text
