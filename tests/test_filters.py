"""Each filter selects, and is told by everything that says what was selected."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import everything
import pytest
from commands import Desk

from ledger import report
from ledger.book.ledger import Ledger
from ledger.errors import NotFound
from ledger.model.filters import FILTERS, Compares, Filters
from ledger.report.command import command
from ledger.report.json_csv import filters_dict
from ledger.report.page.methods import methods
from ledger.store.schema import metadata

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.model.claim_state import Assessment

COMMANDS: Final = ("list", "search", "report", "export", "disputes", "duplicates", "compare")
NAMES: Final = [name for name, one in FILTERS.items() if one.help]
AS_OF: Final = "2023-09-01"

each = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    place = tmp_path_factory.mktemp("full") / "ledger.db"
    everything.fill(place)
    with Ledger(place) as ledger:
        yield ledger


@pytest.fixture(scope="module")
def helps(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    desk = Desk(tmp_path_factory.mktemp("helps"))
    return {name: " ".join(desk.done(name, "--help").split()) for name in COMMANDS}


def asked(name: str, claims: Iterable[Assessment]) -> tuple[Assessment, Any]:
    """The first of the claims that a filter can be about, and what to ask for to find it."""
    _, _, column = FILTERS[name].what.rpartition(".")
    claim = next(one for one in claims if getattr(one, column))
    value = getattr(claim, column)
    if FILTERS[name].is_day:
        by = 1 if FILTERS[name].compares is Compares.BEFORE else -1
        return claim, date.fromisoformat(value) + timedelta(days=by)
    return claim, (value[0],) if isinstance(value, tuple) else (value,)


@each
def test_each_filter_lets_some_through_and_not_all(full: Ledger, name: str) -> None:
    everyone = full.list(as_of=AS_OF)
    claim, wanted = asked(name, everyone)
    found = full.list(Filters(**{name: wanted}), AS_OF)
    assert claim.id in {one.id for one in found}
    assert len(found) < len(everyone)


@each
def test_what_a_report_says_of_its_selection_has_each_filter(full: Ledger, name: str) -> None:
    _, wanted = asked(name, full.list(as_of=AS_OF))
    filters = Filters(**{name: wanted})
    found = report(full, filters=filters, as_of=AS_OF)
    said = str(wanted) if isinstance(wanted, date) else wanted[0]
    assert f"--{name.replace('_', '-')} " in command(found, "text")
    assert filters_dict(filters) == {name: said if isinstance(wanted, date) else [said]}
    selected = next(one.meaning for one in methods(found) if one.word == "Claims")
    assert f"{name.replace('_', ' ')} {said}" in selected


@each
def test_each_filter_is_an_option_of_every_command_that_selects(
    helps: dict[str, str], name: str
) -> None:
    option = f"--{name.replace('_', '-')} "
    assert [one for one, text in helps.items() if option not in text] == []
    assert all(FILTERS[name].help in text for text in helps.values())
    page = Path(__file__).parents[1] / "docs" / "commands.md"
    assert page.read_text(encoding="utf-8").count(f"  {option}") >= len(COMMANDS)


@each
def test_a_name_that_the_ledger_does_not_know_is_refused(full: Ledger, name: str) -> None:
    if FILTERS[name].known:
        with pytest.raises(NotFound, match=f"There is no {name} 'Nobody at all'"):
            full.list(Filters(**{name: ("Nobody at all",)}))


def test_every_column_of_a_filter_is_there() -> None:
    columns = [one for each in FILTERS.values() for one in (each.known, each.what) if "." in one]
    tables = metadata.tables
    assert all(one.split(".")[1] in tables[one.split(".")[0]].c for one in columns)
