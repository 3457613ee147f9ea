"""How far two passes of labelling agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .corpora import second_pass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .corpora import Labelled


def agreement(several: Sequence[Labelled]) -> tuple[int, float, float]:
    """How many claims both passes have, and two shares.

    The first is that of all claims that either has, the second that of those of both on which
    speaker, stance and day are the same, too.
    """
    otherwise = second_pass()
    both = either = same = 0
    for one in several:
        changed = otherwise.get(one.name, {})
        shared = len(one.labels) - len(changed.get("without", ()))
        both += shared
        either += len(one.labels) + len(changed.get("added", ()))
        same += shared - len(changed.get("days", {}))
    return both, both / either, same / both
