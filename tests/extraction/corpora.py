"""The labelled articles: five that the rules were developed on, and those they were not."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ledger import edtf
from ledger.extract.reading import read_article

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ledger.extract import Article

HERE: Final = Path(__file__).parent
WRITER: Final = "writer"


@dataclass(frozen=True, slots=True)
class Label:
    """One claim as a person labelled it; ``due`` is a last day that the claim's words state."""

    quote: str
    speaker: str
    stance: str = "for"
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article with its labels."""

    name: str
    article: Article
    labels: tuple[Label, ...]


def developed() -> Iterator[Labelled]:
    """The articles the rules were developed on: five by their claim files, others by labels."""
    for path in sorted((HERE / "developed").glob("*.gold.toml")):
        gold = tomllib.loads(path.read_text("utf-8"))
        source = gold["source"]
        name = path.name.removesuffix(".gold.toml")
        text = next(one for one in path.parent.glob(f"{name}.*") if one.suffix != ".toml")
        labels = tuple(labels_of(gold))
        yield Labelled(name, article(text, source["published"], source["publisher"]), labels)

    yield from _labelled(HERE / "developed")


def labels_of(gold: dict[str, Any]) -> Iterator[Label]:
    """The claims of a claim file as labels."""
    questions = {one["id"]: one for one in gold.get("question", ())}
    publisher = gold["source"]["publisher"]
    for claim in gold["claim"]:
        if "quote" not in claim:
            continue
        whole = questions.get(claim.get("question"), {}) | claim
        stated = "due" in whole and whole.get("due_basis", "stated") == "stated"
        due = edtf.parse(str(whole["due"])).latest if stated else None
        speaker = WRITER if claim["speaker"] == publisher else claim["speaker"]
        yield Label(claim["quote"], speaker, claim.get("stance", "for"), due)


def held_out() -> Iterator[Labelled]:
    """The articles that were labelled before any rule was run on them."""
    yield from _labelled(HERE / "articles")


def _labelled(folder: Path) -> Iterator[Labelled]:
    for path in sorted(folder.glob("*.labels.toml")):
        raw = tomllib.loads(path.read_text("utf-8"))
        name = path.name.removesuffix(".labels.toml")
        labels = tuple(
            Label(
                one["quote"],
                one["speaker"],
                one.get("stance", "for"),
                edtf.parse(one["due"]).latest if "due" in one else None,
            )
            for one in raw["claim"]
        )
        text = path.with_name(f"{name}.txt")
        yield Labelled(name, article(text, raw["published"], raw["publisher"]), labels)


def article(path: Path, published: str, publisher: str) -> Article:
    """The article of a file, as `ledger extract` reads it with its options."""
    return replace(read_article(path), published=edtf.parse(published), publisher=publisher)


def second_pass() -> dict[str, Any]:
    """What the second pass of labelling decided otherwise."""
    return tomllib.loads((HERE / "articles" / "second-pass.toml").read_text("utf-8"))
