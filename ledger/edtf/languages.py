# ruff: noqa: RUF001 - names as they are written in Russian and in Turkish
"""Names of months and weekdays in the languages that most fact-checks are written in.

    12 de julio de 2024, le 1er août 2024, 12. Juli 2024, 12 lipca 2024, 12 июля 2024

The names are those of the Unicode CLDR, full and short, in the forms that stand alone and within a
date; `tests/test_languages.py` compares them with the tables of babel, which are too heavy to be
loaded here.  Letters count without accents and in either case, for so people type them.  Czech and
Croatian are here also because some of their names mean another month in Polish: what two languages
read as two dates is refused with both.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Final

from ledger.edtf.vocabulary import month_name, weekday_name

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGES: Final = {
    "Spanish": """
        enero|ene febrero|feb marzo|mar abril|abr mayo|may junio|jun julio|jul agosto|ago
        septiembre|setiembre|sept|set octubre|oct noviembre|nov diciembre|dic
        lunes|lun martes|mar miércoles|mié jueves|jue viernes|vie sábado|sáb domingo|dom
    """,
    "Portuguese": """
        janeiro|jan fevereiro|fev março|mar abril|abr maio|mai junho|jun julho|jul agosto|ago
        setembro|set outubro|out novembro|nov dezembro|dez
        segunda-feira|seg terça-feira|ter quarta-feira|qua quinta-feira|qui sexta-feira|sex
        sábado|sáb domingo|dom
    """,
    "French": """
        janvier|janv février|févr mars avril|avr mai juin juillet|juil août septembre|sept
        octobre|oct novembre|nov décembre|déc
        lundi|lun mardi|mar mercredi|mer jeudi|jeu vendredi|ven samedi|sam dimanche|dim
    """,
    "German": """
        Januar|Jänner|Jan|Jän Februar|Feb März|Mär April|Apr Mai Juni|Jun Juli|Jul
        August|Aug September|Sep|Sept Oktober|Okt November|Nov Dezember|Dez
        Montag|Mo Dienstag|Di Mittwoch|Mi Donnerstag|Do Freitag|Fr Samstag|Sa Sonntag|So
    """,
    "Italian": """
        gennaio|gen febbraio|feb marzo|mar aprile|apr maggio|mag giugno|giu luglio|lug agosto|ago
        settembre|set ottobre|ott novembre|nov dicembre|dic
        lunedì|lun martedì|mar mercoledì|mer giovedì|gio venerdì|ven sabato|sab domenica|dom
    """,
    "Polish": """
        styczeń|stycznia|sty luty|lutego|lut marzec|marca|mar kwiecień|kwietnia|kwi maj|maja
        czerwiec|czerwca|cze lipiec|lipca|lip sierpień|sierpnia|sie wrzesień|września|wrz
        październik|października|paź listopad|listopada|lis grudzień|grudnia|gru
        poniedziałek|pon wtorek|wt środa|śr czwartek|czw piątek|pt sobota|sob niedziela|niedz
    """,
    "Russian": """
        январь|января|янв февраль|февраля|февр март|марта|мар апрель|апреля|апр май|мая
        июнь|июня|июн июль|июля|июл август|августа|авг сентябрь|сентября|сент октябрь|октября|окт
        ноябрь|ноября|нояб декабрь|декабря|дек
        понедельник|пн вторник|вт среда|ср четверг|чт пятница|пт суббота|сб воскресенье|вс
    """,
    "Turkish": """
        Ocak|Oca Şubat|Şub Mart|Mar Nisan|Nis Mayıs|May Haziran|Haz Temmuz|Tem Ağustos|Ağu
        Eylül|Eyl Ekim|Eki Kasım|Kas Aralık|Ara
        Pazartesi|Pzt Salı|Sal Çarşamba|Çar Perşembe|Per Cuma|Cum Cumartesi|Cmt Pazar|Paz
    """,
    "Indonesian": """
        Januari|Jan Februari|Feb Maret|Mar April|Apr Mei Juni|Jun Juli|Jul Agustus|Agu
        September|Sep Oktober|Okt November|Nov Desember|Des
        Senin|Sen Selasa|Sel Rabu|Rab Kamis|Kam Jumat|Jum Sabtu|Sab Minggu|Min
    """,
    "Arabic": """
        يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر
        الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد
    """,
    "Arabic of the Levant": """
        كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني
        كانون_الأول
        الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد
    """,
    "Hindi": """
        जनवरी|जन॰ फ़रवरी|फ़र॰ मार्च अप्रैल मई जून जुलाई|जुल॰ अगस्त|अग॰ सितंबर|सित॰ अक्टूबर|अक्टू॰
        नवंबर|नव॰ दिसंबर|दिस॰
        सोमवार|सोम मंगलवार|मंगल बुधवार|बुध गुरुवार|गुरु शुक्रवार|शुक्र शनिवार|शनि रविवार|रवि
    """,
    "Czech": """
        leden|ledna|led únor|února|úno březen|března|bře duben|dubna|dub květen|května|kvě
        červen|června|čvn červenec|července|čvc srpen|srpna|srp září|zář říjen|října|říj
        listopad|listopadu|lis prosinec|prosince|pro
        pondělí|po úterý|út středa|st čtvrtek|čt pátek|pá sobota|so neděle|ne
    """,
    "Croatian": """
        siječanj|siječnja|sij veljača|veljače|velj ožujak|ožujka|ožu travanj|travnja|tra
        svibanj|svibnja|svi lipanj|lipnja|lip srpanj|srpnja|srp kolovoz|kolovoza|kol
        rujan|rujna|ruj listopad|listopada|lis studeni|studenoga|stu prosinac|prosinca|pro
        ponedjeljak|pon utorak|uto srijeda|sri četvrtak|čet petak|pet subota|sub nedjelja|ned
    """,
}
"""By language, the months, then the weekdays from Monday, with ``|`` between forms of a name."""

ENGLISH: Final = (*map(month_name, range(1, 13)), *map(weekday_name, range(7)))

ACCENTS: Final = re.compile("[\u0300-\u036f\u064b-\u065f\u093c\u0640]")
"""What stands above, below or within letters and does not make others of them."""

LETTERS: Final = str.maketrans({"\u0142": "l", "\u0131": "i"})
JOINERS: Final = re.compile(
    r"(?<= )(?:de|del|do|da|dia|roku|godine|\u0433|\u0433\u043e\u0434\u0430)\.?(?= |$)"
    r"|^(?:le|el|il|lo|o|am|den|dia|tanggal) "
)
"""Small words that stand in dates beside a name."""

NUMBERS: Final = re.compile(r"\b([0-9]{1,2})(?:\.|er\b|o\b|\u00b0)")
"""How the number of a day is marked: 12., 1er, 1\u00ba."""

MOST_NAMES: Final = 4
"""How many names a date may have: a weekday and a month, at either end of a range."""

LETTER: Final = r"[^\W\d_]"


def fold(text: str) -> str:
    """A text in small letters without accents."""
    return ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold())).translate(LETTERS)


def in_english(words: str) -> Iterator[str]:
    """The words with their names in English, in all the ways in which languages take them.

    Nothing where they hold no name of another language.
    """
    folded, (pattern, meanings) = fold(words), _names()
    found = [match[0].strip(".") for match in pattern.finditer(folded)]
    if not 0 < len(found) <= MOST_NAMES:
        return
    plain = NUMBERS.sub(r"\1", folded)
    for chosen in product(*(sorted(meanings[one]) for one in found)):
        names = iter(chosen)
        text = pattern.sub(lambda _: next(names), plain)  # noqa: B023 - used up at once
        yield " ".join(JOINERS.sub(" ", text).split())


def is_name(word: str) -> bool:
    """Whether a word is the name of a month or a weekday in some language."""
    return fold(word) in _names()[1]


@lru_cache(maxsize=1)
def _names() -> tuple[re.Pattern[str], dict[str, set[str]]]:
    """A pattern for all names, and the English names that each may stand for."""
    meanings: dict[str, set[str]] = {}
    for names in LANGUAGES.values():
        for forms, english in zip(names.split(), ENGLISH, strict=True):
            for form in forms.split("|"):
                meanings.setdefault(fold(form.replace("_", " ")), set()).add(english)
    longest = "|".join(sorted(map(re.escape, meanings), key=len, reverse=True))
    return re.compile(rf"(?<!{LETTER})(?:{longest})(?!{LETTER})\.?"), meanings
