"""Charts: what is drawn lies where arithmetic puts it, and nothing that is given can do harm."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

import pytest

from ledger.charts.colours import (
    BAND,
    COLOURS,
    INK,
    MUTED,
    PAPER,
    RIGHT,
    UNSCORED,
    WRONG,
    style_sheet,
)
from ledger.charts.counts import Tally, columns, counts
from ledger.charts.coverage import coverage
from ledger.charts.forest import MOST, Estimate, forest
from ledger.charts.looks import LOOKS, Part
from ledger.charts.measure import shortened, tick_step, wide
from ledger.charts.pit import pit
from ledger.charts.reliability import reliability
from ledger.charts.spark import interval_line
from ledger.charts.svg import NARROW, WIDE, About, as_file, number
from ledger.charts.timeline import Mark, Point, Series, day_ticks, timeline

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.charts.colours import (
        Colour,
    )

SVG: Final = "{http://www.w3.org/2000/svg}"
NASTY: Final = (
    "<script>alert(1)</script>",
    "]]></text></svg><b>",
    "a & b \"c\" 'd' &amp; <!-- -->",
    "\x00\x07\x1b[31mred\x9b\ufffe",
    "\u202egnorw\u202c \u2066x\u2069",
    "two\nlines\tand tabs",
    "url(#x); style=fill:red",
)
HEBREW: Final = "דנה כהן"
PARTS: Final = tuple(Part(f"part {look}", look) for look in LOOKS)
BAND_OF: Final = [(0.1, -0.2, 0.4), (0.5, 0.3, 0.7), (0.9, 0.6, 1.3)]


def about(width: int = NARROW, *, headed: bool = False, title: str = "Title") -> About:
    return About(id="x", title=title, words="Words.", width=width, headed=headed)


def group(name: str, share: float | None = 0.5, **told: object) -> Estimate:
    given: dict[str, object] = {"interval": (0.25, 0.75), "n": 10, **told}
    return Estimate(name=name, share=share, **given)  # type: ignore[arg-type]


def all_charts(named: Callable[[int], str], about: About) -> list[str]:
    """One of each sort, with names of all sorts in it."""
    rows: list[Estimate | str] = [
        group(named(0)),
        named(1),
        group(named(2), rough=True),
        group(named(3), total=True),
    ]
    tallies = [Tally(named(n), tuple(range(len(PARTS)))) for n in range(3)]
    parts = [Part(named(n), part.look) for n, part in enumerate(PARTS)]
    points = (Point(date(2023, 1, 1), 0.2, (0.1, 0.3), 7), Point(date(2023, 7, 1), 0.9))
    series = [Series(named(n), points) for n in range(3)]
    marks = [Mark(date(2023, 3, 1), named(4))]
    return [
        forest(rows, about, share=named(5), interval=named(6)),
        counts(tallies, parts, about),
        columns(tallies, parts, about, what=named(1)),
        reliability([(0.1, 0.2), (0.9, 0.8)], BAND_OF, [(0, 0.1, 3.0)], about, counted=named(2)),
        timeline(series, about, marks=marks),
        coverage([(0.5, 0.4, (0.1, 0.7)), (0.9, 1.0, None)], about),
        pit([0.0, 0.3, 0.7], about),
    ]


CHARTS: Final = (
    "forest", "counts", "columns", "reliability", "timeline", "coverage", "pit",
)  # fmt: skip
UNNAMED: Final = ("coverage", "pit")
"""Those that show no text from data."""
EVERY: Final = all_charts(lambda n: NASTY[n % len(NASTY)], about())


def parsed(chart: str) -> ET.Element:
    return ET.fromstring(chart)  # noqa: S314 - drawn here


def found(chart: str, tag: str, **having: str) -> list[ET.Element]:
    """The elements of a kind with these attributes, patterns and grounds left out."""
    root = parsed(chart)
    (body,) = (one for one in root if one.tag == f"{SVG}g")
    outside = {id(one) for kept in body.iter(f"{SVG}defs") for one in kept.iter()}
    return [
        one
        for one in body.iter(f"{SVG}{tag}")
        if id(one) not in outside and all(one.get(key) == value for key, value in having.items())
    ]


def texts(chart: str) -> list[str]:
    return ["".join(one.itertext()) for one in found(chart, "text")]


def numbers(element: ET.Element, *names: str) -> list[float]:
    return [float(element.get(name, "")) for name in names]


def points(element: ET.Element) -> list[tuple[float, float]]:
    pairs = (one.split(",") for one in element.get("points", "").split())
    return [(float(x), float(y)) for x, y in pairs]


# What holds of every chart


@pytest.mark.parametrize("chart", EVERY, ids=CHARTS)
def test_nothing_in_a_chart_takes_more_than_the_strictest_policy_allows(chart: str) -> None:
    root = parsed(chart)
    for one in root.iter():
        assert one.tag.removeprefix(SVG) in {
            "svg", "title", "desc", "rect", "g", "text", "line", "circle", "polygon", "polyline",
            "defs", "pattern", "path",
        }  # fmt: skip
        assert "style" not in one.attrib
        assert not [name for name in one.attrib if name.startswith("on") or "href" in name]
    ids = {one.get("id") for one in root.iter()}
    drawn = (one.get("fill", "") for one in root.iter())
    assert {one[5:-1] for one in drawn if one.startswith("url(")} <= ids


@pytest.mark.parametrize("chart", EVERY, ids=CHARTS)
def test_a_chart_has_a_name_and_words_for_who_cannot_see_it(chart: str) -> None:
    root = parsed(chart)
    assert root.get("role") == "img"
    named = {one.get("id"): one for one in root.iter() if one.get("id")}
    told = [named[one] for one in root.get("aria-labelledby", "").split()]
    assert [one.tag for one in told] == [f"{SVG}title", f"{SVG}desc"]
    assert [one.text for one in told] == ["Title", "Words."]
    assert [one.tag for one in root][:2] == [f"{SVG}title", f"{SVG}desc"]


@pytest.mark.parametrize("chart", EVERY[: -len(UNNAMED)], ids=CHARTS[: -len(UNNAMED)])
def test_any_name_is_text_and_what_could_hide_or_turn_text_is_gone(chart: str) -> None:
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe]", chart)
    assert not {"script", "b"} & {one.tag.removeprefix(SVG) for one in parsed(chart).iter()}
    told = "".join(texts(chart))
    shown = [one for one in ("<script>", "]]>", "a & b", "gnorw x", "two lines and") if one in told]
    assert shown


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_the_same_figures_are_the_same_bytes_and_numbers_are_short(width: int) -> None:
    for first, second in zip(
        all_charts(lambda n: f"Name {n}", about(width, headed=True)),
        all_charts(lambda n: f"Name {n}", about(width, headed=True)),
        strict=True,
    ):
        assert first == second
        assert not re.search(r"\d\.\d{3}|\de[-+]?\d|nan|inf", re.sub("#[0-9a-f]{6}", "", first))
        assert as_file(first).startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<svg ')
        ET.fromstring(as_file(first))  # noqa: S314 - drawn here


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_nothing_is_drawn_beyond_the_edge(width: int) -> None:
    for chart in all_charts(lambda n: f"{'A long name of somebody ' * 9}{n}", about(width)):
        height = float(parsed(chart).get("height", ""))
        for one in found(chart, "text"):
            told = "".join(one.itertext())
            size = float(one.get("font-size", "13"))
            (x, y), taken = numbers(one, "x", "y"), wide(told, size)
            if one.get("transform"):
                continue
            before = {"end": taken, "middle": taken / 2}.get(one.get("text-anchor", ""), 0)
            if one.get("direction"):
                continue
            assert x - before >= -1, told
            assert x - before + taken <= width + 1, told
            assert 0 <= y <= height
        for one in found(chart, "rect"):
            x, y, across, down = numbers(one, "x", "y", "width", "height")
            assert min(x, y, across, down) >= 0
            assert x + across <= width
            assert y + down <= height


def test_an_id_that_would_break_the_chart_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot begin an id"):
        About(id="x y", title="")


@pytest.mark.parametrize(
    "chart",
    [
        forest([], about()),
        counts([], PARTS, about()),
        columns([], PARTS, about(), what="claims"),
        timeline([], about()),
        timeline([Series("a", ())], about()),
    ],
)
def test_without_figures_a_chart_says_that_there_is_nothing_yet(chart: str) -> None:
    assert "There is nothing to draw yet." in texts(chart)


def test_a_title_and_an_origin_stand_on_a_chart_that_stands_alone() -> None:
    told = About(id="x", title="Accuracy", headed=True, origin="as of 7", width=WIDE)
    root = parsed(forest([group("Ann")], told))
    shown = ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]
    assert (shown[0], shown[-1]) == ("Accuracy", "as of 7")


# Colours


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_of_contrast_is_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("colour", [INK, MUTED, RIGHT, WRONG, UNSCORED], ids=lambda one: one.name)
def test_what_has_to_be_seen_stands_out_from_paper(colour: Colour) -> None:
    assert contrast(colour.light, PAPER.light) >= 4.5
    assert contrast(colour.dark, PAPER.dark) >= 4.5


def test_words_on_the_band_stand_out_from_it() -> None:
    assert contrast(MUTED.light, BAND.light) >= 4.5
    assert contrast(MUTED.dark, BAND.dark) >= 4.5


@pytest.mark.parametrize("chart", EVERY, ids=CHARTS)
def test_each_colour_is_a_class_that_the_style_sheet_knows(chart: str) -> None:
    rules = style_sheet()
    light = {colour.light: colour.name for colour in COLOURS}
    for one in parsed(chart).iter():
        classes = one.get("class", "").split()
        for letter, what in (("f", "fill"), ("s", "stroke")):
            colour = one.get(what, "none")
            if colour != "none" and not colour.startswith("url("):
                assert f"{letter}-{light[colour]}" in classes
        for name in classes:
            assert name == "chart" or f".chart .{name} {{" in rules


def test_no_two_parts_of_a_bar_differ_by_colour_alone() -> None:
    hatches = [(look.hatch, look.ground is look.over) for look in LOOKS.values()]
    plain = [name for name, look in LOOKS.items() if not look.hatch]
    assert len({hatch for hatch, _ in hatches if hatch}) == len(hatches) - len(plain)
    grounds = [LOOKS[name].ground.light for name in plain]
    assert all(contrast(a, b) >= 4.5 for a, b in pairwise(grounds))


# The forest plot


def axis(chart: str) -> tuple[float, float]:
    """Where 0% and 100% lie: the ends of the lines that each group has."""
    scale = found(chart, "line", **{"class": "s-rule"})[0]
    left, right = numbers(scale, "x1", "x2")
    return left, right


@pytest.mark.parametrize("share", [0, 0.25, 0.5, 1])
def test_a_share_lies_where_it_should_between_the_ends_of_the_axis(share: float) -> None:
    chart = forest([group("Ann", share, interval=(0.25, 0.75))], about())
    left, right = axis(chart)
    (dot,) = found(chart, "circle")
    assert numbers(dot, "cx")[0] == pytest.approx(left + share * (right - left), abs=0.01)
    (interval,) = found(chart, "line", **{"stroke-width": "2.5"})
    ends = [left + 0.25 * (right - left), left + 0.75 * (right - left)]
    assert numbers(interval, "x1", "x2") == pytest.approx(ends, abs=0.01)
    assert numbers(interval, "y1") == numbers(interval, "y2") == numbers(dot, "cy")


def test_in_a_wide_plot_the_grid_is_where_its_numbers_say() -> None:
    chart = forest([group("Ann")], about(WIDE))
    grid = [numbers(one, "x1")[0] for one in found(chart, "line", **{"class": "s-rule"})]
    left, right = grid[0], grid[-1]
    assert grid == pytest.approx([left + n * (right - left) / 4 for n in range(5)], abs=0.011)
    labels = {"".join(one.itertext()): one for one in found(chart, "text")}
    assert [numbers(labels[f"{n}%"], "x")[0] for n in (0, 25, 75, 100)] == pytest.approx(
        [grid[0], grid[1], grid[3], grid[4]]
    )
    (dot,) = found(chart, "circle")
    assert numbers(dot, "cx")[0] == pytest.approx((left + right) / 2, abs=0.01)


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_groups_stand_in_the_order_given_with_their_figures(width: int) -> None:
    rows: list[Estimate | str] = [
        group("Bo", 1.0),
        group("Ann", 0.0),
        "Few:",
        group("Cy"),
        group("All", total=True),
    ]
    chart = forest(rows, about(width))
    names = [one for one in texts(chart) if one in {"Bo", "Ann", "Few:", "Cy", "All"}]
    assert names == ["Bo", "Ann", "Few:", "Cy", "All"]
    heights = [numbers(one, "cy")[0] for one in found(chart, "circle")]
    assert heights == sorted(heights)
    assert len(heights) == 3
    assert texts(chart).count("25% to 75%") == 4
    assert len(found(chart, "polygon")) == 1  # all groups together have a mark of another shape


def test_a_share_without_an_interval_is_a_hollow_mark_with_a_remark() -> None:
    chart = forest([group("Ann", interval=None), group("Bo")], about())
    hollow, filled = found(chart, "circle")
    assert hollow.get("fill") == PAPER.light
    assert filled.get("fill") == RIGHT.light
    assert len(found(chart, "line", **{"stroke-width": "2.5"})) == 1
    assert "A hollow mark has no interval" in " ".join(texts(chart))
    assert "-" in texts(chart)
    assert "hollow" not in " ".join(texts(forest([group("Bo")], about())))


def test_a_rough_interval_is_dashed_and_starred_and_what_is_not_scored_has_no_mark() -> None:
    chart = forest([group("Ann", rough=True), group("Bo", None, interval=None, n=0)], about())
    (interval,) = found(chart, "line", **{"stroke-width": "2.5"})
    assert interval.get("stroke-dasharray")
    assert "25% to 75%*" in texts(chart)
    assert len(found(chart, "circle")) == 1
    assert "hollow" not in " ".join(texts(chart))


@pytest.mark.parametrize("n", [1, 2, 40, 41, 200])
def test_of_many_groups_the_first_are_drawn_and_the_others_counted(n: int) -> None:
    rows = [group(f"Group {k:03}") for k in range(n)]
    told = texts(forest([*rows, "Few:", group("All", total=True)], about()))
    names = [one for one in told if one.startswith("Group")]
    assert names == [f"Group {k:03}" for k in range(min(n, MOST))]
    assert "All" in told
    assert "Few:" not in told  # nothing stands below it
    more = [one for one in told if one.endswith("not drawn here.")]
    expected = {41: ["1 more is not drawn here."], 200: ["160 more are not drawn here."]}
    assert more == expected.get(n, [])


def test_with_many_digits_the_axis_lies_below_the_figures() -> None:
    rows = [group("Ann", interval=(0.123456789, 0.987654321))]
    for digits, below in ((2, False), (8, True)):
        chart = forest(rows, about(), digits=digits)
        left, right = axis(chart)
        assert right - left >= 80
        (figure,) = (one for one in found(chart, "text") if "to" in "".join(one.itertext()))
        assert (numbers(figure, "y")[0] < numbers(found(chart, "circle")[0], "cy")[0]) is below


def test_a_name_written_from_the_right_begins_where_others_do() -> None:
    chart = forest([group(HEBREW), group("Ann")], about())
    (shown,) = (one for one in found(chart, "text") if "".join(one.itertext()) == HEBREW)
    assert (shown.get("direction"), shown.get("text-anchor"), shown.get("x")) == ("rtl", "end", "0")


def test_a_long_name_is_cut_where_its_room_ends() -> None:
    name = "Wilhelmina Maria Magdalena " * 5
    assert wide(shortened(name, 150, 13), 13) <= 150
    assert shortened(name, 150, 13).endswith("…")
    assert shortened("Ann\nBo", 150, 13) == "Ann Bo"
    assert shortened("本" * 50, 130, 13).startswith("本本本")


# The reliability diagram


def square(chart: str) -> tuple[float, float, float, float]:
    """Where the axes of the diagram are: left, right, top and bottom."""
    grid = found(chart, "line", **{"class": "s-rule"})
    across = [value for one in grid for value in numbers(one, "x1", "x2")]
    down = [value for one in grid for value in numbers(one, "y1", "y2")]
    return min(across), max(across), min(down), max(down)


def test_a_curve_and_its_band_lie_where_they_should() -> None:
    bars = [(0.0, 0.1, 4.0), (0.1, 0.2, 2.0)]
    chart = reliability([(0, 0), (0.5, 0.25), (1, 1)], BAND_OF, bars, about())
    left, right, top, bottom = square(chart)
    assert right - left == pytest.approx(bottom - top, abs=0.02)  # as high as wide
    (curve,) = found(chart, "polyline")
    expected = [(left, bottom), ((left + right) / 2, bottom - (bottom - top) / 4), (right, top)]
    for point, place in zip(points(curve), expected, strict=True):
        assert point == pytest.approx(place, abs=0.011)
    (band,) = found(chart, "polygon")
    corners = points(band)
    assert len(corners) == 2 * len(BAND_OF)
    assert all(left <= x <= right and top <= y <= bottom for x, y in corners)
    low = bottom - 0.3 * (bottom - top)
    assert corners[1] == pytest.approx(((left + right) / 2, low), abs=0.011)
    tall, short = (numbers(one, "height")[0] for one in found(chart, "rect"))
    assert tall == pytest.approx(2 * short, abs=0.011)


def test_any_number_of_forecasts_draws_a_curve_of_bounded_size() -> None:
    n = 20_000
    steps = [(k / n, (k / n) ** 2) for k in range(n + 1)]
    band = [(x, max(0, y - 0.1), min(1, y + 0.1)) for x, y in steps]
    chart = reliability(steps, band, [(0, 1, float(n))], about())
    assert len(chart) < 80_000
    (curve,) = found(chart, "polyline")
    left, right, top, bottom = square(chart)
    assert points(curve)[0] == pytest.approx((left, bottom), abs=0.011)
    assert points(curve)[-1] == pytest.approx((right, top), abs=0.011)
    assert not found(chart, "circle")


def test_of_one_chance_alone_there_is_a_dot_and_a_bar() -> None:
    chart = reliability([(0.5, 0.5)], [(0.5, 0.25, 0.75)], [(0.5, 0.6, 10.0)], about())
    left, right, top, bottom = square(chart)
    bar, _ = found(chart, "rect")
    x, y, across, height = numbers(bar, "x", "y", "width", "height")
    assert x + across / 2 == pytest.approx((left + right) / 2, abs=0.01)
    assert (y, height) == pytest.approx((top + (bottom - top) / 4, (bottom - top) / 2), abs=0.02)
    assert len(found(chart, "circle")) == 1
    assert not found(chart, "polyline")


# Over time


def test_days_and_shares_lie_where_they_should() -> None:
    days = (date(2023, 1, 1), date(2023, 1, 16), date(2023, 1, 31))
    shares = (0.0, 0.5, 1.0)
    made = tuple(Point(day, share) for day, share in zip(days, shares, strict=True))
    chart = timeline([Series("Ann", made)], about())
    first, middle, last = [numbers(one, "cx", "cy") for one in found(chart, "circle")][:3]
    assert middle[0] == pytest.approx((first[0] + last[0]) / 2, abs=0.01)
    assert middle[1] == pytest.approx((first[1] + last[1]) / 2, abs=0.01)
    (line,) = found(chart, "polyline")
    corners = points(line)
    assert len(corners) == 5  # a share stands until the next day, and then changes
    assert corners[1] == pytest.approx((middle[0], first[1]), abs=0.011)


def test_series_are_told_apart_by_shape_and_dashes() -> None:
    made = (Point(date(2023, 1, 1), 0.1), Point(date(2024, 1, 1), 0.2))
    chart = timeline([Series(f"Name {n}", made) for n in range(8)], about())
    dashes = [one.get("stroke-dasharray") for one in found(chart, "polyline")]
    assert len(set(dashes)) == len(dashes) == 6
    assert "2 more are not drawn here." in texts(chart)
    outlines = {
        tuple((x - points(one)[0][0], y - points(one)[0][1]) for x, y in points(one))
        for one in found(chart, "polygon")
    }
    assert len(found(chart, "circle")) == 3  # two marks, and one in the legend
    assert len({len(one) for one in outlines}) >= 3


def test_a_marked_day_has_a_line_and_words() -> None:
    made = (Point(date(2023, 1, 1), 0.1), Point(date(2023, 3, 1), 0.2))
    chart = timeline([Series("Ann", made)], about(), marks=[Mark(date(2023, 3, 1), "due")])
    (upright,) = found(chart, "line", **{"stroke-dasharray": "2 2"})
    last = [numbers(one, "cx")[0] for one in found(chart, "circle")][1]
    assert numbers(upright, "x1", "x2") == pytest.approx([last, last])
    assert "due 2023-03-01" in texts(chart)


def test_accuracy_over_time_tells_each_share_with_its_interval_and_its_number() -> None:
    made = tuple(
        Point(date(year, 1, 1), 0.5, (0.25, 0.75), 10 + year - 2020) for year in (2020, 2021, 2022)
    )
    chart = timeline([Series("", made, steps=False)], about())
    told = texts(chart)
    assert told.count("50%") == 4  # three points, and the axis
    assert [one for one in told if one.startswith("n ")] == ["n 10", "n 11", "n 12"]
    assert [one for one in told if re.fullmatch("20..", one)] == ["2020", "2021", "2022"]
    uprights = [
        one for one in found(chart, "line", **{"stroke-width": "2"})
        if one.get("x1") == one.get("x2")
    ]  # fmt: skip
    dots = found(chart, "circle")
    assert [one.get("x1") for one in uprights] == [one.get("cx") for one in dots]
    low, high = numbers(uprights[0], "y1", "y2")
    assert numbers(dots[0], "cy")[0] == pytest.approx((low + high) / 2, abs=0.011)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ((2023, 1, 1), (2023, 1, 3), ["2023-01-01", "2023-01-02", "2023-01-03"]),
        ((2023, 1, 15), (2023, 4, 2), ["2023-02", "2023-03", "2023-04"]),
        ((2023, 1, 1), (2024, 1, 1), ["2023-01", "2023-07", "2024-01"]),
        ((1968, 5, 1), (2023, 5, 1), ["1970", "1980", "1990", "2000", "2010", "2020"]),
        ((1, 1, 1), (9999, 12, 31), ["2000", "4000", "6000", "8000"]),
    ],
)
def test_an_axis_of_days_has_as_many_names_as_there_is_room_for(
    first: tuple[int, int, int], last: tuple[int, int, int], expected: list[str]
) -> None:
    assert [told for _, told in day_ticks(date(*first), date(*last), 274)] == expected


@pytest.mark.parametrize("day", [date.min, date.max, date(2024, 2, 29)])
def test_any_day_can_be_drawn(day: date) -> None:
    chart = timeline([Series("Ann", (Point(day, 0.5),))], about())
    dot = found(chart, "circle")[0]
    assert 0 <= numbers(dot, "cx")[0] <= NARROW


# Bars


def test_the_parts_of_a_bar_share_it_by_their_numbers() -> None:
    parts = [Part("right", "right"), Part("wrong", "wrong"), Part("open", "open")]
    chart = counts([Tally("Ann", (3, 0, 1)), Tally("Bo", (0, 2, 0))], parts, about())
    swatches, drawn = found(chart, "rect")[:3], found(chart, "rect")[3:]
    assert len(swatches) == 3
    first, second, other = (numbers(one, "x", "width") for one in drawn)
    assert first[1] == pytest.approx(3 * second[1], abs=0.02)
    assert second[0] == pytest.approx(first[0] + first[1], abs=0.011)
    assert other == pytest.approx([first[0], first[1] + second[1]], abs=0.011)
    assert [one for one in texts(chart) if one in {"4", "2"}] == ["4", "2"]


def test_a_period_s_bar_is_as_long_as_its_number_and_stands_on_the_axis() -> None:
    parts = [Part("right", "right"), Part("wrong", "wrong")]
    chart = columns([Tally("2022", (2, 4)), Tally("2023", (6, 0))], parts, about(), what="settled")
    bars = [numbers(one, "y", "height") for one in found(chart, "rect")[2:]]
    (low, two), (middle, four), (alone, six) = bars
    assert (four, six) == pytest.approx((2 * two, 3 * two), abs=0.011)
    assert low + two == pytest.approx(alone + six, abs=0.011)
    assert middle + four == pytest.approx(low, abs=0.011)
    floor = max(numbers(one, "y1")[0] for one in found(chart, "line"))
    assert low + two == pytest.approx(floor, abs=0.011)


def test_only_parts_that_there_are_stand_in_the_legend() -> None:
    told = texts(counts([Tally("Ann", (1, *(0,) * (len(PARTS) - 1)))], PARTS, about()))
    assert [one for one in told if one.startswith("part")] == ["part right"]


@pytest.mark.parametrize(
    ("whole", "step"), [(1, 1), (5, 1), (6, 2), (11, 5), (26, 10), (1_000_000, 200_000)]
)
def test_ticks_are_round_numbers(whole: int, step: int) -> None:
    assert tick_step(whole, 5) == step


# Within a table


def test_the_line_in_a_cell_is_in_parts_of_its_width() -> None:
    line = parsed(interval_line(0.5, (0.25, 1)))
    assert line.get("aria-hidden") == "true"
    assert [one.get("x1") for one in line if one.get("stroke-width") == "2.5"] == ["25%"]
    assert [one.get("cx") for one in line if one.get("cx")] == ["50%"]
    hollow = parsed(interval_line(0.5, None))
    assert [one.get("fill") for one in hollow if one.get("cx")] == [PAPER.light]


@pytest.mark.parametrize(
    ("value", "shown"), [(0.1 + 0.2, "0.3"), (-0.001, "0"), (12.0, "12"), (1 / 3, "0.33")]
)
def test_a_length_has_two_decimals_at_most(value: float, shown: str) -> None:
    assert number(value) == shown


def test_bars_of_a_pit_histogram_are_as_long_as_their_shares() -> None:
    """By hand: the axis goes to 80%, in steps of 20; each bar has a third of the width."""
    chart = pit([0.0, 0.3, 0.7], about())
    bars = [numbers(one, "x", "width", "height") for one in found(chart, "rect")]
    heights = [height for *_, height in bars]
    assert heights == pytest.approx([0, 170 * 3 / 8, 170 * 7 / 8], abs=0.01)
    assert len({across for _, across, _ in bars}) == 1
    (said,) = found(chart, "line", **{"stroke-dasharray": "4 3"})
    assert numbers(said, "y1", "y2") == pytest.approx([24 + 170 * (1 - 100 / 3 / 80)] * 2, abs=0.01)
    assert [one for one in texts(chart) if one in {"0%", "20%", "40%", "60%", "80%"}][:5] == [
        "0%", "20%", "40%", "60%", "80%",
    ]  # fmt: skip
