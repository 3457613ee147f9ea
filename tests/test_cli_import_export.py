"""Claim files in and out by the command."""

from __future__ import annotations

import re
import shutil
import sys
from typing import TYPE_CHECKING

import pytest
from commands import ADDED, ARTICLE, CLAIMS, COUNTS, Desk

from ledger.formats.registry import JOURNAL, READERS

if TYPE_CHECKING:
    from pathlib import Path

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")

SMALL = """\
# What was said before the summit.
[source]
id = "small"
publisher = "The Post"
published = "2023-07-03"    # a Monday

[[claim]]
id = "second-by-name"
speaker = "B"
kind = "prediction"         # a default, spelled out
probability = 0.70
statement = "It rains."
due = "next week"           # as they said it

[[claim]]                   # the first by name stands below
id = "first-by-name"
speaker = "A"
statement = "It snows."
due = "2023-12-31"
[[claim.outcome]]
verdict = "happened"
happened_on = "2023-12-01"
evidence = [{ url = "https://example.org/snow" }]
"""


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path) -> Desk:
    shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    return Desk(tmp_path)


@pytest.fixture
def small(desk: Desk) -> Path:
    """A folder with a small claim file, imported."""
    folder = desk.folder / "claims"
    (folder / "2023").mkdir(parents=True)
    (folder / "2023" / "weather.toml").write_bytes(SMALL.encode())
    desk.done("import", folder)
    return folder


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_import_counts_what_it_adds_and_a_second_time_adds_nothing(desk: Desk) -> None:
    assert desk.done("import", CLAIMS) == ADDED
    records = sum(COUNTS.values())
    assert desk.done("import", CLAIMS) == (
        f"Nothing changed: {records} records are as the ledger has them.\n"
    )
    assert len(desk.json("log")) == records


def test_a_dry_run_says_what_would_be_done_and_does_nothing(desk: Desk, small: Path) -> None:
    file = small / "2023" / "weather.toml"
    file.write_text(
        SMALL.replace("It rains.", "It pours.")
        + '[[claim]]\nid = "third"\nspeaker = "C"\nstatement = "It hails."\n'
    )
    before = desk.json("log")
    told = desk.done("import", "--dry-run", small, "--reason", "misread").splitlines()
    assert told[0] == "Would add 1 claim, 1 question."
    assert told[1] == "Would amend: second-by-name."
    assert desk.json("log") == before


def test_a_dry_run_makes_no_ledger(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    assert "There is no ledger at" in desk.refused("import", "--dry-run", CLAIMS)
    assert list(tmp_path.iterdir()) == []


def test_an_old_copy_undoes_nothing_and_is_named(desk: Desk, small: Path) -> None:
    desk.done("amend", "second-by-name", "--wording", "may", "--reason", "left out")
    told = desk.done("import", small)
    assert "Left alone, because the ledger has been amended since: second-by-name." in told
    assert desk.json("show", "second-by-name")["wording"] == "may"
    desk.done("withdraw", "first-by-name", "--reason", "said by another")
    assert "Left alone, because the ledger has withdrawn: first-by-name" in desk.done(
        "import", small
    )


def test_bad_files_are_left_out_on_request_and_named(desk: Desk, small: Path) -> None:
    bad = small / "bad.toml"
    bad.write_text('[source]\nid = "bad"\npublisher = "B"\n[[claim]]\nid = "b"\nspeeker = "B"\n')
    refused = desk.refused("import", small)
    assert f"{bad}:6: Unknown key 'speeker'. Did you mean 'speaker'?" in refused
    assert refused.endswith("problems found; nothing was written.\n")
    result = desk("import", "--skip-bad", small)
    assert result.exit_code == 0
    assert f"Left out, for its problems: {bad}\n" in result.stdout
    assert "speeker" in result.stderr


def test_all_paths_that_cannot_be_read_are_named_at_once(desk: Desk, small: Path) -> None:
    empty, strange = small / "empty", small / "strange.bin"
    empty.mkdir()
    strange.write_bytes(b"\x00\x01")
    told = desk.refused("import", empty, strange, small / "none.toml", small)
    cure = f"Name it with --from: {', '.join([*READERS, JOURNAL])}."
    assert told.splitlines() == [
        f"{empty}: There is no claim file (*.toml) in this folder.",
        f"{small / 'none.toml'}: There is no such file.",
        f"{strange}: The format of this file cannot be recognised from its beginning. {cure}",
        "3 problems found; nothing was written.",
    ]
    checked = desk("check", empty, small / "none.toml", small)
    assert checked.stdout.splitlines()[:2] == [told.splitlines()[0], told.splitlines()[1]]
    result = desk("import", "--skip-bad", empty, strange, small)
    assert f"Left out, for its problems: {empty}\n" in result.stdout
    assert "6 records are as the ledger has them." in result.stdout


@pytest.mark.slow
@posix_only
def test_a_long_import_shows_its_progress_at_a_terminal(tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for n in range(25):
        (folder / f"{n}.toml").write_text(f'[source]\nid = "s{n}"\npublisher = "P"\n')
    desk = Desk(tmp_path)
    with desk.terminal("import", "many") as terminal:
        terminal.sees("Importing")
        assert terminal.ends() == 0
    assert "Added 25 sources." in terminal.shown
    assert "Importing" not in desk.process("--db", "other.db", "import", "many").stderr


def test_export_after_import_leaves_every_file_as_it_is(desk: Desk) -> None:
    folder = desk.folder / "claims"
    shutil.copytree(CLAIMS, folder)
    desk.done("import", folder)
    before = files_in(folder)
    assert desk.done("export", "-o", folder) == "1 file is as the ledger has it.\n"
    assert files_in(folder) == before


def test_a_file_that_says_the_same_in_other_words_is_left_as_it_is(desk: Desk, small: Path) -> None:
    assert desk.done("export", "-o", small) == "1 file is as the ledger has it.\n"
    assert files_in(small) == {"2023/weather.toml": SMALL.encode()}


def test_an_amendment_rewrites_its_file_alone_and_only_what_changed(
    desk: Desk, small: Path
) -> None:
    other = small / "2023" / "other.toml"
    other.write_text('[source]\nid = "other"\npublisher = "P"\n')
    desk.done("import", small)
    desk.done("amend", "first-by-name", "--wording", "will", "--reason", "left out")
    told = desk.done("export", "--to", "claims", "-o", small)
    assert told == (f"Wrote {small / '2023' / 'weather.toml'}.\n1 file is as the ledger has it.\n")
    assert files_in(small) == {
        "2023/other.toml": other.read_bytes(),
        "2023/weather.toml": SMALL.replace(
            'speaker = "A"\n', 'speaker = "A"\nwording = "will"\n'
        ).encode(),
    }
    assert "Nothing changed" in desk.done("import", small)


@pytest.mark.slow
def test_a_corrected_day_of_publication_moves_no_due_day_in_the_file(
    desk: Desk, small: Path
) -> None:
    """Said on 26 June, "next week" is 3 to 9 July; the ledger keeps 10 to 16, and so says it."""
    desk.done("amend", "small", "--published", "2023-06-26", "--reason", "misread")
    desk.done("export", "-o", small)
    text = (small / "2023" / "weather.toml").read_text()
    assert 'published = "2023-06-26"    # a Monday' in text
    assert 'due = "2023-07-10/2023-07-16"           # as they said it' in text
    assert 'due_words = "next week"' in text
    fresh = Desk(desk.folder / "fresh")
    fresh.folder.mkdir()
    fresh.done("import", small)
    assert fresh.json("show", "second-by-name")["due"] == "2023-07-10/2023-07-16"


def test_line_breaks_of_another_system_are_kept(desk: Desk, small: Path) -> None:
    file = small / "2023" / "weather.toml"
    file.write_bytes(SMALL.replace("\n", "\r\n").encode())
    assert desk.done("export", "-o", small) == "1 file is as the ledger has it.\n"
    desk.done("amend", "first-by-name", "--wording", "will", "--reason", "left out")
    desk.done("export", "-o", small)
    data = file.read_bytes()
    assert b'wording = "will"\r\n' in data
    assert data.count(b"\n") == data.count(b"\r\n") == SMALL.count("\n") + 1


@pytest.mark.slow
def test_new_sources_get_a_file_named_by_their_year_and_id(desk: Desk) -> None:
    desk.add(published="2023-07", statement="One.")
    desk.add(publisher="The Post", published="2021/2022", statement="Two.", due="2024")
    desk.add(publisher="The Hub", published="", statement="Three.", due="2024")
    folder = desk.folder / "out" / "deep"
    told = desk.done("export", "-o", folder)
    names = ["2021/post-2021-2022.toml", "2023/japan-times-2023-07.toml", "undated/hub.toml"]
    assert sorted(files_in(folder)) == names
    assert sorted(told.splitlines()) == sorted(f"Wrote {folder / name}." for name in names)
    assert desk.done("export", "-o", folder) == "3 files are as the ledger has them.\n"
    assert "Nothing changed" in desk.done("import", folder)
    assert desk.done("check", folder) == "3 claims in good files; no problems.\n"


def test_what_the_ledger_said_on_a_day_can_be_exported(desk: Desk, small: Path) -> None:
    entry = len(desk.json("log"))
    day = desk.json("log")[-1]["at"][:10]
    desk.done("amend", "first-by-name", "--wording", "will", "--reason", "left out")
    then = desk.done("export", "-o", small, "--as-of", f"{entry}@{day}")
    assert then == "1 file is as the ledger has it.\n"


def test_hidden_files_and_what_is_no_claim_file_are_let_be(desk: Desk, small: Path) -> None:
    (small / ".drafts").mkdir()
    (small / ".drafts" / "weather.toml").write_text(SMALL + "broken = [")
    (small / "folder.toml").mkdir()
    (small / "settings.toml").write_text("[tool]\nname = 1\n")
    assert desk.done("export", "-o", small) == "1 file is as the ledger has it.\n"


def test_an_empty_ledger_has_nothing_to_export(desk: Desk) -> None:
    assert desk.done("export", "-o", desk.folder / "out") == "The ledger has no source to export.\n"
    assert not (desk.folder / "out").exists()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[source\n", "is not TOML"),
        ("a = " + "[" * 3000 + "]" * 3000, "is not TOML"),
        (SMALL, "both have the source 'small'"),
    ],
)
def test_a_folder_that_cannot_be_understood_is_not_exported_into(
    desk: Desk, small: Path, text: str, why: str
) -> None:
    file = small / "x.toml"
    file.write_text(text)
    desk.done("amend", "first-by-name", "--wording", "will", "--reason", "left out")
    told = desk.refused("export", "-o", small)
    assert told.startswith(f"{file} ")
    assert why in told
    assert "export into another folder." in told
    assert files_in(small) == {"2023/weather.toml": SMALL.encode(), "x.toml": text.encode()}


def test_a_file_with_problems_is_not_written_over(desk: Desk, small: Path) -> None:
    file = small / "2023" / "weather.toml"
    file.write_text(SMALL.replace("0.70", "7"))
    told = desk.refused("export", "-o", small)
    assert told.startswith(f"{file}:11: probability 7 is not a number from 0 to 1.")
    assert f"ledger check {file}" in told
    assert "probability = 7" in file.read_text()


def test_a_file_that_is_not_utf_8_is_not_written_over(desk: Desk, small: Path) -> None:
    file = small / "2023" / "weather.toml"
    file.write_bytes(SMALL.replace("summit", "sümmit").encode("latin-1"))
    assert f"{file}:1: This is not UTF-8 text" in desk.refused("export", "-o", small)


def test_export_into_a_file_or_below_one_is_refused(desk: Desk, small: Path) -> None:
    file = small / "2023" / "weather.toml"
    assert (
        desk.refused("export", "--to", "claims", "-o", file) == f"{file} is a file, not a folder.\n"
    )
    told = desk.refused("export", "-o", file / "below")
    assert told == f"{file / 'below' / '2023'} cannot be made: Not a directory.\n"
    assert file.read_bytes() == SMALL.encode()


def test_a_name_too_long_for_the_system_is_refused(desk: Desk) -> None:
    long = "x" * 300
    desk.done("import", ARTICLE)
    for arguments in (["export", "-o", long], ["report", "-o", long]):
        assert re.fullmatch(f"{long} cannot be (read|written): .*\n", desk.refused(*arguments))


def test_check_names_problems_with_their_place_and_needs_no_ledger(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    good = desk.done("check", ARTICLE)
    told = f"{COUNTS['claims']} claims in good files; no problems"
    assert good.splitlines()[-1].startswith(told)
    bad = tmp_path / "bad.toml"
    bad.write_text('[source]\nid = "x"\npublisher = "P"\n[[claim]]\nid = "a b"\nspeaker = "S"\n')
    result = desk("check", ARTICLE, bad)
    assert result.exit_code == 1
    lines = [line for line in result.stdout.splitlines() if line.startswith(str(bad))]
    assert [line.removeprefix(str(bad)).split(":")[1] for line in lines] == ["4", "5"]
    assert result.stdout.splitlines()[-1].startswith(
        f"{COUNTS['claims']} claims in good files; 2 problems"
    )
    assert not desk.database.exists()


def test_quotes_are_looked_up_in_the_text(desk: Desk, small: Path) -> None:
    file = small / "2023" / "weather.toml"
    file.write_text(SMALL.replace('speaker = "A"', 'speaker = "A"\nquote = "snow for certain"'))
    article = desk.folder / "article.txt"
    article.write_text("They said there would be snow, for certain, in December.")
    assert desk("check", file, "--text", article).exit_code == 1
    article.write_text("They said there would be “snow  for\ncertain” in December.")
    assert desk("check", file, "--text", article).exit_code == 0
    told = desk.refused("import", file, "--text", desk.folder / "nowhere.txt")
    assert "nowhere.txt" in told
