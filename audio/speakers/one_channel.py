"""One channel: both voices in it, parted by what somebody knows of who speaks when, or else by their sound.

::

    a transcript with names and times ──┐
    a diarization of it (RTTM) ─────────┼──> whose each stretch of speech is ──> Heard, over-talk withheld
    neither: the voices' sound ─────────┘

What is said at the same time is given to both where it is heard to be two voices, but who came in on whom cannot be told in one
channel, so over-talk is withheld, and so is pitch there; what else is doubtful is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from audio.call import SPEAKERS, Doubt, Layout, Speaker, Voice, other
from audio.channels.side import Side
from audio.signal.decode import Sound
from audio.signal.memory import release_models
from audio.signal.networks import at_hand
from audio.signal.voice_activity import detect_speech
from audio.signal.voice_features import measure_voice
from audio.span import Span, common, merge
from audio.speakers.diarization.check import CheckedDiarization, Known, check_coverage
from audio.speakers.diarization.diarize import diarize
from audio.speakers.two_channels import HeardSides, Progress
from audio.transcripts.reader import Line

JOIN = 0.25 - 1e-9
SAID: Mapping[str, str] = {
    "mono": "Both voices are in one channel",
    "dual_mono": "The two channels hold the same sound",
    "one_side_silent": "Only one channel holds a voice of its own",
}
CEPSTRAL = "The networks that tell voices apart were not fetched at install time; without them it is done less well."


def one_channel(
    sound: Sound, channel: int, layout: Layout, lines: Sequence[Line], known: Known, agent: Side | None, tell: Progress
) -> HeardSides:
    """The two voices of one channel; ``lines`` and ``known`` may be empty."""
    found = detect_speech(sound, channel, lambda done: tell("hearing the voices", 0.3 * done))
    track = measure_voice(sound, channel, "agent", found, lambda done: tell("hearing the voices", 0.3 + 0.7 * done))
    said = SAID[layout]
    why = f"{said}, so what is said at the same time cannot be told apart; over-talk is withheld."
    doubts = [Doubt("overtalk", why)]
    if not found:
        doubts.append(Doubt("speech", "No speech was found: a fax, music or noise?"))
        return HeardSides(layout, dict.fromkeys(SPEAKERS, channel), {}, {}, tuple(doubts))
    if any(line.speaker and line.span for line in lines):
        spans = _by_lines(found, lines)
        doubts.append(Doubt("speakers", f"{said}; who speaks when is taken from the transcript."))
    else:
        account = check_coverage(known, found, sound.duration) if known else CheckedDiarization({})
        if account.known:
            spans, left_out = _by_account(found, account.known, agent)
            why = f"{said}; who speaks when is taken from the diarization given{left_out}{account.why}."
            doubts.append(Doubt("speakers", why))
        else:
            doubts += [Doubt("speakers", account.why)] if account.why else []
            spans, more = _by_sound(sound, channel, found, track, said, agent)
            doubts += more
    voices = {who: _masked(track, who, spans[who], spans[other(who)]) for who in SPEAKERS}
    return HeardSides(layout, dict.fromkeys(SPEAKERS, channel), spans, voices, tuple(doubts))


def _by_sound(
    sound: Sound, channel: int, found: Sequence[Span], track: Voice, said: str, agent: Side | None
) -> tuple[dict[Speaker, list[Span]], list[Doubt]]:
    release_models()  # what measured the voice needs more memory than what tells whose it is; both at once would be too much
    parted = diarize(sound, channel, found, track)
    spans = _named(list(parted.first), list(parted.second), agent)
    far = f"(separation {parted.separation:.2f})"
    doubts = [] if at_hand() else [Doubt("speakers", CEPSTRAL)]
    if parted.clear:
        return spans, [Doubt("speakers", f"{said}; the voices were told apart by their sound {far}."), *doubts]
    why = f"{said}, and the voices are too alike to be told apart safely {far}"
    if parted.one:
        why = f"{said}, but only one voice is heard {far}, of one person alone or of two who are too alike"
    return spans, [Doubt("separation", f"{why}: who said what may be wrong."), Doubt("pitch", f"{why}."), *doubts]


def _by_account(found: Sequence[Span], known: Known, agent: Side | None) -> tuple[dict[Speaker, list[Span]], str]:
    """The two that speak most, the earlier one first; and a word about others, whose speech is nobody's."""
    most = sorted(known, key=lambda name: -sum(span.duration for span in known[name]))
    two = sorted(most[:2], key=lambda name: min(known[name]).start)
    others = [span for name in most[2:] for span in known[name]]
    left_out = f"; the speech of {len(most) - 2} more is left out" if others else ""
    left_out += "; it knows one voice only" if len(most) == 1 else ""
    mine = [merge(common(found, known[name]), gap=JOIN) for name in two] + [[], []]
    return _named(mine[0], mine[1], agent), left_out


def _named(first: list[Span], second: list[Span], agent: Side | None) -> dict[Speaker, list[Span]]:
    """The voice that speaks first is the agent's, unless the second is said to be."""
    who: Speaker = "customer" if agent == "second" else "agent"
    return {who: first, other(who): second}


def _by_lines(found: Sequence[Span], lines: Sequence[Line]) -> dict[Speaker, list[Span]]:
    """Speech given to whoever the transcript says is speaking; speech under no line goes to the nearest one's speaker."""
    timed = sorted(((line.span, line.speaker) for line in lines if line.span and line.speaker), key=lambda x: x[0])
    spans: dict[Speaker, list[Span]] = {"agent": [], "customer": []}
    for k, (span, who) in enumerate(timed):
        start = 0.0 if k == 0 else (max(timed[k - 1][0].end, timed[k - 1][0].start) + span.start) / 2
        end = 1e9 if k + 1 == len(timed) else (span.end + timed[k + 1][0].start) / 2
        spans[who] += common(found, [Span(min(start, span.start), max(end, span.start))])
    return {who: merge(mine, gap=JOIN) for who, mine in spans.items()}


def _masked(track: Voice, who: Speaker, spans: Sequence[Span], others: Sequence[Span]) -> Voice:
    """One channel's tracks as one speaker's: pitch and balance only where that speaker speaks alone."""
    inside = np.zeros(len(track.pitch), bool)
    for span in spans:
        inside[track.frames(span)] = True
    for span in others:
        inside[track.frames(span)] = False
    pitch, balance = (np.where(inside, values, np.nan).astype(np.float32) for values in (track.pitch, track.balance))
    return Voice(who, track.hop, pitch, track.loudness, balance)
