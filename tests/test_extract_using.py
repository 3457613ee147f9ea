"""A program of one's own proposes: what of it is taken, and what is refused by name."""

from __future__ import annotations

import json
import shlex
import sys
import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from commands import Desk

from ledger import edtf
from ledger.extract.article import of_text
from ledger.extract.program import ProgramFailed
from ledger.extract.using import SCHEMA, proposals_of, taken

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = replace(
    of_text(
        "“The bridge will open by June,” said Ada Example, the mayor of Sampleton.\n\n"
        "The council, which has 9 members, expects 40 guests in 2019 chairs."
    ),
    published=edtf.parse("2025-03-11"),
    publisher="The Example",
)
GOOD: dict[str, Any] = {
    "paragraph": 1,
    "quote": "The bridge will open by June",
    "speaker": "Ada Example",
    "role": "mayor",
    "wording": "will",
    "due_words": "by June",
    "statement": "The bridge will open.",
    "stance": "for",
    "kind": "prediction",
    "condition": None,
    "checkable": True,
    "reason": None,
}


def told(**changes: object) -> tuple[list[Any], list[str]]:
    """What is taken, and what refused, of one claim."""
    found = taken(ARTICLE, {"protocol": 1, "claims": [{**GOOD, **changes}]})
    return list(found.proposals), list(found.refused)


def test_what_stands_in_the_article_is_taken() -> None:
    (claim,), refused = told()
    assert refused == []
    assert (claim.quote, claim.speaker, claim.due) == (
        GOOD["quote"],
        "Ada Example",
        "../2025-06-30",
    )
    assert claim.attribution == "quoted"
    assert claim.comments == ()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"quote": "The bridge will open by July"}, "does not stand in paragraph 1 word for word"),
        ({"quote": "The bridge ... June"}, "does not stand in paragraph 1 word for word"),
        ({"quote": "The council"}, "does not stand in paragraph 1 word for word"),
        ({"quote": ""}, "it has no quote"),
        ({"paragraph": 3}, "there is no such paragraph"),
        ({"paragraph": True}, "there is no such paragraph"),
        ({"speaker": "Bo Other"}, "its speaker 'Bo Other' is not in the text"),
        ({"role": "king"}, "its role 'king' is not in the text"),
        ({"due_words": "by July"}, "its due_words 'by July' are not in the quote"),
        ({"due_words": "open"}, "its due_words 'open' cannot be read as a day"),
        ({"due": "2025-06-30"}, "it gives a date of its own"),
        (
            {"paragraph": 2, "quote": "expects 40 guests in 2019", "speaker": None,
             "wording": "expects", "role": None, "due_words": "in 2019"},
            "its due_words 'in 2019' are before the day of publication",
        ),
        ({"stance": "maybe"}, "its stance or kind is none that there is"),
        ({"statement": 7}, "it has no statement"),
        ({"condition": ["a"]}, "its condition is no text"),
    ],
)  # fmt: skip
def test_what_does_not_stand_there_is_refused(changes: dict[str, object], why: str) -> None:
    claims, refused = told(**changes)
    assert claims == []
    assert why in refused[0]
    assert refused[0].startswith("Claim 1 of the program is left out: ")


def test_numbers_names_and_other_speakers_are_pointed_out() -> None:
    (claim,), _ = told(statement="The bridge of Otherville opens with 70 guests.", speaker=None)
    assert claim.comments == (
        "statement: the text lacks the number 70",
        "statement: the text lacks the name Otherville",
        "speaker: the rules would say Ada Example",
    )


def stub(folder: Path, code: str) -> str:
    """The command of a program in Python."""
    path = folder / "stub.py"
    path.write_text(f"import json, os, sys, time\n{code}\n", encoding="utf-8")
    return shlex.join([sys.executable, str(path)])


def test_a_program_is_told_the_article_and_nothing_of_a_ledger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEDGER_DB", str(tmp_path / "secret.db"))
    seen = tmp_path / "seen.json"
    answer = json.dumps({"protocol": 1, "claims": [GOOD]})
    command = stub(
        tmp_path,
        f"told = json.load(sys.stdin); told['db'] = os.environ.get('LEDGER_DB')\n"
        f"open({str(seen)!r}, 'w').write(json.dumps(told)); print({answer!r})",
    )
    assert len(proposals_of(ARTICLE, command, 30).proposals) == 1
    found = json.loads(seen.read_text(encoding="utf-8"))
    assert found.pop("task")
    assert found == {
        "protocol": 1,
        "published": "2025-03-11",
        "publisher": "The Example",
        "title": None,
        "language": "en",
        "paragraphs": [{"n": n, "text": one} for n, one in enumerate(ARTICLE.paragraphs, 1)],
        "schema": SCHEMA,
        "db": None,
    }


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("print('Sure! Here is')", "is not JSON"),
        ("print('[' * 100000)", "is not JSON"),
        ("print('[]')", "has no list of claims"),
        ("print(json.dumps({'claims': []}))", "does not say that it speaks protocol 1"),
        ("sys.exit(3)", "failed, with the exit code 3"),
        ("print('x' * 2_000_000)", "printed more than 1 MB"),
        ("time.sleep(60)", "takes longer than 1 seconds"),
    ],
)
def test_a_program_that_does_not_keep_to_it_is_refused(tmp_path: Path, code: str, why: str) -> None:
    with pytest.raises(ProgramFailed) as refused:
        proposals_of(ARTICLE, stub(tmp_path, code), 1 if "sleep" in code else 30)
    assert why in str(refused.value)


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ("", "is empty"),
        ("'open", "has no end to a quotation"),
        ("/nowhere/at/all", "cannot be started"),
    ],
)
def test_a_command_that_is_none_is_refused(command: str, why: str) -> None:
    with pytest.raises(ProgramFailed, match=why):
        proposals_of(ARTICLE, command, 5)


def test_no_shell_reads_the_command(tmp_path: Path) -> None:
    with pytest.raises(ProgramFailed):
        proposals_of(ARTICLE, f"echo x > {tmp_path / 'made'}; true", 5)
    assert not (tmp_path / "made").exists()


def test_the_command_tells_what_was_left_out_and_writes_the_rest(tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text("\n\n".join(ARTICLE.paragraphs), encoding="utf-8")
    foreign = {**GOOD, "speaker": "Bo Other"}
    answer = json.dumps({"protocol": 1, "claims": [foreign, GOOD]})
    command = stub(tmp_path, f"sys.stdin.read(); print({answer!r})")
    told = Desk(tmp_path)(
        "extract", tmp_path / "article.txt", "--publisher", "The Example", "--published",
        "2025-03-11", "--using", command,
    )  # fmt: skip
    assert told.exit_code == 0
    assert "Claim 1 of the program is left out: its speaker 'Bo Other' is not in" in told.stderr
    (claim,) = tomllib.loads(told.stdout)["claim"]
    assert (claim["speaker"], claim["due"]) == ("Ada Example", "../2025-06-30")
