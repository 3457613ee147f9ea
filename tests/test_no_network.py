"""Nothing is fetched: formats are read and written where there is no network to be had."""

from __future__ import annotations

import json
import socket
from typing import TYPE_CHECKING, NoReturn

import pytest
from clothes import MADE, SHEET
from commands import ARTICLE, Desk
from exports import CHECKS, TRACKERS, zipped

from ledger.formats.registry import JOURNAL, READERS, WRITERS

if TYPE_CHECKING:
    from pathlib import Path

REMOTE = {
    "@context": "https://schema.org",
    "@id": "https://check.example/moon",
    "@type": "ClaimReview",
    "url": "https://check.example/moon",
    "claimReviewed": "The moon is nearer.",
    "author": {"@id": "https://check.example/#us"},
    "itemReviewed": {"@id": "https://paper.example/claim"},
    "reviewRating": {"alternateName": "False"},
}
"""A ClaimReview that names documents elsewhere, which a reader of linked data would fetch."""


def offline(*_: object, **__: object) -> NoReturn:
    """Stands for whatever reaches for the network."""
    pytest.fail("the network was asked for something")


LIST = "---\nauthor: Ann\nsite: B\ntitle: A list\nurl: https://a.example\n---\n- It hails: 50%\n"


def given(folder: Path) -> dict[str, Path]:
    """A file of each format."""
    (folder / "remote.jsonld").write_text(json.dumps(REMOTE))
    (folder / "sheet.csv").write_text(
        "speaker,statement,publisher,url,evidence_url,verdict\n"
        "Ann,It rains.,P,https://p.example/a,https://e.example/a,happened\n"
    )
    (folder / "data.zip").write_bytes(zipped())
    for name in ("sheet.xlsx", "sheet.json", "sheet.yaml"):
        row = (SHEET[1][0], f"It rains on {name}.", *SHEET[1][2:])
        (folder / name).write_bytes(MADE[name]([SHEET[0], row]))
    (folder / "list.md").write_text(LIST)
    found = {path.stem: path for place in (CHECKS, TRACKERS) for path in place.iterdir()}
    return {
        **found,
        "claims": ARTICLE,
        "claimreview": folder / "remote.jsonld",
        "csv": folder / "sheet.csv",
        "metaculus": folder / "data.zip",
        "workbook": folder / "sheet.xlsx",
        "json": folder / "sheet.json",
        "yaml": folder / "sheet.yaml",
        "markdown": folder / "list.md",
    }


@pytest.mark.slow
def test_nothing_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, offline)
    desk = Desk(tmp_path)
    files = given(tmp_path)
    for form in READERS:
        assert "Added" in desk.done("import", "--from", form, files[form]), form
    for form in (*WRITERS, "ics", "atom", JOURNAL):
        desk.done("export", "--to", form, "-o", tmp_path / f"out-{form}")
    desk.done("report", "--format", "html", "-o", tmp_path / "page.html")
