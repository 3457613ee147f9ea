"""Yardsticks that tell writers which words to use: each phrase has a range laid down for it."""

from __future__ import annotations

from typing import Final

from ledger.wording.terms import Yardstick, around, between

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
