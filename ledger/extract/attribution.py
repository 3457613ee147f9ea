"""Which of the speakers of an article makes a claim, and who else is as likely."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.extract.finding import Found
    from ledger.extract.names import Speaker
    from ledger.extract.sentences import Sentence
    from ledger.extract.speakers import Attribution, Speakers

WOULD: Final = re.compile(r"\b(?:would|was|were)\b")
CLOSED: Final = ("”", '"', "’")
SHORT: Final = 70
ENDS: Final = re.compile(r"[^,.;]{0,45}(?:[.,;]|$)")


@dataclass(frozen=True, slots=True)
class Attributed:
    """Who makes a claim, how the article gives it, and who else is as likely.

    ``speaker`` is None where it is the writer.
    """

    speaker: Speaker | None
    attribution: str
    rival: Speaker | None = None


WRITER: Final = Attributed(None, "unattributed")


def attributed(found: Found, every: Sequence[Sentence], speakers: Speakers) -> Attributed:
    """Who makes a claim."""
    place = found.sentence.number
    if found.is_quoted:
        speaker = _of_quotation(found, place, every, speakers)
        return Attributed(speaker, "quoted" if speaker else "unattributed")
    text = found.sentence.own
    said = [
        one
        for one in speakers.said[found.sentence]
        if one.end <= found.cue.start or not text[one.place : one.end].endswith("ing")
    ]
    own = _by_subject(found, said, speakers) if found.cue.rule.by_subject else None
    if own is not None:
        return own
    if said:
        return Attributed(_nearest(said, found).speaker, "reported")
    return _going_on(found, place, every, speakers)


def _by_subject(found: Found, said: Sequence[Attribution], speakers: Speakers) -> Attributed | None:
    """Whoever expects, hopes or plans; of plans whoever is said to have told them."""
    subject, kind = speakers.subject_of(found), found.cue.rule.kind
    trailing = [one for one in said if one.place > found.cue.end and one.speaker.is_person]
    if trailing and (subject is None or kind == "plan"):
        return Attributed(trailing[-1].speaker, "reported")
    leading = [one for one in said if one.place < found.cue.start]
    if leading and subject is not None and _speaks_for(leading[-1].speaker, subject):
        return Attributed(leading[-1].speaker, "reported")
    if subject is not None and kind == "plan" and subject.is_unnamed:
        return Attributed(None, "unattributed", subject)
    return None if subject is None else Attributed(subject, "reported")


def _speaks_for(speaker: Speaker, subject: Speaker) -> bool:
    """Whether somebody says what a body expects: the spokesman said that the firm hopes."""
    return (speaker.is_person or speaker.is_unnamed) and not (
        subject.is_person or subject.is_unnamed
    )


def _nearest(said: Sequence[Attribution], found: Found) -> Attribution:
    """The attribution that governs a clause: one that closes it, the last before, the first behind.

    A will happen, B said; but: C said that A will happen.
    """
    own = found.sentence.own
    before = [one for one in said if one.place <= found.cue.start]
    after = [one for one in said if one.place > found.cue.start]
    if after and (not before or _closes(own, found.end, after[0])):
        return after[0]
    return before[-1]


def _closes(own: str, end: int, one: Attribution) -> bool:
    """Whether a verb of saying closes the clause up to ``end``, rather than opens another."""
    between = own[end : one.place] if one.place >= end else ""
    is_near = one.place >= end and between.startswith(",") and len(between) < SHORT
    behind = own[one.end :]
    return is_near and " that " not in behind[:SHORT] and ENDS.match(behind) is not None


def _going_on(
    found: Found, place: int, every: Sequence[Sentence], speakers: Speakers
) -> Attributed:
    """The writer, or whoever the sentence before said something, where this one goes on with it."""
    before = every[place - 1] if place else None
    if before is None or before.paragraph != found.sentence.paragraph:
        return WRITER
    lately = speakers.said[before]
    if not lately:
        return WRITER
    goes_on = WOULD.search(found.text) or (
        lately[-1].speaker.is_person
        and not before.quoted
        and found.cue.rule.kind == "prediction"
        and found.cue.rule.shape == "modal"
    )
    if goes_on:
        return Attributed(lately[-1].speaker, "reported")
    return Attributed(None, "unattributed", lately[-1].speaker)


def _of_quotation(
    found: Found, place: int, every: Sequence[Sentence], speakers: Speakers
) -> Speaker | None:
    """Who says what stands between quotation marks."""
    sentence = found.sentence
    if own := speakers.said[sentence]:
        start, end = next(one for one in sentence.quoted if one[0] <= found.cue.start < one[1])
        return min(own, key=lambda one: min(abs(one.place - start), abs(one.place - end))).speaker
    following = _following(place, every, speakers)
    if following is not None and not _is_closed(sentence):
        return following
    for earlier in reversed(every[:place]):
        if sentence.paragraph - earlier.paragraph > 1:
            break
        if speakers.said[earlier]:
            return speakers.said[earlier][-1].speaker
    return following or speakers.meant[sentence][0]


def _is_closed(sentence: Sentence) -> bool:
    return sentence.text.rstrip().endswith(CLOSED)


def _following(place: int, every: Sequence[Sentence], speakers: Speakers) -> Speaker | None:
    """Who is named where a quotation ends, in one of the next sentences of the paragraph."""
    here = every[place].paragraph
    for later in every[place + 1 : place + 4]:
        if later.paragraph != here:
            return None
        if speakers.said[later]:
            return speakers.said[later][0].speaker
        if _is_closed(later):
            return None
    return None
