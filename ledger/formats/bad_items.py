"""Items of a JSON list that are left out, as a list of their own: to be mended, and imported."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ledger.formats import strict_json
from ledger.formats.encodings import decoded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.formats.registry import GivenFile

SUFFIX: Final = ".json"
"""How the file of such items ends."""

NUMBER: Final = re.compile(r'"\\u0000([^"]*)"')


def bad_items(given: GivenFile, wrapper: str = "") -> str:
    """The items in ``given.left_out``, which may stand under the key ``wrapper``."""
    root = strict_json.parse(decoded(Path(given.name), given.data, given.options.encoding))
    if isinstance(root, dict) and isinstance(root.get(wrapper), list):
        root = root[wrapper]
    items = root if isinstance(root, list) else [root]
    return printed(one for number, one in enumerate(items, 1) if number in given.left_out)


def printed(items: Iterable[Any]) -> str:
    """Items as JSON, an item a line; numbers are written as they were."""
    lines = [
        NUMBER.sub(r"\1", json.dumps(one, ensure_ascii=False, default=_marked)) for one in items
    ]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def _marked(value: object) -> str:
    """A number as a text that `NUMBER` finds again."""
    if isinstance(value, Decimal):
        return f"\x00{value}"
    return str(value)
