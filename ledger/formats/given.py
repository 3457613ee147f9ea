"""What a reader is given: one file's bytes, and what was asked for with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date


@dataclass(frozen=True, slots=True)
class Options:
    """How foreign files are to be understood.

    ``columns`` gives our key for each of their names (``""``: leave it out), ``values`` our word
    for a key and a word of theirs, ``defaults`` what a key holds where a file says nothing,
    ``encoding`` how text is encoded where that shall not be guessed, and ``zone`` the IANA time
    zone in which moments that are written in UTC fall on a day.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[tuple[str, str], str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    zone: str | None = None

    @property
    def is_mapping(self) -> bool:
        """Whether they say anything of columns and words."""
        return bool(self.columns or self.values or self.defaults)


@dataclass(frozen=True, slots=True)
class GivenFile:
    """One file to read: its path as people wrote it, its bytes, and how to take them.

    ``horizon`` is the latest day it is anywhere on Earth; ``left_out`` are the rows to pass over,
    as problems count them; ``track`` shows progress over rows,
    or what else has a length and is gone through.
    """

    name: str
    data: bytes
    horizon: date
    options: Options = field(default_factory=Options)
    left_out: frozenset[int] = frozenset()
    track: Callable[[Any], Iterable[Any]] = iter
