"""``import --format json``: what was done, in one outline for every format, and why nothing was."""

from __future__ import annotations

import json
import re
import shutil
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import clothes
import pytest
from commands import ARTICLE, COUNTS, Desk
from exports import zipped

from ledger.book.ledger import Ledger
from ledger.cli import import_answer
from ledger.formats.registry import READERS, Options
from ledger.store import migrate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TESTS: Final = Path(__file__).parent
MUSEUM: Final = TESTS / "museum" / "imported"


DUE: Final = Options(columns={"words": "due"})


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path) -> Desk:
    shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    return Desk(tmp_path)


def fixtures() -> Iterator[Path]:
    """A file of every format there is a sample of."""
    yield ARTICLE
    for folder in ("sheets", "checks", "trackers"):
        several = sorted((TESTS / folder).iterdir())
        yield from (one for one in several if not any(word in one.name for word in PARTS))
    yield from (one for one in sorted(MUSEUM.iterdir()) if one.suffix in {".html", ".json"})


PARTS: Final = ("mapping", "_data")
"""In the names of what is no import of its own: mappings, and what is zipped."""

LINES: Final = b"""\
| speaker | statement   | due  | publisher |
| :------ | :---------- | :--- | :-------- |
| Di      | It freezes. | 2030 | The Paper |
"""

CLOTHES: Final[dict[str, Callable[[clothes.Rows], bytes]]] = {
    "sheet.xlsx": clothes.as_xlsx,
    "sheet.ods": clothes.as_ods,
    "sheet.json": clothes.as_json,
    "sheet.yaml": clothes.as_yaml,
    "sheet.md": lambda _: LINES,
    "metaculus.zip": lambda _: zipped(),
}


def files_in(folder: Path) -> list[list[Path]]:
    """Copies of all of them, each with the mapping that lies beside it."""
    found = []
    for path in fixtures():
        own = folder / f"{len(found)}"
        own.mkdir()
        for one in path.parent.glob(f"{path.stem}.mapping.toml"):
            shutil.copyfile(one, own / one.name)
        found.append([Path(shutil.copyfile(path, own / path.name))])
    for name, made in CLOTHES.items():
        (folder / name).write_bytes(made(clothes.SHEET))
        found.append([folder / name])
    return found


def answer(desk: Desk, *words: str | Path, code: int = 0) -> dict[str, Any]:
    result = desk("import", *words, "--format", "json")
    assert result.exit_code == code, result.output
    return dict(json.loads(result.stdout))


def entered(desk: Desk, found: dict[str, Any]) -> dict[str, list[str]]:
    """The ids of the entries that an answer names, by kind, as the journal has them."""
    several = defaultdict(list)
    if found["entries"] is not None:
        first, last = found["entries"]["first"], found["entries"]["last"]
        for one in desk.json("log"):
            if first <= one["entry"] <= last:
                several[one["kind"]].append(one["id"])
    return several


@pytest.mark.slow
def test_of_every_format_it_tells_what_the_journal_then_has(tmp_path: Path, desk: Desk) -> None:
    """A dry run tells the same, and whoever imports again is told that nothing is new."""
    formats = set()
    size = 0
    for paths in files_in(tmp_path):
        tried = answer(desk, *paths, "--dry-run", "--skip-bad")
        done = answer(desk, *paths, "--skip-bad")
        formats |= {one["format"] for one in done["files"]["list"]}
        told = entered(desk, done)
        for kind, one in done["added"].items():
            revised = [each for each in told[kind] if each in done["revised"]["ids"]]
            assert one["ids"] == [each for each in told[kind] if each not in revised], paths
            assert one["count"] == len(one["ids"])
        several = sum(map(len, told.values()))
        assert several == (done["entries"]["last"] - size if several else 0)
        assert (tried["size"], done["size"]) == (size, size + several)
        size = done["size"]
        for name in ("entries", "added", "revised", "unchanged", "left_out", "errors", "files"):
            kept = [{**one, "kept_in": None} for one in done["left_out"]]
            assert tried[name] == (kept if name == "left_out" else done[name]), (paths, name)
        again = answer(desk, *paths, "--skip-bad")
        assert (again["entries"], again["size"], again["root"]) == (None, size, done["root"])
        assert not any(one["count"] for one in again["added"].values())
    with Ledger(desk.database) as ledger:
        assert (ledger.moment().entry, ledger.root().hex()) == (size, done["root"])
    assert formats == set(READERS)


def test_counts_are_those_that_people_are_told(desk: Desk) -> None:
    done = answer(desk, ARTICLE)
    assert {f"{kind}s": one["count"] for kind, one in done["added"].items()} == {
        **COUNTS, "responses": 0,
    }  # fmt: skip
    assert done["entries"] == {"first": 1, "last": sum(COUNTS.values())}
    assert (done["unchanged"], done["refused"], done["errors"]) == (0, None, 0)
    assert answer(desk, ARTICLE)["unchanged"] == sum(COUNTS.values())


def test_what_is_revised_stale_withdrawn_and_missing_is_named(desk: Desk) -> None:
    claim = '[[claim]]\nid = "{0}"\nspeaker = "Ann"\nstatement = "{0} {1}."\ndue = "2030"\n'
    head = '[source]\nid = "s"\npublisher = "P"\npublished = "2023-07-03"\n'
    path = desk.folder / "s.toml"

    def say(**claims: str) -> dict[str, Any]:
        text = head + "".join(claim.format(*one) for one in claims.items())
        path.write_text(text, encoding="utf-8")
        return answer(desk, path)

    say(a="rains", b="rains", c="rains", d="rains")
    desk.done("amend", "b", "--statement", "b pours.")
    desk.done("withdraw", "c")
    done = say(a="snows", b="rains", c="rains")
    assert done["revised"] == {"count": 1, "ids": ["a"]}
    assert done["stale"] == {"count": 1, "ids": ["b"]}
    assert done["withdrawn"] == {"count": 1, "ids": ["c"]}
    assert done["missing"] == {"count": 1, "ids": ["d"]}
    assert entered(desk, done) == {"question": ["a"]}


BAD: Final = "speaker,statement,due,publisher,Remark,Chance\nAnn,It rains.,2030,P,x,0.7\n"


def test_a_problem_has_its_place_in_a_sheet_and_how_that_was_read(desk: Desk) -> None:
    path = desk.folder / "s.csv"
    path.write_text(f"{BAD}Bo,It snows.,2030,P,y,likely\n", encoding="utf-8")
    words = (path, "--map", "Chance=probability", "--map", "Remark=")
    refused = answer(desk, *words, code=1)
    assert refused["refused"].startswith("1 problem found; nothing was written.")
    assert (refused["entries"], refused["errors"], refused["warnings"]) == (None, 1, 0)
    (problem,) = refused["problems"]
    assert {key: problem[key] for key in problem if key != "message"} == {
        "path": str(path), "line": 3, "item": None, "key": "probability", "severity": "error",
        "code": "no-share", "column": "Chance",
    }  # fmt: skip
    assert "'likely' is not a number from 0 to 1" in problem["message"]
    (mapping,) = refused["mappings"]
    columns = {one["column"]: one["keys"] for one in mapping["columns"]}
    assert (columns["Chance"], columns["Remark"]) == (["probability"], [])
    assert (mapping["path"], mapping["header_row"]) == (str(path), 1)
    assert refused["mapping_file"] == str(desk.folder / "s.mapping.toml")

    tried = answer(desk, path, "--dry-run", code=1)
    assert "unless --skip-bad" in tried["refused"]
    done = answer(desk, path, "--skip-bad")
    bad = str(desk.folder / "s.bad.csv")
    assert done["left_out"] == [
        {"path": str(path), "of": "row", "count": 1, "numbers": [3], "kept_in": bad}
    ]
    assert (done["refused"], done["errors"], done["added"]["claim"]["count"]) == (None, 1, 1)


def test_a_mapping_that_cannot_be_kept_undoes_nothing(desk: Desk) -> None:
    path = desk.folder / "s.csv"
    path.write_text(BAD, encoding="utf-8")
    words = ("--map", "Chance=probability", "--map", "Remark=", "--mapping", "no/folder.toml")
    done = answer(desk, path, *words, code=1)
    assert (done["refused"], done["entries"], done["mapping_file"]) == (
        None,
        {"first": 1, "last": 3},
        None,
    )
    assert [one["code"] for one in done["problems"]] == ["mapping-not-kept"]
    with Ledger(desk.database) as ledger:
        assert ledger.moment().entry == 3


def test_a_claim_file_that_is_left_out_is_named_whole(desk: Desk) -> None:
    path = desk.folder / "s.toml"
    path.write_text("[source]\n", encoding="utf-8")
    done = answer(desk, ARTICLE, path, "--skip-bad")
    assert [(one["path"], one["of"]) for one in done["left_out"]] == [(str(path), "file")]
    wrong = [one for one in done["problems"] if one["severity"] == "error"]
    assert {(one["code"], one["line"]) for one in wrong} == {("missing", 1)}


@pytest.mark.parametrize(
    ("words", "sentence", "cure"),
    [
        (("nowhere.toml",), "1 problem found; nothing was written.", None),
        ((ARTICLE, "--zone", "Europe/Berlin"), "whose days are as they are written", "--zone"),
        ((ARTICLE, "--text", "nowhere.txt"), "nowhere.txt: There is no such file.", None),
    ],
)
def test_a_refusal_is_json_too(
    desk: Desk, words: tuple[str | Path, ...], sentence: str, cure: str | None
) -> None:
    found = answer(desk, *words, code=1)
    assert sentence in found["refused"]
    assert found["entries"] is None
    assert found["cure"] is None if cure is None else cure in found["cure"]
    with Ledger(desk.database) as ledger:
        assert ledger.moment().entry == 0


def test_wrong_use_is_told_as_ever(desk: Desk) -> None:
    assert "--reread needs --reason" in desk.misused(
        "import", ARTICLE, "--reread", "--format", "json"
    )


def test_where_there_is_no_ledger_a_dry_run_says_so(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    found = answer(desk, ARTICLE, "--dry-run", code=1)
    assert "There is no ledger" in found["refused"]
    assert "init" in found["cure"]


def test_a_journal_is_told_by_its_entries(desk: Desk, tmp_path: Path) -> None:
    desk.done("import", ARTICLE)
    whole = sum(COUNTS.values())
    path = tmp_path / "journal.jsonl"
    desk.done("export", "--to", "jsonl", "-o", path)
    (tmp_path / "other").mkdir()
    other = Desk(tmp_path / "other")
    other.done("init")
    tried, done, again = (
        answer(other, path, *words) for words in (("--dry-run",), (), ("--dry-run",))
    )
    assert (tried["size"], done["size"], again["size"]) == (0, whole, whole)
    assert (tried["entries"], again["entries"]) == ({"first": 1, "last": whole}, None)
    with Ledger(desk.database) as ledger:
        root = ledger.root().hex()
    for found in (tried, done, again):
        assert found["journal"]["root"] == root
        assert found["files"]["list"] == [{"path": str(path), "format": "jsonl"}]
    (tmp_path / "third").mkdir()
    third = Desk(tmp_path / "third")
    text = path.read_text("utf-8")
    told = json.loads(third("import", "-", "--format", "json", stdin=text).stdout)
    assert (told["journal"]["root"], told["size"]) == (root, whole)
    path.write_text(text + "{}\n", encoding="utf-8")
    refused = answer(other, path, code=1)
    assert [(one["line"], one["code"]) for one in refused["problems"]] == [(whole + 1, "bad-line")]


def test_what_is_read_otherwise_is_told_and_then_written(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    shutil.copyfile(MUSEUM / "manifold.json.db", desk.database)
    migrate.upgrade(str(desk.database))
    file = MUSEUM / "manifold.json"
    told = answer(desk, file)["read_otherwise"]
    assert told
    assert all(one["count"] == len(one["ids"]) > 0 for one in told)
    done = answer(desk, file, "--reread", "--reason", "The new release reads it so.")
    assert done["revised"]["count"] + done["added"]["outcome"]["count"] > 0
    several = entered(desk, done)
    assert done["taken_back"]["ids"] == several.get("withdrawal", [])
    assert answer(desk, file)["read_otherwise"] == []


def test_lists_are_cut_and_counts_are_not(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_answer, "NAMED", 2)
    done = answer(desk, ARTICLE)
    assert done["added"]["claim"]["count"] == COUNTS["claims"]
    assert len(done["added"]["claim"]["ids"]) == 2
    bad = desk.folder / "s.toml"
    bad.write_text('[source]\na = "1"\nb = "1"\nc = "1"\n', encoding="utf-8")
    refused = answer(desk, bad, code=1)
    assert (refused["errors"], len(refused["problems"])) == (5, 2)
    assert len(answer(desk, bad, "--full", code=1)["problems"]) == 5


@pytest.mark.parametrize("form", ["plain", "careful"])
def test_of_many_only_the_first_ids_are_kept(desk: Desk, form: str) -> None:
    """Also in memory: so an import of a million rows stays as small as it is."""
    rows = "".join(f"a{n},Ann,It rains {n}.,2030,P\n" for n in range(8))
    due = "due" if form == "plain" else "words"
    path = desk.folder / "s.csv"
    path.write_text(f"id,speaker,statement,{due},publisher\n{rows}", encoding="utf-8")
    with Ledger(desk.database) as ledger:
        words: dict[str, Any] = {} if form == "plain" else {"skip_bad": True}
        options = {"options": None} if form == "plain" else {"options": DUE}
        tried = ledger.import_([path], most=3, dry_run=True, **options, **words)
        assert (tried.added["claim"], tried.ids["claim"]) == (8, ["a0", "a1", "a2"])
        done = ledger.import_([path], most=None, **options, **words)
        assert done.ids["claim"] == [f"a{n}" for n in range(8)]


def keys_of(value: object) -> object:
    """The keys of a value, and of what is in it."""
    if isinstance(value, dict):
        return {key: keys_of(one) for key, one in value.items()}
    return [keys_of(value[0])] if isinstance(value, list) and value else None


def test_the_page_shows_the_outline(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (TESTS.parent / "docs" / "programs.md").read_text("utf-8")
    (shown,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    monkeypatch.chdir(desk.folder)
    text = f"{BAD.replace(',Remark', '').replace(',x', '')}Bo,It snows.,2030,P,likely\n"
    Path("s.csv").write_text(text, encoding="utf-8")
    done = answer(desk, "s.csv", "--map", "Chance=probability", "--skip-bad")
    told = json.loads(shown)
    assert keys_of(told) == keys_of(done)
    for name in ("entries", "size", "left_out", "errors", "warnings", "problems", "mapping_file"):
        assert told[name] == done[name]
    listed = re.findall(
        r"^\| ([\w, ]+) \| .* \|$", page.partition("| key | says |")[2], re.MULTILINE
    )
    named = [key.strip() for keys in listed for key in keys.split(",")]
    assert set(told) - {"dry_run", "files"} == set(told).intersection(named)
