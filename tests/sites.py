"""What the tests of a site share: what is in a folder, and where its pages lead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from ledger.site.publish import publish

if TYPE_CHECKING:
    from pathlib import Path

    from ledger import Ledger
    from ledger.model.site_settings import SiteSettings
    from ledger.site.folder import Done

LINK: Final = re.compile(r'(?:href|src|action|cite)="([^"]*)"')
LOADED: Final = re.compile(r'<(?:script src|link rel="(?:stylesheet|icon)"|img)')
DRAWN: Final = re.compile(rb"<svg.*?</svg>", re.DOTALL)

HEAVIEST: Final = 50_000
"""Bytes a page may have without its pictures."""


def published(ledger: Ledger, folder: Path, settings: SiteSettings, as_of: str = "") -> Done:
    """What a run did."""
    return publish(ledger, folder, settings, as_of or None)[1]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its path."""
    return {
        one.relative_to(folder).as_posix(): one.read_bytes()
        for one in sorted(folder.rglob("*"))
        if one.is_file()
    }


def lost_links(found: dict[str, bytes]) -> list[tuple[str, str]]:
    """The links of pages that lead to no file."""
    lost = []
    for path, data in found.items():
        if not path.endswith(".html") or path == "404.html":
            continue
        for link in LINK.findall(data.decode()):
            parts = urlsplit(link.replace("&amp;", "&"))
            if parts.scheme or parts.netloc or not parts.path:
                continue
            steps = path.split("/")[:-1]
            for step in unquote(parts.path).split("/"):
                if step == "..":
                    steps.pop()  # a link above the folder raises
                else:
                    steps.append(step)
            if "/".join(steps) not in found:
                lost.append((path, link))
    return lost


def too_heavy(found: dict[str, bytes]) -> list[tuple[str, int]]:
    """The pages that weigh too much, or load too much."""
    pages = {path: data for path, data in found.items() if path.endswith(".html")}
    heavy = [(path, len(DRAWN.sub(b"", data))) for path, data in pages.items()]
    many = [(path, 1 + len(LOADED.findall(data.decode()))) for path, data in pages.items()]
    return [
        *(one for one in heavy if one[1] > HEAVIEST),
        *(one for one in many if one[1] > 4),
    ]
