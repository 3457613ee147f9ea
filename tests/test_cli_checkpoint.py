"""Keys, checkpoints and proofs as a person uses them."""

from __future__ import annotations

import stat
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from commands import plain_environment
from test_proof import proof_of

from ledger.audit.key_files import make_key
from ledger.cli.verify_command import check_proof
from ledger.errors import BadSignature, FileTrouble, Malformed, NotProven
from ledger.journal import checkpoint, note_key, proof
from ledger.journal.entry import to_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from commands import Desk
    from conftest import DeskAfter

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has none of these")

CHECK = """
import sys
from pathlib import Path
from ledger.cli.verify_command import check_proof
check_proof(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
assert not {"sqlalchemy", "ledger.store"} & sys.modules.keys()
"""
"""Checks a proof; fails where that needs a database."""


@pytest.fixture
def desk(desk_after: DeskAfter) -> Desk:
    """A desk with one claim."""
    return desk_after(_with_one_claim)


def _with_one_claim(desk: Desk) -> None:
    desk.add(id="floor", quote="a floor, not a ceiling", role="analyst", organisation="RAND")


def elsewhere(folder: Path, *arguments: str) -> str:
    """What checking a proof prints in a folder that holds nothing else."""
    done = subprocess.run(
        [sys.executable, "-c", CHECK, *arguments],
        cwd=folder,
        env=plain_environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stderr == ""
    return done.stdout


@pytest.mark.slow
def test_a_claim_is_proved_to_somebody_who_has_no_ledger(
    desk: Desk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Key, checkpoint, more claims, another checkpoint, proofs, and an empty folder."""
    key = desk.folder / "desk.key"
    verifier = desk.done("keygen", key, "--name", "desk.example").strip()
    first, second = desk.folder / "1.checkpoint", desk.folder / "2.checkpoint"
    assert desk.done("checkpoint", "--key", key, "-o", first) == f"Wrote {first}.\n"
    desk.add(id="formula", statement="NATO gives Ukraine a formula for joining.")
    desk.done("amend", "floor", "--speaker", "Jamie Black", "--reason", "misspelt")
    assert desk.done("checkpoint", "--key", key, "-o", second) == f"Wrote {second}.\n"
    sizes = [checkpoint.parse(one.read_text("utf-8")).size for one in (first, second)]
    assert sizes == [3, 6]

    folder = tmp_path_factory.mktemp("nothing")
    old, new = folder / "old.proof", folder / "new.proof"
    assert desk.done("prove", "floor", "--checkpoint", first, "-o", old) == f"Wrote {old}.\n"
    new.write_text(desk.done("prove", "floor", "--checkpoint", second), encoding="utf-8")
    told = elsewhere(folder, "old.proof", verifier)
    assert told.startswith("This claim was in the ledger when this checkpoint was made.\n")
    assert "  speaker     James Black\n  role        analyst\n  of          RAND\n" in told
    assert "  quote       a floor, not a ceiling\n" in told
    assert "  statement   NATO members agree to spend at least 2% of GDP on defence.\n" in told
    assert "  publisher   The Japan Times\n" in told
    assert "  entries     3\n" in told
    name, key_id, _ = verifier.split("+", 2)
    assert f"\nIt is signed by {name}+{key_id}.\n" in told
    assert told.endswith("Whether the claim was corrected or withdrawn, no proof can show.\n")
    assert "Jamie Black" in elsewhere(folder, "new.proof", verifier)
    unchecked = "\nThe signature was not checked: give the verifier key with --key.\n"
    assert unchecked in elsewhere(folder, "old.proof")
    assert sorted(path.name for path in folder.iterdir()) == ["new.proof", "old.proof"]


def test_without_a_key_a_checkpoint_is_three_lines(desk: Desk) -> None:
    lines = desk.done("checkpoint").split("\n")
    assert lines[:2] == ["claim-ledger", "3"]
    assert len(lines) == 4
    root = checkpoint.parse("\n".join(lines)).root
    assert desk.json("report")["root"] == root.hex()


@pytest.mark.slow
def test_what_is_printed_is_signed_to_the_byte(desk: Desk) -> None:
    verifier = note_key.parse_verifier(desk.done("keygen", desk.folder / "k").removesuffix("\n"))
    done = subprocess.run(
        [sys.executable, "-m", "ledger", "--db", desk.database, "checkpoint", "--key", "k"],
        cwd=desk.folder,
        env=plain_environment() | {"LC_ALL": "C", "PYTHONUTF8": "0"},
        capture_output=True,
        check=True,
    )
    found = checkpoint.parse(done.stdout.decode())
    checkpoint.verify_signature(found, verifier)
    assert str(found).encode() == done.stdout


def test_a_key_is_made_once(desk: Desk) -> None:
    key = desk.folder / "k"
    verifier = desk.done("keygen", key)
    assert verifier.startswith("claim-ledger+")
    assert desk.refused("keygen", key) == (
        f"{key} already exists; it was left as it is.\nIt is a key; to verify with: {verifier}"
    )
    assert "cannot be empty" in desk.refused("keygen", desk.folder / "k2", "--name", "")
    assert "not a name of a key" in desk.refused("keygen", desk.folder / "k2", "--name", "a b")
    assert "no folder" in desk.refused("keygen", desk.folder / "no" / "k2")
    assert not (desk.folder / "k2").exists()


@posix_only
def test_a_key_that_others_can_read_is_warned_of(desk: Desk) -> None:
    key = desk.folder / "k"
    desk.done("keygen", key)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert desk("checkpoint", "--key", key).stderr == ""
    key.chmod(0o640)
    result = desk("checkpoint", "--key", key)
    assert result.exit_code == 0
    assert "Others can read" in result.stderr


def test_a_changed_ledger_is_refused_in_words(desk: Desk) -> None:
    key = desk.folder / "k"
    desk.done("keygen", key)
    desk.done("checkpoint", "--key", key)
    desk.database.unlink()
    desk.add(id="other")
    desk.add(id="more", statement="More.")
    assert desk.refused("checkpoint", "--key", key) == (
        "This key has signed another root hash for the first 3 entries: one of them was "
        "changed, or this is another ledger.\n"
        "Keep both as evidence, find out which is right, and give another ledger its own key.\n"
    )


def test_commands_refuse_what_is_no_key_checkpoint_or_ledger(desk: Desk) -> None:
    nothing = desk.folder / "nothing"
    bad = desk.folder / "bad"
    bad.write_text("hello\n", encoding="utf-8")
    assert desk.refused("checkpoint", "--key", nothing) == (f"{nothing}: There is no such file.\n")
    assert f"{bad}: A key to sign with is" in desk.refused("checkpoint", "--key", bad)
    assert "no such file" in desk.refused("prove", "floor", "--checkpoint", nothing)
    assert desk.refused("prove", "floor", "--checkpoint", bad) == (
        f"{bad}: A checkpoint has three lines, none empty: origin, size and root hash.\n"
    )
    assert "--checkpoint" in desk.misused("prove", "floor")
    desk.database.unlink()
    assert "There is no ledger at" in desk.refused("checkpoint")


def test_without_the_library_signing_is_refused_and_all_else_works(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.done("keygen", desk.folder / "k")
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.asymmetric", None)
    sentence = (
        "A signature needs cryptography, which is not installed.\n"
        "Install it: pip install 'claim-ledger[sign]'\n"
    )
    assert desk.refused("keygen", desk.folder / "k2") == sentence
    assert not (desk.folder / "k2").exists()
    assert desk.refused("checkpoint", "--key", desk.folder / "k") == sentence
    plain = desk.folder / "plain"
    desk.done("checkpoint", "-o", plain)
    desk.done("prove", "floor", "--checkpoint", plain, "-o", desk.folder / "proof")
    check_proof(desk.folder / "proof", None)


@pytest.fixture
def proved(desk: Desk) -> Path:
    """A proof with a signed checkpoint; its key is to be found as `verifier_of` says."""
    desk.done("keygen", desk.folder / "k")
    desk.done("checkpoint", "--key", desk.folder / "k", "-o", desk.folder / "c")
    desk.done("prove", "floor", "--checkpoint", desk.folder / "c", "-o", desk.folder / "p")
    return desk.folder / "p"


def verifier_of(proved: Path) -> str:
    secret = proved.with_name("k").read_text(encoding="utf-8")
    return str(note_key.parse_signer(secret.removesuffix("\n")).verifier())


@pytest.mark.parametrize(
    ("old", "new", "refusal"),
    [
        ("James Black", "Jimmy Black", NotProven),
        ("index 2", "index 1", NotProven),
        ("a floor, not a ceiling", "a ceiling, not a floor", NotProven),
        ("\n3\n", "\n4\n", NotProven),
        ("\n3\n", "\n2\n", NotProven),
        ("claim-ledger\n3", "other-ledger\n3", BadSignature),
        ("— claim-ledger ", "— other-ledger ", BadSignature),
        ("proof 1", "proof 9", Malformed),
        ('"at":', '"at" :', Malformed),
    ],
)
def test_a_tampered_proof_is_refused(
    proved: Path,
    capsys: pytest.CaptureFixture[str],
    old: str,
    new: str,
    refusal: type[Exception],
) -> None:
    verifier = verifier_of(proved)
    check_proof(proved, verifier)
    capsys.readouterr()
    good = proved.read_text(encoding="utf-8")
    assert old in good
    proved.write_text(good.replace(old, new), encoding="utf-8")
    with pytest.raises(refusal):
        check_proof(proved, verifier)
    assert capsys.readouterr().out == ""


def test_a_proof_under_another_key_is_refused(proved: Path, tmp_path: Path) -> None:
    other = make_key(tmp_path / "other", "claim-ledger")
    with pytest.raises(BadSignature, match="It is not signed by claim-ledger"):
        check_proof(proved, str(other))
    with pytest.raises(Malformed, match="the secret key to sign with"):
        check_proof(proved, proved.with_name("k").read_text(encoding="utf-8"))
    with pytest.raises(FileTrouble, match="no such file"):
        check_proof(tmp_path / "nothing", None)


def test_what_could_upset_a_terminal_is_not_shown(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    """A proof may come from anybody: it holds whatever its maker put into a ledger of theirs."""
    desk.done("checkpoint", "-o", desk.folder / "c")
    desk.done("prove", "floor", "--checkpoint", desk.folder / "c", "-o", desk.folder / "p")
    found = proof.parse((desk.folder / "p").read_text(encoding="utf-8"))
    assert found.claim.entry.body["speaker"] == "James Black"
    hostile = _relabelled(found, {
        "speaker": "A\x1b]0;x\x07B", "\x1b[2Jnew": "\u202eseen", "many": ["one", "two"],
        "selector": {"exact": "not for people"},
    })  # fmt: skip
    (desk.folder / "p").write_text(str(hostile), encoding="utf-8")
    check_proof(desk.folder / "p", None)
    told = capsys.readouterr().out
    assert "  speaker     AB\n" in told
    assert "  new         seen\n" in told
    assert "  many        one, two\n" in told
    assert "not for people" not in told
    assert not {"\x1b", "\x07", "\u202e"} & set(told)


def _relabelled(found: proof.Proof, body: dict[str, Any]) -> proof.Proof:
    """A true proof of another claim, in a journal of just the three entries."""
    claim = found.claim.entry
    changed = to_bytes(replace(claim, body={**claim.body, **body}))
    return proof_of([changed, found.question.data, found.source.data], [0, 1, 2])
