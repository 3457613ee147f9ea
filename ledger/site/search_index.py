"""The index that a site is searched by: script files, as a browser reads no others from a folder.

Each file of ``search/`` has the words that begin with two letters, each word with the numbers of
the newest claims that hold it, and the names that do.  A claim has the number of the entry that
made it, and what is shown of it lies in files of a few numbers each: so new verdicts change none
of them, and a new claim a few.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from ledger.model.claim_state import as_said
from ledger.model.name_keys import tokens
from ledger.site.addresses import page_file
from ledger.site.folder import File
from ledger.text import clean, cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.site.contents import Contents

BEGINNING: Final = 2
"""So many letters of a word say in which file it is; shorter words are in none."""

MOST: Final = 400
"""A word has no more claims than so many, the newest."""

BLOCK: Final = 500
"""What is shown of claims lies in files of so many numbers."""

SHOWN: Final = 160
"""Columns of a statement that are shown."""


@dataclass
class Index:
    """The words of a site, read once, and only if a file of them is asked for."""

    site: Contents

    @cached_property
    def words(self) -> dict[str, dict[str, list[int]]]:
        """For each beginning its words, each with the numbers of claims, the newest first."""
        found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for number, (texts, _) in sorted(self.claims.items(), reverse=True):
            for word in tokens(texts):
                if len(word) >= BEGINNING:
                    of_word = found[word[:BEGINNING]][word]
                    if len(of_word) <= MOST:  # one more tells that there are more
                        of_word.append(number)
        return found

    @cached_property
    def claims(self) -> dict[int, tuple[tuple[str, ...], list[str]]]:
        """For each claim by its number the texts it is found by, and what is shown."""
        site, found = self.site, {}
        with site.ledger.select(None, site.as_of) as selection:
            for one in selection.in_order():
                if one.id not in site.places.ids["claims"]:
                    continue
                hidden = site.settings.hides(one.speaker_group)
                who = () if hidden else (one.speaker, one.speaker_group)
                said = cut(clean(as_said(one.stance, one.statement)), SHOWN)
                texts = (one.statement, *who, *one.topic_groups, one.id)
                shown = [said, clean(one.speaker), page_file("claims", one.id)]
                found[site.changes.first[one.id]] = (texts, shown)
        return found

    @cached_property
    def names(self) -> dict[str, list[list[str]]]:
        """For each beginning the names that hold a word of it: name, sort and page."""
        found: dict[str, list[list[str]]] = defaultdict(list)
        for sort in ("speakers", "publishers", "topics"):
            for key, one in sorted(self.site.places.names[sort].items()):
                shown = [clean(one), sort[:-1], page_file(sort, key)]
                words = (word for word in tokens([one]) if len(word) >= BEGINNING)
                for beginning in dict.fromkeys(word[:BEGINNING] for word in words):
                    found[beginning].append(shown)
        return found

    @cached_property
    def blocks(self) -> dict[int, dict[int, list[str]]]:
        """What is shown of claims, by file."""
        found: dict[int, dict[int, list[str]]] = defaultdict(dict)
        for number, (_, shown) in sorted(self.claims.items()):
            found[number // BLOCK][number] = shown
        return found


def index_files(site: Contents) -> Iterator[File]:
    """The files of the index; to know which there are takes a reading of all claims."""
    index, stamp = Index(site), index_stamp(site)
    beginnings = sorted({*index.words, *index.names})
    for beginning in beginnings:
        yield File(_path(beginning), stamp, partial(_words, index, beginning))
    for block in index.blocks:
        yield File(f"search/of-{block}.js", stamp, partial(_block, index, block))
    known = json.dumps([_spelled(one) for one in beginnings])
    yield File("search/all.js", stamp, f"ledgerKnown({known});\n".encode)


def index_stamp(site: Contents) -> str:
    """What the index rests on: what claims say, whatever became of them."""
    return f"index {site.changes.texts['']}"


def _spelled(beginning: str) -> str:
    """The letters in the name of a file, where they may be of any script."""
    return "".join(
        one if one.isascii() and one.isalnum() else f"_{ord(one):x}_" for one in beginning
    )


def _path(beginning: str) -> str:
    return f"search/{_spelled(beginning)}.js"


def _words(index: Index, beginning: str) -> bytes:
    told = {
        "words": dict(sorted(index.words.get(beginning, {}).items())),
        "names": index.names.get(beginning, []),
    }
    return _call("ledgerWords", beginning, told)


def _block(index: Index, block: int) -> bytes:
    return _call("ledgerClaims", block, index.blocks[block])


def _call(name: str, of: str | int, told: object) -> bytes:
    text = json.dumps(told, ensure_ascii=True, separators=(",", ":"))
    return f"{name}({json.dumps(of)},{text});\n".encode()
