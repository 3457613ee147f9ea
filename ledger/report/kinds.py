"""Kinds of claims: which of them figures are about, and what is said of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.model.claim import KINDS

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from ledger.model.filters import Filters


def headline(present: Container[str], filters: Filters) -> tuple[str, ...]:
    """The kinds that figures are about: those asked for, else the first of those ``present``.

    A prediction that fails and a plan that is dropped are different things, so no figure is about
    both unless somebody asks for it.
    """
    if filters.kind:
        return tuple(kind for kind in KINDS if kind in filters.kind)
    return tuple(kind for kind in KINDS if kind in present)[:1] or KINDS[:1]


def plural(kinds: Iterable[str]) -> str:
    """The kinds as a reader would call many claims of them."""
    return _and(f"{kind}s" for kind in kinds)


def left_out(others: Mapping[str, int], *, commands: bool = True) -> str:
    """The sentence that counts the claims of each kind that the figures are not about.

    With ``commands`` it says what to type to see those.
    """
    told = _and(f"{n:,} {kind}{'s' * (n != 1)}" for kind, n in others.items())
    are = "is" if sum(others.values()) == 1 else "are"
    see = " or ".join(f"--kind {kind}" for kind in others)
    more = f": see {see}" if commands else ""
    return f"{told} {are} not in these figures{more}."


def _and(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
