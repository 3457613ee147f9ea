"""One ledger that holds something of everything, so that each feature meets each other one.

It is the same on every database, to the byte: the days and names are fixed, and so is the root.
"""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from ledger.book.ledger import Ledger
from ledger.model.verdicts import Verdict

HERALD: Final = {
    "id": "herald",
    "publisher": "The Herald",
    "title": "What comes next | a <b>list</b>",
    "authors": ["Gail Reed", "=HYPERLINK(1)"],
    "published": "2023-01-10",
    "url": "https://herald.example/next?a=1&b=2",
    "archive_url": "https://archive.example/next",
    "language": "en",
}
MAIL: Final = {"id": "mail", "publisher": "The Mail; Weekly", "published": "2023-01/2023-02"}
GAZETTE: Final = {"id": "gazette", "publisher": "الجريدة", "published": "2023~"}

EVIDENCE: Final = [
    {"url": "https://agency.example/story", "publisher": "The Agency", "published": "2023-06-20"},
    {"source": "mail", "note": "It says so on page 3; twice."},
]

LONG: Final = "It comes about that " + "a very long statement goes on and on, " * 60 + "and ends."
DATES: Final = {
    "day": "2023-06-30",
    "month": "2023-06",
    "year": "2023",
    "interval": "2023-05-01/2023-06-30",
    "approximate": "2023-06~",
    "doubtful": "2023-06?",
    "both": "2023%",
    "season": "2023-21",
    "open": "../2023-06-30",
    "decade": "202X",
    "far": "2199-12-31",
    "none": "",
}
"""A due day of each sort."""

SHEET: Final = """\
id,publisher,published,speaker,statement,due,verdict
torn,The Sheet,2023-01-12,Eve,It is torn.,2023-06-30,happened
torn,The Sheet,2023-01-12,Eve,It is torn.,2023-06-30,did-not-happen
"""
"""One claim with two final verdicts, of which neither stands."""

SPEAKERS: Final = {
    "rtl": "محمد بن سلمان",
    "wide": "李小龍",
    "emoji": "Zoë 👩‍🚀 O'Neil",
    "formula": "=SUM(A1)",
    "markdown": "*Bold* | [x](y) `z`",
    "entities": "Procter &amp; <Gamble>",
    "long": "The Interministerial Committee for the Preparation of Everything That May Come Next",
    "comma": "Smith, John; Jr.",
}
"""Names that are hard to show."""

STANDS: Final[dict[str, dict[str, str]]] = {
    "shared": {"speaker": "Ann", "probability": "1", "statement": "It comes about: shared."},
    "for-again": {"speaker": "Ann", "probability": "0.8", "made": "2023-01-14"},
    "against-no": {"speaker": "Bob", "stance": "against", "probability": "0"},
    "no-side": {"speaker": "Cleo", "stance": "none", "wording": "may"},
    "even": {"speaker": "Dora", "probability": "0.5"},
    "crowd": {"speaker": "unnamed: experts", "attribution": "unattributed"},
    "reported": {"speaker": "J. Black", "attribution": "reported", "wording": "likely"},
}
"""Stands that several take on one question, which the first of them makes."""


class Everything:
    """A ledger being filled at ``place`` (a path or URL), kept at noon of the day last set."""

    def __init__(self, place: str | Path) -> None:
        self._now = datetime(2023, 1, 15, 12, tzinfo=UTC)
        self.ledger = Ledger(place, recorder="desk", clock=lambda: self._now, create=True)

    def on(self, day: str, recorder: str = "desk") -> None:
        """Go on at noon of ``day``."""
        self._now = datetime.fromisoformat(f"{day}T12:00:00+00:00")
        self.ledger.recorder = recorder

    def claim(self, identifier: str, source: Any = "herald", **keys: Any) -> None:  # noqa: ANN401
        """Add a claim about which nothing matters but ``keys``; an empty text leaves a key out."""
        own = {} if "question" in keys else {
            "statement": f"It comes about: {identifier}.", "due": "2023-06-30"
        }  # fmt: skip
        told = {"id": identifier, "speaker": "Ann", **own, **keys}
        self.ledger.add({key: value for key, value in told.items() if value != ""}, source)

    def outcome(self, identifier: str, verdict: str, **keys: Any) -> None:  # noqa: ANN401
        """Record an outcome, on evidence where nothing else is said."""
        self.ledger.record(identifier, {"verdict": verdict, "evidence": EVIDENCE, **keys})


def fill(place: str | Path) -> None:
    """Make the ledger at ``place``; in a file it is a copy of one that was made before."""
    if "://" in str(place):
        _make(place)
    else:
        Path(place).write_bytes(_file())


@cache
def _file() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "ledger.db")
        _make(path)
        return path.read_bytes()


def _make(place: str | Path) -> None:
    made = Everything(place)
    with made.ledger:
        _claims(made)
        _outcomes(made)
        _disputes(made)
        _corrections(made)
        _merges(made)
        _others(made)


def _claims(made: Everything) -> None:
    made.claim("came", HERALD, role="minister", organisation="The Cabinet", quote="“It will”")
    made.claim("pledged", MAIL, kind="pledge", speaker="Bob", topics=["health", "a; b"])
    made.claim("planned", GAZETTE, kind="plan", speaker="Bob", wording="aims to")
    for name, due in DATES.items():
        made.claim(f"due-{name}", due=due, note=f"Due: {due}")
    made.claim("due-words", due="by the end of June 2023", due_basis="context", topics=["health"])
    made.claim("due-desk", due="2023-06-30", due_basis="desk", criteria="As\nwe say.")
    for name, speaker in SPEAKERS.items():
        made.claim(f"by-{name}", "mail", speaker=speaker, topics=["صحة", "health"])
    made.claim("long", statement=LONG, quote=LONG, note=LONG, condition="If it rains.")
    made.claim("vague", checkable=False)
    made.claim("too-late", speaker="Bob")
    for name, keys in STANDS.items():
        made.claim(name, **({} if name == "shared" else {"question": "shared"}), **keys)
    made.claim("counted", type="number", unit="seats", answer="more than 300", speaker="Bob")
    made.claim("counted-range", question="counted", answer="320 to 380 @ 90%")
    made.claim("which", type="categories", options=["red", "blue"], answer="red=0.7; blue=0.3")
    made.claim("when", "mail", type="date", due="", answer="by 2023-06")
    for k in range(12):
        made.claim(f"f{k}", speaker=f"Forecaster {k % 3}", probability=f"0.{k * 8 + 5:02}")
    made.claim("certain", speaker="Bob", probability="1")
    made.claim("impossible", "mail", speaker="Cleo", probability="0", question="certain")
    made.claim("scheduled", due="", resolve_by="2023-06-30", closes="2023-06-01")
    made.claim("market", "mail", due="", closes="2023-05", probability="0.6")
    made.claim("market-too", "mail", due="", closes="2023-05", probability="0.3", speaker="Bob")
    made.claim("plain-blank", speaker="Ann Lee")
    made.claim("other-blank", speaker="Ann\u00a0Lee", topics=["he\u00adalth"])
    made.claim("full-name", speaker="James Black", wording="almost certainly")
    made.claim("gone")
    made.claim("also-gone", speaker="Bob")


def _outcomes(made: Everything) -> None:
    made.on("2023-05-01")
    made.outcome("came", "in-progress", happened_on="2023-04")
    made.ledger.amend("planned", {"wording": "plans to", "quote": "we plan to"})
    made.outcome("pledged", "stalled")
    made.outcome("due-far", "happened", happened_on="2023-04-30")
    made.on("2023-07-20", "Bea")
    made.outcome("counted", "answered", answer="330", answer_low="325", answer_high="340")
    made.outcome("when", "answered", answer="2023-06", happened_on="2023-06")
    of_yes_or_no = [one for one in Verdict if not one.traits.takes_answer]
    for verdict, name in zip(of_yes_or_no, [*SPEAKERS, "wide"], strict=False):
        late = {"happened_on": "2023-07-10"} if verdict == Verdict.LATE else {}
        made.outcome(f"by-{name}", verdict, **late)
    for k in range(12):
        made.outcome(f"f{k}", "did-not-happen" if k % 3 == 0 else "happened")
    made.outcome("shared", "partly", value="0.75", note="Three of four.")
    made.outcome("due-day", "partly")
    made.outcome("due-month", "happened", evidence=[])
    made.outcome("due-none", "happened", happened_on="2023-06")
    made.outcome("due-words", "did-not-happen", happened_on="2023-06~")
    made.outcome("due-desk", "did-not-happen")
    made.outcome("too-late", "happened", happened_on="2022-12-01")
    made.outcome("certain", "did-not-happen")
    made.outcome("scheduled", "happened", happened_on="2023-07-03")
    made.outcome("market", "happened")
    made.outcome("market-too", "did-not-happen")
    made.outcome("plain-blank", "happened")
    made.outcome("other-blank", "did-not-happen")
    made.outcome("vague", "unclear")
    made.outcome("full-name", "happened", happened_on="2023-06-29")


def _disputes(made: Everything) -> None:
    made.on("2023-07-22", "Cy")
    made.outcome("came", "happened", blind=True)
    made.outcome("due-season", "did-not-happen", blind=True)
    made.on("2023-07-23", "Bea")
    made.outcome("due-season", "happened", happened_on="2023-05-02", blind=True)
    made.on("2023-07-24")
    made.outcome("came", "did-not-happen")
    made.outcome("due-season", "happened", happened_on="2023-05-02", adjudicates=True)

    with tempfile.TemporaryDirectory() as folder:
        sheet = Path(folder, "sheet.csv")
        sheet.write_text(SHEET, encoding="utf-8")
        made.ledger.import_([sheet])


def _corrections(made: Everything) -> None:
    made.on("2023-08-01")
    made.ledger.amend("herald", {"title": "What came next", "note": "Moved."}, "A new title.")
    made.ledger.amend("by-long", {"note": "Long."})
    made.ledger.amend("due-words", {"quote": "it will come", "due": "2023-06-29"}, "Cut short.")
    made.ledger.amend("came#2", {"note": "Nothing came."}, "Explained.")
    made.outcome("came", "happened", happened_on="2023-06-30", reason="A second look.")
    made.outcome("by-rtl", "void", reason="It lost its meaning.")
    made.ledger.withdraw("gone", "It was said of another year.")
    made.ledger.withdraw("also-gone", "Another speaker.")
    made.ledger.withdraw("due-desk#1", "Too early to say.")
    made.ledger.withdraw("due-decade", "No such day.")
    made.ledger.withdraw("crowd", "Nobody said it.")


def _merges(made: Everything) -> None:
    made.on("2023-08-10")
    made.ledger.merge("J. Black", "James Black", "One man.")
    made.ledger.merge("Dora", "Ann", "A slip.")
    made.ledger.unmerge("Dora", "Two women.")
    made.ledger.merge(SPEAKERS["emoji"], "Cleo", "A stage name.")
    made.on("2023-09-01")


def _others(made: Everything) -> None:
    """What an editor does besides: proposals and responses."""
    answer = {"by": "Ann <Lee>", "date": "2023-08", "text": "It came;\nand | so on."}
    made.ledger.respond("came", answer | {"url": "https://ann.example/?a=1&b=2"})
    made.ledger.respond("by-rtl", answer | {"by": SPEAKERS["rtl"]})
    made.ledger.respond("by-rtl", answer)
    made.ledger.amend("by-rtl#r1", {"text": "No."})
    made.ledger.withdraw("by-rtl#r2", "Said of another.")
    for name in ("proposed", "approved"):
        made.claim(name, "mail", speaker="Bob", proposed=True)
        made.outcome(name, "happened")
    made.on("2023-09-02", "Bea")
    made.ledger.approve("approved", "Seen.")
    made.ledger.recorder = "desk"
