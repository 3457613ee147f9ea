"""A ledger of forward-looking claims: who said what would happen, and what became of it.

What is public can be taken from here, and is loaded only then:

    import ledger

    with ledger.Ledger("ledger.db", create=True) as desk:
        desk.import_(["claims/"])
        print(ledger.report(desk, by="speaker").total.accuracy.accuracy)
"""

from __future__ import annotations

TYPE_CHECKING = False  # what typing would bring is not waited for: see ledger/__main__.py
if TYPE_CHECKING:
    from typing import Any, Final

    from ledger import report
    from ledger.book.ledger import Ledger
    from ledger.errors import Problem, Refusal
    from ledger.model.filters import Filters
    from ledger.report.settings import Settings

__all__ = ["Filters", "Ledger", "Problem", "Refusal", "Settings", "report"]

PLACES: Final = {
    "Filters": "ledger.model.filters",
    "Ledger": "ledger.book.ledger",
    "Problem": "ledger.errors",
    "Refusal": "ledger.errors",
    "Settings": "ledger.report.settings",
}
"""Where each public name lives; loaded when it is asked for."""


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    import importlib  # noqa: PLC0415 - as typing

    if name == "report":  # the room, which can be called like the verb it is named after
        return importlib.import_module("ledger.report")
    if name not in PLACES:
        message = f"module 'ledger' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(importlib.import_module(PLACES[name]), name)
