"""The sample exports of trackers, and a zip of Metaculus's made of its two sheets."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Final

SAMPLES: Final = Path(__file__).parent / "trackers"
SHEETS: Final = ("question_data.csv", "forecast_data.csv")


def sample(name: str) -> str:
    """The text of a sample."""
    return (SAMPLES / name).read_text(encoding="utf-8")


def zipped(**sheets: str) -> bytes:
    """A zip as Metaculus makes them, with the sample's sheets or others, by their stems."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.md", "What is in here.")
        for name in SHEETS:
            archive.writestr(name, sheets.get(name.removesuffix(".csv"), sample(name)))
    return made.getvalue()
