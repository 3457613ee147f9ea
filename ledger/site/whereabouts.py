"""What tells others where a site is and how it is to be served: site map, robots, headers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from ledger.site.folder import File
from ledger.web.policy import embedded, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.model.site_settings import SiteSettings

MOST: Final = 50_000
"""How many addresses a site map may have (sitemaps.org)."""

SPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
HIDDEN: Final = ("embed/", "404.html", "search.html")
"""Pages that nobody is to find by themselves."""


def whereabouts(settings: SiteSettings, paths: Sequence[str]) -> Iterator[File]:
    """The files that are made of the paths of all others."""
    yield _file("_headers", headers(settings, paths))
    if settings.address is None:
        return
    pages = sorted(one for one in paths if one.endswith(".html") and not one.startswith(HIDDEN))
    address = settings.address
    robots = f"User-agent: *\nAllow: /\n\nSitemap: {address}sitemap.xml\n"
    yield _file("robots.txt", robots)
    if len(pages) <= MOST:
        yield _file("sitemap.xml", _map("urlset", "url", [f"{address}{one}" for one in pages]))
        return
    parts = [pages[start : start + MOST] for start in range(0, len(pages), MOST)]
    names = [f"sitemap-{n}.xml" for n in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        yield _file(name, _map("urlset", "url", [f"{address}{one}" for one in part]))
    index = _map("sitemapindex", "sitemap", [f"{address}{one}" for one in names])
    yield _file("sitemap.xml", index)


def _file(path: str, text: str) -> File:
    return File(path, "", text.encode)


def _map(root: str, item: str, addresses: Sequence[str]) -> str:
    lines = (f"<{item}><loc>{escape(one)}</loc></{item}>\n" for one in addresses)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f'{head}<{root} xmlns="{SPACE}">\n{"".join(lines)}</{root}>\n'


def headers(settings: SiteSettings, paths: Sequence[str]) -> str:
    """The headers that hosts of static files add, as Netlify and Cloudflare Pages read them.

    What may be framed has a policy of its own.  As a host sends the headers of all rules that fit,
    no rule is for everything.
    """
    tops = sorted({one.split("/")[0] + "/*" * ("/" in one) for one in paths} - {"embed/*"})
    rules = ["/", *(f"/{one}" for one in tops)]
    pretty = [rule.removesuffix(".html") for rule in rules if rule.endswith(".html")]
    told = [(rule, plain()) for rule in (*rules, *pretty)]
    told.append(("/embed/*", embedded(settings.embed)))
    return "".join(
        f"{rule}\n" + "".join(f"  {name}: {value}\n" for name, value in policy) + "\n"
        for rule, policy in told
    )
