"""Names of months and weekdays in other languages, held against the CLDR as babel has it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Final

import pytest
from babel import Locale
from babel.localedata import locale_identifiers

from ledger import edtf
from ledger.edtf.languages import ENGLISH, LANGUAGES, fold
from ledger.errors import BadDate

if TYPE_CHECKING:
    from collections.abc import Iterator

LOCALES: Final = {
    "Spanish": "es", "Portuguese": "pt", "French": "fr", "German": "de", "Italian": "it",
    "Polish": "pl", "Russian": "ru", "Turkish": "tr", "Indonesian": "id", "Arabic": "ar",
    "Arabic of the Levant": "ar_SY", "Hindi": "hi", "Czech": "cs", "Croatian": "hr",
}  # fmt: skip
YEAR: Final = 2024


def names_in(locale: str) -> Iterator[tuple[str, str]]:
    """The names of months and weekdays in a locale, folded, with what each is in English."""
    found = Locale.parse(locale)
    for kind, keys, english in (
        (found.months, range(1, 13), ENGLISH[:12]),
        (found.days, range(7), ENGLISH[12:]),
    ):
        for forms in (kind[context][width] for context in kind for width in WIDTHS):
            yield from ((fold(forms[key]).strip("."), english[n]) for n, key in enumerate(keys))


WIDTHS: Final = ("wide", "abbreviated")


def ours(language: str) -> set[tuple[str, str]]:
    several = zip(LANGUAGES[language].split(), ENGLISH, strict=True)
    return {
        (fold(form.replace("_", " ")), english)
        for forms, english in several
        for form in forms.split("|")
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_names_are_those_of_the_cldr(language: str) -> None:
    """All of its forms are here, and what else is here is said in some country of the language."""
    code = LOCALES[language]
    assert set(names_in(code)) <= ours(language)
    kin = {one for one in locale_identifiers() if one.split("_")[0] == code.split("_")[0]}
    assert ours(language) <= {name for one in kin for name in names_in(one)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_is_read_as_its_day_or_is_refused_with_both(language: str) -> None:
    meanings = defaultdict(set)
    for one in LANGUAGES:
        for name, english in ours(one):
            meanings[name].add(english)
    for forms, english in zip(LANGUAGES[language].split()[:12], ENGLISH, strict=False):
        month = ENGLISH.index(english) + 1
        for form in forms.replace("_", " ").split("|"):
            for written in (form, form.upper(), f"{form}."):
                words = f"12 {written} {YEAR}"
                others = meanings[fold(form)] & set(ENGLISH[:12]) - {english}
                if not others:
                    assert str(edtf.read(words)) == f"{YEAR}-{month:02d}-12", words
                    continue
                with pytest.raises(BadDate, match=f"'{YEAR}-{month:02d}-12'"):
                    edtf.read(words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_weekday_before_the_date_is_checked(language: str) -> None:
    names = [one.replace("_", " ") for one in LANGUAGES[language].split()]
    month = names[6].split("|")[0]
    for n, forms in enumerate(names[-7:]):
        day = date(YEAR, 7, 1 + n)  # a Monday is the first
        for form in forms.split("|"):
            assert str(edtf.read(f"{form}, {day.day} {month} {YEAR}")) == str(day)
    with pytest.raises(BadDate, match="is a Monday, not a Tuesday"):
        edtf.read(f"{names[13].split('|')[0]}, 1 {month} {YEAR}")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("12 de julio de 2024", "2024-07-12"),
        ("el 12 de julio de 2024", "2024-07-12"),
        ("julio de 2024", "2024-07"),
        ("segunda-feira, 12 de agosto de 2024", "2024-08-12"),
        ("1\u00ba de mar\u00e7o de 2024", "2024-03-01"),
        ("le 1er ao\u00fbt 2024", "2024-08-01"),
        ("lundi 12 aout 2024", "2024-08-12"),
        ("Montag, 12. August 2024", "2024-08-12"),
        ("am 3. M\u00e4rz 2024", "2024-03-03"),
        ("3. J\u00e4nner 2024", "2024-01-03"),
        ("12 ago 2024", "2024-08-12"),
        ("mar. 12 mars 2024", "2024-03-12"),
        ("12 KASIM 2024", "2024-11-12"),
        ("12 A\u011eUSTOS 2024", "2024-08-12"),
        ("\u0432 \u0438\u044e\u043b\u0435", ""),
        ("12 \u0438\u044e\u043b\u044f 2024 \u0433.", "2024-07-12"),
        ("12 \u092b\u0930\u0935\u0930\u0940 2024", "2024-02-12"),
        ("by 12 lipca 2024", "../2024-07-12"),
        ("before juillet 2024", "../2024-06-30"),
        ("the last day of juillet 2024", "2024-07-31"),
        ("juillet 2024 - ao\u00fbt 2024", "2024-07/2024-08"),
    ],
)
def test_dates_as_they_are_written_in_these_languages(words: str, expected: str) -> None:
    if expected:
        assert str(edtf.read(words)) == expected
    else:
        with pytest.raises(BadDate, match="cannot be read"):
            edtf.read(words)


def test_a_name_that_is_another_month_in_another_language_is_refused() -> None:
    """Listopad is November in Polish and in Czech, October in Croatian."""
    with pytest.raises(BadDate, match="can mean '2024-10-12' or '2024-11-12'"):
        edtf.read("12 listopada 2024")


@pytest.mark.slow
def test_no_name_means_another_month_in_a_language_that_is_not_here() -> None:
    """But for short forms, whole names mean one thing in all languages that babel has."""
    here = {name: english for one in LANGUAGES for name, english in ours(one)}
    whole = {name for one in LANGUAGES for name, _ in ours(one) if len(name) > 4}
    for locale in locale_identifiers():
        for name, english in names_in(locale):
            if name in whole and "listopad" not in name:
                assert english == here[name] or (locale[:3], name) == ("mgh", "sabato"), locale


def test_a_text_full_of_names_is_refused_at_once() -> None:
    with pytest.raises(BadDate):
        edtf.read("mar listopad " * 14)
