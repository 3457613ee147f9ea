"""Hypothesis strategies that several rooms' tests share."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from ledger import edtf
from ledger.model.claim import ATTRIBUTIONS, DUE_BASES, KINDS, Claim, Question, Source
from ledger.model.claim_state import Assessment
from ledger.model.forecast import HALF
from ledger.model.outcome import Evidence, Outcome
from ledger.model.verdicts import FINAL, Verdict
from ledger.quote import Selector

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

    from ledger.edtf import FuzzyDate

_YEARS = st.integers(1, 9998).map(lambda year: f"{year:04d}")


def _texts_of_one_date() -> SearchStrategy[str]:
    months = st.integers(1, 12).map(lambda month: f"{month:02d}")
    parts = st.integers(21, 41).map(str)
    return st.one_of(
        st.dates().map(date.isoformat),
        _YEARS,
        st.tuples(_YEARS, st.one_of(months, parts, st.just("XX"))).map("-".join),
        st.tuples(_YEARS, months, st.just("XX")).map("-".join),
        st.tuples(_YEARS, st.just("XX-XX")).map("-".join),
        st.integers(1, 999).map(lambda decade: f"{decade:03d}X"),
        st.integers(1, 99).map(lambda century: f"{century:02d}XX"),
    )


@st.composite
def _texts(draw: DrawFn) -> str:
    one = _texts_of_one_date()
    marked = st.tuples(one, st.sampled_from(["", "", "~", "?", "%"])).map("".join)
    first, second = sorted(
        draw(st.tuples(marked, marked)), key=lambda text: edtf.parse(text).earliest or date.min
    )
    shape = draw(
        st.sampled_from(["{0}"] * 3 + ["{0}/{1}", "../{0}", "{0}/..", "/{0}", "{0}/"])
        | st.sampled_from(["[{0},{1}]", "[..{0},{1}]", "{{{0},{1}..}}", "[{0}..{1}]", "{{{0}}}"])
    )
    return shape.format(first, second)


def fuzzy_dates() -> SearchStrategy[FuzzyDate]:
    """Fuzzy dates of every kind that EDTF writes here: single dates, intervals and sets."""
    return _texts().map(edtf.parse)


def ids() -> SearchStrategy[str]:
    """Ids as sources, questions and claims bear them."""
    return st.text("abcxyzABC019._:-", min_size=1, max_size=12)


def lines(max_size: int = 20) -> SearchStrategy[str]:
    """Texts of one line, not blank, as they are kept: without blanks around them."""
    characters = st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"])
    tricky = st.sampled_from("\t\"\\'#=[]{}é日𝄞\u2019")
    return st.text(characters | tricky, min_size=1, max_size=max_size).map(str.strip).filter(bool)


def texts() -> SearchStrategy[str]:
    """Texts of one line or several."""
    return st.lists(lines(), min_size=1, max_size=3).map("\n".join)


def encodable() -> SearchStrategy[str]:
    """Any texts that UTF-8 can write.

    The default of `st.text` is the same, but the first draw of it works out for seconds what UTF-8
    can write: then Hypothesis complains that claims are slow to make.
    """
    return st.text(st.characters(exclude_categories=["Cs"]))


def shares() -> SearchStrategy[Decimal]:
    """Decimals from 0 to 1 of at most 18 places, in their shortest form."""
    some = st.tuples(st.integers(0, 10**18), st.just(18)) | st.tuples(
        st.integers(0, 10), st.just(1)
    )
    return some.map(lambda found: Decimal(found[0]).scaleb(-found[1]).normalize())


def several(one: SearchStrategy[str]) -> SearchStrategy[tuple[str, ...]]:
    """Short tuples of different texts."""
    return st.lists(one, max_size=3, unique=True).map(tuple)


def sources() -> SearchStrategy[Source]:
    """Sources with any of their fields set."""
    maybe = st.none() | lines()
    return st.builds(
        Source,
        id=ids(),
        publisher=lines(),
        title=maybe,
        authors=several(lines()),
        published=st.none() | fuzzy_dates(),
        url=maybe,
        archive_url=maybe,
        language=maybe,
        note=st.none() | texts(),
        digest=st.none()
        | st.binary(min_size=32, max_size=32).map(lambda one: f"sha256:{one.hex()}"),
    )


@st.composite
def questions(draw: DrawFn, identifier: SearchStrategy[str] | None = None) -> Question:
    """Questions with and without a due date; words and basis only beside one."""
    due = draw(st.none() | fuzzy_dates())
    return Question(
        id=draw(identifier or ids()),
        statement=draw(texts()),
        due=due,
        due_words=None if due is None else draw(st.none() | lines()),
        due_basis=None if due is None else draw(st.sampled_from(DUE_BASES)),
        resolve_by=draw(st.none() | fuzzy_dates()),
        closes=draw(st.none() | fuzzy_dates()),
        criteria=draw(st.none() | texts()),
        condition=draw(st.none() | texts()),
        topics=draw(several(lines())),
        note=draw(st.none() | texts()),
    )


@st.composite
def claims(draw: DrawFn) -> Claim:
    """Claims that name a question of another id, their stance on the side of their probability."""
    identifier = draw(ids())
    probability = draw(st.none() | shares())
    sides = ["none", None]
    sides += ["for"] if probability is None or probability >= HALF else []
    sides += ["against"] if probability is None or probability <= HALF else []
    maybe = st.none() | lines()
    return Claim(
        id=identifier,
        question=draw(ids().filter(lambda other: other != identifier)),
        source=draw(ids()),
        speaker=draw(lines()),
        organisation=draw(maybe),
        role=draw(maybe),
        attribution=draw(st.sampled_from(ATTRIBUTIONS)),
        kind=draw(st.sampled_from(KINDS)),
        quote=draw(st.none() | texts()),
        wording=draw(maybe),
        stance=draw(st.sampled_from(sides)),
        probability=probability,
        made=draw(st.none() | fuzzy_dates()),
        checkable=draw(st.booleans()),
        note=draw(st.none() | texts()),
        selector=draw(st.none() | st.builds(Selector, *[encodable()] * 3)),
    )


def evidence() -> SearchStrategy[Evidence]:
    """Evidence that has a url, a source, or both."""
    maybe = st.none() | lines()
    return st.builds(
        Evidence,
        url=maybe,
        source=st.none() | ids(),
        publisher=maybe,
        title=maybe,
        published=st.none() | fuzzy_dates(),
        archive_url=maybe,
        note=st.none() | texts(),
    ).filter(lambda one: one.url is not None or one.source is not None)


@st.composite
def outcomes(draw: DrawFn) -> Outcome:
    """Outcomes of every verdict; a value only with partly, and neither 0 nor 1; and what answers.

    Some are blind, and of the others the final ones may adjudicate.
    """
    verdict = draw(st.sampled_from(list(Verdict)))
    blind = draw(st.booleans())
    parts = shares().filter(lambda share: 0 < share < 1)
    return Outcome(
        question=draw(ids()),
        n=draw(st.integers(1, 10**6)),
        verdict=verdict,
        value=draw(st.none() | parts) if verdict is Verdict.PARTLY else None,
        answer=draw(st.sampled_from(["350", "Labour", "2024-05"]))
        if verdict is Verdict.ANSWERED
        else None,
        happened_on=draw(st.none() | fuzzy_dates()),
        blind=blind,
        adjudicates=not blind and verdict in FINAL and draw(st.booleans()),
        note=draw(st.none() | texts()),
        evidence=draw(st.lists(evidence(), max_size=3).map(tuple)),
    )


_DAY = st.sampled_from(["2023-01-01", "2023-06-30", "2023-12-31"])

_BLANK = Assessment(
    **dict.fromkeys(Assessment.__dataclass_fields__)
    | {"kind": "prediction", "topics": (), "publisher": "The Paper", "today": "2023-09-01"}
    | {"told_otherwise": False}
)


@st.composite
def assessments(draw: DrawFn) -> list[Assessment]:
    """Claims as the store reads them, each with an id of its own."""
    one = st.fixed_dictionaries({
        "kind": st.sampled_from(["prediction", "prediction", "pledge"]),
        "speaker": st.sampled_from(["Ann", "Bob", "unnamed: experts"]),
        "joined_to": st.sampled_from([None, None, "Bob"]),
        "source": st.sampled_from(["herald", "mail"]),
        "topics": st.sampled_from([(), ("rail",), ("rail", "roads"), ("roads ", "roads")]),
        "question": st.sampled_from(["q1", "q2", "q3"]),
        "stated_stance": st.sampled_from([None, "for", "against", "none"]),
        "made_earliest": st.none() | _DAY,
        "made_latest": st.none() | _DAY,
        "due_latest": st.none() | _DAY,
        "resolve_by_latest": st.none() | _DAY,
        "closes": st.none() | _DAY,
        "probability": st.none() | shares(),
        "wording": st.sampled_from([None, "will", "is likely to", "very unlikely", "so be it"]),
        "checkable": st.sampled_from([True, True, True, False]),
        "verdict": st.none() | st.sampled_from([str(one) for one in Verdict]),
        "value": st.none() | shares(),
        "stated_happened_on": st.sampled_from([None, "2023-06"]),
        "stated_happened_latest": st.none() | _DAY,
        "recorded_at": st.sampled_from(["2023-01-05T00:00:00Z", "2023-08-05T00:00:00Z"]),
        "told_otherwise": st.booleans(),
    })  # fmt: skip
    rows = draw(st.lists(one, max_size=12))
    return [replace(_BLANK, id=f"c{n}", entry=n, **row) for n, row in enumerate(rows)]
