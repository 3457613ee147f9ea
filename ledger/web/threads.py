"""The threads in which pages are made.

Those that only read share a few.  Whatever may take long, as a form does or to verify, has threads
of its own, so that it keeps no page waiting.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread

if TYPE_CHECKING:
    from collections.abc import Callable

MOST: Final = 4
"""So many pages are read for at a time: more would only wait for one another, and hold memory."""

P = ParamSpec("P")
R = TypeVar("R")


async def in_thread(work: Callable[P, R], *args: P.args, **options: P.kwargs) -> R:
    """What some work comes to that may take long."""
    return await to_thread.run_sync(partial(work, *args, **options))


async def in_turn(work: Callable[P, R], *args: P.args, **options: P.kwargs) -> R:
    """What some work comes to that only reads, done once it is its turn."""
    return await to_thread.run_sync(partial(work, *args, **options), limiter=_limiter())


@cache
def _limiter() -> CapacityLimiter:
    return CapacityLimiter(MOST)
