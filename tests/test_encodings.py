"""Old code pages: taken unasked only where it looks like it, else shown as they may be meant."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from commands import Desk
from hypothesis import given
from hypothesis import strategies as st

from ledger.formats.encodings import CANDIDATES, doubt, looks_western

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "id,speaker,statement,made,due,publisher\n"

FOREIGN = {
    "cp1251": "Владимир Иванов,Мы построим сто школ",
    "koi8-r": "Владимир Иванов,Мы построим сто школ",
    "gb18030": "李小明,我们将建造一百所学校",
    "shift_jis": "山田太郎,わたしたちは学校を建てます",
    "euc_kr": "김철수,우리는 학교를 짓는다",
    "big5": "李小明,我們將建造學校",
    "cp1250": "Jarosław Kowalczyński,Zbudujemy sto szkół",
    "cp1253": "Αλέξης Παππάς,Θα χτίσουμε σχολεία",
    "cp1254": "Tayyip Doğan,Okul yapaca\u011f\u0131z",
    "cp1255": "יוסף כהן,נבנה בתי ספר",
    "cp1256": "محمد علي,سنبني مدارس",
    "mac-roman": "Zoë Müller,Wir bauen Schulen für alle",
    "cp850": "Zoë Müller,Wir bauen Schulen für alle",
}
"""By code page, a speaker and a statement in it."""

WESTERN = (
    "Zoë Müller", "São Paulo, não, ações, mãe", "Søren Åberg", "Ångström", "Straße",
    "don\u2019t \u2013 \u201cx\u201d …",
    "Guðrún Þórsdóttir og Ólafur", "œuvre, cœur, naïve, créée", "Irmãs",
    "10 m²",
    "Iñaki Núñez", "NUÑEZ", "CAFÉ", "€5 and £3", "Škoda", "l\u2019été", "1º lugar", "¿Qué?",
    "©2020",
    "Hélène d\u2019Étienne", "ÜBERRASCHUNG", "Ça ira", "30 °C", "½ of it",
)  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path) -> Desk:
    shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    return Desk(tmp_path)


def sheet(desk: Desk, cells: str, encoding: str) -> Path:
    path = desk.folder / "s.csv"
    path.write_bytes(f"{HEAD}a,{cells},2020-01-05,2024-12-31,P\n".encode(encoding))
    return path


@pytest.mark.parametrize("encoding", FOREIGN)
def test_nothing_is_entered_and_the_cell_is_shown_as_it_may_be_meant(
    desk: Desk, encoding: str
) -> None:
    path = sheet(desk, FOREIGN[encoding], encoding)
    told = desk.refused("import", path)
    speaker = FOREIGN[encoding].partition(",")[0]
    assert f"'{speaker}' with --encoding {encoding}" in told
    assert 2 <= told.count("with --encoding") <= 3
    assert desk.json("log") == []
    desk.done("import", path, "--encoding", encoding)
    assert desk.json("show", "a")["speaker"] == speaker


@pytest.mark.parametrize("text", WESTERN)
def test_what_looks_western_is_taken_and_shown(desk: Desk, text: str) -> None:
    told = desk("import", sheet(desk, f'Ann,"{text}"', "cp1252"))
    assert told.exit_code == 0, told.output
    word = next(word for word in text.split() if not word.isascii()).strip(",\u201c\u201d")
    assert f"is read as Latin-1 (cp1252), as in '{word[:1]}" in told.stderr.replace("\u201c", "")
    assert desk.json("show", "a")["statement"] == text


@given(st.binary(max_size=200))
def test_whatever_the_bytes_are_something_can_be_said(data: bytes) -> None:
    looks_western(data)
    found = str(doubt(b"\xff" + data))
    assert "Save the file as UTF-8" in found
    assert found.isprintable() or "\\" in repr(found)


@given(st.sampled_from(CANDIDATES), st.sampled_from(sorted(FOREIGN.values())))
def test_no_code_page_of_a_name_is_taken_for_another(encoding: str, text: str) -> None:
    """Where its letters are there in it, and it is not Windows-1252's own."""
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        return
    if text != data.decode("cp1252", "replace"):
        assert not looks_western(data)


REVIEW = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://desk.example/1",
    "claimReviewed": "Zoë says",
    "author": {"name": "Desk"},
    "itemReviewed": {"author": {"name": "Zoë"}},
    "reviewRating": {"alternateName": "False"},
}


ANN = {"itemReviewed": {"author": {"name": "Ann"}}}


def page(desk: Desk, head: str, encoding: str, text: str = "Zoë says") -> Path:
    """A page with a review in a script."""
    review = json.dumps({**REVIEW, "claimReviewed": text, **ANN}, ensure_ascii=False)
    html = f'{head}<script type="application/ld+json">{review}</script>'
    path = desk.folder / "p.html"
    path.write_bytes(html.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("head", "encoding", "text"),
    [
        ('<meta charset="windows-1252">', "cp1252", "Zoë says"),
        ("<meta charset=iso-8859-1>", "cp1252", "Zoë “says”"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">', "koi8-r", "Да"),
        ('<meta charset="gb2312">', "gb18030", "学校"),
        ('<?xml version="1.0" encoding="iso-8859-2"?><html>', "iso-8859-2", "Łódź"),
        ('<meta charset="koi8-r">', "utf-16", "Да"),
        ('<meta charset="koi8-r">', "utf-8-sig", "Да"),
        ("<html>", "utf-8", "Да"),
        ('<meta charset="nonsense">', "utf-8", "Да"),
    ],
)
def test_a_page_is_in_what_it_says(desk: Desk, head: str, encoding: str, text: str) -> None:
    path = page(desk, head, encoding, text)
    desk.done("import", path)
    (claim,) = desk.json("list")
    assert claim["statement"] == text


def test_a_page_that_does_not_say_is_read_as_it_is_asked_for(desk: Desk) -> None:
    path = page(desk, "<html>", "cp1252")
    told = desk.refused("import", path)
    assert "This is not UTF-8 text: byte 0xEB." in told
    assert "--encoding cp1252" in told
    desk.done("import", path, "--encoding", "cp1252")
    assert desk.json("list")[0]["statement"] == "Zoë says"


CLAIMS = '[source]\nid = "s"\npublisher = "P"\n[[claim]]\nid = "a"\nspeaker = "Zoë"\n'
MARKET = {
    "id": "m", "creatorUsername": "ann", "createdTime": 1688202000000, "question": "Zoë wins?",
    "url": "https://market.example/m", "outcomeType": "BINARY", "mechanism": "cpmm-1",
    "isResolved": False, "closeTime": 1709120000000, "slug": "m", "probability": 0.5,
    "bets": [{"id": "b", "createdTime": 1688205600000, "probBefore": 0.5, "probAfter": 0.6}],
}  # fmt: skip
TEXTS = {
    "toml": f'{CLAIMS}statement = "S"\n',
    "jsonld": json.dumps(REVIEW, ensure_ascii=False),
    "json": json.dumps([MARKET], ensure_ascii=False),
    "csv": f"{HEAD}a,Zoë,S,2020-01-05,2024-12-31,P\n",
    "tsv": "1.json\tfalse\tZoë won.\tx\tann-lee\tJob\tTexas\tnone\t0\t1\t0\t0\t0\ta speech\n",
}


@pytest.mark.parametrize("end", TEXTS)
@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "cp850"])
def test_an_encoding_can_be_asked_for_in_every_text_format(
    desk: Desk, end: str, encoding: str
) -> None:
    path = desk.folder / f"f.{end}"
    path.write_bytes(TEXTS[end].encode(encoding))
    form = ("--from", "liar") if end == "tsv" else ()
    desk.done("import", path, *form, "--encoding", encoding)
    (claim,) = desk.json("list")
    assert "Zoë" in f"{claim['speaker']} {claim['statement']}"


@pytest.mark.parametrize("end", TEXTS)
def test_an_encoding_that_is_none_is_refused(desk: Desk, end: str) -> None:
    path = desk.folder / f"f.{end}"
    path.write_text(TEXTS[end], encoding="utf-8")
    for name in ("nonsense", "rot13", "hex"):
        form = ("--from", "liar") if end == "tsv" else ()
        told = desk.refused("import", path, *form, "--encoding", name)
        assert f"Unknown encoding '{name}'; try utf-8, latin-1 or another." in told
