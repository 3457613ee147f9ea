"""Yardsticks measured by asking people what they understand: medians, with where most answers lie.

Ranges go from the 5th to the 95th percentile of all answers in the raw files, by linear
interpolation, in whole percent where a survey is large.  Nobody was left out; the means are pulled
by people who answered upside down, the medians are not.
"""

from __future__ import annotations

from typing import Final

from ledger.wording.terms import Yardstick, answered

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
