"""Whatever an export of others holds, it is taken whole or not at all, with a line a problem.

200 spoiled files of each; in a long run 10,000.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import pytest
from conftest import many, unsynced
from exports import CHECKS, TRACKERS, sample, zipped
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.book.ledger import Ledger
from ledger.errors import FileTrouble, NeedsReason, Problem, ProblemsFound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Clock

EXAMPLES: Final = many(100, 10_000)
NOW: Final = datetime(2026, 7, 5, 12, tzinfo=UTC)

FILES: Final = {
    "fatebook": TRACKERS / "fatebook.csv",
    "predictionbook": TRACKERS / "predictionbook.json",
    "predictionbook-csv": TRACKERS / "predictionbook.csv",
    "manifold": TRACKERS / "manifold.json",
    "polymarket": TRACKERS / "polymarket.json",
    "metaculus-json": TRACKERS / "metaculus.json",
    "manifold-bets": TRACKERS / "manifold-bets.json",
    "polymarket-events": TRACKERS / "polymarket-events.json",
    "kalshi": TRACKERS / "kalshi.json",
    "gjopen": TRACKERS / "gjopen.csv",
    "google": CHECKS / "google.json",
    "averitec": CHECKS / "averitec.json",
    "duke": CHECKS / "duke.csv",
    "liar": CHECKS / "liar.tsv",
}
PIECES: Final = (
    ",", ";", '"', "\n", "\0", "{", "}", "[", "]", ":", "null", "true", "NaN", "1e999999999", "-1",
    "[" * 100, "0.5", "70%", "9" * 400, "2023-13-01", "\u202e", "\ufeff", "x" * 300, "\ud7ff", "é",
    "\t", "YES", "MKT", "half-true", "Refuted", "closeTime", "id", "probAfter", "PK\x03\x04",
)  # fmt: skip


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    path = tmp_path_factory.mktemp("fuzz") / "ledger.db"
    with unsynced():
        yield Ledger(path, recorder="desk", clock=lambda: NOW, create=True)


def survives(ledger: Ledger, path: Path, form: str) -> None:
    """It is taken, and then adds nothing again; or nothing is written, and each problem is told."""
    before = ledger.root()
    told: list[Problem] = []
    try:
        ledger.import_([path], form=form, reason="Spoiled.")
        again = ledger.import_([path], form=form, reason="Spoiled.")
        assert (again.added, again.amended) == ({}, [])
    except ProblemsFound as refusal:
        told = list(refusal.problems)
    except (FileTrouble, NeedsReason) as refusal:
        told = [Problem(str(path), 0, str(refusal), code="refused")]
    assert not told or (ledger.root() == before and "error" in {one.severity for one in told})
    for one in told:
        assert one.path == str(path)
        assert len(str(one).splitlines()) == 1
    assert sorted(one.name for one in path.parent.iterdir()) == [path.name]


unhurried = settings(
    max_examples=EXAMPLES,
    deadline=timedelta(seconds=20),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def spoiled(data: st.DataObject, text: str) -> str:
    """The text with some of it cut out, doubled, or something else in its place."""
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        length = data.draw(st.sampled_from([0, 1, 2, 10, 80]))
        piece = data.draw(
            st.sampled_from(PIECES) | st.text(max_size=3) | st.just(text[start:][:90])
        )
        text = text[:start] + piece + text[start + length :]
    return text


@pytest.mark.slow
@pytest.mark.parametrize("form", FILES)
def test_spoiled_exports(ledger: Ledger, tmp_path: Path, form: str) -> None:
    text = sample(FILES[form])

    @unhurried
    @given(st.data())
    def try_one(data: st.DataObject) -> None:
        path = tmp_path / FILES[form].name
        path.write_bytes(spoiled(data, text).encode(errors="surrogatepass"))
        survives(ledger, path, form.partition("-")[0])

    try_one()


@pytest.mark.slow
def test_spoiled_sheets_in_a_zip(ledger: Ledger, tmp_path: Path) -> None:
    @unhurried
    @given(st.sampled_from(["question_data", "forecast_data"]), st.data())
    def try_one(name: str, data: st.DataObject) -> None:
        text = spoiled(data, sample(TRACKERS / f"{name}.csv"))
        path = tmp_path / "data.zip"
        path.write_bytes(zipped(**{name: text.encode(errors="replace").decode()}))
        survives(ledger, path, "metaculus")

    try_one()


@pytest.mark.slow
def test_spoiled_zips(ledger: Ledger, tmp_path: Path) -> None:
    whole = zipped()

    @unhurried
    @given(st.data())
    def try_one(data: st.DataObject) -> None:
        start = data.draw(st.integers(0, len(whole)))
        piece = data.draw(st.binary(max_size=8))
        length = data.draw(st.sampled_from([0, 1, 8, 200]))
        path = tmp_path / "data.zip"
        path.write_bytes(whole[:start] + piece + whole[start + length :])
        survives(ledger, path, "metaculus")

    try_one()


def test_the_samples_are_taken(fresh_ledger: Callable[[str], Ledger], clock: Clock) -> None:
    """So that what is spoiled above is not spoiled to begin with."""
    clock.set("2026-07-05")
    with fresh_ledger("whole") as ledger:
        for form, path in FILES.items():
            assert ledger.import_([path], form=form.partition("-")[0]).added
