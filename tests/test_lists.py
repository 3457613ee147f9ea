"""Lists in JSON, Markdown and YAML: where the list is, what a line says, what cannot be read."""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from commands import Desk
from hypothesis import given as drawn
from hypothesis import strategies as st

from ledger.formats.lists.objects import cell_of, find_list
from ledger.formats.lists.percents import Prediction, prediction_in, share_of_percent

if TYPE_CHECKING:
    from pathlib import Path

CLAIM = {"speaker": "Ann", "statement": "It rains.", "due": "2027-07-12", "publisher": "P"}
OTHER = {**CLAIM, "speaker": "Bo", "statement": "It snows."}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def file(desk: Desk, name: str, text: str) -> Path:
    path = desk.folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "root",
    [
        [CLAIM, OTHER],
        {"results": [CLAIM, OTHER], "count": 2},
        {"data": {"items": [CLAIM, OTHER]}},
        {"result": {"records": [CLAIM, OTHER], "fields": [{"id": "speaker"}]}},
        {"Promises": [CLAIM, OTHER], "sources": [{"name": "x"}]},
        {"meta": {"page": 1}, "whatever": [CLAIM, OTHER]},
        [CLAIM, {**OTHER, "topics": ["a", "b"], "comment": None}],
    ],
)
def test_the_list_is_found_where_services_put_it(desk: Desk, root: Any) -> None:  # noqa: ANN401
    for text in (json.dumps(root), json.dumps(root, indent=1)):
        desk.database.unlink(missing_ok=True)
        options = ("--map", "comment=")
        assert "Added 2 claims" in desk.done("import", file(desk, "l.json", text), *options)
        (desk.folder / "l.mapping.toml").unlink()


def test_one_claim_alone_is_a_list_of_one(desk: Desk) -> None:
    assert "Added 1 claim" in desk.done("import", file(desk, "l.json", json.dumps(CLAIM)))


@pytest.mark.parametrize(
    "root", [{}, [], {"a": 1}, [1, 2], {"a": [{"b": 1}], "c": [{"d": 2}]}, "x", {"results": "none"}]
)
def test_what_has_no_list_is_refused(desk: Desk, root: Any) -> None:  # noqa: ANN401
    refused = desk.refused("import", "--from", "json", file(desk, "l.json", json.dumps(root)))
    assert "problem" in refused
    assert not desk.database.exists()


def test_columns_are_mapped_as_in_a_sheet(desk: Desk) -> None:
    one = {
        "politician": {"name": "Ann", "party": {"name": "Greens"}},
        "promise": "It rains.",
        "links": ["https://p.example/a", "https://p.example/b"],
        "tags": [{"id": 1, "name": "rain"}, {"id": 2, "name": "town"}],
        "history": [[1, 2]],
        "Deadline": "2027-07-12",
        "state": "Kept",
        "day": "2026-07-12",
    }
    path = file(desk, "l.json", json.dumps({"promises": [one]}))
    assert "Unknown column 'politician.name'" in desk.refused("import", path)
    maps = {
        "politician.name": "speaker",
        "politician.party.name": "organisation",
        "promise": "statement",
        "links": "evidence_url",
        "tags": "topics",
        "Deadline": "due",
        "state": "verdict",
        "day": "happened_on",
    }
    options = [each for pair in maps.items() for each in ("--map", "=".join(pair))]
    result = desk("import", path, *options, "--default", "publisher=The Post")
    assert result.exit_code == 0, result.output
    assert "Passed over, for they hold lists of objects: 'history'." in result.stderr
    (claim,) = desk.json("list")
    assert (claim["speaker"], claim["organisation"], claim["topics"]) == (
        "Ann",
        "Greens",
        ["rain", "town"],
    )
    assert len(claim["outcomes"][0]["evidence"]) == 2


def test_a_problem_has_the_line_of_its_object(desk: Desk) -> None:
    bad = {**OTHER, "due": "someday"}
    flat = desk.refused("import", file(desk, "l.json", json.dumps([CLAIM, bad])))
    assert "l.json:2: due: 'someday'" in flat
    deep = desk.refused("import", file(desk, "l.json", json.dumps([CLAIM, bad], indent=1)))
    assert "l.json:8: due: 'someday'" in deep
    lines = f"{json.dumps(CLAIM)}\n\n{json.dumps(bad)}\n"
    assert "l.jsonl:3: due: 'someday'" in desk.refused("import", file(desk, "l.jsonl", lines))


def test_a_bad_object_is_left_out(desk: Desk) -> None:
    text = json.dumps([CLAIM, {**OTHER, "due": "someday"}, 7], indent=1)
    path = file(desk, "l.json", text)
    told = desk.done("import", "--skip-bad", path)
    assert "Added 1 claim" in told
    assert (desk.folder / "l.bad.csv").read_text("utf-8-sig").count("someday") == 1


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[{"a": 1,}]', "l.json:1: This is not JSON"),
        ('{"a": 1}\n{"a": 1,}\n', "l.json:2: This is not JSON"),
        ('[{"a": 1, "a": 2}]', "The key 'a' stands twice in one object."),
        ('[{"a": NaN}]', "NaN is not JSON."),
        ("[" * 99 + "]" * 99, "nested more than 64 deep"),
        (json.dumps([{f"k{n}": 1 for n in range(1001)}]), "more than 1,000 keys"),
    ],
)
def test_what_is_no_json_is_said_with_its_line(desk: Desk, text: str, problem: str) -> None:
    refused = desk.refused("import", "--from", "json", file(desk, "l.json", text))
    assert problem in refused


@drawn(st.recursive(
    st.none() | st.booleans() | st.text() | st.integers() | st.decimals(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
))  # fmt: skip
def test_any_value_is_a_cell_or_none(value: Any) -> None:  # noqa: ANN401
    cell = cell_of(value)
    assert cell is None or len(cell) < 10_000
    found = find_list(value)
    assert found is None or isinstance(found.items, list)


LINES = {
    "1. It rains in Ville: 85%": ("It rains in Ville", "0.85", ""),
    "- **It snows in May** (10%) ✘": ("It snows in May", "0.1", "did-not-happen"),
    "* [x] Fog — 99.5% ✅": ("Fog", "0.995", "happened"),
    "- 70% - The [lake](https://l.example) dries": ("The lake dries", "0.7", ""),
    "(3) Inflation above 3%: 40%.": ("Inflation above 3%", "0.4", ""),
    "It hails: 5,5 %": ("It hails", "0.055", ""),
    "- It hails: <1%": ("It hails", "<1%", ""),
    "- It hails: 60-70%": ("It hails", "60-70%", ""),
    "~~It thaws~~ … 50%": ("It thaws", "0.5", ""),
    "3. It pours (60% confident)": ("It pours", "0.6", ""),
    "- Fog: 70% likely ✅": ("Fog", "0.7", "happened"),
    "Dew, 5% chance.": ("Dew", "0.05", ""),
}


@pytest.mark.parametrize("line", LINES)
def test_a_line_is_a_prediction(line: str) -> None:
    assert prediction_in(line) == Prediction(*LINES[line])


@pytest.mark.parametrize(
    "line",
    [
        "About 50%",
        "The rate is 50%",
        "- Prices fall 10%",
        "100%",
        "- 5%:",
        "- Confidence: 85%",
        "My probability: 20%",
        "It is: 50% sureness",
        "",
        "%",
        "x" * 2000 + ": 5%",
    ],
)
def test_prose_is_none(line: str) -> None:
    assert prediction_in(line) is None


@drawn(st.text(st.sampled_from(" -*+.()[]%:=0123456789aé—✓~_`#")))
def test_any_line_is_read_or_not(line: str) -> None:
    found = prediction_in(line)
    assert found is None or found.statement


@drawn(st.integers(0, 100), st.integers(0, 999_999))
def test_per_cent_are_a_share_to_the_last_digit(whole: int, part: int) -> None:
    text = f"{whole}.{part:06d}"
    share = share_of_percent(text)
    assert Decimal(share) * 10**8 == whole * 10**6 + part


BLOG = """---
title: "Predictions for 2027"
author: Ann Lee
date: 2026-01-01T10:00:00Z
url: https://a.example/2027
---
Some words, 50% of which are true.

## Weather; rain
1. It rains in Ville: 85%
2. It snows in May (10%)

# Forecasts for 2028
- 70% - The lake dries up
"""


def test_a_blog_is_a_list(desk: Desk) -> None:
    path = file(desk, "blog.md", BLOG)
    desk.done("import", path, "--default", "publisher=Ann's blog")
    found = {one["statement"]: one for one in desk.json("list")}
    assert {one: (said["probability"], said["due"]) for one, said in found.items()} == {
        "It rains in Ville": (0.85, "2027"),
        "It snows in May": (0.1, "2027"),
        "The lake dries up": (0.7, "2028"),
    }
    rain = found["It rains in Ville"]
    assert (rain["speaker"], rain["topics"], rain["due_basis"]) == (
        "Ann Lee",
        ["Weather, rain"],
        "context",
    )
    mapping = desk.folder / "blog.mapping.toml"
    assert desk.done("import", path, "--mapping", mapping).startswith("Nothing changed: ")


UNDER = """# Predictions for 2027
1. It rains
   - Confidence: 85%
   - Why: it always does
2. It snows:
   *Probability*: 20%
3. It hails
4. It thaws (60% confident)

Confidence: 10%
"""


def test_a_chance_may_stand_below_its_statement(desk: Desk) -> None:
    path = file(desk, "blog.md", UNDER)
    desk.done("import", path, "--default", "publisher=P", "--default", "speaker=Ann")
    found = {one["statement"]: one["probability"] for one in desk.json("list")}
    assert found == {"It rains": 0.85, "It snows": 0.2, "It thaws": 0.6}


TABLE = """---
author: Ann
site: P
---
# 2027

| Prediction         | Confidence | Note |
|:-------------------|-----------:|------|
| **It rains**       | 85%        | a \\| b |
| It [snows](http://x) | 20%      |

and more:

Prediction | Confidence | Note
---|---|---
It hails | 5% | x
"""


def test_a_table_of_markdown_is_a_sheet(desk: Desk) -> None:
    path = file(desk, "table.md", TABLE)
    refused = desk.refused("import", path)
    assert "Unknown column 'Prediction'. Did you mean 'statement'?" in refused
    names = ("--map", "Prediction=statement", "--map", "Confidence=probability")
    desk.done("import", path, *names)
    found = {one["statement"]: one for one in desk.json("list")}
    assert {one: said["probability"] for one, said in found.items()} == {
        "It rains": 0.85,
        "It snows": 0.2,
        "It hails": 0.05,
    }
    assert found["It rains"]["note"] == "a | b"
    assert {one["speaker"] for one in found.values()} == {"Ann"}
    speaker = file(desk, "other.md", TABLE.replace("Note", "Who"))
    desk.done("import", speaker, *names, "--map", "Who=speaker", "--skip-bad")
    assert {one["speaker"] for one in desk.json("list")} == {"Ann", "a | b", "x"}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "|a|b|\n|-|-|\n|1|2|3|\n",
            "t.md:3: This row has more cells than the 2 columns of the table.",
        ),
        ("a|b\n-|-\n1|2\n\na|c\n-|-\n1|2\n", "t.md:5: This table has other columns"),
        ("- Rain: 5%\n\na|b\n-|-\n1|2\n", "t.md:3: Here is a table, and there are predictions"),
    ],
)
def test_tables_that_cannot_be_read_are_said_with_their_line(
    desk: Desk, text: str, problem: str
) -> None:
    assert problem in desk.refused("import", file(desk, "t.md", text))


def test_a_text_without_a_name_is_known_by_its_lines(desk: Desk) -> None:
    lines = "It rains: 50%\nIt snows: 20%\nIt hails: 10%\n"
    path = file(desk, "list.txt", lines)
    result = desk("import", path, "--default", "publisher=P", "--default", "speaker=Ann")
    assert "as markdown" in result.stderr
    assert "Added 3 claims" in result.stdout


def test_what_is_missing_is_said_with_its_line(desk: Desk) -> None:
    refused = desk.refused("import", file(desk, "b.md", "Words\n- It rains: 50%\n"))
    assert "b.md:2: " in refused
    assert "speaker" in refused
    refused = desk.refused("import", file(desk, "c.md", "# Nothing\n50% of it\n"))
    assert "There is no prediction here" in refused


OBJECTS = """about: Predictions of Bo
predictions:
  - prediction: It rains
    confidence: 85%
    by: 2027-05-31
  - {prediction: It snows, confidence: 20%, by: 2027-06-30}
"""


def test_a_chance_among_other_things_is_no_prediction_of_its_name(desk: Desk) -> None:
    names = ("prediction=statement", "confidence=probability", "by=due")
    options = [word for name in names for word in ("--map", name)]
    path = file(desk, "l.yaml", OBJECTS)
    desk.done("import", path, *options, "--default", "publisher=P", "--default", "speaker=Bo")
    found = {one["statement"]: (one["probability"], one["due"]) for one in desk.json("list")}
    assert found == {"It rains": (0.85, "2027-05-31"), "It snows": (0.2, "2027-06-30")}


TREE = """Predictions for 2027:
  It rains in Ville: 85%
Weather:
  - It snows in May: 10%
  - "70% - The lake dries up"
"""


def test_a_tree_of_predictions(desk: Desk) -> None:
    path = file(desk, "tree.yaml", TREE)
    desk.done("import", path, "--default", "publisher=P", "--default", "speaker=Bo")
    found = {one["statement"]: one for one in desk.json("list")}
    assert found["It rains in Ville"]["due"] == "2027"
    assert found["It snows in May"]["topics"] == ["Weather"]
    assert found["It snows in May"]["probability"] == 0.1


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("- a: &x [1]\n- b: *x\n", "l.yaml:1: This YAML has anchors (&), which are not read."),
        ("- a: [1\n- b", "This is not YAML"),
        ("a: 1\n", "There is neither a list of mappings here nor a prediction"),
        ("", "There is neither a list"),
        ("[" * 3000, "This"),
        ("- !!python/object:os.system {}\n", "This is not YAML"),
        (
            "- speaker: Ann\n  statement: It rains.\n  due: someday\n  publisher: P\n",
            "l.yaml:1: due",
        ),
        ("- 2027-99-99: 2027-99-99\n", "This YAML cannot be read."),
    ],
)
def test_what_is_wrong_with_yaml_is_said(desk: Desk, text: str, problem: str) -> None:
    assert problem in desk.refused("import", file(desk, "l.yaml", text))


def test_without_the_library_yaml_is_refused_in_words(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "yaml", None)
    result = desk("import", file(desk, "l.yaml", TREE))
    assert result.exit_code == 2
    assert "A YAML file needs pyyaml, which is not installed." in result.stderr
