"""Each verdict is in everything that people read of verdicts, whatever says it."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest
from commands import Desk

from ledger.model.keys import guess
from ledger.model.outcome import worth
from ledger.model.verdicts import (
    COUNTED,
    ENDS,
    FINAL,
    INTERIM,
    UNSCORED,
    WORTH,
    Verdict,
    told,
)
from ledger.report.page.glossary import VERDICTS as GLOSSARY

DOCS: Final = Path(__file__).parents[1] / "docs"
LEDGER: Final = Path(__file__).parents[1] / "ledger"

every = pytest.mark.parametrize("verdict", Verdict)


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A ledger with a claim for each verdict, on which it stands."""
    desk = Desk(tmp_path_factory.mktemp("judged"))
    desk.done("init")
    for verdict in Verdict:
        asks = {"type": "number", "answer": "3"} if verdict.traits.takes_answer else {}
        desk.add(
            id=f"the-{verdict}", statement=f"It is {verdict.name}.", topic=str(verdict), **asks
        )
        more = ["--value", "0.25"] if verdict.traits.takes_value else []
        more += ["--answer", "4"] if verdict.traits.takes_answer else []
        more += ["--on", "2023-08-01"] if verdict is Verdict.LATE else []
        desk.done("record", f"the-{verdict}", str(verdict), "--evidence", "https://a.b/c", *more)
    return desk


@pytest.fixture(scope="module")
def printed(judged: Desk) -> dict[str, str]:
    """What is printed of that ledger, by the form."""
    forms = {
        form: judged.done("report", "--format", form) for form in ("text", "md", "csv", "json")
    }
    for form in ("text", "md"):  # a report is about one type of question
        forms[form] += judged.done("report", "--type", "number", "--format", form)
    forms["html"] = judged.done("report", "--format", "html")
    forms["numbers"] = judged.done("report", "--type", "number", "--format", "json")
    forms["numbers csv"] = judged.done("report", "--type", "number", "--format", "csv")
    exports = {
        form: judged.done("export", "--to", form) for form in ("csv", "ics", "atom", "jsonl")
    }
    reviews = judged.done("export", "--to", "claimreview")
    judged.done("export", "--to", "claims", "-o", judged.folder / "claims")
    files = (judged.folder / "claims").rglob("*.toml")
    return {
        **{f"report {form}": text for form, text in forms.items()},
        **{f"export {form}": text for form, text in exports.items()},
        "export claimreview": reviews,
        "export claims": "".join(one.read_text(encoding="utf-8") for one in files),
        "list": judged.done("list", "--full"),
        "help of record": judged.done("record", "--help"),
        "help of list": judged.done("list", "--help"),
        **{f"docs {name}": (DOCS / name).read_text(encoding="utf-8") for name in (
            "claim-file.md", "commands.md", "reports.md"
        )},
    }  # fmt: skip


@every
def test_everything_printed_has_each_verdict(printed: dict[str, str], verdict: Verdict) -> None:
    in_words = {"report text", "report md", "report html"}
    missing = [
        form
        for form, text in printed.items()
        if not {"report csv", "report json", "report numbers", "report numbers csv"} & {form}
        and (verdict.traits.label if form in in_words else verdict.value)
        not in " ".join(text.split())
    ]
    assert missing == []


@every
def test_each_verdict_has_a_count(printed: dict[str, str], verdict: Verdict) -> None:
    form = "report numbers" if verdict.traits.takes_answer else "report json"
    assert json.loads(printed[form])["total"][verdict.column] == 1
    *_, total = csv.DictReader(
        io.StringIO(printed["report numbers csv" if verdict.traits.takes_answer else "report csv"])
    )
    assert total[verdict.column] == "1"
    assert f"`{verdict.column}`" in printed["docs reports.md"]


@every
def test_each_verdict_is_shown_and_asked_for(judged: Desk, verdict: Verdict) -> None:
    (found,) = judged.json("list", "--verdict", str(verdict))
    assert (found["id"], found["verdict"]) == (f"the-{verdict}", verdict.value)
    assert (found["status"] == "settled") == (verdict in FINAL)
    assert f"{verdict}" in judged.done("show", f"the-{verdict}")
    assert judged.json("show", f"the-{verdict}")["outcomes"][0]["verdict"] == verdict.value


@every
def test_each_verdict_is_a_rating(printed: dict[str, str], verdict: Verdict) -> None:
    feed: dict[str, Any] = json.loads(printed["export claimreview"])
    reviews = {one["item"]["identifier"]: one["item"] for one in feed["dataFeedElement"]}
    rating = reviews[f"the-{verdict}"]["reviewRating"]
    assert rating["alternateName"] == verdict.traits.rated
    share = worth(verdict, Decimal("0.25"))
    assert ("ratingValue" in rating) == (share is not None)


@every
def test_the_glossary_tells_what_each_means(printed: dict[str, str], verdict: Verdict) -> None:
    told_of = [one for one in GLOSSARY if verdict.traits.label in one.word.split(", ")]
    assert [one.meaning for one in told_of] == [verdict.traits.meaning]
    assert verdict.traits.meaning in " ".join(printed["report html"].split())


@every
def test_what_people_write_for_a_verdict_is_guessed(verdict: Verdict) -> None:
    words = [one.value for one in Verdict]
    for synonym in (*verdict.traits.words.split(), *verdict.traits.synonyms):
        assert guess(synonym, words) == f" Did you mean {verdict.value!r}?"


def test_the_table_contradicts_itself_nowhere() -> None:
    assert FINAL | INTERIM == set(Verdict) == set(COUNTED)
    assert set(ENDS) == {0, 1}
    assert all(one in FINAL for one in (*WORTH, *UNSCORED))
    assert all(WORTH[one] == end for end, one in ENDS.items())
    assert len({(one in FINAL, one.traits.place) for one in Verdict}) == len(Verdict)
    assert told(UNSCORED[:1]) in told(UNSCORED)


def test_no_other_room_writes_the_verdicts_out() -> None:
    """Single ones stand where a room is about them; these two stand together only in a list."""
    rooms = [
        one.relative_to(LEDGER).as_posix()
        for one in LEDGER.rglob("*.py")
        if all(f'"{word}"' in one.read_text(encoding="utf-8") for word in ("void", "stalled"))
    ]
    assert rooms == ["model/verdicts.py"]
