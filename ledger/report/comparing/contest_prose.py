"""The words of a contest: what its figures mean, and who can be told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.report.repeats_prose import about_repeats
from ledger.scoring.intervals import LEVEL
from ledger.text import counted, score

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.report.comparing.contest import Contest


def sentences(found: Contest) -> Iterator[str]:
    """What a reader needs to know beside the tables, a sentence or two each."""
    sides = found.contestants
    if not sides:
        yield "Nobody gave a probability here that can be scored."
        return
    yield (
        f"{counted(found.questions, 'question')} had a probability that can be scored. Share is "
        f"how many of them each answered; whoever answers few may have chosen the easy ones."
    )
    if len(sides) > 1:
        yield _told_apart(found)
        yield (
            "Relative is each Brier score less the median of the others' on the same question "
            "(below 0 is better); skill is the mean ratio of Brier scores, two by two, on the "
            "questions that both answered (below 1 is better)."
        )
    if any(one.peer_brier is not None for one in sides):
        yield (
            f"Peer is the others' mean score less one's own while both stood (above 0 is better); "
            f"q below {1 - LEVEL:.2f} says so for the whole list (Benjamini and Hochberg). "
            f"Logarithms take nobody to have given less than {found.floor:g} to what came about."
        )
    if alone := sum(one.alone for one in sides):
        were = "answer has" if alone == 1 else "answers have"
        yield f"{alone:,} {were} no other beside it, and so no relative and no peer score."
    if found.crowds[0].questions:
        told = [f"{score(one.brier, 3)} ({one.way})" for one in found.crowds]
        yield (
            f"A crowd of all, of what stood at the end, scores {', '.join(told[:-1])} and "
            f"{told[-1]} on {counted(found.crowds[0].questions, 'question')}."
        )
    if (power := found.settings.extremise) is not None:
        yield (
            f"The mean log odds of crowds are multiplied by {power:g}. Whoever chooses that number "
            f"by what scores best here has a score that no other questions will have."
        )
    if found.left_out:
        yield (
            f"{found.left_out:,} more with fewer questions have no line, and are among the others."
        )
    if found.settings.cluster == "source":
        yield "Questions that a chain of shared sources connects are taken as settled together."
    yield from about_repeats(found.settings)


def _told_apart(found: Contest) -> str:
    """Whether any two differ for sure, and that ranks are intervals."""
    n = len(found.contestants)
    if all((one.rank_best, one.rank_worst) == (1, n) for one in found.contestants):
        return (
            f"These data tell no two of them apart: each may be anything from first to last of {n}."
        )
    return (
        f"A rank is an interval: with {LEVEL:.0%} confidence all of them hold at once. Two whose "
        f"intervals overlap are not told apart by rank."
    )
