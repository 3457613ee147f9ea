"""Which of the speakers of an article makes a claim."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ledger.extract.speakers import Attributed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.extract.finding import Found
    from ledger.extract.names import Speaker
    from ledger.extract.sentences import Sentence
    from ledger.extract.speakers import Attribution, Speakers

WOULD: Final = re.compile(r"\b(?:would|was|were)\b")


def attributed(found: Found, every: Sequence[Sentence], speakers: Speakers) -> Attributed:
    """Who makes a claim: None for the speaker where it is the writer."""
    place = every.index(found.sentence)
    if found.is_quoted:
        speaker = _of_quotation(found, place, every, speakers)
        return Attributed(speaker, "quoted" if speaker else "unattributed")
    said = speakers.said[found.sentence]
    subject = speakers.subject_of(found) if found.cue.rule.by_subject else None
    trailing = [one for one in said if one.place > found.cue.end and one.speaker.is_person]
    if subject is not None and not (found.cue.rule.kind == "plan" and trailing):
        if not (found.cue.rule.kind == "plan" and subject.is_unnamed):
            return Attributed(subject, "reported")
        return Attributed(None, "unattributed", subject)
    if trailing and found.cue.rule.by_subject:
        return Attributed(trailing[-1].speaker, "reported")
    if said:
        return Attributed(_nearest(said, found).speaker, "reported")
    before = every[place - 1] if place else None
    if before is None or before.paragraph != found.sentence.paragraph:
        return Attributed(None, "unattributed")
    lately = speakers.said[before]
    if not lately:
        return Attributed(None, "unattributed")
    if WOULD.search(found.text):
        return Attributed(lately[-1].speaker, "reported")
    return Attributed(None, "unattributed", lately[-1].speaker)


def _nearest(said: Sequence[Attribution], found: Found) -> Attribution:
    """The attribution that governs a clause: the last before it, else the first behind."""
    before = [one for one in said if one.place <= found.cue.start]
    after = [one for one in said if one.place > found.cue.start]
    if not before:
        return after[0]
    return before[-1]


def _of_quotation(
    found: Found, place: int, every: Sequence[Sentence], speakers: Speakers
) -> Speaker | None:
    """Who says what stands between quotation marks."""
    sentence = found.sentence
    own = speakers.said[sentence]
    if own:
        span = next(one for one in sentence.quoted if one[0] <= found.cue.start < one[1])
        near = min(own, key=lambda one: min(abs(one.place - span[0]), abs(one.place - span[1])))
        return near.speaker
    if not _is_closed(sentence):
        following = _following(place, every, speakers)
        if following is not None:
            return following
    for earlier in reversed(every[:place]):
        if sentence.paragraph - earlier.paragraph > 1:
            break
        if speakers.said[earlier]:
            return speakers.said[earlier][-1].speaker
    following = _following(place, every, speakers)
    return following or speakers.subjects[sentence][0]


def _is_closed(sentence: Sentence) -> bool:
    return sentence.text.rstrip().endswith(("”", '"', "’"))


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
