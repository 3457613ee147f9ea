"""Their words as ours: those that were mapped, our own, and those of trackers that are known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ledger.formats.cleaning import cleaned, stripped
from ledger.formats.write_files import plain
from ledger.model.keys import CHOICES, meant
from ledger.model.verdicts import FOREIGN, HALF_TRUTHS, Verdict, folded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.model.field_values import Complaint


class Words:
    """Our words for theirs: those that were mapped, then our own, then those that are known."""

    def __init__(self, values: Mapping[tuple[str, str], str]) -> None:
        self._mapped = {(key, _spaced(theirs)): ours for (key, theirs), ours in values.items()}
        own = {(key, word): word for key, words in CHOICES.items() for word in words}
        self._ours = own | {("verdict", theirs): ours for theirs, ours in FOREIGN.items()}
        self._keys = {key for key, _ in self._ours | self._mapped}

    def of_column(self, keys: tuple[str, ...], cell: str) -> str | None:
        """What was mapped for a word in a column that gives several keys; None where nothing was.

        It is told under the first of the keys, with a part for each of them.
        """
        told = self._mapped.get((keys[0], _spaced(cleaned(plain(stripped(cell))).text)), "")
        return told if keys[0] in CHOICES and " " in told else None

    def ours(self, key: str, cell: str) -> str:
        """What a cell of the column ``key`` says in our words; empty where it says nothing."""
        text = stripped(cell)
        if "'" in text:
            text = plain(text)
        if key not in self._keys:
            return text
        theirs = cleaned(text).text
        mapped = self._mapped.get((key, _spaced(theirs)))
        return self._ours.get((key, folded(theirs)), text) if mapped is None else mapped

    def rates_truth(self, cell: str) -> bool:
        """Whether a verdict's word, which nobody mapped, says how much of a statement is true."""
        theirs = cleaned(plain(stripped(cell))).text
        return ("verdict", _spaced(theirs)) not in self._mapped and folded(theirs) in HALF_TRUTHS


def mapped(complaint: Complaint, raw: Mapping[str, Any]) -> Complaint:
    """The complaint; of a word that is none of ours, with the option that says what it means."""
    if complaint.code != "no-choice" or len(complaint.place) != 1:
        return complaint
    key = str(complaint.place[0])
    word = str(raw[key])
    theirs = word if word.isprintable() and '"' not in word else "THEIRS"
    ours = meant(word, CHOICES[key]) or CHOICES[key][0]
    truth = " This says how true a statement is, not how much of a promise was kept."
    if key == "verdict" and word.partition(" ")[0] == Verdict.PARTLY:
        cure = (
            'Its share is a value: let the column hold both, --map "COLUMN=verdict,value", and say '
            f'--map-value "COLUMN:THEIRS={word}".'
        )
        return replace(complaint, code="unknown-word", about=word, cure=cure)
    message = (
        f"{complaint.message}{truth if key == 'verdict' and folded(word) in HALF_TRUTHS else ''}"
    )
    cure = f'Say what it means with --map-value "{key}:{theirs}={ours}".'
    return replace(complaint, message=message, code="unknown-word", about=word, cure=cure)


def _spaced(word: str) -> str:
    return " ".join(word.casefold().split())
