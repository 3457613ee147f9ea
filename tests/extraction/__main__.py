"""Measure what `ledger extract` proposes: ``python -m tests.extraction``, in the project's folder.

The figures go into docs/extract.md.  ``--text FILE`` adds the article of claims/2023, whose text is
not shipped, against its claim file.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
import tomllib
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from ledger.extract import propose

from .agreement import agreement
from .corpora import HERE, Labelled, article, developed, held_out, labels_of
from .figures import FIGURES, figure
from .matching import score
from .spoiling import spoilt_proposals

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .matching import Scored

PAGE: Final = HERE.parents[1] / "docs" / "extract.md"
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
VILNIUS: Final = HERE.parents[1] / "claims" / "2023" / "jt-2023-07-nato-vilnius.toml"
DENSE: Final = 0.2
"""From what share of sentences that look ahead on an article counts as dense."""

GOALS: Final = {
    "recall": 0.88, "precision": 0.85, "speaker": 0.82, "stated due": 0.85,
    "no due invented": 0.95, "stance": 0.90, "verbatim": 1.0,
}  # fmt: skip
SPARSE_GOAL: Final = 0.60
RUNS: Final = 5


def scored(several: Sequence[Labelled], *, sure: bool = False) -> list[Scored]:
    """The proposals on each article, held against its labels."""
    return [score(one, propose(one.article, sure=sure)) for one in several]


def table(columns: dict[str, Sequence[Scored]]) -> Iterator[str]:
    """One row a figure, one column a set of articles."""
    yield f"| | goal | {' | '.join(columns)} |"
    yield f"| :-- | --: |{' --: |' * len(columns)}"
    for name in FIGURES:
        cells = (str(figure(name, several)) for several in columns.values())
        yield f"| {name} | {GOALS[name]:.0%} | {' | '.join(cells)} |"
    counts = (f"{len(several)}" for several in columns.values())
    yield f"| articles | | {' | '.join(counts)} |"
    claims = (sum(len(s.pairs) + len(s.missed) for s in several) for several in columns.values())
    yield f"| labelled claims | | {' | '.join(map(str, claims))} |"
    ahead = (
        f"{sum(s.ahead for s in several) / max(1, sum(s.sentences for s in several)):.0%}"
        for several in columns.values()
    )
    yield f"| sentences that look ahead | | {' | '.join(ahead)} |"


def seconds(words: int) -> float:
    """The median CPU time of the whole command on a text of so many words."""
    text = (HERE / "developed" / "1-tram.txt").read_text("utf-8")
    whole = (text + "\n") * (words // len(text.split()) + 1)
    took = []
    with TemporaryDirectory() as folder:
        path = Path(folder) / "article.txt"
        path.write_text(whole, encoding="utf-8")
        command = [
            sys.executable, "-m", "ledger", "extract", str(path), "--publisher", "P",
            "--published", "2026-11-18",
        ]  # fmt: skip
        for _ in range(RUNS):
            begun = _children()
            subprocess.run(command, check=True, capture_output=True)
            took.append(_children() - begun)
    return sorted(took)[RUNS // 2]


def _children() -> float:
    """Seconds of CPU that programs started here have used; elsewhere those of the clock."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return time.monotonic()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def page() -> Iterator[str]:
    """All figures, as Markdown."""
    new = list(held_out())
    found = scored(new)
    dense = [one for one in found if one.density >= DENSE]
    sparse = [one for one in found if one.density < DENSE]
    old = scored(list(developed()))
    columns = {"held out": found, "of these dense": dense, "of these sparse": sparse}
    columns |= {"held out, `--sure`": scored(new, sure=True), "developed on": old}
    yield from table(columns)
    yield ""
    yield (
        f"Dense is an article in which at least {DENSE:.0%} of the sentences look ahead; of sparse "
        f"ones a precision of {SPARSE_GOAL:.0%} was aimed at."
    )
    both, share, same = agreement(new)
    yield (
        f"The two passes of labelling agree on {both} claims, {share:.0%} of those that either "
        f"has, and of these on speaker, stance and day in {same:.0%}."
    )
    spoilt = spoilt_proposals(new)
    yield (
        f"Spoilt proposals through `--using` that were refused: {spoilt.refused} of "
        f"{spoilt.spoilt}; sound ones: {spoilt.lost} of {spoilt.sound}."
    )
    yield f"A text of 1,500 words takes {seconds(1500):.1f} s of CPU, as a whole command."


def of_vilnius(text: Path) -> Iterator[str]:
    """The figures on the article of claims/2023."""
    gold = tomllib.loads(VILNIUS.read_text("utf-8"))
    source = gold["source"]
    read = replace(article(text, source["published"], source["publisher"]), title=None)
    yield from table({"Vilnius": scored([Labelled("vilnius", read, tuple(labels_of(gold)))])})


def main(words: Sequence[str] | None = None) -> None:
    """Print the figures, and put them into the page unless told otherwise."""
    parser = argparse.ArgumentParser(prog="python -m tests.extraction", description=__doc__)
    parser.add_argument("--text", type=Path, help="the text of the article of claims/2023")
    parser.add_argument("--print", action="store_true", help="only print")
    given = parser.parse_args(words)
    if given.text:
        print("\n".join(of_vilnius(given.text)))  # noqa: T201 - what it is for
        return
    told = "\n".join(page())
    print(told)  # noqa: T201 - what it is for
    if not given.print:
        before = PAGE.read_text("utf-8")
        whole = re.compile(f"{BEGIN}\n.*?{END}", re.DOTALL)
        PAGE.write_text(whole.sub(lambda _: f"{BEGIN}\n{told}\n{END}", before), "utf-8")


if __name__ == "__main__":
    main()
