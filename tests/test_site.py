"""The ledger as a folder of pages: all there, the same on every machine, and only what changed."""

from __future__ import annotations

import csv
import io
import json
import random
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Final

import pytest
from commands import plain_environment
from conftest import SEED, many
from everything import SPEAKERS, fill
from examples import record_as
from made_ledger import made_up
from sites import contents, lost_links, published, too_heavy

from ledger import Ledger
from ledger.errors import FileTrouble
from ledger.journal import checkpoint, merkle, proof
from ledger.model.site_settings import SiteSettings
from ledger.site.manifest import LOG, MANIFEST, NEW
from ledger.site.publish import publish

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from ledger.site.folder import File

PLAIN: Final = SiteSettings()
FULL: Final = SiteSettings(
    title="Claims & <b>more</b>",
    address="https://claims.example/all/",
    byline="The desk",
    answers="desk@claims.example",
    licence="CC-BY-4.0",
    not_public=("Ann",),
    embed=("https://news.example",),
)


SOURCE: Final = {"id": "herald", "publisher": "The Herald", "published": "2023-01-01"}
COMES: Final = {
    "id": "comes", "speaker": "Ann", "statement": "It comes.", "due": "2023-06-30",
    "quote": "it comes",
}  # fmt: skip


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A ledger with something of everything."""
    place = tmp_path_factory.mktemp("site") / "ledger.db"
    fill(place)
    with Ledger(place, recorder="desk") as made:
        yield made


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A ledger with little in it."""
    place = tmp_path_factory.mktemp("few") / "ledger.db"
    with Ledger(place, recorder="desk", create=True) as made:
        made.add(COMES, SOURCE)
        made.add({**COMES, "id": "goes", "statement": "It goes.", "speaker": "Bob"}, "herald")
        made.record("comes", {"verdict": "happened", "note": "It came."})
        yield made


@pytest.fixture(scope="module")
def site(everything: Ledger, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Its site."""
    folder = tmp_path_factory.mktemp("public") / "site"
    published(everything, folder, FULL)
    return contents(folder)


@pytest.fixture(scope="module")
def plain(everything: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its site without any settings, as a folder to be copied."""
    folder = tmp_path_factory.mktemp("plain") / "site"
    published(everything, folder, PLAIN, str(everything.moment()))
    return folder


def test_every_link_leads_somewhere_and_no_page_is_heavy(site: dict[str, bytes]) -> None:
    assert lost_links(site) == []
    assert too_heavy(site) == []


def test_each_sort_of_page_and_file_is_there(site: dict[str, bytes]) -> None:
    for path in (
        "index.html", "claims.html", "report.html", "report-by-publisher.html", "due.html",
        "report-by-topic.html", "corrections.html", "disputes.html", "method.html", "answer.html",
        "search.html", "404.html", "data.html", "news.atom", "due.ics", "claims.csv",
        "journal.jsonl", "checkpoint", "sitemap.xml", "robots.txt", "_headers", "CITATION.cff",
        "datapackage.json", "embed/report.svg", "claims/shared.html",
        "embed/claims/shared.html", "questions/shared.html", "sources/herald.html",
        "static/ledger.css", "static/ledger.js", "static/search.js", "search/all.js",
    ):  # fmt: skip
        assert path in site, path


def test_a_page_says_who_answers_and_under_what_terms(site: dict[str, bytes]) -> None:
    assert b"mailto:desk@claims.example" in site["answer.html"]
    page = site["claims/shared.html"].decode()
    assert "Claims &amp; &lt;b&gt;more&lt;/b&gt;" in page
    assert "CC-BY-4.0" in page
    review = json.loads(page.split('application/ld+json">')[1].split("</script>")[0])
    assert review["@type"] == "ClaimReview"
    assert review["url"] == "https://claims.example/all/claims/shared.html"
    assert review["author"]["name"] == "The desk"


def test_no_page_names_who_recorded(everything: Ledger, site: dict[str, bytes]) -> None:
    recorders = {entry.by for _, entry in everything.log()}
    for path, data in site.items():
        if path.endswith((".html", ".atom", ".ics")):
            text = data.decode()
            assert not [one for one in recorders if f">{one}<" in text], path


def test_who_is_not_public_has_no_page_and_is_in_no_list(site: dict[str, bytes]) -> None:
    pages = {path: data.decode() for path, data in site.items() if path.endswith(".html")}
    assert not [path for path in pages if path.startswith(("speakers/ann.", "speakers/ann~"))]
    assert "<bdi>Ann</bdi>" not in pages["speakers.html"]
    assert "<bdi>Ann</bdi>" not in pages["report.html"]
    assert not [
        path
        for path, text in pages.items()
        if path.startswith("lists/speakers/") and "<bdi>Ann</bdi>" in text
    ]
    assert any(
        "<bdi>Ann</bdi>" in text for path, text in pages.items() if path.startswith("claims/")
    )
    assert b"Ann," not in site["report-by-speaker.csv"]


def test_the_tree_that_is_published_is_that_of_the_journal(site: dict[str, bytes]) -> None:
    told = checkpoint.parse(site["checkpoint"].decode())
    lines = site["journal.jsonl"].splitlines()
    leaves = [merkle.leaf_hash(line) for line in lines]
    assert len(lines) == told.size
    tiles = b"".join(data for path, data in sorted(site.items()) if path.startswith("tile/0/"))
    assert tiles == b"".join(leaves)
    assert merkle.root(told.size, lambda _, start, stop: leaves[start:stop]) == told.root
    for path, data in site.items():
        if path.endswith(".proof"):
            found = proof.parse(data.decode())
            proof.check(found)
            assert found.checkpoint.root == merkle.root(
                found.checkpoint.size, lambda _, start, stop: leaves[start:stop]
            )


def test_what_was_given_blind_is_held_back_until_it_is_decided(
    ledger: Ledger, tmp_path: Path
) -> None:
    ledger.add(COMES, SOURCE)
    before = ledger.moment().entry
    ledger.record("comes", {"verdict": "happened", "blind": True, "note": "hush"})
    published(ledger, tmp_path / "site", PLAIN)
    found = contents(tmp_path / "site")
    assert checkpoint.parse(found["checkpoint"].decode()).size == before
    assert not [path for path, data in found.items() if b"hush" in data]
    record_as(ledger, "Eve", "comes", "happened", blind=True)
    record_as(ledger, "Dan", "comes", "happened", adjudicates=True, reason="Agreed.")
    published(ledger, tmp_path / "site", PLAIN)
    found = contents(tmp_path / "site")
    assert checkpoint.parse(found["checkpoint"].decode()).size == ledger.moment().entry
    assert b"hush" in found["claims/comes.html"]


def test_a_claim_that_waits_for_approval_is_nowhere(ledger: Ledger, tmp_path: Path) -> None:
    ledger.add(COMES, SOURCE)
    before = ledger.moment().entry
    waiting = {"speaker": "Bob", "proposed": "true", "quote": "zebras"}
    ledger.add({**waiting, "id": "zebras", "statement": "Zebras come."}, "herald")
    ledger.add({**waiting, "id": "zebras-too", "question": "comes"}, "herald")
    published(ledger, tmp_path / "site", FULL)
    found = contents(tmp_path / "site")
    assert [path for path, data in found.items() if b"ebra" in data or "ebra" in path] == []
    assert checkpoint.parse(found["checkpoint"].decode()).size == before
    # Nor is what became of one: changes, answers, sources, and that it was taken back.
    ledger.add({**waiting, "id": "more", "question": "comes"}, {"publisher": "Zebra", "id": "zs"})
    ledger.amend("zs", {"title": "zebras"}, "zebras")
    for one in ("zebras", "zebras-too", "more"):
        ledger.amend(one, {"note": "zebras"}, "zebras")
        ledger.respond(one, {"by": "Zebra", "date": "2023-01-02", "text": "Zebras."})
        ledger.amend(f"{one}#r1", {"text": "More zebras."}, "zebras")
    for gone in ((), ("zebras", "more"), ("zebras-too",)):
        for one in gone:
            ledger.withdraw(one, "No zebras.")
        published(ledger, tmp_path / "site", FULL)
        found = contents(tmp_path / "site")
        assert lost_links(found) == []
        if gone:
            del found["journal.jsonl"]  # what was taken back is no longer held back from it
        assert [path for path, data in found.items() if b"ebra" in data or "ebra" in path] == []
    published(ledger, tmp_path / "once", FULL)
    assert contents(tmp_path / "site") == contents(tmp_path / "once")
    last = ledger.moment().entry
    assert last > before
    assert checkpoint.parse(found["checkpoint"].decode()).size == last


def test_an_answer_stands_beside_the_verdict(ledger: Ledger, tmp_path: Path) -> None:
    ledger.add(COMES, SOURCE)
    ledger.record("comes", {"verdict": "did-not-happen"})
    published(ledger, tmp_path / "site", PLAIN)
    ledger.respond("comes", {"by": "Ann", "date": "2023-06-30", "text": "I was misquoted."})
    published(ledger, tmp_path / "site", PLAIN)
    assert b"I was misquoted." in (tmp_path / "site/claims/comes.html").read_bytes()
    published(ledger, tmp_path / "once", PLAIN)
    assert contents(tmp_path / "site") == contents(tmp_path / "once")


# What changed


def test_what_grew_is_what_would_be_made_at_once(everything: Ledger, tmp_path: Path) -> None:
    last = everything.moment()
    steps = [*range(3, last.entry, max(1, last.entry // many(2, 40))), last.entry]
    for entry in steps:
        as_of = f"{entry}@{last.day}"
        published(everything, tmp_path / "grown", FULL, as_of)
    published(everything, tmp_path / "once", FULL, as_of)
    grown, once = contents(tmp_path / "grown"), contents(tmp_path / "once")
    assert grown.keys() == once.keys()
    assert [path for path in grown if grown[path] != once[path]] == []


@pytest.mark.slow
def test_a_day_that_passes_changes_what_falls_due(everything: Ledger, tmp_path: Path) -> None:
    entry = everything.moment().entry
    for day in ("2024-02-01", "2023-12-31"):
        published(everything, tmp_path / "grown", PLAIN, f"{entry}@{day}")
        published(everything, tmp_path / day, PLAIN, f"{entry}@{day}")
        assert contents(tmp_path / "grown") == contents(tmp_path / day), day


def test_nothing_is_written_where_nothing_changed(
    everything: Ledger, plain: Path, tmp_path: Path
) -> None:
    as_of = str(everything.moment())
    shutil.copytree(plain, tmp_path / "site")
    times = {one: one.stat().st_mtime_ns for one in (tmp_path / "site").rglob("*")}
    again = published(everything, tmp_path / "site", PLAIN, as_of)
    assert (again.written, again.removed, again.unchanged) == (0, 0, len(contents(plain)) - 1)
    assert again.made <= 3  # what is made of the paths alone
    assert times == {one: one.stat().st_mtime_ns for one in (tmp_path / "site").rglob("*")}


@pytest.mark.slow
def test_other_settings_change_what_they_say(everything: Ledger, tmp_path: Path) -> None:
    as_of = str(everything.moment())
    published(everything, tmp_path / "site", FULL, as_of)
    published(everything, tmp_path / "site", PLAIN, as_of)
    published(everything, tmp_path / "plain", PLAIN, as_of)
    assert contents(tmp_path / "site") == contents(tmp_path / "plain")


def test_another_ledger_leaves_nothing_of_the_first(
    few: Ledger, ledger: Ledger, tmp_path: Path
) -> None:
    published(few, tmp_path / "site", PLAIN)
    published(ledger, tmp_path / "site", PLAIN, "0@2023-07-01")
    published(ledger, tmp_path / "empty", PLAIN, "0@2023-07-01")
    assert contents(tmp_path / "site") == contents(tmp_path / "empty")


# The folder


def test_other_files_are_left_alone_and_never_written_over(few: Ledger, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    with pytest.raises(FileTrouble, match="is not empty"):
        published(few, folder, PLAIN)
    assert contents(folder) == {"mine.txt": b"mine"}
    (folder / "mine.txt").unlink()
    published(few, folder, PLAIN, f"3@{few.moment().day}")
    (folder / "CNAME").write_text("claims.example")
    published(few, folder, PLAIN)
    assert (folder / "CNAME").read_text() == "claims.example"
    page = folder / "robots.txt"
    page.write_text("mine")
    with pytest.raises(FileTrouble, match=r"robots\.txt is there, and was not written"):
        published(few, folder, FULL)
    assert page.read_text() == "mine"


def test_a_link_in_the_folder_leads_nowhere_else(few: Ledger, tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    folder.mkdir()
    (folder / LOG).touch()
    (folder / "claims").symlink_to(elsewhere)
    with pytest.raises(FileTrouble, match="is there, and was not written"):
        published(few, folder, PLAIN)
    assert list(elsewhere.iterdir()) == []
    for name in (NEW, LOG, MANIFEST):
        shutil.rmtree(folder)
        folder.mkdir()
        (folder / name).symlink_to(elsewhere if name == NEW else elsewhere / name)
        with pytest.raises(FileTrouble, match="is a link"):
            published(few, folder, PLAIN)
        assert list(elsewhere.iterdir()) == []


def test_two_runs_at_once_are_one_and_a_refusal(few: Ledger, tmp_path: Path) -> None:
    def meanwhile(files: Sequence[File]) -> Iterable[File]:
        for dry in (True, False):
            with pytest.raises(FileTrouble, match="Another ledger publish is writing"):
                publish(few, tmp_path / "site", PLAIN, dry_run=dry)
        return files

    publish(few, tmp_path / "site", PLAIN, track=meanwhile)
    published(few, tmp_path / "once", PLAIN)
    assert contents(tmp_path / "site") == contents(tmp_path / "once")


def test_what_somebody_broke_is_made_whole(everything: Ledger, plain: Path, tmp_path: Path) -> None:
    as_of = str(everything.moment())
    folder = tmp_path / "site"
    shutil.copytree(plain, folder)
    whole = contents(folder)
    (folder / "claims/shared.html").write_text("short")
    (folder / "search/all.js").unlink()
    (folder / "index.html").unlink()
    published(everything, folder, PLAIN, as_of)
    assert contents(folder) == whole
    for told in ("[", "{}", '{"format": 2}', "null"):
        (folder / MANIFEST).write_text(told)
        with pytest.raises(FileTrouble, match="cannot tell which files are its own"):
            published(everything, folder, PLAIN, as_of)


def test_a_dry_run_writes_nothing(few: Ledger, tmp_path: Path) -> None:
    _, done = publish(few, tmp_path / "site", PLAIN, dry_run=True)
    assert done.written > 10
    assert not (tmp_path / "site").exists()


# The command


def command(place: Path, folder: Path, *options: str) -> list[str]:
    return [
        sys.executable, "-m", "ledger", "--db", str(place), "publish", str(folder), *options,
    ]  # fmt: skip


def test_it_is_the_same_whatever_the_machine(everything: Ledger, tmp_path: Path) -> None:
    as_of = str(everything.moment())
    odd = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "7", "PYTHONUTF8": "0"}
    even = {"TZ": "America/Adak", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"}
    for name, more, umask in (("odd", odd, 0o077), ("even", even, 0o002)):
        subprocess.run(
            command(everything.place, tmp_path / name, "--as-of", as_of),
            check=True, env=plain_environment() | more, umask=umask, capture_output=True,
            cwd=tmp_path,
        )  # fmt: skip
    assert contents(tmp_path / "odd") == contents(tmp_path / "even")


def test_the_command_tells_what_it_did(few: Ledger, tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text('titel = "Claims"\n')
    ran = subprocess.run(
        command(few.place, tmp_path / "site"), env=plain_environment(),
        capture_output=True, text=True, cwd=tmp_path, check=False,
    )  # fmt: skip
    assert ran.returncode == 1
    assert "there is no key 'titel'. Did you mean 'title'?" in ran.stderr
    (tmp_path / "site.toml").write_text('title = "Ours"\n')
    ran = subprocess.run(
        command(few.place, tmp_path / "site", "--format", "json"),
        env=plain_environment(), capture_output=True, text=True, cwd=tmp_path, check=True,
    )  # fmt: skip
    told = json.loads(ran.stdout)
    assert told["entry"] == few.moment().entry
    assert told["written"] == len(contents(tmp_path / "site")) - 1
    assert b"Ours" in (tmp_path / "site/index.html").read_bytes()


@pytest.mark.slow
def test_whoever_kills_it_loses_nothing(everything: Ledger, tmp_path: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311 - nothing secret
    last = everything.moment()
    folder = tmp_path / "site"
    early, now = f"{last.entry // 2}@{last.day}", str(last)
    published(everything, folder, PLAIN, early)
    for _ in range(many(2, 40)):
        as_of = chance.choice([early, now, f"{chance.randrange(1, last.entry)}@{last.day}"])
        with subprocess.Popen(
            command(everything.place, folder, "--as-of", as_of), env=plain_environment(),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=tmp_path,
        ) as process:  # fmt: skip
            until = time.monotonic() + 60
            while not (folder / LOG).exists() and process.poll() is None:
                assert time.monotonic() < until
                time.sleep(0.01)
            time.sleep(chance.random() * 0.5)
            process.send_signal(signal.SIGKILL)
    published(everything, folder, PLAIN, now)
    published(everything, tmp_path / "once", PLAIN, now)
    assert contents(folder) == contents(tmp_path / "once")
    assert not (folder / NEW).exists()


# Many claims


@pytest.mark.slow
def test_new_verdicts_touch_their_own_pages(tmp_path: Path) -> None:
    place = made_up(tmp_path, many(150, 2000))
    with Ledger(place, recorder="desk") as made:
        day = made.moment().day
        published(made, tmp_path / "site", FULL, f"{made.moment().entry}@{day}")
        found = contents(tmp_path / "site")
        assert lost_links(found) == []
        assert too_heavy(found) == []
        judged = made.list(status="open")[0]
        made.record(judged.question, {"verdict": "happened"})
        on_it = {one.id for one in made.list(question=judged.question)}
        published(made, tmp_path / "site", FULL, f"{made.moment().entry}@{day}")
        after = contents(tmp_path / "site")
        published(made, tmp_path / "once", FULL, f"{made.moment().entry}@{day}")
        assert after == contents(tmp_path / "once")
    changed = {path for path in after if after[path] != found.get(path)}
    claims = {path for path in changed if path.startswith("claims/")}
    assert claims == {f"claims/{one}.html" for one in on_it}
    assert not [path for path in changed if path.startswith("search/")]
    assert len(changed) < 80
    assert len(changed) < len(after) / 10


def test_a_name_that_begins_in_any_letter_is_listed(site: dict[str, bytes]) -> None:
    lists = b"".join(data for path, data in site.items() if path.startswith("lists/speakers/"))
    assert SPEAKERS["rtl"].encode() in lists


def test_the_csv_of_claims_has_all_approved(everything: Ledger, site: dict[str, bytes]) -> None:
    rows = list(csv.DictReader(io.StringIO(site["claims.csv"].decode("utf-8-sig"))))
    assert len(rows) == sum(not one.proposed for one in everything.list())
