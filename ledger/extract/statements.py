"""What is claimed: stance, kind, the words that say how sure it is, and a draft of a statement."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ledger.extract.finding import Found
    from ledger.extract.rules import Language

DENIAL: Final = re.compile(r"\b(?:not|never|no longer|neither|nor|nobody|no one|cannot)\b|n[’']t\b")
DENIED: Final = re.compile(r"(?:\bnot|n[’']t|\bnever|\bno longer)(?: \w+ly)? $")
"""Before a cue that is denied: not expecting."""

FEW: Final = (
    r"(?<!a )(?<!next )(?<!last )(?<!past )(?<!first )(?<!coming )(?<!the )(?<!these )"
    r"[Ff]ew(?! (?:days|weeks|months|years|hours|minutes))"
)
"""Hardly anybody: few believe that it will."""

NO_SUBJECT: Final = re.compile(
    rf"\b(?:[Nn]o|[Nn]one of|[Nn]either of|{FEW}|[Nn]obody|[Nn]o one|[Nn]othing|[Nn]either)\b"
)
NEVER_DENIED: Final = re.compile(
    r"\bnot (?:only|just|merely|least|yet)\b"
    r"|\bno (?:doubt|later|more than|less|fewer|sooner|matter|longer than)\b"
)
NO_CHANCE: Final = re.compile(
    r"\b(?:no|little|small|slim|slight|low) "
    r"(?:chance|odds|probability|likelihood|prospect|possibility)"
)
CONDITION: Final = re.compile(
    r"(?:^|[\s,(])(?P<word>[Ii]f|[Uu]nless|[Pp]rovided(?: that)?|[Aa]s long as"
    r"|[Aa]ssuming(?: that)?|[Ss]hould) (?P<words>[^,;.“”]{4,140})"
)
PROBABILITY: Final = re.compile(
    r"\b(?P<n>[0-9]{1,2}(?:\.[0-9]+)?)(?: ?%| percent| per cent|-percent) "
    r"(?:chance|probability|likelihood|odds)"
)
IN: Final = re.compile(
    r"\b(?:odds|chances?|probability|likelihood|risk)\b[^.;]{0,80}?\bat "
    r"(?P<a>one|two|three|four|1|2|3|4) in "
    r"(?P<b>two|three|four|five|six|seven|eight|nine|ten|twenty|[0-9]{1,3})\b"
)
NUMBERS: Final = {
    word: n
    for n, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    )
} | {"twenty": 20}
PREPOSITION: Final = re.compile(
    r"\b(?:until|by|in|on|at|next|this|later|within|before|early|soon|around|for|that)$"
)
CHANCE_OF: Final = re.compile(
    r"\b(?:odds|chances?|probability|likelihood|risk|danger|prospect) (?:of|that) "
    r"(?P<what>.+?)(?= (?:at|as|is|are|to be)\b|$)"
)
HALF: Final = 0.5


def stance_of(found: Found) -> str:
    """Whether the speaker says that it will come about, that it will not, or takes no side."""
    rule, text = found.cue.rule, found.text
    begin = found.cue.start - found.start
    before, rest = text[: max(begin, 0)], NEVER_DENIED.sub(" ", text[max(begin, 0) :])
    if rule.stance == "none":
        return "none"
    stated = probability_of(found)
    if NO_CHANCE.search(text) or (stated is not None and float(stated) < HALF):
        return "against"
    words = rest[: found.cue.end - found.cue.start + 6]
    denied = rule.stance == "against"
    if not denied:
        denied = _denies(before, words, rest)
        main = found.cues[-1] if rule.shape in {"object", "whole"} and len(found.cues) > 1 else None
        if main is not None and main.rule.stance == "against":
            denied = True
        if main is not None and main.rule.stance == "none" and not denied:
            return "none"
    elif NO_SUBJECT.search(before[-40:]):
        denied = False
    return "against" if denied else "for"


def _denies(before: str, words: str, rest: str) -> bool:
    subject = NEVER_DENIED.sub(" ", before)
    if re.search(
        rf"\b(?:[Nn]o|[Nn]either|[Nn]one|[Nn]obody|[Nn]othing|{FEW})\b(?! longer)",
        subject[-60:],
    ):
        return True
    if DENIAL.search(words) is not None or DENIED.search(before) is not None:
        return True
    if (
        re.search(
            r"\b(?:will|would|to|that) (?:not|never)\b|\b(?:that|is|be) no\b"
            r"|\bwon[’']t\b|\bwouldn[’']t\b",
            rest[:70],
        )
        is not None
    ):
        return True
    return re.search(r"\b(?:pledg|promis|vow|insist)\w* [^.]{0,40}?\bno \w+", rest) is not None


def kind_of(found: Found) -> str:
    """Whether it is a prediction, a pledge or a plan."""
    if any(cue.rule.kind == "pledge" for cue in found.cues):
        return "pledge"
    own = found.sentence.own
    lead = own[: found.cue.start]
    if not found.is_quoted and re.search(r"\b(?:promised|pledged|vowed|guaranteed)\b[^.;]*$", lead):
        return "pledge"
    if found.is_quoted and re.search(
        r"\bI(?: will|[’']ll)$", found.text[: found.cue.end - found.start]
    ):
        return "pledge"
    return found.cue.rule.kind


def probability_of(found: Found) -> str | None:
    """The probability that is stated as a number, as the claim file has it."""
    if one := PROBABILITY.search(found.text):
        value = round(float(one["n"]) / 100, 4)
        return f"{value:g}"
    if one := IN.search(found.text):
        a, b = (NUMBERS.get(one[key]) or int(one[key]) for key in ("a", "b"))
        return f"{round(a / b, 4):g}" if 0 < a <= b else None
    return None


def condition_of(found: Found) -> str | None:
    """What the claim depends on, as a sentence."""
    one = CONDITION.search(found.text)
    if (
        one is None
        or (one["word"] == "should")
        or (
            "would be" in found.text[: one.start()]
            and re.search(
                r"(?:astonished|surprised|shocked|amazed|stunned)$", found.text[: one.start()]
            )
        )
    ):
        return None
    words = one["words"].strip()
    lead = "Not: " if one["word"].lower() == "unless" else ""
    return f"{lead}{words[:1].upper()}{words[1:]}."


IN_CONDITION: Final = re.compile(
    r"\b(?:[Ii]f|[Uu]nless|[Pp]rovided|[Oo]nce(?! more| again)) [^,;.“”]*$"
)


def is_condition(before: str, cue: int) -> bool:
    """Whether what comes after these words still belongs to a condition, which the cue does not."""
    found = IN_CONDITION.search(before)
    return found is not None and not (found.start() < cue < len(before))


def wording_of(found: Found) -> str:
    """The words that say how sure it is, as they stand in the sentence."""
    cue = found.cue
    return " ".join(found.sentence.text[cue.start : cue.end].strip(" ,").split())[:80]


def is_checkable(found: Found, language: Language) -> bool:
    """Whether the words give anything to check: a number, a day, a name, or no vague word."""
    text = found.text
    if found.days or re.search(
        r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|hundred|million|billion|double|half|third|quarter)\b",
        text,
    ):
        return True
    rest = text[max(0, found.cue.start - found.start) :]
    if re.search(r"\b(?!I\b)[A-Z][a-z]{2,}", rest):
        return True
    return language.vague.search(rest) is None


def statement_of(found: Found, speaker: str, stance: str) -> str:
    """A first draft of what would come about, never of what would not."""
    text, cue = found.text, found.cue
    begin, end = max(0, cue.start - found.start), max(0, cue.end - found.start)
    subject, words, rest = text[:begin].strip(), text[begin:end], text[end:].strip()
    if not subject:
        subject = "It" if cue.rule.needs == {"earlier"} else _pronoun(words)
    subject = re.sub(r" (?:has|have|also|now|still)$", "", subject)
    draft = _by_shape(cue.rule.shape, subject, words, rest) or _by_words(text, subject, words, rest)
    if stance == "against":
        draft = _affirmed(draft)
    draft = re.sub(r"^I[’']ll\b", "I will", draft)
    if draft.startswith("I will "):
        draft = speaker + draft.removeprefix("I")
    draft = re.sub(r"\s+", " ", draft).strip(" ,;:")
    return f"{draft[:1].upper()}{draft[1:]}{'' if draft.endswith('.') else '.'}"


def _by_shape(shape: str, subject: str, words: str, rest: str) -> str | None:
    """The words with "will" in the place of those found; None where that cannot be."""
    if words.endswith("that") and rest and shape == "to":
        return re.sub(r"\bwould\b", "will", rest, count=1)
    if shape == "object":
        inner = re.match(r"(?:that )?(?P<who>.+?) to (?P<does>(?:not )?[a-z]+\b.*)", rest)
        if rest.startswith("to ") and subject:
            return f"{subject} will {rest.removeprefix('to ')}"
        if inner is not None:
            return f"{inner['who']} will {inner['does']}"
    if shape in {"modal", "to"} and subject and rest and not PREPOSITION.search(words):
        return f"{subject} will {re.sub(r'^to ', '', rest)}"
    return None


INTENT: Final = re.compile(r"(?:\b(?:no|any) |n[’']t |\bnot )\w+ (?P<how>of|to|for)$")
OPINION: Final = re.compile(
    r"(?:doubts?|doubted|fears?|feared|believes?|hopes?|worry|confident|expects?|rul\w+ out)\b"
)


def _by_words(text: str, subject: str, words: str, rest: str) -> str:
    """What is hoped, feared or ruled out, or the words as they are."""
    if words.endswith(" if"):
        return rest
    if chance := CHANCE_OF.search(text):
        return chance["what"]
    if (intent := INTENT.search(words)) and subject:
        return f"{subject} {'will' if intent['how'] == 'to' else 'is'} {rest}"
    if OPINION.match(words) and rest:
        return re.sub(r"^(?:that|whether|if) ", "", rest)
    return text


def _pronoun(words: str) -> str:
    """The pronoun that words begin with."""
    found = re.match(r"(?:[Ss]he|[Hh]e|[Ii]t|[Tt]hey|[Ww]e|I|who)\b", words)
    return found[0] if found else ""


def _affirmed(draft: str) -> str:
    """The same without its denial."""
    draft = re.sub(r"\b(?:won[’']t|will not|will never|will no longer|would not)\b", "will", draft)
    draft = re.sub(
        r"\b(?:does|do|is|are|can)(?:n[’']t| not) ",
        lambda one: {"is": "is ", "are": "are ", "can": "can "}.get(
            one[0].split()[0].split("n")[0], ""
        ),
        draft,
    )
    draft = re.sub(r"^(?:[Nn]o|[Tt]here is no chance of|[Nn]one of) (?=\w+s\b)", "", draft)
    draft = re.sub(
        r"^[Tt]here is (?:no|little) (?:chance|prospect|danger|risk) (?:of|that) ", "", draft
    )
    draft = re.sub(r"^[Nn]o (?=[a-z])", "a ", draft)
    draft = re.sub(r"\bwill (?:not|never) ", "will ", draft)
    return re.sub(r"\bwill to\b", "will", draft)
