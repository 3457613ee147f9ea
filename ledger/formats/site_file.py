"""``site.toml``: what a site is called, who answers for it, and what is not shown on it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

from ledger.errors import FileTrouble
from ledger.formats.claimfile.files import read_text
from ledger.model import site_settings
from ledger.model.site_settings import SiteSettings

NAME: Final = "site.toml"
"""What the file is called where nobody names another."""

MAX_BYTES: Final = 1024 * 1024


def read_site(path: Path | None = None) -> SiteSettings:
    """The settings in a file; without a ``path`` those in ``site.toml`` here, if it is there.

    Raises:
        FileTrouble: it cannot be read, or a setting is none or not what it may be.
    """
    if path is None:
        path = Path(NAME)
        if not path.exists():
            return SiteSettings()
    try:
        return site_settings.read(tomllib.loads(read_text(path, MAX_BYTES)))
    except (ValueError, RecursionError) as trouble:
        raise FileTrouble(
            f"{path} does not describe a site: {trouble}", "See docs/site.md for what it may hold."
        ) from trouble
