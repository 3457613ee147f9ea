"""What a shell offers where Tab is pressed: ids and names of the ledger that the line names."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from ledger.invocation import USUAL

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import click

    from ledger.book.ledger import Ledger

    Complete = Callable[[click.Context, click.Parameter, str], list[str]]

VARIABLE: Final = "_LEDGER_COMPLETE"
"""By which a shell asks the program what it offers."""

UNPLAIN: Final = re.compile(r"[^\w@%+=:,./-]")
"""Characters that mean something to a shell, or may."""

MOST: Final = 100
"""How many ids are offered."""

NAMES: Final = {"speaker": "speaker", "publisher": "publisher", "topic": "topic", "topics": "topic"}
"""Names that are offered, by the parameter they are given to."""

IDS: Final = {"source": ("source",), "question": ("question",)}
"""Ids that are."""


def ids(ctx: click.Context, param: click.Parameter, typed: str) -> list[str]:
    """The ids that begin as was typed, of the kinds that the parameter takes."""
    kinds = IDS.get(param.name or "", ("claim", "question"))
    return _asked(ctx, lambda ledger: ledger.ids(typed, kinds, MOST))


def names(ctx: click.Context, param: click.Parameter, typed: str) -> list[str]:
    """The names that begin as was typed, in any case."""
    start = typed.casefold()
    known = _asked(ctx, lambda ledger: ledger.names(NAMES[param.name or ""]))
    found = [name for name in known if name.casefold().startswith(start)][:MOST]
    return [UNPLAIN.sub(r"\\\g<0>", name) for name in found] if _in_bash() else found


def _in_bash() -> bool:
    """Whether it is bash that asks, which puts what is offered into the line as it is."""
    return os.environ.get(VARIABLE, "").startswith("bash")


def of(name: str) -> Complete | None:
    """What completes a parameter of that name; None for what nothing does."""
    return names if name in NAMES else ids if name in IDS else None


def _asked(ctx: click.Context, ask: Callable[[Ledger], Sequence[str]]) -> list[str]:
    """What a ledger answers; nothing where there is none, or it cannot be read."""
    from ledger.book.ledger import Ledger

    with suppress(Exception):
        target = ctx.find_root().params.get("db") or USUAL
        with Ledger(target) as ledger:
            return list(ask(ledger))
    return []
