"""HTML entities in texts of the web, such as ``&amp;``: undone once, as who wrote them meant it.

Plugins that put a page's texts into its JSON-LD, and exports made of pages, leave them escaped,
though nothing there is HTML.  What was escaped twice is undone once all the same: then what is
left is what the page shows.  A text is taken for escaped only where an entity ends as it must.
"""

from __future__ import annotations

import html
import re
from typing import Final

ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def undone(text: str) -> str:
    """The text with each entity as the character it stands for; unknown ones stay."""
    return text if "&" not in text else ENTITY.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    return html.unescape(found[0])
