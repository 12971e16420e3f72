"""One channel: both voices in it, parted by what somebody knows of who speaks when, or else by their sound.

::

    a transcript with names and times ──┐
    a diarization of it (RTTM) ─────────┼──> whose each stretch of speech is ──> HeardSides, over-talk withheld
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
from audio.signal.networks import voice_networks_at_hand
from audio.signal.voice_activity import detect_speech
from audio.signal.voice_features import measure_voice
from audio.span import Span, common, merge
from audio.speakers.diarization.check import Diarization, ToldDiarization, check_told
from audio.speakers.diarization.diarize import diarize
from audio.speakers.two_channels import HeardSides, Progress
from audio.transcripts.placement.alignment import on_clock
from audio.transcripts.reader import Line

JOIN = 0.25 - 1e-9
LAYOUT_SENTENCES: Mapping[str, str] = {
    "mono": "Both voices are in one channel",
    "dual_mono": "The two channels hold the same sound",
    "one_side_silent": "Only one channel holds a voice of its own",
}
CEPSTRAL = "The networks that tell voices apart were not fetched at install time; without them it is done less well."


def speech_of_one_channel(sound: Sound, channel: int, report_progress: Progress) -> list[Span]:
    """Where anybody speaks in a channel."""
    return detect_speech(sound, channel, lambda done: report_progress("hearing the voices", 0.3 * done))


def one_channel(
    sound: Sound,
    channel: int,
    layout: Layout,
    speech: Sequence[Span],
    lines: Sequence[Line],
    told: ToldDiarization,
    agent: Side | None,
    report_progress: Progress,
) -> HeardSides:
    """The two voices of one channel, in which there is ``speech``; ``lines`` and what is ``told`` of who speaks may be empty."""
    track = measure_voice(
        sound, channel, "agent", speech, lambda done: report_progress("hearing the voices", 0.3 + 0.7 * done)
    )
    layout_sentence = LAYOUT_SENTENCES[layout]
    why = f"{layout_sentence}, so what is said at the same time cannot be told apart; over-talk is withheld."
    doubts = [Doubt("overtalk", why)]
    if not speech:
        doubts.append(Doubt("speech", "No speech was found: a fax, music or noise?"))
        return HeardSides(layout, dict.fromkeys(SPEAKERS, channel), {}, {}, tuple(doubts))
    if any(line.speaker and line.span for line in lines):
        spans = _by_lines(speech, on_clock(lines, {"agent": speech}, sound.duration, together=True))
        doubts.append(Doubt("speakers", f"{layout_sentence}; who speaks when is taken from the transcript."))
    else:
        checked = check_told(told, speech, sound.duration)
        if checked.diarization:
            spans, left_out = _by_account(speech, checked.diarization, agent)
            why = f"{layout_sentence}; who speaks when is taken from the diarization given{left_out}{checked.why}."
            doubts.append(Doubt("speakers", why))
        else:
            doubts += [Doubt("speakers", checked.why)] if checked.why else []
            spans, separation_doubts = _by_sound(sound, channel, speech, track, layout_sentence, agent)
            doubts += separation_doubts
    voices = {who: _masked(track, who, spans[who], spans[other(who)]) for who in SPEAKERS}
    return HeardSides(layout, dict.fromkeys(SPEAKERS, channel), spans, voices, tuple(doubts))


def _by_sound(
    sound: Sound, channel: int, speech: Sequence[Span], track: Voice, layout_sentence: str, agent: Side | None
) -> tuple[dict[Speaker, list[Span]], list[Doubt]]:
    release_models()  # what measured the voice needs more memory than what tells whose it is; both at once would be too much
    voices = diarize(sound, channel, speech, track)
    spans = _named(list(voices.first), list(voices.second), agent)
    separation = f"(separation {voices.separation:.2f})"
    doubts = [] if voice_networks_at_hand() else [Doubt("speakers", CEPSTRAL)]
    if voices.clear:
        return spans, [
            Doubt("speakers", f"{layout_sentence}; the voices were told apart by their sound {separation}."),
            *doubts,
        ]
    why = f"{layout_sentence}, and the voices are too alike to be told apart safely {separation}"
    if voices.third_voice:
        why = (
            f"{layout_sentence}, and a third voice is heard in it, so the voices are not told apart safely {separation}"
        )
    if voices.one_voice:
        why = f"Only one voice is heard {separation}: one person alone (a voicemail, one leg of a call), or two who are too alike"
    return spans, [Doubt("separation", f"{why}: who said what may be wrong."), Doubt("pitch", f"{why}."), *doubts]


def _by_account(
    speech: Sequence[Span], diarization: Diarization, agent: Side | None
) -> tuple[dict[Speaker, list[Span]], str]:
    """The two that speak most, the earlier one first; and a word about others, whose speech is nobody's."""
    names = sorted(diarization, key=lambda name: -sum(span.duration for span in diarization[name]))
    main_names = sorted(names[:2], key=lambda name: min(diarization[name]).start)
    others = [span for name in names[2:] for span in diarization[name]]
    left_out = f"; the speech of {len(names) - 2} more is left out" if others else ""
    left_out += "; it knows one voice only" if len(names) == 1 else ""
    voice_spans = [merge(common(speech, diarization[name]), gap=JOIN) for name in main_names] + [[], []]
    return _named(voice_spans[0], voice_spans[1], agent), left_out


def _named(first: list[Span], second: list[Span], agent: Side | None) -> dict[Speaker, list[Span]]:
    """The voice that speaks first is the agent's, unless the second is said to be."""
    first_speaker: Speaker = "customer" if agent == "second" else "agent"
    return {first_speaker: first, other(first_speaker): second}


def _by_lines(speech: Sequence[Span], lines: Sequence[Line]) -> dict[Speaker, list[Span]]:
    """Speech given to whoever the transcript says is speaking; speech under no line goes to the nearest one's speaker.

    What a third person says is nobody's.
    """
    named = (line for line in lines if line.speaker or line.third)
    timed = sorted(((line.span, line.speaker) for line in named if line.span), key=lambda x: x[0])
    spans: dict[Speaker | None, list[Span]] = {"agent": [], "customer": [], None: []}
    for k, (span, speaker) in enumerate(timed):
        start = 0.0 if k == 0 else (max(timed[k - 1][0].end, timed[k - 1][0].start) + span.start) / 2
        end = 1e9 if k + 1 == len(timed) else (span.end + timed[k + 1][0].start) / 2
        spans[speaker] += common(speech, [Span(min(start, span.start), max(end, span.start))])
    return {speaker: merge(spans[speaker], gap=JOIN) for speaker in SPEAKERS}


def _masked(track: Voice, speaker: Speaker, spans: Sequence[Span], others: Sequence[Span]) -> Voice:
    """One channel's tracks as one speaker's: pitch and balance only where that speaker speaks alone."""
    inside = np.zeros(len(track.pitch), bool)
    for span in spans:
        inside[track.frames(span)] = True
    for span in others:
        inside[track.frames(span)] = False
    pitch, balance = (np.where(inside, values, np.nan).astype(np.float32) for values in (track.pitch, track.balance))
    return Voice(speaker, track.hop, pitch, track.loudness, balance)
