"""``call = listen(path)``: a recording in, one immutable :class:`~audio.call.Call` of facts out.

::

    decode ──> tones out ──> layout ──> leak out ──> speech ──> crosstalk ──> voices ──┐
                    └ one channel ──> diarize ───────────────────────────┼──> words ──> changes ──> turns ──> Call
    transcript (named, or the best that lies beside) ──> align ──────────┘

Whatever could not be measured becomes a doubt with its reason; whatever cannot be used raises :class:`SameSideError`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from audio.asr.recogniser import Recogniser
from audio.beside import LEFT_ASIDE, files_beside, split_kinds, with_ending
from audio.call import SPEAKERS, Call, Doubt, Speaker, Word
from audio.channels.layout import recognise_layout
from audio.channels.leakage import find_leaks, loudness_doubts, remove_leaks
from audio.channels.side import Side, side_of
from audio.errors import InputError, SameSideError, readable
from audio.signal.decode import Sound, decode
from audio.signal.memory import release_models
from audio.signal.onsets import extend_to_words
from audio.signal.tones import tone_doubts, tones_of, without_tones
from audio.signal.voice_activity import has_current_weights
from audio.span import Span
from audio.speakers.agent import (
    by_order,
    by_transcript,
    channel_names,
    decide_agent,
    likely_agent,
    swap_sides,
    swap_words,
)
from audio.speakers.diarization import rttm
from audio.speakers.diarization.check import ToldDiarization
from audio.speakers.diarization.pyannote_pipeline import load_diarizer
from audio.speakers.handover.newcomers import Changes, find_changes
from audio.speakers.one_channel import one_channel, speech_of_one_channel
from audio.speakers.third_person import without_third_person
from audio.speakers.transcript_beside import choose, read_beside
from audio.speakers.two_channels import HeardSides, Progress, two_sides
from audio.transcripts.line_speakers import label_speakers, names_of, says_side, says_who
from audio.transcripts.placement.alignment import align, into_turns, without_sound
from audio.transcripts.reader import Line, read_transcript


def listen(
    path: Path,
    *,
    transcript: Path | None = None,
    agent: str | None = None,
    recogniser: Recogniser | str | None = None,
    progress: Progress | None = None,
    ignore_transcript_beside: bool = False,
    beside: Sequence[Path] | None = None,
    diarization: Path | None = None,
) -> Call:
    """Hear the recording at ``path``.

    transcript   a file of words
    agent        where the agent is (:data:`~audio.channels.side.Side`), or the agent's name in the transcript, if it is known;
                 else :mod:`audio.speakers.agent` finds it out, or assumes it and says so
    recogniser   hears the words where there is no transcript; a string is the sentence that says why there is none
    progress     called with the stage in words and the share of it that is done, 0 to 1
    diarization  who speaks when in a mixed recording, as RTTM, or the folder of a pyannote pipeline that tells it
    beside       files that may be this recording's transcript or RTTM, where none was named; ``None``: those that lie beside it under
                 its name (:mod:`audio.beside`). One that cannot be used is left aside, and that is a doubt
    ignore_transcript_beside  take no transcript that merely lies beside it
    Raises :class:`SameSideError` where the recording, or a transcript or RTTM that was named, cannot be used.
    """
    report_progress = progress or (lambda *_: None)
    named_transcript = read_transcript(transcript) if transcript else None
    transcripts_beside, diarizations_beside = split_kinds(files_beside(path) if beside is None else beside)
    ignored = named_transcript is not None or ignore_transcript_beside
    candidates, doubts = read_beside(() if ignored else transcripts_beside, agent)
    side = side_of(agent)
    if agent is not None and side is None and named_transcript is None and not candidates:
        raise InputError(
            f"“{agent}” is no side, and names stand only in a transcript, of which there is none here that has this one: say left, "
            "right, first or second."
        )
    diarizer = load_diarizer(diarization) if diarization and diarization.is_dir() else None
    told, diarization_doubts = (
        (ToldDiarization({}), ()) if diarizer else _told_diarization(diarization, diarizations_beside, path.stem)
    )
    with (
        decode(path, lambda done: report_progress("reading", done)) as recorded,
        without_tones(recorded) as (sound, tones),
    ):
        layout, channel = recognise_layout(sound)
        leaks = find_leaks(sound) if layout == "two_sides" else (None, None)
        with remove_leaks(sound, leaks) as clean_sound:
            sides = two_sides(clean_sound, side, report_progress, sound) if layout == "two_sides" else (layout, channel)
            one_channel_speech: list[Span] = []
            if not isinstance(sides, HeardSides):
                layout, channel = sides
                one_channel_speech = speech_of_one_channel(clean_sound, channel, report_progress)
            side_speech = sides.speech if isinstance(sides, HeardSides) else None
            choice = choose(
                candidates, side_speech or {"agent": one_channel_speech}, sound.duration, agent, side_speech is None
            )
            parsed_transcript = named_transcript or choice.transcript
            lines: Sequence[Line]
            lines, label_doubts = (
                label_speakers(parsed_transcript, agent, side_speech, likely_agent(parsed_transcript))
                if parsed_transcript
                else ((), ())
            )
            if not isinstance(sides, HeardSides):
                if diarizer is not None:
                    told = ToldDiarization(diarizer(clean_sound, channel))
                sides = one_channel(
                    clean_sound, channel, layout, one_channel_speech, lines, told, side, report_progress
                )
            leak_doubts = loudness_doubts(leaks) if sides.layout == "two_sides" else ()
            doubts = (
                *sides.doubts, *leak_doubts, *doubts, *choice.doubts, *diarization_doubts, *label_doubts, *_sound_doubts(sound),
                *tone_doubts(tones, sides.speech),
            )  # fmt: skip
            words: Mapping[Speaker, Sequence[Word]] = {}
            side_is_given = side is not None and (sides.layout == "two_sides" or side in ("first", "second"))
            agent_is_given: bool | None = side_is_given
            if parsed_transcript:
                doubts += parsed_transcript.doubts
                sides, lines, agent_is_given, side_doubts = by_transcript(
                    sides, lines, side_is_given, says_who(parsed_transcript, agent)
                )
                doubts += side_doubts
                sides = without_third_person(sides, lines, sound.duration)
                blanked = tones_of(sides.channels, tones)
                words, alignment_doubts = align(lines, sides.speech, sound.duration, blanked, choice.clocks)
                doubts += alignment_doubts
            elif recogniser is not None and not isinstance(recogniser, str):
                release_models()
                words, recognition_doubts = recogniser.hear(
                    clean_sound, sides.channels, sides.speech, lambda done: report_progress("hearing the words", done)
                )
                doubts += recognition_doubts
            else:
                doubts += (
                    Doubt("words", recogniser or "No words: no transcript was given and no model was asked for."),
                )
            if agent_is_given is not None and any(sides.speech.values()):
                swap, agent_doubts = decide_agent(words, _called(sides, lines), agent_is_given)
                doubts += agent_doubts
                sides, words = (swap_sides(sides), swap_words(words)) if swap else (sides, words)
            if not lines and sides.layout == "two_sides":
                sides = replace(
                    sides,
                    speech={
                        speaker: extend_to_words(spans, words.get(speaker, ()))
                        for speaker, spans in sides.speech.items()
                    },
                )
            changes = Changes()
            if sides.layout == "two_sides":
                changes = find_changes(clean_sound, sides.channels, sides.speech, sides.voices, words)
                doubts += changes.doubts
            turns = into_turns(sides.speech, words)
            voices = tuple(sides.voices[speaker] for speaker in SPEAKERS if speaker in sides.voices)
            return Call(
                sound.id, readable(path.name), sound.duration, sides.layout, turns, voices, tuple(dict.fromkeys(doubts)),
                newcomers=changes.newcomers, line_changes=changes.line_changes,
            )  # fmt: skip


def read(transcript: Path, agent: str | None = None) -> Call:
    """A call of a transcript alone: its words, no voices. ``agent`` as :func:`audio.transcripts.line_speakers.label_speakers` has it.

    Raises :class:`SameSideError`.
    """
    parsed_transcript = read_transcript(transcript)
    likely = likely_agent(parsed_transcript)
    lines, doubts = label_speakers(parsed_transcript, agent, likely_agent=likely, alone=True)
    doubts = (*parsed_transcript.doubts, *doubts)
    speech, words, duration = without_sound(lines)
    timed_texts = [(word.text, word.span) for speaker in SPEAKERS for word in words.get(speaker, ())]
    call_id = hashlib.sha256(repr(timed_texts).encode()).hexdigest()[:24]
    why = "There is no recording, only a transcript: voices, over-talk and tone are not measured."
    sound_doubts = tuple(Doubt(about, why) for about in ("overtalk", "pitch", "loudness"))
    if any(line.span is None for line in lines):
        doubts += (Doubt("clock", "The transcript has no times; its lines are laid out at an even pace."),)
    swap, agent_doubts = decide_agent(
        words,
        names_of(lines) or by_order(speech),
        says_side(parsed_transcript, agent) or says_who(parsed_transcript, agent),
    )
    turns = into_turns(speech, words)
    call = Call(call_id, readable(transcript.name), duration, "words_only", turns, (), (*sound_doubts, *doubts))
    call = call.swapped() if swap else call
    return replace(call, doubts=(*call.doubts, *agent_doubts))


def _called(sides: HeardSides, lines: Sequence[Line]) -> Mapping[Speaker, str]:
    """What to call the two: by their channels, else by the transcript's names, else by who speaks first."""
    return (names_of(lines) if sides.layout != "two_sides" else {}) or channel_names(sides)


def _told_diarization(
    named: Path | None, beside: Sequence[Path], recording: str
) -> tuple[ToldDiarization, tuple[Doubt, ...]]:
    """Who speaks when, as the RTTM says that was named, or the first beside that can be read; and why others cannot."""
    if named is not None:
        return ToldDiarization(rttm.read_rttm(named, recording)), ()
    doubts: list[Doubt] = []
    for path in beside:
        try:
            return ToldDiarization(rttm.read_rttm(path, recording), named=False), tuple(doubts)
        except InputError as trouble:
            doubts.append(Doubt("speakers", with_ending(trouble, LEFT_ASIDE)))
    return ToldDiarization({}), tuple(doubts)


def _sound_doubts(sound: Sound) -> list[Doubt]:
    doubts = []
    if not has_current_weights():
        why = "The newer voice detector was not fetched at install time; quiet telephone voices may be missed."
        doubts.append(Doubt("speech", why))
    return [*doubts, *(Doubt("file", note) for note in sound.notes)]


__all__ = ["Call", "Progress", "Recogniser", "SameSideError", "Side", "listen", "read"]
