"""Whose each line of a transcript is: agent or customer, as far as its names and the sound tell.

::

    told (--agent NAME) ── else the name itself ("Rep", "Caller") ── else the side on which it is heard ── else the one
    left over ── else the lower number ("ch_0", "spk_0") ── else who speaks first ("Priya Nair" before "Tom Hale")

The last two are assumptions, and so is which side of a recording is whose: :mod:`audio.speakers.agent` lets the words vote on them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from audio.call import SPEAKERS, Doubt, Speaker, other
from audio.channels.side import Side, side_of
from audio.errors import InputError
from audio.span import Span, common
from audio.transcripts.reader import Line, Transcript
from audio.transcripts.role_names import role, side

MOST_HEARD = 50
"""Names whose lines are compared with the sound; no call has so many people, and each takes a pass over its speech."""

MOST_QUOTED = 6
"""Names that a sentence lists."""


def says_who(transcript: Transcript, agent: str | None) -> bool:
    """Whether it is told or named who the agent is, not only taken from a number, an order or a side."""
    names = {cue.speaker for cue in transcript.cues if cue.speaker is not None}
    name_is_given = agent is not None and side_of(agent) is None
    return name_is_given or any(role(name) in SPEAKERS for name in names)


def says_side(transcript: Transcript, agent: str | None) -> bool:
    """Whether the side told is one that a transcript alone has: ``first`` and ``second`` always, ``left`` and ``right`` where
    it numbers its speakers."""
    names = {cue.speaker for cue in transcript.cues if cue.speaker is not None and role(cue.speaker) != "machine"}
    given_side = side_of(agent)
    return given_side in ("first", "second") or (
        given_side is not None and all(side(name) is not None for name in names)
    )


def label_speakers(
    transcript: Transcript,
    agent: str | None = None,
    speech: Mapping[Speaker, Sequence[Span]] | None = None,
    *,
    alone: bool = False,
) -> tuple[tuple[Line, ...], tuple[Doubt, ...]]:
    """The cues as lines of agent and customer, and what is doubtful about that.

    agent   the agent's name as the transcript writes it; ``left``/``right`` where it numbers channels;
            ``first``/``second`` to speak where its names say nothing
    speech  where each side was heard to speak: settles names that say nothing ("Mary", "SPEAKER_01") where their
            lines lie on one side's speech
    alone   whether there is no sound at all, so that a line of a third person, or of nobody, is left out: nothing can place it
    Lines of machines ("IVR", "System") are left out. Raises :class:`SameSideError` where a name cannot be placed.
    """
    names = list(dict.fromkeys(cue.speaker for cue in transcript.cues if cue.speaker is not None))
    machines = {name for name in names if role(name) == "machine"}
    sides = _sides(transcript, [name for name in names if name not in machines], agent, speech or {})
    lines = tuple(
        Line(cue.span, None if cue.speaker is None else sides[cue.speaker], cue.text, cue.words)
        for cue in transcript.cues
        if cue.speaker not in machines
    )
    doubts = []
    if machines:
        why = f"What the transcript gives to {_quoted(sorted(machines))} was said by a machine and is left out."
        doubts.append(Doubt("speakers", why))
    unplaced = [name for name, speaker in sides.items() if speaker is None]
    if unplaced and len(sides) > len(unplaced):
        fate = "left out" if alone else "put where speech is heard"
        why = f"The transcript has more than two speakers; lines of {_quoted(unplaced)} are {fate}."
        doubts.append(Doubt("speakers", why))
    if not alone:
        return lines, tuple(doubts)
    nameless = sum(cue.speaker is None for cue in transcript.cues)
    if nameless and 2 * nameless < len(lines):
        why = f"Lines of the transcript that name no speaker, left out: {nameless:,}."
        doubts.append(Doubt("speakers", why))
    elif nameless:  # then it names nobody, or hardly anybody
        return lines, tuple(doubts)
    return tuple(line for line in lines if line.speaker is not None) or lines, tuple(doubts)


def _sides(
    transcript: Transcript, names: list[str], agent: str | None, speech: Mapping[Speaker, Sequence[Span]]
) -> dict[str, Speaker | None]:
    """Whose each name is: told, read from the name, heard, left over, numbered; in this order."""
    given_side = side_of(agent)
    if agent is not None and given_side is None:
        return _by_given_name(transcript, names, agent)
    sides: dict[str, Speaker | None] = {}
    for name in names:
        speaker = role(name)
        if speaker == "agent" or speaker == "customer":
            sides[name] = speaker
    unknown = [name for name in names if name not in sides]
    if not all(_is_channel(name) for name in unknown):
        sides |= _by_sound(transcript, unknown, speech)
        unknown = [name for name in names if name not in sides]
    sides_placed, by_order = set(sides.values()), given_side in ("first", "second")
    if len(unknown) == 1 and len(sides_placed) == 1:
        sides[unknown[0]] = "customer" if "agent" in sides_placed else "agent"
    elif (
        unknown and not sides_placed and all(_is_channel(n) or (side(n) is not None and not by_order) for n in unknown)
    ):
        sides |= _by_number(transcript, unknown, given_side)
    elif len(unknown) > 1 and not sides_placed:
        sides |= _by_order(transcript, unknown, given_side)
    elif len(sides_placed) == len(SPEAKERS):
        sides |= dict.fromkeys(unknown)
    elif unknown:
        raise InputError(
            f"“{transcript.source}” names {_quoted(unknown)}, and neither the names nor the sound tell who of them is the "
            "agent: write Agent and Customer in the transcript instead."
        )
    return sides


def _is_channel(name: str) -> bool:
    """Whether a numbered name is that of a channel, and so of a side of the recording."""
    return side(name) is not None and name.casefold().startswith(("ch", "left", "right"))


def _by_given_name(transcript: Transcript, names: list[str], agent: str) -> dict[str, Speaker | None]:
    folded_agent = agent.strip().casefold()
    if not any(name.strip().casefold() == folded_agent for name in names):
        what_it_names = (
            f"it names {_quoted(names)}" if names else "it names nobody, so say left, right, first or second"
        )
        raise InputError(f"“{transcript.source}” has no speaker “{agent.strip()}”; {what_it_names}.")
    return {name: "agent" if name.strip().casefold() == folded_agent else "customer" for name in names}


def _by_sound(
    transcript: Transcript, names: list[str], speech: Mapping[Speaker, Sequence[Span]]
) -> dict[str, Speaker | None]:
    """The names whose lines lie on one side's speech half as much again as on the other's."""
    sides: dict[str, Speaker | None] = {}
    spans_of: dict[str | None, list[Span]] = {}
    for cue in transcript.cues:
        if cue.span is not None:
            spans_of.setdefault(cue.speaker, []).append(cue.span)
    for name in names[:MOST_HEARD]:
        spans = spans_of.get(name, [])
        seconds_heard = {
            speaker: sum(both.duration for both in common(spans, speech.get(speaker, ()))) for speaker in SPEAKERS
        }
        best = max(SPEAKERS, key=seconds_heard.__getitem__)
        if seconds_heard[best] > 1.5 * seconds_heard[other(best)] and seconds_heard[best] > 0.3 * sum(
            span.duration for span in spans
        ):
            sides[name] = best
    clear = len(names) < 2 or len(set(sides.values())) == 2
    return sides if clear else {}


def _by_number(transcript: Transcript, names: list[str], given_side: Side | None) -> dict[str, Speaker | None]:
    """The two numbers that say most are the sides, the lower one the left; a single number says nothing."""
    if len(names) == 1:
        return {names[0]: None}
    left, right = sorted(_most_talkative(transcript, names), key=lambda name: side(name) or 0)
    first: Speaker = "customer" if given_side in ("right", "second") else "agent"
    return dict.fromkeys(names) | {left: first, right: other(first)}


def _by_order(transcript: Transcript, names: list[str], given_side: Side | None) -> dict[str, Speaker | None]:
    """Of the two names that say most the earlier is the agent's, unless the second is said to be."""
    most_talkative = set(_most_talkative(transcript, names))
    first, second = (name for name in names if name in most_talkative)
    first_speaker: Speaker = "customer" if given_side == "second" else "agent"
    return dict.fromkeys(names) | {first: first_speaker, second: other(first_speaker)}


def _most_talkative(transcript: Transcript, names: list[str]) -> list[str]:
    """The two names that say most."""
    letters: Counter[str | None] = Counter()
    for cue in transcript.cues:
        letters[cue.speaker] += len(cue.text)
    return sorted(names, key=letters.__getitem__)[-2:]


def _quoted(names: Sequence[str]) -> str:
    quoted = [f"“{name[:60]}”" for name in names[:MOST_QUOTED]]
    if len(names) > MOST_QUOTED:
        return ", ".join(quoted) + f" and {len(names) - MOST_QUOTED:,} more"
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + " and " + quoted[-1]
