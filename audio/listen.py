"""``call = listen(path)``: a recording in, one immutable :class:`~audio.call.Call` of facts out.

::

    decode ──> layout ──> leak out ──> speech ──> crosstalk ──> voices ──┐
                    └ one channel ──> diarize ───────────────────────────┼──> words ──> turns ──> Call
    transcript (given, or lying beside) ──> align ───────────────────────┘

Whatever could not be measured becomes a doubt with its reason; whatever cannot be used raises :class:`SameSideError`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from audio.asr.recogniser import Recogniser
from audio.call import SPEAKERS, Call, Doubt, Speaker, Word
from audio.channels.layout import recognise_layout
from audio.channels.leakage import find_leaks, loudness_doubts, remove_leaks
from audio.channels.side import Side, side_of
from audio.errors import InputError, SameSideError
from audio.signal.decode import Sound, decode
from audio.signal.memory import release_models
from audio.signal.onsets import extend_to_words
from audio.signal.voice_activity import has_current_weights
from audio.speakers import rttm
from audio.speakers.agent import by_order, by_transcript, channel_names, decide_agent, swap_sides, swap_words
from audio.speakers.one_channel import one_channel
from audio.speakers.pyannote_pipeline import load_diarizer
from audio.speakers.two_channels import HeardSides, Progress, two_sides
from audio.transcripts.alignment import align, into_turns, without_sound
from audio.transcripts.line_speakers import label_speakers, says_side, says_who
from audio.transcripts.reader import Line, read_transcript, transcript_beside


def listen(
    path: Path,
    *,
    transcript: Path | None = None,
    agent: str | None = None,
    ear: Recogniser | str | None = None,
    progress: Progress | None = None,
    alone: bool = False,
    diarization: Path | None = None,
) -> Call:
    """Hear the recording at ``path``.

    transcript  a file of words; where ``None``, one lying beside the recording under the same name is taken
    alone       take no transcript that merely lies beside it
    agent       where the agent is (:data:`~audio.channels.side.Side`), or the agent's name in the transcript, if it is known; else
                :mod:`audio.speakers.agent` finds it out, or assumes it and says so
    diarization who speaks when in a mixed recording, as RTTM, or the folder of a pyannote pipeline that tells it; where
                ``None``, an RTTM lying beside the recording is taken
    ear         hears the words where there is no transcript; a string is the sentence that says why there is none
    Raises :class:`SameSideError` where recording or transcript cannot be used.
    """
    tell = progress or (lambda stage, done: None)
    written = read_transcript(found) if (found := transcript or (None if alone else transcript_beside(path))) else None
    side = side_of(agent)
    if agent is not None and side is None and written is None:
        raise InputError(
            f"“{agent}” is no side, and names stand only in a transcript, of which there is none here: say left, right, first or second."
        )
    account = diarization or rttm.rttm_beside(path)
    diarizer = load_diarizer(account) if account and account.is_dir() else None
    known = rttm.read_rttm(account, path.stem) if account and diarizer is None else {}
    with decode(path, lambda done: tell("reading", done)) as sound:
        layout, channel = recognise_layout(sound)
        ways = find_leaks(sound) if layout == "two_sides" else (None, None)
        with remove_leaks(sound, ways) as clean:
            heard = two_sides(clean, side, tell, sound) if layout == "two_sides" else (layout, channel)
            spans = heard.speech if isinstance(heard, HeardSides) else None
            lines: Sequence[Line]
            lines, doubts = label_speakers(written, agent, spans) if written else ((), ())
            if not isinstance(heard, HeardSides):
                layout, channel = heard
                if diarizer is not None:
                    known = diarizer(clean, channel)
                heard = one_channel(clean, channel, layout, lines, known, side, tell)
            crossing = loudness_doubts(ways) if heard.layout == "two_sides" else ()
            doubts = (*heard.doubts, *crossing, *doubts, *_sound_doubts(sound))
            words: Mapping[Speaker, Sequence[Word]] = {}
            said = side is not None and (heard.layout == "two_sides" or side in ("first", "second"))
            told: bool | None = said
            if written:
                heard, lines, told, more = by_transcript(heard, lines, said, says_who(written, agent))
                doubts += more
                words, aligned = align(lines, heard.speech, sound.duration)
                doubts += aligned
            elif ear is not None and not isinstance(ear, str):
                release_models()
                words, unheard = ear.hear(
                    clean, heard.channels, heard.speech, lambda done: tell("hearing the words", done)
                )
                doubts += unheard
            else:
                doubts += (Doubt("words", ear or "No words: no transcript was given and no model was asked for."),)
            if told is not None and any(heard.speech.values()):
                swap, why = decide_agent(words, channel_names(heard), told)
                doubts += why
                heard, words = (swap_sides(heard), swap_words(words)) if swap else (heard, words)
            if not lines and heard.layout == "two_sides":
                heard = replace(
                    heard, speech={who: extend_to_words(s, words.get(who, ())) for who, s in heard.speech.items()}
                )
            turns = into_turns(heard.speech, words)
            voices = tuple(heard.voices[who] for who in SPEAKERS if who in heard.voices)
            return Call(sound.id, path.name, sound.duration, heard.layout, turns, voices, tuple(dict.fromkeys(doubts)))


def read(transcript: Path, agent: str | None = None) -> Call:
    """A call of a transcript alone: its words, no voices. ``agent`` as :func:`audio.transcripts.line_speakers.label_speakers` has it.

    Raises :class:`SameSideError`.
    """
    written = read_transcript(transcript)
    lines, doubts = label_speakers(written, agent)
    spans, words, duration = without_sound(lines)
    id = hashlib.sha256(repr([(w.text, w.span) for who in SPEAKERS for w in words.get(who, ())]).encode()).hexdigest()[
        :24
    ]
    why = "There is no recording, only a transcript: voices, over-talk and tone are not measured."
    silent = tuple(Doubt(about, why) for about in ("overtalk", "pitch", "loudness"))
    if any(line.span is None for line in lines):
        doubts += (Doubt("clock", "The transcript has no times; its lines are laid out at an even pace."),)
    swap, who = decide_agent(words, by_order(spans), says_side(written, agent) or says_who(written, agent))
    turns = into_turns(spans, words)
    call = Call(id, transcript.name, duration, "words_only", turns, (), (*silent, *doubts))
    call = call.swapped() if swap else call
    return replace(call, doubts=(*call.doubts, *who))


def _sound_doubts(sound: Sound) -> list[Doubt]:
    doubts = []
    if not has_current_weights():
        why = "The newer voice detector was not fetched at install time; quiet telephone voices may be missed."
        doubts.append(Doubt("speech", why))
    if sound.damaged:
        doubts.append(Doubt("file", f"{sound.damaged} packets of the recording could not be decoded and are missing."))
    return doubts


__all__ = ["Call", "Progress", "Recogniser", "SameSideError", "Side", "listen", "read"]
