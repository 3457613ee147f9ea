"""Claim files written to a folder: only those that differ, their comments and order kept."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from ledger import edtf
from ledger.errors import FileTrouble
from ledger.formats.claimfile.document import bundle_document, print_document
from ledger.formats.claimfile.files import read_text, toml_files
from ledger.formats.claimfile.read import read_claim_file
from ledger.formats.claimfile.rewrite import rewrite_document
from ledger.formats.write_files import writing_within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    Document = Mapping[str, Any]


def write_claim_files(
    documents: Iterable[tuple[str, Document]], folder: Path, horizon: date
) -> Iterator[Path | None]:
    """Make the claim files in ``folder`` say what ``documents``, by the source's id, say.

    A source's file is the one in the folder that has its id, else ``YEAR/SOURCE-ID.toml``.  A file
    that says the same in other words is left as it is.  ``horizon`` is the latest day it is
    anywhere on Earth.  The answer names for each document the file written, or None.

    Raises:
        FileTrouble: a file in the folder has problems, or one cannot be written.
    """
    try:
        if folder.is_file():
            raise FileTrouble(f"{folder} is a file, not a folder.")
        there = _files(folder)
    except OSError as trouble:
        raise FileTrouble(f"{folder} cannot be read: {trouble.strerror}.") from trouble
    with writing_within(folder) as write:
        for source, document in documents:
            path = there.get(source)
            text = None if path is None else path.read_bytes().decode("utf-8-sig")
            path = path or _new_path(folder, document)
            if text is None:
                new = print_document({key: tables for key, tables in document.items() if tables})
            else:
                new = _rewritten(path, text, document, horizon)
            if new != text:
                write(path, new)
            yield path if new != text else None


def _rewritten(path: Path, text: str, document: Document, horizon: date) -> str:
    """The text, each record in its own words where these say what the document says."""
    bundle, problems = read_claim_file(str(path), text, horizon)
    first = next((problem for problem in problems if problem.severity == "error"), None)
    if bundle is None or first is not None:
        raise FileTrouble(str(first), f"See all its problems with: ledger check {path}")
    raw, says = tomllib.loads(text), bundle_document(bundle)
    if says["source"] != document["source"]:
        raw["source"] = document["source"]  # words in dates hang on the day of publication
        bundle, _ = read_claim_file(str(path), print_document(raw), horizon)
        says = says if bundle is None else bundle_document(bundle)
    wanted = {"source": raw["source"]}
    for kind in ("question", "claim"):
        tables = _tables(raw.get(kind, []), says[kind], document[kind])
        if tables or kind in raw:
            wanted[kind] = tables
    return rewrite_document(text, wanted)


def _tables(
    raw: list[dict[str, Any]], says: list[dict[str, Any]], wanted: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The ``wanted`` tables in the order of the file, in its words where these say the same."""
    by_id = {table["id"]: table for table in wanted}
    kept = [
        written if said == by_id[said["id"]] else by_id[said["id"]]
        for written, said in zip(raw, says, strict=True)
        if said["id"] in by_id
    ]
    known = {said["id"] for said in says}
    return [*kept, *(table for table in wanted if table["id"] not in known)]


def _files(folder: Path) -> dict[str, Path]:
    """The claim files in ``folder`` by their source's id; hidden ones left out."""
    found: dict[str, Path] = {}
    for path in toml_files(folder):
        try:
            source = tomllib.loads(read_text(path)).get("source")
        except (ValueError, RecursionError) as trouble:
            raise FileTrouble(
                f"{path} is not TOML: {trouble}.", "Mend it, or export into another folder."
            ) from trouble
        identifier = source.get("id") if isinstance(source, dict) else None
        if not isinstance(identifier, str):
            continue
        if identifier in found:
            raise FileTrouble(
                f"{path} and {found[identifier]} both have the source {identifier!r}.",
                "Keep one of them, or export into another folder.",
            )
        found[identifier] = path
    return found


def _new_path(folder: Path, document: Document) -> Path:
    source = document["source"]
    published = edtf.parse(source["published"]).earliest if "published" in source else None
    return folder / (f"{published.year:04d}" if published else "undated") / f"{source['id']}.toml"
