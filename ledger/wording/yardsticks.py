"""The published yardsticks of what words such as "likely" are worth, prescribed or surveyed.

Ranges go from the 5th to the 95th percentile of all answers in the raw files, by linear
interpolation, in whole percent where a survey is large.  Nobody was left out; the means are pulled
by people who answered upside down, the medians are not.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from ledger.errors import UnknownName

if TYPE_CHECKING:
    from collections.abc import Mapping


DECIMALS: Final = 6
"""Published figures have at most four decimals; what lies behind six is floating-point noise."""
HALF: Final = 0.5


@dataclass(frozen=True, slots=True)
class Term:
    """A phrase and the probabilities, 0 to 1, that it stands for.

    ``phrase`` is in lower case, its words parted by single blanks, without hyphens.
    ``point`` is the middle of the range; the median in a survey; the centre in Kent's table.
    """

    phrase: str
    low: float
    point: float
    high: float

    @property
    def below_half(self) -> bool:
        """Whether it says that something is less likely than not."""
        return self.point < HALF


@dataclass(frozen=True, slots=True)
class Yardstick:
    """A published table: ``name`` is how it is asked for, ``title`` how a report speaks of it.

    Terms stand in the order of the table; phrases that share a row have the same figures.
    Ranges may overlap or leave gaps, as published.
    """

    name: str
    title: str
    citation: str
    terms: tuple[Term, ...]


def between(low: float, high: float, *phrases: str) -> tuple[Term, ...]:
    """The phrases of a row that prescribes a range, in percent."""
    return _row(phrases, low, (low + high) / 2, high)


def around(centre: float, margin: float, *phrases: str) -> tuple[Term, ...]:
    """The phrases of a row that prescribes a centre, give or take a margin, in percent."""
    return _row(phrases, centre - margin, centre, centre + margin)


def answered(median: float, low: float, high: float, *phrases: str) -> tuple[Term, ...]:
    """The phrases of a survey's row: the median answer, 5th and 95th percentile, in percent."""
    return _row(phrases, low, median, high)


def _row(phrases: tuple[str, ...], low: float, point: float, high: float) -> tuple[Term, ...]:
    figures = [round(percent / 100, DECIMALS) for percent in (low, point, high)]
    return tuple(Term(phrase, *figures) for phrase in phrases)


ICD_203: Final = Yardstick(
    "icd203",
    "US Intelligence Community Directive 203",
    "Office of the Director of National Intelligence, Intelligence Community Directive 203, "
    "Analytic Standards, 2 January 2015, "
    "https://www.dni.gov/files/documents/ICD/ICD%20203%20Analytic%20Standards.pdf",
    (
        *between(1, 5, "almost no chance", "remote"),
        *between(5, 20, "very unlikely", "highly improbable"),
        *between(20, 45, "unlikely", "improbable", "improbably"),
        *between(45, 55, "roughly even chance", "roughly even odds"),
        *between(55, 80, "likely", "probable", "probably"),
        *between(80, 95, "very likely", "highly probable"),
        *between(95, 99, "almost certain", "almost certainly", "nearly certain"),
    ),
)

# The gaps between the rows are part of the published scale.
PHIA: Final = Yardstick(
    "phia",
    "UK PHIA probability yardstick",
    "Professional Head of Intelligence Assessment, Probability Yardstick, "
    "https://www.gov.uk/government/publications/explaining-uncertainty-in-uk-intelligence-assessment",
    (
        *between(0, 5, "remote chance"),
        *between(10, 20, "highly unlikely"),
        *between(25, 35, "unlikely"),
        *between(40, 50, "realistic possibility"),
        *between(55, 75, "likely", "probable"),
        *between(80, 90, "highly likely"),
        *between(95, 100, "almost certain"),
    ),
)

NATO: Final = Yardstick(
    "nato",
    "NATO AJP-2.1",
    "NATO, Allied Joint Publication 2.1, Allied Joint Doctrine for Intelligence Procedures",
    (
        *between(0, 10, "highly unlikely"),
        *between(10, 40, "unlikely"),
        *between(40, 60, "even chance"),
        *between(60, 90, "likely"),
        *between(90, 100, "highly likely"),
    ),
)

# The rows are nested: what is very likely is likely too.
IPCC: Final = Yardstick(
    "ipcc",
    "IPCC likelihood scale",
    "Mastrandrea et al. (2010), Guidance Note for Lead Authors of the IPCC Fifth Assessment Report "
    "on Consistent Treatment of Uncertainties, with the additional terms of that report",
    (
        *between(99, 100, "virtually certain"),
        *between(95, 100, "extremely likely"),
        *between(90, 100, "very likely"),
        *between(66, 100, "likely"),
        *between(50, 100, "more likely than not"),
        *between(33, 66, "about as likely as not"),
        *between(0, 33, "unlikely"),
        *between(0, 10, "very unlikely"),
        *between(0, 5, "extremely unlikely"),
        *between(0, 1, "exceptionally unlikely"),
    ),
)

EFSA: Final = Yardstick(
    "efsa",
    "EFSA approximate probability scale",
    "EFSA Scientific Committee (2018), Guidance on Uncertainty Analysis in Scientific Assessments, "
    "EFSA Journal 16(1):5123, https://doi.org/10.2903/j.efsa.2018.5123",
    (
        *between(99, 100, "almost certain"),
        *between(95, 99, "extremely likely"),
        *between(90, 95, "very likely"),
        *between(66, 90, "likely"),
        *between(33, 66, "about as likely as not"),
        *between(10, 33, "unlikely"),
        *between(5, 10, "very unlikely"),
        *between(1, 5, "extremely unlikely"),
        *between(0, 1, "almost impossible"),
    ),
)

KENT: Final = Yardstick(
    "kent",
    "Kent's words of estimative probability",
    "Sherman Kent (1964), Words of Estimative Probability, Studies in Intelligence 8(4)",
    (
        *around(100, 0, "certain"),
        *around(93, 6, "almost certain"),
        *around(75, 12, "probable"),
        *around(50, 10, "chances about even"),
        *around(30, 10, "probably not"),
        *around(7, 5, "almost certainly not"),
        *around(0, 0, "impossible"),
    ),
)


MAUBOUSSIN: Final = Yardstick(
    "mauboussin",
    "Mauboussin survey, 2018",
    "Andrew and Michael Mauboussin (2018), survey of 1,976 readers, medians and percentiles of "
    "probability_survey_results.csv in https://github.com/amauboussin/probability-survey (6eaae61)",
    (
        *answered(100, 85, 100, "always"),
        *answered(98, 70, 100, "certainly"),
        *answered(95, 50, 100, "slam dunk"),
        *answered(90, 75, 99, "almost certainly"),
        *answered(90, 75, 99, "almost always"),
        *answered(80, 70, 95, "with high probability"),
        *answered(75, 51, 90, "usually"),
        *answered(70, 51, 85, "likely"),
        *answered(70, 50, 85, "probably"),
        *answered(70, 35, 80, "often"),
        *answered(70, 35, 85, "frequently"),
        *answered(66, 20, 90, "serious possibility"),
        *answered(60, 10, 85, "real possibility"),
        *answered(60, 51, 75, "more often than not"),
        *answered(50, 20, 70, "with moderate probability"),
        *answered(50, 20, 60, "maybe"),
        *answered(45, 10, 70, "possibly"),
        *answered(40, 5, 60, "might happen"),
        *answered(20, 5, 40, "unlikely"),
        *answered(20, 5, 35, "not often"),
        *answered(15, 5, 30, "with low probability"),
        *answered(10, 2, 25, "rarely"),
        *answered(0, 0, 8, "never"),
    ),
)

CAPPHRASE: Final = Yardstick(
    "capphrase",
    "CAPphrase survey, 2026",
    "Adam Kucharski (2026), CAPphrase: Comparative and Absolute Probability phrase dataset, "
    "5,174 people, https://doi.org/10.5281/zenodo.18750055",
    (
        *answered(100, 90, 100, "will happen"),
        *answered(95, 85, 99, "almost certain", "almost certainly"),
        *answered(90, 75, 95, "highly likely"),
        *answered(80, 64, 90, "very good chance"),
        *answered(75, 60, 90, "likely"),
        *answered(75, 51, 90, "probable"),
        *answered(60, 51, 70, "better than even"),
        *answered(60, 20, 85, "realistic possibility"),
        *answered(50, 49, 51, "about even"),
        *answered(40, 10, 70, "may happen"),
        *answered(40, 10, 66, "might happen"),
        *answered(40, 10, 70, "could happen"),
        *answered(20, 5, 40, "unlikely"),
        *answered(10, 1, 33, "improbable"),
        *answered(10, 3, 30, "chances are slight"),
        *answered(10, 2, 25, "little chance"),
        *answered(5, 1, 20, "highly unlikely"),
        *answered(5, 1, 25, "remote chance"),
        *answered(2, 1, 10, "almost no chance"),
    ),
)

FAGEN_ULMSCHNEIDER: Final = Yardstick(
    "fagen-ulmschneider",
    "Fagen-Ulmschneider survey",
    "Wade Fagen-Ulmschneider, Perception of Probability Words, University of Illinois, 123 people, "
    "https://github.com/wadefagen/datasets/tree/master/Perception-of-Probability-Words",
    (
        *answered(95, 80, 99, "almost certain", "almost certainly"),
        *answered(90, 70, 99, "highly likely"),
        *answered(80, 65, 95, "very good chance"),
        *answered(75, 50, 99, "we believe"),
        *answered(70, 50.5, 90, "likely"),
        *answered(70, 45.5, 90, "probable"),
        *answered(70, 50, 90, "probably"),
        *answered(60, 51, 75, "better than even"),
        *answered(50, 50, 54.7, "about even"),
        *answered(25, 5, 44.5, "probably not"),
        *answered(20, 3.2, 50, "we doubt"),
        *answered(20, 5, 39.5, "unlikely"),
        *answered(10, 0, 40, "improbable"),
        *answered(10, 3.2, 30, "chances are slight"),
        *answered(10, 2, 25, "little chance"),
        *answered(5, 1, 30, "highly unlikely"),
        *answered(2, 0, 10, "almost no chance"),
    ),
)

ZONINATION: Final = Yardstick(
    "zonination",
    "zonination survey",
    "zonination, Perceptions of Probability and Numbers, 46 people, "
    "https://github.com/zonination/perceptions",
    (
        *answered(95, 81, 99, "almost certain", "almost certainly"),
        *answered(90, 71, 97, "highly likely"),
        *answered(80, 70, 90, "very good chance"),
        *answered(70, 50, 90, "we believe"),
        *answered(70, 60, 90, "likely"),
        *answered(70, 51, 89, "probable"),
        *answered(75, 52, 89, "probably"),
        *answered(60, 51, 77, "better than even"),
        *answered(50, 46, 50, "about even"),
        *answered(26.5, 10, 48, "probably not"),
        *answered(25, 5, 60, "we doubt"),
        *answered(20, 5, 35, "unlikely"),
        *answered(15, 1, 49, "improbable"),
        *answered(10, 5, 30, "chances are slight"),
        *answered(15, 5, 25, "little chance"),
        *answered(5, 3, 24, "highly unlikely"),
        *answered(2, 1, 10, "almost no chance"),
    ),
)


YARDSTICKS: Final[Mapping[str, Yardstick]] = MappingProxyType({
    one.name: one
    for one in (
        ICD_203,
        PHIA,
        NATO,
        IPCC,
        EFSA,
        KENT,
        MAUBOUSSIN,
        CAPPHRASE,
        FAGEN_ULMSCHNEIDER,
        ZONINATION,
    )
})  # fmt: skip
"""The yardsticks by name: first those prescribed, then those measured."""


def yardstick(name: str) -> Yardstick:
    """The yardstick of that name.

    Raises:
        UnknownName: none bears it; close names are in the sentence, all names in the cure.
    """
    if name in YARDSTICKS:
        return YARDSTICKS[name]
    close = difflib.get_close_matches(name.lower(), YARDSTICKS, n=3, cutoff=0.5)
    raise UnknownName("yardstick", name, close, tuple(YARDSTICKS))
