"""The forecasts that stand in a list in the object of their question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledger.formats.strict_json import Listing
    from ledger.formats.trackers.assembly import Assembly
    from ledger.model.bundle import Origin
    from ledger.model.field_reader import Place


def series(
    assembly: Assembly,
    found: tuple[Listing, Place, Mapping[str, Any]],
    key: str,
    names: Mapping[str, str],
) -> Iterator[tuple[Origin, Mapping[str, Any]]]:
    """The objects in the list under ``key``, each with where it stands.

    What is no list, and what in it is no object, is a problem; ``names`` are what they call our
    keys.
    """
    listing, place, one = found
    items = one.get(key)
    if items is None:
        return
    if not isinstance(items, list):
        assembly.complain(
            listing.origin((*place, key), {}), "", f"{key} is not a list.", code="no-list"
        )
        return
    for number, item in enumerate(items):
        at = listing.origin((*place, key, number), names)
        if isinstance(item, dict):
            yield at, item
        else:
            assembly.count()
            assembly.complain(at, "", f"This item of {key} is not an object.", code="no-object")
