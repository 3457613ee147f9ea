"""The reference of what Python may use: made of the code, complete, and its examples run."""

from __future__ import annotations

import re
import runpy
import shutil
from pathlib import Path

import pytest
from commands import CLAIMS

import ledger

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "api.md"
MADE = runpy.run_path(str(ROOT / "docs" / "api_reference.py"))
VERBS = [*MADE["verbs"](ledger.Ledger), MADE["Verb"]("report", MADE["report"])]
VALUES = MADE["values"]()


def test_the_page_is_what_the_code_says() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "generate.py"))["api"]
    assert PAGE.read_text(encoding="utf-8") == made()


def test_the_page_has_every_public_name() -> None:
    page = PAGE.read_text(encoding="utf-8")
    titles = set(re.findall(r"^##+ (?:Ledger\.)?(\w+)$", page, re.MULTILINE))
    assert set(ledger.__all__) <= titles
    assert {verb.name for verb in VERBS} | {one.__name__ for one in VALUES} <= titles
    assert {one.__name__ for one in MADE["refusals"]()} <= titles
    assert {"Added", "Report", "Assessment", "Verified", "Columns"} <= {
        room.__name__ for one in VALUES for room in one.__mro__
    }


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_every_verb_says_what_it_does_and_takes(verb: object) -> None:
    assert verb.doc.endswith((".", "\n"))  # type: ignore[attr-defined]
    assert verb.undescribed() == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("one", VALUES, ids=lambda one: one.__name__)
def test_every_value_says_what_it_is(one: type) -> None:
    assert (one.__doc__ or "").strip()
    told = MADE["properties"](one) | {verb.name: verb.doc for verb in MADE["verbs"](one)}
    assert [name for name, doc in told.items() if not doc] == []


def test_every_refusal_that_a_verb_names_is_one() -> None:
    known = {one.__name__ for one in MADE["refusals"]()}
    for verb in VERBS:
        sections = dict(MADE["SECTION"].findall(verb.doc))
        named = re.findall(r"^    ([\w, ]+):", sections.get("Raises", ""), re.MULTILINE)
        assert {name for names in named for name in names.split(", ")} <= known


def test_the_examples_of_the_docs_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(CLAIMS, tmp_path / "claims")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"Ledger": ledger.Ledger}
    for page in (PAGE, ROOT / "README.md", ROOT / "docs" / "programs.md"):
        examples = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
        assert examples
        for example in examples:
            exec(example, names)  # noqa: S102 - what the page tells people to run
