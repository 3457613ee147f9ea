"""`ledger extract`: what comes of an article, what is refused, and drafts that nobody has read."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from commands import Desk

from ledger import edtf
from ledger.extract import Article, propose
from ledger.extract.article import of_text

if TYPE_CHECKING:
    from ledger.extract import Proposal

PAGES = Path(__file__).parent / "extraction" / "developed"

TEXT = """Harbour to close for a year
By Ann Example

The harbour of Exampleton will close on Monday, the port office said.
It is likely to stay shut until next spring.

“We won't lose a single job,” said Otto Sample, the harbour master.
“By 2030 we will be bigger than ever.”

Sample doubts that the dredging can be finished in six months.
"""


def read(text: str, published: str = "2025-06-11") -> list[Proposal]:
    """The proposals on a text that was published on a day."""
    article = of_text(text)
    return propose(Article(article.paragraphs, published=edtf.parse(published), publisher="P"))


def only(text: str, published: str = "2025-06-11") -> Proposal:
    (found,) = read(text, published)
    return found


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "article.txt").write_text(TEXT, encoding="utf-8")
    return Desk(tmp_path)


GIVEN = ("--published", "2025-06-11", "--publisher", "The Example")


def extracted(desk: Desk, *more: str) -> str:
    desk.done("extract", desk.folder / "article.txt", *GIVEN, "-o", desk.folder / "a.toml", *more)
    return (desk.folder / "a.toml").read_text(encoding="utf-8")


def test_an_article_becomes_a_claim_file_of_drafts(desk: Desk) -> None:
    document = tomllib.loads(extracted(desk))
    assert document["source"] == {
        "id": "example-2025-06-11",
        "publisher": "The Example",
        "title": "Harbour to close for a year",
        "authors": ["Ann Example"],
        "published": "2025-06-11",
        "language": "en",
    }
    claims = document["claim"]
    assert all(one["draft"] for one in (*claims, *document["question"]))
    assert [one["speaker"] for one in claims] == [
        "Port office", "The Example", "Otto Sample", "Otto Sample", "Otto Sample",
    ]  # fmt: skip
    assert claims[0]["due"] == "2025-06-16"
    assert claims[0]["due_words"] == "on Monday"
    assert claims[3]["due"] == "../2030-12-31"
    assert [one.get("stance", "for") for one in claims] == [
        "for", "for", "against", "for", "against",
    ]  # fmt: skip
    assert {one["id"] for one in document["question"]} == {
        claims[2]["question"], claims[4]["question"],
    }  # fmt: skip
    for one in claims:
        assert one["quote"] in " ".join(TEXT.split())


def test_drafts_are_counted_by_check_and_refused_by_import(desk: Desk) -> None:
    text = extracted(desk)
    told = desk.done("check", desk.folder / "a.toml")
    assert told.endswith("5 claims in good files, 5 drafts among them; no problems.\n")
    assert json.loads(desk.done("check", "--format", "json", desk.folder / "a.toml"))["drafts"] == 5
    refused = desk("import", desk.folder / "a.toml")
    assert refused.exit_code == 1
    assert "This is a draft, which is not imported" in refused.output
    assert "a.toml:14: This is a draft" in refused.output
    assert "7 problems found; nothing was written." in refused.output
    (desk.folder / "a.toml").write_text(text.replace("draft = true\n", ""), encoding="utf-8")
    assert "Added 5 claims" in desk.done("import", desk.folder / "a.toml")


def test_a_draft_that_is_false_is_none_and_one_that_is_no_flag_is_refused(desk: Desk) -> None:
    text = extracted(desk).replace("draft = true", "draft = false")
    (desk.folder / "a.toml").write_text(text, encoding="utf-8")
    assert "drafts" not in desk.done("check", desk.folder / "a.toml")
    wrong = text.replace("draft = false", 'draft = "yes"')
    (desk.folder / "a.toml").write_text(wrong, encoding="utf-8")
    assert "draft must be true or false, without quotation marks, not text" in (
        desk("check", desk.folder / "a.toml").output
    )


def test_every_proposal_passes_check_against_its_text(desk: Desk) -> None:
    extracted(desk)
    told = desk.done("check", desk.folder / "a.toml", "--text", desk.folder / "article.txt")
    assert told.endswith("no problems.\n")


def test_a_file_that_is_there_is_not_written_over(desk: Desk) -> None:
    before = extracted(desk)
    again = desk("extract", desk.folder / "article.txt", *GIVEN, "-o", desk.folder / "a.toml")
    assert again.exit_code == 2
    assert "is there already; give another name, or go on with --review" in again.output
    assert (desk.folder / "a.toml").read_text(encoding="utf-8") == before


def test_without_a_day_nothing_is_read_against_one(desk: Desk) -> None:
    told = desk("extract", desk.folder / "article.txt", "--publisher", "The Example")
    assert "does not say when it was published" in told.stderr
    claims = tomllib.loads(told.stdout)["claim"]
    assert "due" not in claims[0]
    assert claims[3]["due"] == "../2030-12-31"


def test_without_a_publisher_it_is_refused(desk: Desk) -> None:
    told = desk("extract", desk.folder / "article.txt")
    assert told.exit_code == 2
    assert "does not say who published it; say so with --publisher" in told.output


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "There is no text in it."),
        (b"one\x00two", "This is not a text, a page or a PDF."),
        (b"x" * 2_100_000, "larger than 2 MB"),
        (b"PK\x03\x04 something", "a document of a word processor"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related;\n\n", "saved as one archive"),
        (b"<html><body></body></html>", "No article was found in it."),
        (b"%PDF-1.7 no more than this", "cannot be read"),
        (
            "Die Regierung wird im Herbst neu gewählt, und das Land ist nicht mit sich im "
            "Reinen, auch wenn der Kanzler das von den Leuten auf der Straße hört.".encode(),
            "seems to be in German; only English is read so far",
        ),
        (
            "Le gouvernement va tomber dans les jours qui viennent et une élection est prévue pour "
            "le printemps, sur fond de crise, par la faute du premier ministre.".encode(),
            "seems to be in French",
        ),
    ],
)
def test_what_is_no_article_is_refused_with_a_sentence(
    desk: Desk, content: bytes, sentence: str
) -> None:
    if content[:1] in {b"<", b"%"}:
        pytest.importorskip({b"<": "trafilatura", b"%": "pypdf"}[content[:1]])
    path = desk.folder / "article.txt"
    path.write_bytes(content)
    told = desk("extract", path, *GIVEN)
    assert told.exit_code == 1
    assert sentence in told.output


def test_a_missing_file_and_a_folder_are_refused(desk: Desk) -> None:
    assert "There is no such file." in desk("extract", desk.folder / "none.txt").output
    assert "This is a folder, not a file." in desk("extract", desk.folder).output


def test_help_loads_nothing_of_it() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from ledger.cli import group;"
        "CliRunner().invoke(group, ['--help']);"
        "print([one for one in sys.modules if one.split('.')[0] in ('trafilatura', 'lxml', 'pypdf')"
        " or one.startswith('ledger.extract')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_without_the_library_it_says_which_extra_brings_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (desk.folder / "trafilatura.py").write_text("raise ImportError", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(desk.folder))
    (desk.folder / "a.html").write_text("<html><p>It will rain.</p>", encoding="utf-8")
    told = desk("extract", desk.folder / "a.html", *GIVEN)
    assert told.exit_code == 1
    assert "A page needs trafilatura, which is not installed." in told.output
    assert "pip install 'claim-ledger[extract]'" in told.output


def test_a_saved_page_brings_its_own_title_author_day_and_site(desk: Desk) -> None:
    pytest.importorskip("trafilatura")
    told = desk("extract", PAGES / "4-election.html")
    document = tomllib.loads(told.stdout)
    assert document["source"] == {
        "id": "tarrow-gazette-2024-03-13",
        "publisher": "The Tarrow Gazette",
        "title": "Vell ahead as Tarrow votes on Sunday",
        "authors": ["Piet Lammers"],
        "published": "2024-03-13",
        "url": "https://gazette.example/2024/03/13/vell-ahead",
        "language": "en",
    }
    said = " ".join(one["quote"] for one in document["claim"])
    assert not any(one in said for one in ("cookies", "mark my words", "subscription", "Fuel"))


# What is read in a sentence


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("The bridge will open on Sunday.", "2025-06-15"),
        ("The bridge will open on Wednesday.", None),  # this one, or the next
        ("The bridge will open tonight.", "2025-06-11"),
        ("The bridge will open this weekend.", "2025-06-14/2025-06-15"),
        ("The bridge will open by June.", "../2025-06-30"),
        ("The bridge will open in February.", "2026-02"),
        ("The bridge will open by 2030.", "../2030-12-31"),
        ("The bridge will open five years from now.", "2030-06-11"),
        ("The bridge, shut since May, will open.", None),
        ("The bridge will open, the mayor said on Monday.", None),
        ("The bridge will not open until Friday.", None),  # a denial has that day for no deadline
        ("The bridge will open within weeks.", None),
        ("If it rains on Friday, the bridge will open.", None),
    ],
)
def test_only_words_of_the_sentence_become_a_deadline(text: str, due: str | None) -> None:
    assert only(text).due == due


def test_next_tuesday_said_on_a_monday_may_be_either_and_is_left_out() -> None:
    assert only("The bridge will open next Friday.", "2025-06-09").due is None


def test_a_day_of_the_neighbourhood_is_only_offered() -> None:
    first, second = read("The summit will open on July 11. Ministers will sign a treaty.")
    assert first.due == "2025-07-11"
    assert second.due is None
    assert second.nearby == ("on July 11", "2025-07-11")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The bridge will open in May.", None),
        ("“It will open in May,” said Ada Example. “Then it will shut again.”", "Ada Example"),
        ("According to the council, the bridge will open in May.", "Council"),
        ("The bridge will open in May, experts said.", "unnamed: experts"),
        ("A diplomat said the bridge would open in May.", "unnamed: a diplomat"),
        ("Health Minister Bo Sample pledged to open the bridge in May.", "Bo Sample"),
    ],
)
def test_whoever_says_it_is_the_speaker(text: str, speaker: str | None) -> None:
    assert {one.speaker for one in read(text)} == {speaker}


def test_a_name_a_question_and_what_was_due_are_no_claims() -> None:
    assert (
        read("Will Sample may be a name. Will it rain? The line was due to open in 2019.")[1:] == []
    )
    assert read("Ruth May had planned to expand. It was due to open in 2019.") == []


def test_a_condition_and_a_probability_are_read() -> None:
    found = only("There is a 30 percent chance of rain if the wind turns.")
    assert (found.probability, found.stance, found.condition) == (
        "0.3",
        "against",
        "The wind turns.",
    )


def test_a_name_with_a_backslash_is_a_name() -> None:
    (found,) = read(r"“I will resign in May,” said Health Minister Ada\Tox Example.")
    assert found.statement.endswith(" will resign in May.")


def test_sure_proposes_less() -> None:
    text = "It will rain. It may snow. The plan is that the fair would open in May."
    article = Article(of_text(text).paragraphs, published=edtf.parse("2025-06-11"), publisher="P")
    assert len(propose(article, sure=True)) == 1
    assert len(propose(article)) > 1


def test_text_broken_into_lines_is_read_as_paragraphs() -> None:
    lines = TEXT.split("\n")
    broken = "\n".join(
        line if len(line) < 60 else "\n".join(line[n : n + 60] for n in range(0, len(line), 60))
        for line in lines
    )
    assert "\n" not in of_text(broken).paragraphs[0]
