"""Measure what `ledger extract` proposes: ``python -m tests.extraction``, in the project's folder.

The figures go into docs/extract.md.  ``--text FILE`` adds the article of claims/2023, whose text is
not shipped, against its claim file.
"""

from __future__ import annotations

import argparse
import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ledger.extract import propose

from .agreement import agreement
from .corpora import HERE, Labelled, article, developed, held_out, labels_of
from .figures import FIGURES, figure
from .matching import score
from .speed import times
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
FIRST: Final = 12
"""How many of the articles held out were looked at before the others were written."""


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


def columns(new: Sequence[Labelled]) -> dict[str, Sequence[Scored]]:
    """The sets of articles that a table has, by their headings."""
    found = scored(new)
    return {
        "held out": found,
        "the first twelve": found[:FIRST],
        "seven later": found[FIRST:],
        "all dense": [one for one in found if one.density >= DENSE],
        "all sparse": [one for one in found if one.density < DENSE],
        "held out, `--sure`": scored(new, sure=True),
        "developed on": scored(list(developed())),
    }


def page() -> Iterator[str]:
    """All figures but times, as Markdown."""
    new = list(held_out())
    yield from table(columns(new))
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
    told = "\n".join([*page(), times()])
    print(told)  # noqa: T201 - what it is for
    if not given.print:
        before = PAGE.read_text("utf-8")
        whole = re.compile(f"{BEGIN}\n.*?{END}", re.DOTALL)
        PAGE.write_text(whole.sub(lambda _: f"{BEGIN}\n{told}\n{END}", before), "utf-8")


if __name__ == "__main__":
    main()
