"""Files of made-up claims: sheets, claim files, and the columns that a report needs.

    python -m tests.benchmarks.made_files SIZE FOLDER PART

SHEETS/claims-000.csv and so on hold whole questions, each row complete; ``claims/YEAR/SOURCE.toml``
are claim files, one a source; ``claims.tsv`` and ``questions.tsv`` are for DuckDB, the latter also
for steps that need to know what is settled.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from .made_claims import World

if TYPE_CHECKING:
    from .made_claims import Claim, Question, Source

HEAD: Final = (
    "id", "question", "speaker", "quote", "wording", "stance", "probability", "made", "statement",
    "due", "topics", "source", "publisher", "published", "title", "url", "verdict", "happened_on",
    "evidence_url",
)  # fmt: skip

ROWS_A_SHEET: Final = 100_000


def row(question: Question, claim: Claim) -> tuple[object, ...]:
    """The row of a claim in a sheet."""
    source = claim.source
    return (
        claim.id, question.id, claim.speaker, claim.quote, claim.wording, claim.stance,
        claim.probability, source.published, question.statement, question.due,
        ";".join(question.topics), source.id, source.publisher, source.published, source.title,
        source.url, question.verdict, question.happened_on, question.evidence,
    )  # fmt: skip


class Sheets:
    """Sheets of whole questions, one after the other."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: TextIO | None = None
        self._rows = self._number = 0
        folder.mkdir()

    def write(self, question: Question) -> None:
        """Write the rows of a question."""
        if self._file is None or self._rows + len(question.claims) > ROWS_A_SHEET:
            self.close()
            path = self._folder / f"claims-{self._number:03d}.csv"
            self._file = path.open("w", newline="", encoding="utf-8")
            self._sheet = csv.writer(self._file)
            self._sheet.writerow(HEAD)
            self._rows, self._number = 0, self._number + 1
        self._sheet.writerows(row(question, one) for one in question.claims)
        self._rows += len(question.claims)

    def close(self) -> None:
        """Close the last sheet."""
        if self._file is not None:
            self._file.close()


def claim_file(source: Source, parts: list[str]) -> str:
    """The text of a claim file; the tables of questions come before those of claims."""
    head = _table("[source]", {
        "id": source.id, "publisher": source.publisher, "title": source.title,
        "published": source.published.isoformat(), "url": source.url,
    })  # fmt: skip
    return "\n".join([head, *sorted(parts, key=lambda one: one.startswith("[[claim]]"))])


def question_table(question: Question) -> str:
    """The table of a question, and of its outcome if there is one."""
    text = _table("[[question]]", {
        "id": question.id, "statement": question.statement, "due": question.due.isoformat(),
        "topics": list(question.topics),
    })  # fmt: skip
    if not question.verdict:
        return text
    outcome = {"verdict": question.verdict, "happened_on": question.happened_on}
    found = f"evidence = [{{ url = {json.dumps(question.evidence)} }}]\n"
    return f"{text}\n{_table('[[question.outcome]]', outcome)}{found}"


def claim_table(question: Question, claim: Claim) -> str:
    """The table of a claim."""
    text = _table("[[claim]]", {
        "id": claim.id, "question": question.id, "speaker": claim.speaker, "quote": claim.quote,
        "wording": claim.wording, "stance": claim.stance,
        "made": claim.source.published.isoformat(),
    })  # fmt: skip
    return f"{text}probability = {claim.probability}\n" if claim.probability else text


def _table(head: str, keys: dict[str, object]) -> str:
    lines = [f"{key} = {json.dumps(value)}" for key, value in keys.items() if value]
    return "\n".join([head, *lines, ""])


def make(size: int, folder: Path, part: str) -> None:
    """Write all the files into ``folder``."""
    folder.mkdir(parents=True)
    sheets = Sheets(folder / "sheets")
    files: dict[str, list[str]] = defaultdict(list)
    sources: dict[str, Source] = {}
    with (folder / "claims.tsv").open("w") as claims, (folder / "questions.tsv").open("w") as asked:
        for one in World(size, part).questions():
            sheets.write(one)
            asked.write(f"{one.id}\t{one.due}\t{one.verdict}\t{one.happened_on}\n")
            home = one.claims[0].source
            files[home.id].append(question_table(one))
            for claim in one.claims:
                sources[claim.source.id] = claim.source
                files[claim.source.id].append(claim_table(one, claim))
                claims.write(
                    f"{claim.id}\t{one.id}\t{claim.speaker}\t{claim.stance}\t{claim.probability}\n"
                )
    sheets.close()
    for name, parts in files.items():
        path = folder / "claims" / str(sources[name].published.year) / f"{name}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(claim_file(sources[name], parts), encoding="utf-8")


if __name__ == "__main__":
    make(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
