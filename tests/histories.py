"""Histories of ledgers, as Hypothesis makes them up: what is added, recorded, amended and undone.

A history is a list of steps; `live` goes through it with the ledger's own verbs.  A step the ledger
refuses is passed over, as a person would.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias
from unittest import mock

from hypothesis import strategies as st
from strategies import lines, shares, texts

from ledger.book.ledger import Ledger
from ledger.errors import Refusal
from ledger.formats.claimfile.document import print_document
from ledger.formats.table.columns import SILENT
from ledger.store.sqlite import connections

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from conftest import Clock
    from hypothesis.strategies import SearchStrategy

Step: TypeAlias = tuple[str, tuple[Any, ...]]

SOURCES = ("s1", "s2", "s3")
SHARED = ("q1", "q2")
OLD = ("c1", "c2", "c3", "c4", "c5", "c6")
NEW = ("n1", "n2", "n3", "n4", "n5")

BEGINNING: Step = (
    "import",
    (
        {
            "source": {"id": "s1", "publisher": "P", "published": "2023-07-03"},
            "question": [{"id": "q1", "statement": "S.", "due": "2023-07-12"}],
            "claim": [
                {"id": "c1", "speaker": "Ann", "question": "q1"},
                {"id": "c2", "speaker": "Bea", "question": "q1", "stance": "against"},
                {"id": "c3", "speaker": "Ann", "statement": "T.", "due": "next week"},
                {"id": "c4", "speaker": "unnamed: some", "statement": "U."},
            ],
        },
        {
            "source": {"id": "s2", "publisher": "Q"},
            "claim": [
                {"id": "c5", "speaker": "Bea", "statement": "V.", "due": "2023-08"},
                {"id": "c6", "speaker": "Bea", "question": "c5"},
            ],
        },
    ),
)
"""Where every history begins: claims that share a question and claims that do not."""

dues = st.sampled_from(["2023-07-12", "2023-08", "2024", "2023-09-01~", "next week", "../2023-12"])
days = st.sampled_from(["2023-07-04", "2023-07", "2023-07-05", "yesterday"])
reasons = lines(8) | st.just("Misread.") | st.none()

own_keys = st.fixed_dictionaries(
    {"statement": texts()},
    optional={
        "due": dues,
        "due_basis": st.sampled_from(["stated", "context", "desk"]),
        "resolve_by": st.sampled_from(["2023-07-12", "2023-10", "2024~"]),
        "closes": st.sampled_from(["2023-07-01", "2023-08"]),
        "criteria": texts(),
        "condition": texts(),
        "topics": st.lists(lines(8), min_size=1, max_size=2),
    },
).map(lambda found: _only_with(found, "due_basis", "due" in found))
claim_keys = st.fixed_dictionaries(
    {"speaker": st.sampled_from(["Ann", "Bea", "Cy", "unnamed: experts"])},
    optional={
        "role": lines(),
        "proposed": st.booleans(),
        "quote": texts(),
        "wording": lines(),
        "attribution": st.sampled_from(["quoted", "reported", "unattributed"]),
        "kind": st.sampled_from(["prediction", "pledge", "plan"]),
        "stance": st.sampled_from(["for", "against", "none"]),
        "probability": shares().map(lambda share: f"{share:f}"),
        "made": st.sampled_from(["2023-07-02", "2023-06"]),
        "checkable": st.booleans(),
        "note": texts(),
    },
)
# A word such as "none" is no address in a sheet, so that none could bring it back.
addresses = lines().filter(lambda text: text.strip().lower() not in SILENT)
evidence = st.lists(
    st.fixed_dictionaries({"url": addresses}, optional={"publisher": lines(), "note": texts()})
    | st.fixed_dictionaries({"source": st.sampled_from(SOURCES)}),
    max_size=2,
)
outcomes = st.fixed_dictionaries(
    {
        "verdict": st.sampled_from(
            [
                *("happened", "partly", "late", "did-not-happen", "void", "unclear"),
                *("in-progress", "stalled"),
            ]
        ),
        "evidence": evidence,
    },
    optional={
        "happened_on": days,
        "value": st.just("0.25"),
        "note": texts(),
        "reason": lines(8),
        "blind": st.booleans(),
        "adjudicates": st.booleans(),
    },
).map(lambda found: _only_with(found, "value", found["verdict"] == "partly"))


def _only_with(table: dict[str, Any], key: str, there: object) -> dict[str, Any]:
    """The table, and the key only where it belongs."""
    return {one: table[one] for one in table if one != key or there}


def _merged(*parts: SearchStrategy[dict[str, Any]]) -> SearchStrategy[dict[str, Any]]:
    return st.tuples(*parts).map(lambda found: {key: one[key] for one in found for key in one})


def _ids(wanted: Sequence[str]) -> SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"id": st.sampled_from(wanted)})


sources = st.fixed_dictionaries(
    {"id": st.sampled_from(SOURCES), "publisher": lines()},
    optional={
        "title": lines(),
        "authors": st.lists(lines(8), min_size=1, max_size=2),
        "published": st.sampled_from(["2023-07-03", "2023-07-01/2023-07-02", "2023-07-05"]),
        "note": texts(),
    },
)
on = st.fixed_dictionaries({"question": st.sampled_from([*SHARED, "c3", "c5"])})
standing = _merged(_ids(NEW), claim_keys, on)
making = _merged(_ids(NEW), claim_keys, own_keys)
asking = _merged(_ids(SHARED), own_keys, st.fixed_dictionaries({}, optional={"note": texts()}))
numbered = st.tuples(st.sampled_from(["q1", "c3", "c5"]), st.integers(1, 2)).map(
    lambda found: f"{found[0]}#{found[1]}"
)
answered = st.tuples(st.sampled_from([*OLD[:3], NEW[0]]), st.integers(1, 2)).map(
    lambda found: f"{found[0]}#r{found[1]}"
)
answers = st.fixed_dictionaries(
    {"by": lines(8), "date": days, "text": texts()}, optional={"url": lines()}
)
changed_claims = claim_keys.map(
    lambda found: {key: found[key] for key in [one for one in found if one != "proposed"][-2:]}
)
changed_questions = own_keys.map(lambda found: {key: found[key] for key in list(found)[-2:]})
emptied = st.sampled_from(["question", "due", "stance", "note", "probability", "topics"]).map(
    lambda key: {key: ""}
)
moved = st.sampled_from([*SHARED, *OLD]).map(lambda question: {"question": question})
changed_sources = sources.map(lambda found: {key: found[key] for key in found if key != "id"})
changed_outcomes = st.fixed_dictionaries({}, optional={"note": texts(), "evidence": evidence})
amendments = st.one_of(
    st.tuples(st.sampled_from([*OLD, *NEW]), changed_claims | emptied | moved, reasons),
    st.tuples(st.sampled_from([*OLD, *NEW]), moved, reasons),
    st.tuples(st.sampled_from([*SHARED, "c3", "c4", "c5"]), changed_questions | emptied, reasons),
    st.tuples(st.sampled_from(SOURCES), changed_sources, reasons),
    st.tuples(numbered, changed_outcomes, reasons),
    st.tuples(answered, answers, reasons),
)

files = st.fixed_dictionaries(
    {"source": sources},
    optional={
        "question": st.lists(
            _merged(
                asking,
                st.fixed_dictionaries({}, optional={"outcome": st.lists(outcomes, max_size=2)}),
            ),
            max_size=2,
            unique_by=lambda one: one["id"],
        ),
        "claim": st.lists(
            _merged(
                standing | making,
                st.fixed_dictionaries({}, optional={"response": st.lists(answers, max_size=2)}),
            ),
            max_size=3,
            unique_by=lambda one: one["id"],
        ),
    },
)


edits = st.tuples(
    st.sampled_from(["source", "question", "claim"]),
    st.integers(0, 5),
    st.one_of(
        changed_claims,
        changed_questions,
        changed_sources,
        moved,
        emptied,
        st.lists(outcomes, max_size=2).map(lambda found: {"outcome": found}),
        st.lists(answers, max_size=2).map(lambda found: {"response": found}),
    ),
)
"""In a file, old or new: the kind of a table, which of them, and what is written into it."""


def steps() -> SearchStrategy[Step]:
    """One thing that somebody does."""
    questions = st.sampled_from([*SHARED, *OLD, *NEW])
    known = st.sampled_from(SOURCES[:2])
    speakers = st.sampled_from(["Ann", "Bea", "Cy"])
    return st.one_of(
        st.tuples(st.just("add"), st.tuples(standing | making, known)),
        st.tuples(st.just("import"), st.tuples(files)),
        st.tuples(st.just("record"), st.tuples(questions, outcomes)),
        st.tuples(st.just("record"), st.tuples(questions, outcomes)),
        st.tuples(st.just("amend"), amendments),
        st.tuples(st.just("amend"), amendments),
        st.tuples(st.just("withdraw"), st.tuples(questions | numbered | answered, reasons)),
        st.tuples(st.just("respond"), st.tuples(st.sampled_from([*OLD[:3], NEW[0]]), answers)),
        st.tuples(st.just("approve"), st.tuples(st.sampled_from(NEW), reasons)),
        st.tuples(st.just("edit"), st.tuples(st.integers(0, 100), edits, reasons)),
        st.tuples(st.just("edit"), st.tuples(st.just(100), edits, reasons)),
        st.tuples(st.just("merge"), st.tuples(speakers, speakers, reasons)),
        st.tuples(st.just("unmerge"), st.tuples(speakers, reasons)),
        st.tuples(st.just("split"), st.tuples(speakers, lines(8), st.sampled_from(OLD))),
        st.tuples(st.just("undo"), st.tuples(reasons)),
        st.tuples(st.just("undo"), st.tuples(reasons)),
        st.tuples(st.just("wait"), st.tuples(st.integers(-3, 60))),
        st.tuples(st.just("hand over"), st.tuples(st.sampled_from(["desk", "Ann", "Bea"]))),
    )


def histories(most: int = 14) -> SearchStrategy[list[Step]]:
    """What happens to a ledger, from the first entry on."""
    later = st.lists(steps(), min_size=most // 2, max_size=most)
    return later.map(lambda rest: [BEGINNING, *rest])


@contextmanager
def empty_ledgers(empty_ledger: Path, clock: Clock, number: int) -> Iterator[list[Ledger]]:
    """Some empty ledgers in a folder of their own, which need not outlast a power failure."""
    hasty = (*connections.PRAGMAS, "synchronous = OFF")
    with tempfile.TemporaryDirectory() as folder, mock.patch.object(connections, "PRAGMAS", hasty):
        paths = [shutil.copyfile(empty_ledger, Path(folder, f"{n}.db")) for n in range(number)]
        yield [Ledger(path, recorder="desk", clock=clock) for path in paths]


def live(ledger: Ledger, clock: Clock, history: Sequence[Step]) -> None:
    """Go through a history."""
    for verb, told in history:
        with suppress(Refusal):
            if verb == "wait":
                clock.wait(days=told[0])
            elif verb == "hand over":
                ledger.recorder = told[0]
            elif verb == "import":
                import_documents(ledger, {one["source"]["id"]: one for one in told})
            elif verb == "edit":
                age, edit, reason = told
                moment = ledger.moment()
                documents = ledger.export(f"{moment.entry * age // 100}@{moment.day}")
                import_documents(ledger, _edited(documents, edit), reason)
            elif verb == "split":
                speaker, into, claim = told
                ledger.split(speaker, into, "Misread.", claims=[claim])
            else:
                getattr(ledger, verb)(*told)


def _edited(
    documents: dict[str, dict[str, Any]], edit: tuple[str, int, dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """The documents with one table changed, as in a text editor."""
    kind, number, changed = edit
    tables = [
        table
        for one in documents.values()
        for table in ([one["source"]] if kind == "source" else one[kind])
    ]
    if tables:
        table = tables[number % len(tables)]
        table.update(changed)
        for key in [key for key in table if table[key] in ("", [])]:
            del table[key]
    return documents


def import_documents(
    ledger: Ledger, documents: Mapping[str, Mapping[str, Any]], reason: str | None = None
) -> Any:  # noqa: ANN401 - an `Imported`
    """Import documents through claim files."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, f"{one}.toml") for one in documents]
        for path, document in zip(paths, documents.values(), strict=True):
            told = {key: document[key] for key in document if document[key]}
            path.write_text(print_document(told), encoding="utf-8")
        return ledger.import_(paths, reason=reason)
