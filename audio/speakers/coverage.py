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

from audio.errors import InputError
from audio.span import Span, common, merge
from audio.transcripts.alignment import OUTSIDE, minutes
from audio.transcripts.clocks import speech_overlap

Known = Mapping[str, Sequence[Span]]
"""Who speaks when by somebody else's account, by the names it uses."""

ALIKE = 0.35
"""Correlation with the speech heard that an account must have."""
MOST = 0.5
"""Share of the speech heard that an account must tell of."""
NEARLY = 0.9
"""Share of it below which the rest is told to be nobody's."""


@dataclass(frozen=True, slots=True)
class CheckedDiarization:
    """``known``: the account, empty where it is not to be believed; ``why`` in a sentence, or what it leaves open in a clause."""

    known: Known
    why: str = ""


def check_coverage(known: Known, heard: Sequence[Span], duration: float) -> CheckedDiarization:
    """An account against the speech ``heard`` in a recording of ``duration`` seconds.

    Raises :class:`SameSideError` where more than a tenth of it lies after the recording's end.
    """
    said = merge(span for spans in known.values() for span in spans)
    total, inside = _seconds(said), _seconds(common(said, [Span(0.0, duration)]))
    if total - inside > OUTSIDE * total:
        raise InputError(
            f"The diarization runs to {minutes(said[-1].end)} and the recording to {minutes(duration)}, so it is not this "
            "recording's as it stands; is it another call's, or is the recording cut short?"
        )
    speech, told = _seconds(heard), _seconds(common(said, heard))
    if told < MOST * speech:
        return CheckedDiarization(
            {}, f"The diarization given tells of {told:.0f} s of {speech:.0f} s of speech and is left aside."
        )
    alike = speech_overlap(said, heard, duration)
    if alike is not None and alike < ALIKE:
        why = "The diarization given does not lie where speech is heard and is left aside: is it this recording's?"
        return CheckedDiarization({}, why)
    if told < NEARLY * speech:
        return CheckedDiarization(known, f"; {speech - told:.0f} s of {speech:.0f} s of speech it gives to nobody")
    return CheckedDiarization(known)


def _seconds(spans: Sequence[Span]) -> float:
    return sum(span.duration for span in spans)
