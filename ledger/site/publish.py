"""A ledger as a folder of files: what was written before is written again only where it changed."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from itertools import chain
from typing import TYPE_CHECKING, Final

from ledger.site.contents import contents_of
from ledger.site.data_files import data_files
from ledger.site.folder import File, Folder
from ledger.site.front import front_pages
from ledger.site.lists import claim_lists, name_lists
from ledger.site.manifest import Manifest, read_manifest
from ledger.site.pages import cut_pages, question_pages, source_pages
from ledger.site.search_index import index_files, index_stamp
from ledger.site.whereabouts import whereabouts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from ledger.book.ledger import Ledger
    from ledger.model.site_settings import SiteSettings
    from ledger.site.contents import Contents
    from ledger.site.folder import Done

STATIC: Final = ("ledger.css", "ledger.js", "search.js", "icon.svg")
SEARCH: Final = "search/"


def publish(  # noqa: PLR0913 - each an option of the command
    ledger: Ledger,
    folder: Path,
    settings: SiteSettings,
    as_of: str | None = None,
    *,
    dry_run: bool = False,
    track: Callable[[Sequence[File]], Iterable[File]] = iter,
) -> tuple[Contents, Done]:
    """Let a folder hold the site of a ledger as of a moment.

    Args:
        ledger: what is shown.
        folder: where to; it is made where it is not there.
        settings: what ``site.toml`` says.
        as_of: the moment, by default now.
        dry_run: only tell what would be written.
        track: goes through the files, and may show how far it has come.

    Raises:
        FileTrouble: the folder has other things in it, or a file cannot be written.
    """
    before = read_manifest(folder) or Manifest()
    site = contents_of(ledger, settings, as_of)
    made = _made_by(settings)
    trusts = before.made == made and _is_same_journal(site, before)
    # What is listed apart is known once the pages are: they come first.
    pages = [
        *question_pages(site), *source_pages(site), *cut_pages(site),
    ]  # fmt: skip
    others = chain(claim_lists(site), name_lists(site), front_pages(site), data_files(site))
    every = [*pages, *others, *_static()]
    with Folder(folder, before, trusts=trusts, dry=dry_run) as into:
        kept = into.kept_below(SEARCH, index_stamp(site))
        index = [] if kept else list(index_files(site))
        paths = sorted({one.path for one in (*every, *index)} | set(kept))
        for one in track([*every, *index, *whereabouts(settings, paths)]):
            into.put(one)
        # The hash of what is held back would help to guess it: no file may have that.
        root = site.remembered.root(f"{site.until}@{site.moment.day}")
        return site, into.finish(made, site.as_of, site.until, root.hex())


def _static() -> Iterator[File]:
    folder = files("ledger.web").joinpath("static")
    for name in STATIC:
        yield File(f"static/{name}", "static", folder.joinpath(name).read_bytes)


def _is_same_journal(site: Contents, before: Manifest) -> bool:
    """Whether the journal begins with that of which the last site was made, or the other way."""
    if before.entry > site.ledger.moment().entry:
        return False
    return site.ledger.root(f"{before.entry}@{site.moment.day}").hex() == before.root


def _made_by(settings: SiteSettings) -> str:
    """A digest of all that pages are made by besides the ledger: program, templates, settings."""
    told = f"{version('claim-ledger')} {_templates()} {sorted(asdict(settings).items())}"
    return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@cache
def _templates() -> str:
    """A digest of the templates, and of the modules that fill them in."""
    found = sha256()
    for package in ("ledger.web", "ledger.site"):
        waiting = [files(package)]
        while waiting:
            place = waiting.pop()
            for one in sorted(place.iterdir(), key=lambda each: each.name):
                if one.is_dir():
                    if not one.name.startswith("__"):
                        waiting.append(one)
                elif one.name.endswith((".py", ".html", ".css", ".js", ".svg")):
                    found.update(one.name.encode() + b"\0" + one.read_bytes())
    return found.hexdigest()
