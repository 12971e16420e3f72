"""Over-talk: both voices at once, of which only some is talking over somebody.

Definitions of over-talk run from 0.2 s to 10 s between products, and most count every overlap alike. Conversation
analysis does not: most overlap is orderly (Sacks, Schegloff & Jefferson 1974; Schegloff 2000; Jefferson 1984). So each
time one voice comes in while the other speaks is put into one of four kinds, by who comes in (*the incomer*)::

                  0         1         2         3         4 s
    holder        |===================|
    incomer               |======================|        interruption: much was left to say, the floor is taken
    incomer                         |============|        overlap: the turn was closing anyhow
    holder        |==================================|
    incomer               |==|                            backchannel: a short listening sound, the floor is left
    incomer               |============|                  attempt: tries for the floor and does not get it
    both          |====   |====                           overlap: starts within same_start of each other
    holder        |============================|
    incomer               |================|              neither gives way: then each talks over the other
    holder        |============    ===========|
    incomer                   |=========|                 the pause is the holder's: it is the incomer who came in

The words decide where they are known: "mm-hm", "right" listen; "wait", "let me finish" compete, however
short. What the voices do is told as evidence: an incomer who is louder or higher than usual is competing (French & Local 1983).
A pause of the holder counts as holding on up to ``holding_pause``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from analysis.limits import Limits
from analysis.report import Measure, Moment, OvertalkKind
from audio.call import SPEAKERS, Call, Speaker, Turn, other
from audio.span import Span, common

LISTENING = re.compile(
    r"(?:(?:m+[- ]?h+m+|m+|h+m+|uh[- ]?h?uh|ah|oh|okay|ok|yes|yeah|yep|yup|right|sure|alright|all right|exactly|of course"
    r"|i see|got it|gotcha|really|wow|go on|absolutely|definitely|correct|true|good|great|fine|lovely|no|nope|i know|thanks?(?: you)?)(?: |$))+"
)
COMPETING = re.compile(
    r"\b(?:wait|hold on|hang on|listen|let me|excuse me|hello|stop|no no|but|can i|may i|one (?:second|moment)|actually)\b"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One coming in: the incomer's words and run of speech, the holder's run, and what both have in common."""

    incomer: Speaker
    kind: OvertalkKind
    run: Span
    holder_run: Span
    overlap: Span
    words: str

    @property
    def gave_way(self) -> Speaker:
        """Who stopped first."""
        return other(self.incomer) if self.holder_run.end < self.run.end else self.incomer


def entries(call: Call, limits: Limits) -> tuple[Entry, ...]:
    """Every coming in of one voice on the other, in order of time. Needs each voice on its own: none on a mono call."""
    if call.doubt("overtalk"):
        return ()
    runs = {incomer: _runs(call, incomer, limits) for incomer in SPEAKERS}
    come_in = []
    for incomer in SPEAKERS:
        for run, words in runs[incomer]:
            holding = (span for span, _ in runs[other(incomer)] if span.start < run.start < span.end)
            holder_run = next(holding, None)
            if holder_run is not None:
                entry = _entry(incomer, run, words, holder_run, limits, _speech(call, other(incomer)))
                come_in += [entry, _contest(entry, limits)]
    return tuple(sorted((e for e in come_in if e is not None), key=lambda e: e.overlap.start))


def _contest(entry: Entry | None, limits: Limits) -> Entry | None:
    """Where neither gives way, the holder's talking over the incomer, from when one would have given way.

    A holder who stops first has ended the sentence they were in, unless it took them long to give way even then.
    """
    if entry is None or entry.kind != "interruption":
        return None
    ended = limits.giving_way if entry.gave_way != entry.incomer else 0.0
    if entry.overlap.duration <= limits.contest_longest + ended:
        return None
    start = entry.overlap.start + limits.giving_way
    return Entry(other(entry.incomer), "interruption", entry.holder_run, entry.run, Span(start, entry.overlap.end), "")


def _speech(call: Call, speaker: Speaker) -> list[Span]:
    return [turn.span for turn in call.of(speaker)]


def _runs(call: Call, speaker: Speaker, limits: Limits) -> list[tuple[Span, str]]:
    """A speaker's turns joined over short pauses that the other did not use to come in."""
    other_speech = _speech(call, other(speaker))
    joined: list[tuple[Span, list[Turn]]] = []
    for turn in sorted(call.of(speaker), key=lambda t: t.span):
        if joined:
            joined_span, turns = joined[-1]
            pause = turn.span.start - joined_span.end
            # who was not in before the pause began has slipped into it, and took nothing
            before = joined_span.end - limits.overtalk_least
            lost = any(
                span.start < before and joined_span.end < span.end and span.end - joined_span.end > pause / 2
                for span in other_speech
            )
            if pause <= limits.holding_pause and not (lost and pause > 0.3):
                joined[-1] = (Span(joined_span.start, max(joined_span.end, turn.span.end)), [*turns, turn])
                continue
        joined.append((turn.span, [turn]))
    return [(joined_span, " ".join(t.text for t in turns if t.text)) for joined_span, turns in joined]


def _entry(
    incomer: Speaker, run: Span, words: str, holder_run: Span, limits: Limits, holder_speech: list[Span]
) -> Entry | None:
    overlap = run & holder_run
    if overlap is None:
        return None
    # to the millisecond, so that a float's last digit never decides a kind
    overlap_speech = round(sum(s.duration for s in common(holder_speech, [overlap])), 3)
    before, rest, alone = (
        round(t, 3) for t in (run.start - holder_run.start, holder_run.end - run.start, run.end - holder_run.end)
    )
    plain_words = re.sub(r"[^a-z' -]", "", words.lower()).strip()
    competes = bool(COMPETING.search(plain_words))
    listens = bool(LISTENING.fullmatch(plain_words)) and not competes
    if (
        alone <= 0.1
        and before >= limits.same_start
        and not competes
        and (run.duration <= limits.backchannel_longest or listens)
    ):
        kind: OvertalkKind = "backchannel"
    elif overlap_speech < limits.overtalk_least:
        return None
    elif before < limits.same_start or rest <= limits.interruption_rest:
        kind = "overlap"
    elif listens:
        kind = "backchannel"
    else:
        kind = "interruption" if alone > 0 or run.duration > limits.attempt_longest else "attempt"
    return Entry(incomer, kind, run, holder_run, overlap, words)


def measure(call: Call, limits: Limits) -> tuple[Measure, ...]:
    """Each entry as a measure named by its kind (seconds of both voices), and how often each side came in."""
    whole = Span(0.0, call.duration)
    doubt = call.doubt("overtalk")
    come_in = entries(call, limits)
    measures = [
        Measure(
            entry.kind,
            entry.overlap,
            entry.incomer,
            round(entry.overlap.duration, 2),
            "s",
            _evidence(call, entry, limits),
        )
        for entry in come_in
    ]
    for speaker in SPEAKERS:
        for kind, name in (("interruption", "interruptions"), ("backchannel", "backchannels"), ("attempt", "attempts")):
            count = None if doubt else float(sum(entry.incomer == speaker and entry.kind == kind for entry in come_in))
            measures.append(Measure(name, whole, speaker, count, "", withheld=doubt.why if doubt else None))
    both = common(_speech(call, "agent"), _speech(call, "customer"))
    share = None if doubt or not call.duration else round(100 * sum(s.duration for s in both) / call.duration, 1)
    measures.append(Measure("overtalk_share", whole, None, share, "%", withheld=doubt.why if doubt else None))
    return tuple(measures)


def moments(measures: Iterable[Measure]) -> tuple[Moment, ...]:
    """The agent's interruptions, each a push; the customer's are facts and no moments."""
    return tuple(
        Moment(
            "pushed",
            "interruption",
            m.span,
            "agent",
            f"Agent talks over the customer for {m.value:.1f} s",
            m.words,
            rule="overtalk_least, same_start, interruption_rest, holding_pause, contest_longest",
        )
        for m in measures
        if m.name == "interruption" and m.speaker == "agent" and m.value is not None
    )


def _evidence(call: Call, entry: Entry, limits: Limits) -> str:
    """What happened, in numbers: what was left to say, who gave way, how the incomer's voice lay against its usual."""
    rest = max(0.0, entry.holder_run.end - entry.overlap.start)
    parts = [
        f"The {entry.incomer} comes in with {rest:.1f} s of the {other(entry.incomer)}'s turn to go (limit {limits.interruption_rest:g} s)"
    ]
    parts.append(f"both speak for {entry.overlap.duration:.1f} s")
    parts.append(f"the {entry.gave_way} stops first")
    if (rise := _level_rise(call, entry)) is not None and abs(rise) >= 2:
        parts.append(
            f"the {entry.incomer}'s voice is {abs(rise):.0f} dB {'louder' if rise > 0 else 'softer'} than their usual"
        )
    quote = f"; said: “{entry.words}”" if entry.words else ""
    return ", ".join(parts) + quote + "."


def _level_rise(call: Call, entry: Entry) -> float | None:
    """dB of the incomer's voiced level in the overlap over that of all their voiced speech."""
    voice = call.voice(entry.incomer)
    if voice is None:
        return None
    voiced = ~np.isnan(voice.pitch)
    frames = voice.frames(entry.overlap)
    levels = voice.loudness[frames][voiced[frames]]
    if len(levels) < 6:
        return None
    return float(np.median(levels) - np.median(voice.loudness[voiced]))
