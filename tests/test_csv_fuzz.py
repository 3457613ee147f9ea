"""Whatever bytes a sheet holds, it is imported whole or not at all, and each problem has a line.

200 sheets of each kind; with LEDGER_LONG=1 in the environment, 10,000.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from conftest import many, unsynced
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.book.ledger import Ledger
from ledger.errors import ProblemsFound
from ledger.formats.registry import Options
from ledger.formats.table.columns import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ledger.errors import Problem

EXAMPLES = many(200, 10_000)
NOW = datetime(2023, 7, 5, 12, tzinfo=UTC)

HEADER = "id,question,speaker,statement,due,made,probability,stance,source,publisher,verdict,value"
GOOD = (
    f"{HEADER}\n"
    "a,q,Ann,It rains.,2023-07-12,2023-07-01,0.7,for,s,P,partly,0.5\n"
    'b,q,Bea,"It rains.",2023-07-12,,0.2,,s,P,partly,0.5\n'
    ",,Cem,It\u00a0snows.,next week,2023-07-01,,,,P,,\n"
)
PIECES = (
    ",", ";", "\t", '"', '""', "\n", "\r", "\r\n", "\0", "\ufeff", "\u202e", "'=1", "=1", "1e999",
    "2023-13", "next week", "against", "happened", "not yet rated", "Kept", "a", "s", "q", "?",
    "9/18/2025", "9/5/2025", "45918", "2023-07-05T10:00Z", "1", "12,5 %", "Total", "sep=;\n", "70",
    "#3", "p_Ann", "as_of", "x" * 300, "-", "#1", "a#1",
    "\ud7ff", "é", "日", "0.5", "70%", "9999-12-31/..", *COLUMNS,
)  # fmt: skip


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    path = tmp_path_factory.mktemp("fuzz") / "ledger.db"
    with unsynced():
        yield Ledger(path, recorder="desk", clock=lambda: NOW, create=True)


def survives(
    ledger: Ledger,
    folder: Path,
    data: bytes,
    encoding: str | None = None,
    options: Options | None = None,
) -> None:
    """A dry run says what is wrong with each row; a real one then does just that, or nothing."""
    path = folder / "sheet.csv"
    path.write_bytes(data)
    before = ledger.root()
    rows = data.count(b"\n") + data.count(b"\r") + 2
    options = options or Options(encoding=encoding)
    problems: Sequence[Problem] = ()
    try:
        ledger.import_([path], form="csv", options=options)
        again = ledger.import_([path], form="csv", options=options)
        assert (again.added, again.amended) == ({}, [])
    except ProblemsFound as refusal:
        problems = refusal.problems
        assert ledger.root() == before
        assert [one for one in problems if one.severity == "error"]
    for one in problems:
        assert one.path == str(path)
        assert 0 <= one.line <= rows
        assert len(str(one).splitlines()) == 1
    ledger.import_([path], form="csv", options=options, skip_bad=True, dry_run=True)


settled = settings(
    max_examples=EXAMPLES,
    deadline=timedelta(seconds=20),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.mark.slow
@settled
@given(st.binary(max_size=300))
def test_random_bytes(ledger: Ledger, tmp_path: Path, data: bytes) -> None:
    survives(ledger, tmp_path, data)


@pytest.mark.slow
@settled
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_random_pieces(ledger: Ledger, tmp_path: Path, text: str) -> None:
    survives(ledger, tmp_path, f"{HEADER}\n{text}".encode())


@pytest.mark.slow
@settled
@given(st.data())
def test_random_changes_to_a_good_sheet(
    ledger: Ledger, tmp_path: Path, data: st.DataObject
) -> None:
    text = GOOD
    for _ in range(data.draw(st.integers(1, 5))):
        start = data.draw(st.integers(0, len(text)))
        length = data.draw(st.sampled_from([0, 0, 1, 2, 10]))
        piece = data.draw(st.sampled_from(PIECES) | st.text(max_size=3))
        text = text[:start] + piece + text[start + length :]
    encoding = data.draw(st.sampled_from([None, None, "utf-8", "latin-1", "utf-16", "idna", "hex"]))
    survives(ledger, tmp_path, text.encode(errors="surrogatepass"), encoding)


several_options = st.builds(
    Options,
    columns=st.dictionaries(
        st.sampled_from(["#1", "#9", "speaker", "statement+due", "made", "*", "", "p_*", "#2+#3"]),
        st.sampled_from(["", "due", "verdict,value", "speaker", "made,published", "topics"]),
        max_size=4,
    ).map(lambda columns: columns | ({"*": ""} if "*" in columns else {})),
    values=st.dictionaries(
        st.tuples(st.sampled_from(["verdict", "value", "speaker"]), st.sampled_from(["Kept", "a"])),
        st.sampled_from(["partly 0.5", "happened", ""]),
        max_size=2,
    ),
    dates=st.sampled_from([None, "MDY", "DMY", "YMD"]),
    header_row=st.sampled_from([None, None, 1, 2, 9]),
    units=st.sampled_from([{}, {"probability": "percent"}]),
    forecasters=st.sampled_from([None, None, "*", "p_*", "speaker,probability", "a*b*"]),
)


@pytest.mark.slow
@settled
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), several_options)
def test_random_mappings(ledger: Ledger, tmp_path: Path, text: str, options: Options) -> None:
    for first in (HEADER, "A title"):
        data = f"{first}\n{text}".encode(errors="surrogatepass")
        survives(ledger, tmp_path, data, options=options)
