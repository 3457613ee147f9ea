"""Proofs that a claim was in the ledger: made from it, checked without it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from examples import FORMULA, add
from hypothesis import given, settings
from hypothesis import strategies as st
from test_signing import tamper

from ledger.audit import key_files
from ledger.errors import Contradiction, Malformed, NotFound, NotProven, StoreTrouble
from ledger.journal import merkle, proof
from ledger.journal.checkpoint import Checkpoint
from ledger.journal.entry import Entry, to_bytes
from ledger.journal.proof import Included, Proof, check, parse
from ledger.store import journal_table as stored

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from hypothesis.strategies import DrawFn

    from ledger.book.ledger import Ledger


def leaves_as_tiles(leaves: Sequence[bytes]) -> merkle.HashReader:
    """Reads the tree of less than 256 leaves, all of which are on the lowest level."""
    return lambda level, start, stop: leaves[start:stop] if level == 0 else []


def of_kinds(*kinds: str) -> list[bytes]:
    """An entry of each kind, all of the id x."""
    bodies = {"claim": {"question": "x", "source": "x"}}
    return [
        to_bytes(Entry("2023-07-05T12:00:00Z", "desk", kind, "x", bodies.get(kind, {})))
        for kind in kinds
    ]


def proof_of(entries: Sequence[bytes], places: Sequence[int], **changes: object) -> Proof:
    """The proof of the claim, question and source at these places in a journal of ``entries``."""
    leaves = [merkle.leaf_hash(one) for one in entries]
    read = leaves_as_tiles(leaves)
    size = len(entries)
    parts = [
        Included(entries[at], at, tuple(merkle.inclusion_proof(at, size, read))) for at in places
    ]
    found = Checkpoint("a", size, merkle.root(size, read))
    return replace(Proof(*parts, checkpoint=found), **changes)


@st.composite
def proofs(draw: DrawFn) -> Proof:
    """True proofs in journals of up to 40 entries."""
    others = draw(st.lists(st.sampled_from(["outcome", "alias", "source"]), max_size=37))
    order = draw(st.permutations(["claim", "question", "source", *others]))
    entries = of_kinds(*order)
    return proof_of(entries, [order.index(kind) for kind in ("claim", "question", "source")])


@given(proofs())
def test_a_true_proof_is_accepted_and_read_as_it_is_written(one: Proof) -> None:
    check(one)
    assert parse(str(one)) == one


@settings(max_examples=30)
@given(proofs(), st.data())
def test_a_proof_with_any_byte_changed_is_refused(one: Proof, data: st.DataObject) -> None:
    """But for the origin and size of the checkpoint, which only a signature covers."""
    good = str(one)
    place = data.draw(st.integers(0, len(good) - 1))
    new = data.draw(st.sampled_from('\n a0A"}+/=1'))
    changed = good[:place] + new + good[place + 1 :]
    try:
        found = parse(changed)
        check(found)
    except (Malformed, NotProven):
        return
    assert str(found) == changed
    assert found.checkpoint.root == one.checkpoint.root
    assert (found.claim, found.question, found.source) == (one.claim, one.question, one.source)


ENTRIES = of_kinds("source", "question", "claim", "outcome", "source")
TRUE = proof_of(ENTRIES, [2, 1, 0])


def test_this_proof_is_true() -> None:
    check(TRUE)


def other_body(**body: str) -> Proof:
    """A true proof of a claim with another body."""
    entries = [*ENTRIES]
    entries[2] = to_bytes(Entry("2023-07-05T12:00:00Z", "desk", "claim", "x", body))
    return proof_of(entries, [2, 1, 0])


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (replace(TRUE, claim=replace(TRUE.claim, index=3)), "claim is not shown"),
        (replace(TRUE, claim=replace(TRUE.claim, index=2 + 8)), "claim is not shown"),
        (replace(TRUE, claim=replace(TRUE.claim, path=())), "claim is not shown"),
        (replace(TRUE, claim=replace(TRUE.claim, path=TRUE.claim.path[:-1])), "not shown"),
        (
            replace(TRUE, claim=replace(TRUE.claim, path=(*TRUE.claim.path, bytes(32)))),
            "claim is not shown",
        ),
        (
            replace(TRUE, question=replace(TRUE.question, data=TRUE.question.data + b" ")),
            "question is not shown",
        ),
        (replace(TRUE, checkpoint=replace(TRUE.checkpoint, size=3)), "is not shown"),
        (replace(TRUE, checkpoint=replace(TRUE.checkpoint, root=bytes(32))), "is not shown"),
        (replace(TRUE, checkpoint=Checkpoint("a", 0, bytes(32))), "is not shown"),
        (proof_of(ENTRIES, [3, 1, 0]), "should be the claim is of the kind outcome"),
        (proof_of(ENTRIES, [2, 0, 0]), "should be the question is of the kind source"),
        (proof_of(ENTRIES, [2, 1, 1]), "should be the source is of the kind question"),
        (other_body(question="y", source="x"), "'x' is not of the question 'x'"),
        (other_body(question="x", source="y"), "'x' is not of the source 'x'"),
        (other_body(question="x"), "'x' is not of the source 'x'"),
        (proof_of([*ENTRIES[:2], b"no entry"], [2, 1, 0]), "The claim is not an entry"),
    ],
)
def test_what_does_not_fit_together_is_refused(bad: Proof, why: str) -> None:
    with pytest.raises(NotProven, match=why):
        check(bad)


WRITTEN = str(TRUE)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ("", "begins with the line"),
        (WRITTEN.replace("proof 1", "proof 2"), "begins with the line"),
        ("\n" + WRITTEN, "begins with the line"),
        (WRITTEN.partition("\n\na\n")[0], "a claim, a question, a source and a checkpoint"),
        (WRITTEN.removesuffix("\n"), "ends with a line break"),
        (WRITTEN.replace("\n", "\r\n"), "begins with the line"),
        (WRITTEN.replace("index 2\n", ""), "its index below"),
        (WRITTEN.replace("index 2", "index 02"), "without leading zeros"),
        (WRITTEN.replace("index 2", "index -2"), "in digits"),
        (WRITTEN.replace("index 2", "index 2 "), "in digits"),
        (WRITTEN.replace("index 2\n", "index 2\n" + "A" * 42 + "A=\n"), "^$"),
        (WRITTEN.replace("index 2\n", "index 2\nAAAA\n"), "A hash of the claim has 3 bytes"),
        (WRITTEN.replace("index 2\n", "index 2\n*\n"), "A hash of the claim is not written in"),
        (WRITTEN.replace("index 2\n", "index 2\n" + ("A" * 43 + "=\n") * 64), "at most 63 hashes"),
        (WRITTEN.replace('{"at"', '{ "at"'), "not in canonical form"),
        (WRITTEN.replace('"kind":"claim"', '"kind":"clown"'), "not a kind of entry"),
        (WRITTEN.replace('"x"', "7", 1), "is not an entry"),
        (WRITTEN.replace('"x"', "[" * 20000, 1), "is not an entry"),
        (WRITTEN.replace('"x"', "1" * 5000, 1), "is not an entry"),
        (WRITTEN.replace('"desk"', '"\ud800"', 1), "is not an entry"),
        (WRITTEN.replace("a\n5\n", "a\n05\n"), "without leading zeros"),
    ],
)
def test_what_is_not_written_as_it_must_be_is_refused(changed: str, why: str) -> None:
    assert changed != WRITTEN
    if why == "^$":  # a true hash too many is well written, and proves nothing
        with pytest.raises(NotProven):
            check(parse(changed))
        return
    with pytest.raises(Malformed, match=why) as refusal:
        parse(changed)
    assert len(str(refusal.value)) < 400


@given(st.text())
def test_no_text_is_a_traceback(text: str) -> None:
    for one in (text, f"{proof.HEADER}\n\n{text}", WRITTEN.replace("index", text)):
        try:
            parse(one)
        except Malformed:
            continue
        assert one == WRITTEN


def test_a_proof_holds_the_entries_as_they_stood_at_the_checkpoint(ledger: Ledger) -> None:
    add(ledger)
    old = ledger.checkpoint()
    ledger.amend("floor", {"speaker": "Jamie Black"})
    ledger.amend("floor", {"statement": "Another statement."})
    ledger.amend("jt", {"title": "NATO"})
    ledger.record("floor", {"verdict": "in-progress"})
    new = ledger.checkpoint()
    before, after = ledger.prove("floor", old), ledger.prove("floor", new)
    assert [one.index for one in (before.source, before.question, before.claim)] == [0, 1, 2]
    assert before.claim.entry.body["speaker"] == "James Black"
    assert "title" not in before.source.entry.body
    assert after.claim.entry.body["speaker"] == "Jamie Black"
    assert after.question.entry.body["statement"] == "Another statement."
    assert after.source.entry.body["title"] == "NATO"
    entries = dict(ledger.log())
    for found in (before, after):
        check(parse(str(found)))
        for part in (found.claim, found.question, found.source):
            assert part.entry == entries[part.index + 1]


def test_every_claim_can_be_proved_at_every_size_from_its_own_on(
    ledger: Ledger, write: Callable[[str, str], Path]
) -> None:
    ledger.import_([write("a.toml", FORMULA)])
    checkpoints = [ledger.checkpoint()]
    for number in range(6):
        add(ledger, id=f"c{number}", statement=f"S{number}.")
        checkpoints.append(ledger.checkpoint())
    claims = {one.id: entry for entry, one in ledger.log() if one.kind == "claim"}
    assert len(claims) == 8
    for claim, number in claims.items():
        for found in checkpoints:
            if found.size >= number:
                check(ledger.prove(claim, found))
            else:
                with pytest.raises(Contradiction, match=f"came later, with entry {number}"):
                    ledger.prove(claim, found)


def test_a_signed_checkpoint_goes_into_the_proof_as_it_is(ledger: Ledger, tmp_path: Path) -> None:
    key_files.make_key(tmp_path / "k", "desk.example")
    add(ledger)
    made = ledger.checkpoint(tmp_path / "k")
    assert str(ledger.prove("floor", made)).endswith(f"\n\n{made}")


def test_a_checkpoint_of_another_ledger_proves_nothing(
    fresh_ledger: Callable[[str], Ledger],
) -> None:
    with fresh_ledger("one") as one, fresh_ledger("two") as two:
        add(one)
        add(two)
        add(two, id="more", statement="More.")
        foreign = two.checkpoint()
        with pytest.raises(Contradiction) as refusal:
            one.prove("floor", foreign)
        assert str(refusal.value) == (
            "The checkpoint is of 5 entries, and this ledger has 3: "
            "it was cut off, or is another ledger."
        )
        with pytest.raises(Contradiction, match="has another root hash than the first 3 entries"):
            one.prove("floor", replace(foreign, size=3))


def test_what_is_no_claim_in_force_cannot_be_proved(ledger: Ledger) -> None:
    add(ledger)
    add(ledger, id="gone", statement="Gone.")
    early = ledger.checkpoint()
    ledger.withdraw("gone", "a mistake")
    late = ledger.checkpoint()
    check(ledger.prove("gone", early))
    with pytest.raises(Contradiction, match="'gone' was withdrawn when the checkpoint was made"):
        ledger.prove("gone", late)
    with pytest.raises(NotFound, match=r"no claim 'flor' in this ledger. Did you mean floor"):
        ledger.prove("flor", late)
    with pytest.raises(NotFound, match="no claim 'jt' in this ledger"):
        ledger.prove("jt", late)


def test_an_entry_changed_behind_the_hashes_cannot_be_proved(ledger: Ledger) -> None:
    add(ledger)
    tamper(
        ledger,
        "UPDATE journal SET entry = CAST(replace(CAST(entry AS TEXT), 'James', 'Jimmy') AS BLOB) "
        "WHERE seq = 3",
    )
    with pytest.raises(StoreTrouble) as refusal:
        ledger.prove("floor", ledger.checkpoint())
    assert str(refusal.value) == (
        "The journal is damaged. The claim is not shown to be among the 3 entries."
    )


def test_a_claim_whose_question_is_gone_cannot_be_proved(ledger: Ledger) -> None:
    add(ledger)
    tamper(ledger, "DELETE FROM questions")
    with pytest.raises(StoreTrouble, match="The question 'floor' of the claim is missing"):
        ledger.prove("floor", ledger.checkpoint())


@pytest.mark.slow
@pytest.mark.parametrize("size", [300, 70_000])
def test_checkpoint_and_prove_read_few_hashes(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    """A root takes at most 255 hashes of each level, and each proof less than three times that."""
    add(ledger)
    filling = [Entry("2023-07-05T12:00:00Z", "desk", "alias", f"a{n}", {}) for n in range(size - 5)]
    with ledger._database.writing() as connection:  # noqa: SLF001 - fills the journal quickly
        stored.append(connection, 3, filling)
    add(ledger, id="last", statement="Last.")
    counted: list[int] = []
    read = stored.hashes_of

    def counting(*arguments: object) -> list[bytes]:
        hashes = read(*arguments)  # type: ignore[arg-type]
        counted.append(len(hashes))
        return hashes

    monkeypatch.setattr(stored, "hashes_of", counting)
    levels = 2 if size == 300 else 3
    found = ledger.checkpoint()
    assert found.size == size
    assert sum(counted) <= 255 * levels
    for claim in ("floor", "last"):
        counted.clear()
        check(ledger.prove(claim, found))
        assert sum(counted) <= 255 * levels * (1 + 3 * 3)
