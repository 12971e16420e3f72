"""Which of the transcripts beside a recording is taken: one that can be read and is this call's, the best of several.

::

    call.vtt   cannot be read ─────────────────────────────> left aside, with the reason
    call.json  another call's: it lies off the speech ──────> left aside, with the reason
    call.srt   times of lines, speakers ───┐
    call.txt   no times ───────────────────┴─ the best ────> taken, and where there were several, that is said

What is best is told by content: times of words before times of lines before none, then whether it names who speaks, then how it lies on
the speech. In one channel who speaks comes first, for the sound tells that less well than it tells where words lie.

Nobody named these files, so nothing that is wrong with one keeps the recording from being heard.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from audio.beside import NO_WORDS_TAKEN, with_ending
from audio.call import SPEAKERS, Doubt, Speaker
from audio.channels.side import side_of
from audio.errors import InputError
from audio.span import Span
from audio.speakers.agent import likely_agent
from audio.transcripts.line_speakers import label_speakers
from audio.transcripts.placement.alignment import why_outside
from audio.transcripts.placement.clocks import Clocks, shift_line
from audio.transcripts.placement.pieces import find_pieces
from audio.transcripts.placement.same_call import compare
from audio.transcripts.reader import Transcript, read_transcript
from audio.transcripts.role_names import role

Speech = Mapping[Speaker, Sequence[Span]]

STEP = 0.1
"""Correlation by which one transcript must lie better on the speech than another to be taken for that."""


@dataclass(frozen=True, slots=True)
class Choice:
    """``transcript``: the one to take, if any; ``clocks``: how it lies to the sound, where that was told without its speakers;
    ``doubts``: what is said of the files."""

    transcript: Transcript | None
    clocks: Clocks | None
    doubts: tuple[Doubt, ...]


def read_beside(paths: Sequence[Path], agent: str | None = None) -> tuple[tuple[Transcript, ...], tuple[Doubt, ...]]:
    """The transcripts among files beside a recording that can be read, and what keeps the others from it.

    agent  a name that somebody gave for the agent's; a transcript without it is left aside
    """
    transcripts, doubts = [], []
    for path in paths:
        try:
            transcript = read_transcript(path)
            if transcript.format == "plain text" and len({(cue.speaker, cue.text) for cue in transcript.cues}) < 2:
                raise InputError(f"“{path.name}” has one line with a speaker's name, and a transcript has more.")
            if agent is not None and side_of(agent) is None:
                label_speakers(transcript, agent, likely_agent=likely_agent(transcript))
        except InputError as trouble:
            doubts.append(_aside(trouble))
        else:
            transcripts.append(transcript)
    return tuple(transcripts), tuple(doubts)


def choose(
    transcripts: Sequence[Transcript], speech: Speech, duration: float, agent: str | None, one_channel: bool
) -> Choice:
    """The best of ``transcripts`` that are of this recording.

    speech       where each side speaks; where it is ``one_channel``, all of it under either speaker
    duration     of the recording, seconds
    """
    usable: list[tuple[Transcript, Clocks]] = []
    doubts = []
    for transcript in transcripts:
        try:
            usable.append((transcript, _checked(transcript, speech, duration, agent, one_channel)))
        except InputError as trouble:
            doubts.append(_aside(trouble))
    if not usable:
        return Choice(None, None, tuple(doubts))
    best, clocks = max(
        usable, key=lambda pair: _merit(pair[0], pair[1], one_channel)
    )  # the first of those that are alike
    if len(usable) > 1:
        doubts.append(Doubt("beside", _preferred(best, [transcript for transcript, _ in usable], one_channel)))
    return Choice(best, clocks if one_channel else None, tuple(doubts))


def _aside(trouble: InputError) -> Doubt:
    return Doubt("beside", with_ending(trouble, NO_WORDS_TAKEN))


def _checked(transcript: Transcript, speech: Speech, duration: float, agent: str | None, one_channel: bool) -> Clocks:
    """How a transcript's clock lies to the recording's. Raises :class:`SameSideError` where it cannot be of it."""
    lines, _ = label_speakers(transcript, agent, None if one_channel else speech, likely_agent(transcript))
    if not lines or any(line.span is None for line in lines):
        return Clocks(0.0, None)
    if find_pieces(lines, speech, duration, one_channel):
        return Clocks(0.0, None)
    clocks, may_be_its_own = compare(lines, speech, duration, one_channel)
    if (why := why_outside([shift_line(line, clocks.shift) for line in lines], clocks, duration)) is not None:
        raise InputError(why.replace("The transcript", f"The transcript “{transcript.source}”", 1))
    if not may_be_its_own:
        raise InputError(f"The lines of “{transcript.source}” do not lie where speech is heard: is it another call's?")
    return clocks


def _merit(transcript: Transcript, clocks: Clocks, one_channel: bool) -> tuple[int, int, int]:
    timing, naming = _timing(transcript), _naming(transcript)
    fit = round((clocks.fit or 0.0) / STEP)
    return (naming, timing, fit) if one_channel else (timing, naming, fit)


def _timing(transcript: Transcript) -> int:
    """2 where most lines have times of their words, 1 where all have times, 0 where not."""
    if 2 * sum(bool(cue.words) for cue in transcript.cues) > len(transcript.cues):
        return 2
    return int(all(cue.span is not None for cue in transcript.cues))


def _naming(transcript: Transcript) -> int:
    """2 where agent and customer are called that, 1 where two are told apart, 0 where not."""
    names = {cue.speaker for cue in transcript.cues if cue.speaker is not None}
    return 2 if {role(name) for name in names} >= set(SPEAKERS) else int(len(names) > 1)


def _preferred(best: Transcript, usable: Sequence[Transcript], one_channel: bool) -> str:
    """Which was taken and for what, in a sentence."""
    others = [transcript for transcript in usable if transcript is not best]
    reasons = {
        "it has the time of each word": all(_timing(best) == 2 > _timing(transcript) for transcript in others),
        "it has times": all(_timing(best) > _timing(transcript) for transcript in others),
        "it says who speaks": all(_naming(best) > _naming(transcript) for transcript in others),
    }
    names_first = dict(reversed(reasons.items())) if one_channel else reasons
    reason = next((reason for reason, holds in names_first.items() if holds), "the others say no more than it does")
    sources = [f"“{transcript.source}”" for transcript in usable]
    listed = ", ".join(sources[:-1]) + " and " + sources[-1]
    return f"{listed} lie beside the recording; “{best.source}” is taken, since {reason}."
