"""Templates in which what comes from data is harmless: cleaned of what hides text, then escaped."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ledger.text import clean


def templates_of(package: str) -> Environment:
    """What fills in the templates of a package; nothing that they ask for may be missing."""
    return Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_cleaned,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _cleaned(value: Any) -> Any:  # noqa: ANN401 - whatever a template shows
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value
