"""Pictures: the same bytes again, whatever the names; and a clear answer where there is none."""

from __future__ import annotations

import logging
import subprocess
import sys
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner
from commands import plain_environment
from pages import claim, keep, keep_everything
from test_report_page import NASTY

from ledger.charts.forest import MOST, NAMES
from ledger.charts.measure import shortened
from ledger.charts.svg import TEXT
from ledger.cli import group
from ledger.errors import NothingToDraw
from ledger.model.name_keys import name_key
from ledger.report.build import report
from ledger.report.pictures.drawing import (
    PICTURES,
    SUFFIXES,
    alone,
    canvas,
    picture,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result
    from conftest import Clock, LedgerAfter

    from ledger import Ledger

    Write = Callable[[str, str], Path]

OF_YES_OR_NO = ("accuracy", "outcomes", "reliability")
"""Those that a report on questions of yes or no has."""

STARTS = {"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF"}


@pytest.fixture
def everything(ledger_after: LedgerAfter) -> Ledger:
    """A ledger with claims of every sort."""
    return ledger_after(keep_everything)


def texts(svg: bytes) -> list[str]:
    """Every text of a drawing."""
    root = ET.fromstring(svg)  # noqa: S314 - drawn here
    return ["".join(one.itertext()) for one in root.iter() if one.tag.endswith("}text")]


@pytest.mark.slow
@pytest.mark.parametrize("form", SUFFIXES)
@pytest.mark.parametrize("name", OF_YES_OR_NO)
def test_the_same_picture_is_the_same_to_the_byte(everything: Ledger, name: str, form: str) -> None:
    found = report(everything)
    drawn = picture(found, name, form)
    assert drawn.startswith(STARTS[form])
    assert picture(found, name, form) == drawn


@pytest.mark.parametrize("name", OF_YES_OR_NO)
def test_nothing_in_a_picture_runs_over_its_edge(everything: Ledger, name: str) -> None:
    with canvas():
        figure = alone(report(everything), name)
        figure.draw_without_rendering()
        whole, drawn = figure.bbox, figure.get_tightbbox().transformed(figure.dpi_scale_trans)
    assert drawn.xmin >= whole.xmin
    assert drawn.ymin >= whole.ymin
    assert drawn.xmax <= whole.xmax
    assert drawn.ymax <= whole.ymax


def test_a_chance_stands_at_one_place_in_both_parts_of_the_reliability_diagram(
    everything: Ledger,
) -> None:
    with canvas():
        figure = alone(report(everything), "reliability")
        figure.draw_without_rendering()
    above, below = (one.get_position() for one in figure.axes)
    assert (below.x0, below.x1) == pytest.approx((above.x0, above.x1), abs=0.001)


@pytest.mark.parametrize("name", OF_YES_OR_NO)
def test_a_picture_names_what_it_is_of_and_no_day_on_which_it_was_drawn(
    everything: Ledger, name: str
) -> None:
    found = report(everything)
    drawn = picture(found, name, "svg")
    assert f"as of {found.moment}, root {found.root_hash[:16]}" in texts(drawn)
    assert b"dc:date" not in drawn


def test_every_group_with_an_accuracy_is_in_its_picture(everything: Ledger) -> None:
    found = report(everything)
    told = texts(picture(found, "accuracy", "svg"))
    scored = [one.key for one in found.groups if one.figures.accuracy.accuracy is not None]
    names = [*(shortened(name, NAMES, TEXT) for name in scored), "All predictions"]
    assert [one for one in told if one in names] == names


@pytest.mark.parametrize("form", SUFFIXES)
def test_any_name_is_drawn_as_text(
    ledger: Ledger, write: Write, clock: Clock, form: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing in a name is mathematics or markup; a letter the font lacks warns nobody."""
    clock.set("2023-09-01")
    keep(ledger, write, [claim(f"c{k}", "happened", speaker=one) for k, one in enumerate(NASTY)])
    with caplog.at_level(logging.WARNING):
        drawn = picture(report(ledger), "accuracy", form)
    assert not caplog.records
    if form == "svg":
        told = texts(drawn)
        assert all(shortened(name_key(one), NAMES, TEXT) in told for one in NASTY)


def test_of_many_groups_the_first_are_drawn(ledger: Ledger, write: Write, clock: Clock) -> None:
    clock.set("2023-09-01")
    keep(ledger, write, [claim(f"c{k}", "happened", speaker=f"S{k:03}") for k in range(70)])
    told = texts(picture(report(ledger), "accuracy", "svg"))
    assert len([one for one in told if one.startswith("S")]) == MOST
    assert "All predictions" in told
    assert f"{70 - MOST} more are not drawn here." in told


@pytest.mark.parametrize("name", PICTURES)
def test_an_empty_picture_is_refused(ledger: Ledger, name: str) -> None:
    with pytest.raises(NothingToDraw):
        picture(report(ledger), name, "svg")


# On the command line


def run(ledger: Ledger, *words: str) -> Result:
    return CliRunner().invoke(group, ["--db", ledger.place, "report", *words])


@pytest.mark.slow
def test_the_name_of_a_file_says_which_picture_and_which_format(
    everything: Ledger, tmp_path: Path
) -> None:
    places = [tmp_path / name for name in ("accuracy.svg", "outcomes.png", "reliability.pdf")]
    options = [word for place in places for word in ("--plot", str(place))]
    result = run(everything, "--as-of", "2023-09-01", *options)
    assert result.exit_code == 0, result.output
    assert result.output.splitlines() == [f"Wrote {place}." for place in places]
    for place in places:
        assert place.read_bytes().startswith(STARTS[place.suffix[1:]])


def test_with_an_output_the_report_is_written_too(everything: Ledger, tmp_path: Path) -> None:
    picture_file, page = tmp_path / "accuracy.svg", tmp_path / "report.html"
    result = run(everything, "--plot", str(picture_file), "--format", "html", "-o", str(page))
    assert result.exit_code == 0, result.output
    assert picture_file.exists()
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize(
    "name", ["brier.png", "accuracy", "accuracy.gif", "accuracy.PNG.exe", ".png"]
)
def test_an_unknown_picture_is_refused_with_the_names_of_all(
    everything: Ledger, tmp_path: Path, name: str
) -> None:
    result = run(everything, "--plot", str(tmp_path / name))
    assert result.exit_code == 2
    assert "accuracy, coverage, outcomes, pit or reliability" in result.output
    assert ".svg, .png or .pdf" in result.output
    assert list(tmp_path.glob("*.*g")) == []


def test_a_picture_that_would_be_empty_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    result = run(ledger, "--plot", str(tmp_path / "reliability.png"))
    assert result.exit_code == 1
    assert "needs 10 forecasts; here are 0." in result.output


@pytest.mark.slow
def test_a_report_as_text_loads_nothing_that_only_pages_and_pictures_need(
    everything: Ledger,
) -> None:
    program = (
        "import sys; from click.testing import CliRunner; from ledger.cli import group; "
        f"done = CliRunner().invoke(group, ['--db', {everything.place!r}, 'report']); "
        "assert done.exit_code == 0; print({'jinja2', 'matplotlib'} & {*sys.modules})"
    )
    found = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
    assert found.stdout.decode() == "set()\n"


def test_without_matplotlib_svg_is_drawn_and_of_others_it_says_how_to_get_them(
    everything: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    for name in OF_YES_OR_NO:
        drawn = run(everything, "--plot", str(tmp_path / f"{name}.svg"))
        assert drawn.exit_code == 0, drawn.output
    result = run(everything, "--plot", str(tmp_path / "accuracy.png"))
    assert result.exit_code == 1
    assert "A picture as PNG or PDF needs matplotlib" in result.output
    assert "pip install 'claim-ledger[plots]'" in result.output


@pytest.mark.slow
def test_the_library_does_not_tell_of_its_cache(everything: Ledger, tmp_path: Path) -> None:
    """Where it cannot have its folder, and has to look for all fonts."""
    for output in (["--plot", "accuracy.png"], ["-o", "page.html"]):
        done = subprocess.run(
            [sys.executable, "-m", "ledger", "--db", everything.place, "report", *output],
            check=True,
            capture_output=True,
            cwd=tmp_path,
            env=plain_environment() | {"MPLCONFIGDIR": everything.place},
        )
        assert done.stderr == b""
