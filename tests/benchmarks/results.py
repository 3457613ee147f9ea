"""What was measured: kept as JSON, printed, and put into a table for docs/speed.md."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from .measuring import Spread, machine, put_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from .measuring import Cost
    from .table_row import Row

BEGIN: Final = "<!-- the table that python -m tests.benchmarks printed -->"
END: Final = "<!-- end of the table -->"

Pair = tuple["Cost", "Cost | None"]


def of_pairs(row: Row, size: int, pairs: Sequence[Pair], note: str) -> dict[str, Any]:
    """The figures of a row at a size; each is a median, the least and the most."""
    costs = [one for one, _ in pairs]
    bare = [one for _, one in pairs if one is not None]
    found: dict[str, Any] = {"pairs": len(pairs)}
    for name, several in (("ours", costs), ("yardstick", bare)):
        if several:
            found[name] = {
                "cpu": Spread.of([one.cpu for one in several]).figures,
                "wall": Spread.of([one.wall for one in several]).figures,
                "memory": round(max(one.memory for one in several), 1),
            }
    if bare:
        ratios = [ours.cpu / max(other.cpu, 0.001) for ours, other in pairs if other is not None]
        found["times"] = Spread.of(ratios).figures
        found["reach"] = row.goal(size)
    return {**found, **({"note": note} if note else {})}


def line(row: Row, size: int, found: dict[str, Any], before: dict[str, Any] | None) -> str:
    """What is printed of a row at a size, and of its growth from the size before."""
    middle, least, most = found["ours"]["cpu"]
    wall, memory = found["ours"]["wall"][0], found["ours"]["memory"]
    text = (
        f"{size:>9,}  {row.name:<38} {middle:8.2f} s ({least:.2f}-{most:.2f}), "
        f"{wall:.2f} s wall, {memory:.0f} MiB"
    )
    if "times" in found:
        ratio, low, high = found["times"]
        bare = found["yardstick"]["cpu"][0]
        goal = "" if found["reach"] is None else f", to reach {found['reach']:g}"
        text += f"; against {bare:.3f} s: {ratio:.1f} x ({low:.1f}-{high:.1f}){goal}"
    if before is not None:
        text += f"; grown {middle / max(before['ours']['cpu'][0], 0.001):.1f} x"
    return text + (f"; {found['note']}" if "note" in found else "")


class Results:
    """The figures in a JSON file, by the row's name and the size; others there are kept."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._known: dict[str, Any] = {"machine": machine(), "rows": {}}
        if path is not None and path.exists():
            self._known["rows"] = json.loads(path.read_text(encoding="utf-8"))["rows"]

    def keep(self, row: Row, size: int, found: dict[str, Any]) -> dict[str, Any] | None:
        """Keep the figures of a row at a size; the answer are those of the size before, if any."""
        sizes = self._known["rows"].setdefault(row.name, {})
        sizes[str(size)] = found
        if self._path is not None:
            text = json.dumps(self._known, indent=1, ensure_ascii=False)
            self._path.write_text(f"{text}\n", encoding="utf-8")
        before: dict[str, Any] | None = sizes.get(str(size // 10))
        return before

    def table(self, rows: Iterable[Row]) -> str:
        """The table in Markdown."""
        known = self._known["rows"]
        sizes = sorted({int(size) for one in known.values() for size in one})
        heads = ["what", "against", "reach", *(f"{size:,}" for size in sizes), "growth"]
        lines = [_cells(heads), _cells([":--"] * 3 + ["--:"] * (len(sizes) + 1))]
        for row in rows:
            own = known.get(row.name, {})
            figures = [own.get(str(size)) for size in sizes]
            lines.append(
                _cells([row.name, row.against, _reach(row), *map(_cell, figures), _growth(figures)])
            )
        about = self._known["machine"]
        told = (
            f"{about['processor']}, {about['cores']} cores, Python {about['python']}, "
            f"SQLite {about['sqlite']}."
        )
        return "\n".join([told, "", *lines])

    def write_table(self, page: Path, rows: Iterable[Row]) -> None:
        """Put the table where the page has it."""
        put_between(page, (BEGIN, END), self.table(rows))


def _cells(texts: Iterable[str]) -> str:
    return f"| {' | '.join(texts)} |"


def _reach(row: Row) -> str:
    if row.reach is None:
        return ""
    million = "" if row.reach_million is None else f", {row.reach_million:g} x at a million"
    return f"{row.reach:g} x{million}"


def _cell(found: dict[str, Any] | None) -> str:
    """Seconds of CPU (between what they lay), the peak of memory, and the ratio."""
    if found is None:
        return ""
    middle, least, most = found["ours"]["cpu"]
    between = f" ({least:.2f}-{most:.2f})" if least < most else ""  # of one pair there is none
    text = f"{middle:.2f} s{between}, {found['ours']['memory']:.0f} MiB"
    return text + (f", **{found['times'][0]:.1f} x**" if "times" in found else "")


def _growth(figures: Sequence[dict[str, Any] | None]) -> str:
    """How many times as long each size takes as the one before."""
    took = [one["ours"]["cpu"][0] if one else None for one in figures]
    steps = pairwise(took)
    return ", ".join(
        f"{b / max(a, 0.001):.1f}" for a, b in steps if a is not None and b is not None
    )
