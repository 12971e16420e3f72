"""Whether an account of who speaks when is this recording's, and how much of its speech it tells of.

A diarization lying beside a recording may be another's, or of a part of it, and who believes it gives whole calls to one voice. So,
as a transcript is, it is laid on the speech that is heard::

    heard     ====== ==== ========= ==== =====     ====== ==== ========= ==== =====
    account   A----- A--- B-------- A--- B----     ---A---   --B--- ----A---
              its own: likeness near 0.9           another's: 0.0 on average

By likeness the correlation of the two is meant. A recording's own account was at 0.7 and more on calls of a minute or two where it
is joined over pauses of half a second, at 0.4 where over a second; others' were under 0.35 but for one in fifty. One under it is left
aside, and so is one that says nothing of most of the speech; then the voices are told apart by their sound.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audio.beside import LEFT_ASIDE, with_ending
from audio.errors import InputError
from audio.span import Span, common, merge
from audio.transcripts.placement.alignment import OUTSIDE, clock_time
from audio.transcripts.placement.clocks import speech_overlap

Diarization = Mapping[str, Sequence[Span]]
"""Who speaks when by somebody else's account: spans by the names it uses."""

ALIKE = 0.35
"""Correlation with the speech heard that an account must have."""
MOST = 0.5
"""Share of the speech heard that an account must tell of."""
NEARLY = 0.9
"""Share of it below which the rest is told to be nobody's."""


@dataclass(frozen=True, slots=True)
class ToldDiarization:
    """An account as it was found; ``named``: whether somebody named it for this recording, or it merely lay beside it."""

    diarization: Diarization
    named: bool = True


@dataclass(frozen=True, slots=True)
class CheckedDiarization:
    """``diarization``: the account, empty where it is not to be believed; ``why`` in a sentence, or what it leaves open in a clause."""

    diarization: Diarization
    why: str = ""


def check_told(told: ToldDiarization, speech: Sequence[Span], duration: float) -> CheckedDiarization:
    """As :func:`check_coverage`; one that merely lay beside the recording and is not of it is left aside."""
    if not told.diarization:
        return CheckedDiarization({})
    try:
        return check_coverage(told.diarization, speech, duration)
    except InputError as trouble:
        if told.named:
            raise
        return CheckedDiarization({}, with_ending(trouble, LEFT_ASIDE))


def check_coverage(diarization: Diarization, speech: Sequence[Span], duration: float) -> CheckedDiarization:
    """An account against the ``speech`` heard in a recording of ``duration`` seconds.

    Raises :class:`SameSideError` where more than a tenth of it lies after the recording's end.
    """
    diarized = merge(span for spans in diarization.values() for span in spans)
    total, inside = _seconds(diarized), _seconds(common(diarized, [Span(0.0, duration)]))
    if total - inside > OUTSIDE * total:
        raise InputError(
            f"The diarization runs to {clock_time(diarized[-1].end)} and the recording to {clock_time(duration)}, so it is not this "
            "recording's as it stands; is it another call's, or is the recording cut short?"
        )
    speech_seconds, covered_seconds = _seconds(speech), _seconds(common(diarized, speech))
    if covered_seconds < MOST * speech_seconds:
        return CheckedDiarization(
            {},
            f"The diarization given tells of {covered_seconds:.0f} s of {speech_seconds:.0f} s of speech and is left aside.",
        )
    overlap = speech_overlap(diarized, speech, duration)
    if overlap is not None and overlap < ALIKE:
        why = "The diarization given does not lie where speech is heard and is left aside: is it this recording's?"
        return CheckedDiarization({}, why)
    if covered_seconds < NEARLY * speech_seconds:
        return CheckedDiarization(
            diarization,
            f"; {speech_seconds - covered_seconds:.0f} s of {speech_seconds:.0f} s of speech it gives to nobody",
        )
    return CheckedDiarization(diarization)


def _seconds(spans: Sequence[Span]) -> float:
    return sum(span.duration for span in spans)
