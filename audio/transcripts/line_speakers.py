"""Whose each line of a transcript is: agent or customer, as far as its names and the sound tell.

::

    told (--agent NAME) ── else the name itself ("Rep", "Caller") ── else the side on which it is heard ── else the one
    left over ── else the lower number ("ch_0", "spk_0") ── else a name before a telephone number ── else who speaks first

The last three are assumptions, and so is which side of a recording is whose: :mod:`audio.speakers.agent` lets the words vote on them.
Of more than two the agent and the customer are those so named, or who say most; the others are third persons.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from audio.call import SPEAKERS, Doubt, Speaker, other
from audio.channels.side import Side, side_of
from audio.errors import InputError
from audio.span import Span, common
from audio.transcripts.persons import (
    is_telephone_number,
    matching_name,
    most_talkative,
    named_persons,
    quoted,
    third_person_doubts,
)
from audio.transcripts.reader import Line, Transcript
from audio.transcripts.role_names import is_superior, role, side

MOST_HEARD = 50
"""Names whose lines are compared with the sound; no call has so many people, and each takes a pass over its speech."""


def says_who(transcript: Transcript, agent: str | None) -> bool:
    """Whether it is told or named who the agent is, not only taken from a number, an order or a side."""
    name_is_given = agent is not None and side_of(agent) is None
    return name_is_given or bool(_roles(named_persons(transcript)))


def says_side(transcript: Transcript, agent: str | None) -> bool:
    """Whether the side told is one that a transcript alone has: ``first`` and ``second`` always, ``left`` and ``right`` where
    it numbers its speakers."""
    names = {cue.speaker for cue in transcript.cues if cue.speaker is not None and role(cue.speaker) != "machine"}
    given_side = side_of(agent)
    return given_side in ("first", "second") or (
        given_side is not None and all(side(name) is not None for name in names)
    )


def names_of(lines: Sequence[Line]) -> dict[Speaker, str]:
    """What to call agent and customer, where the transcript has a name for both: in quotation marks."""
    names: dict[Speaker, str] = {}
    for line in lines:
        if line.speaker is not None and line.name is not None:
            names.setdefault(line.speaker, quoted([line.name]))
    return names if len(names) == len(SPEAKERS) else {}


def label_speakers(
    transcript: Transcript,
    agent: str | None = None,
    speech: Mapping[Speaker, Sequence[Span]] | None = None,
    likely_agent: str | None = None,
    *,
    alone: bool = False,
) -> tuple[tuple[Line, ...], tuple[Doubt, ...]]:
    """The cues as lines of agent, customer and third persons, and what is doubtful about that.

    agent   the agent's name as the transcript writes it, or a part of it; ``left``/``right`` where it numbers channels;
            ``first``/``second`` to speak where its names say nothing
    speech  where each side was heard to speak: settles names that say nothing ("Mary", "SPEAKER_01") where their
            lines lie on one side's speech
    likely_agent  of more than two names that say nothing, the one whose words are an agent's: one of the two that matter
    alone   whether there is no sound at all, so that a line of nobody is left out: nothing can place it
    Lines of machines ("IVR", "System") are left out. Raises :class:`SameSideError` where a name cannot be placed.
    """
    names = named_persons(transcript)
    machines = {name for name in names if role(name) == "machine"}
    sides = _sides(transcript, [name for name in names if name not in machines], agent, speech or {}, likely_agent)
    nameless = all(speaker is None for speaker in sides.values())  # one number alone: its lines are anybody's
    lines = tuple(
        Line(
            cue.span,
            None if cue.speaker is None else sides[cue.speaker],
            cue.text,
            cue.words,
            None if nameless else cue.speaker,
        )
        for cue in transcript.cues
        if cue.speaker not in machines
    )
    doubts = []
    if machines:
        why = f"What the transcript gives to {quoted(sorted(machines))} was said by a machine and is left out."
        doubts.append(Doubt("speakers", why))
    if not nameless:
        doubts += third_person_doubts(transcript, [name for name, speaker in sides.items() if speaker is None])
    unnamed = sum(cue.speaker is None for cue in transcript.cues) if alone else 0
    if unnamed and 2 * unnamed < len(lines):  # else it names nobody, or hardly anybody
        doubts.append(Doubt("speakers", f"Lines of the transcript that name no speaker, left out: {unnamed:,}."))
        lines = tuple(line for line in lines if line.name is not None)
    return lines, tuple(doubts)


def _sides(
    transcript: Transcript,
    names: list[str],
    agent: str | None,
    speech: Mapping[Speaker, Sequence[Span]],
    likely_agent: str | None,
) -> dict[str, Speaker | None]:
    """Whose each name is: told, read from the name, heard, left over, numbered; in this order. ``None``: a third person's."""
    given_side = side_of(agent)
    roles = _roles(names)
    if agent is not None and given_side is None:
        told = matching_name(transcript, names, agent)
        others = [name for name in names if name != told]
        customers = [name for name in others if roles.get(name) == "customer"]
        customers = customers or [name for name in others if is_telephone_number(name)][:1]
        roles = {told: "agent"}
        for name in customers or most_talkative(transcript, others)[:1]:
            roles[name] = "customer"
    unknown = [name for name in names if name not in roles]
    sides: dict[str, Speaker | None] = dict.fromkeys(names) | roles
    placed = set(roles.values())
    if not unknown or len(placed) == 2:
        return sides
    by_talk = most_talkative(transcript, unknown)
    if likely_agent in unknown and "agent" not in placed:
        by_talk = [likely_agent, *(name for name in by_talk if name != likely_agent)]
    if placed:
        return sides | dict.fromkeys(by_talk[:1], other(next(iter(placed))))
    if not all(_is_channel(name) for name in unknown) and (heard := _by_sound(transcript, unknown, speech)):
        return sides | heard
    by_order = given_side in ("first", "second")
    if all(_is_channel(name) or (side(name) is not None and not by_order) for name in unknown):
        return sides | _by_number(by_talk[:2], given_side)
    if len(unknown) > 1:
        return sides | _by_order([name for name in unknown if name in by_talk[:2]], given_side)
    raise InputError(
        f"“{transcript.source}” names {quoted(unknown)}, and neither the names nor the sound tell who of them is the "
        "agent: write Agent and Customer in the transcript instead."
    )


def _roles(names: Sequence[str]) -> dict[str, Speaker]:
    """What the names themselves say, unless they all say the same ("Tom (guest)", "Ann (guest)"), which parts nobody.

    A supervisor beside an agent is a third person, alone with a customer the agent.
    """
    roles: dict[str, Speaker] = {}
    for name in names:
        if (speaker := role(name)) in SPEAKERS:
            roles[name] = speaker
    agents = [name for name, speaker in roles.items() if speaker == "agent"]
    superiors = [name for name in agents if is_superior(name)]
    if 0 < len(superiors) < len(agents):
        roles = {name: speaker for name, speaker in roles.items() if name not in superiors}
    return roles if len(set(roles.values())) > 1 or len(roles) < len(names) or len(names) == 1 else {}


def _is_channel(name: str) -> bool:
    """Whether a numbered name is that of a channel, and so of a side of the recording."""
    return side(name) is not None and name.casefold().startswith(("ch", "left", "right"))


def _by_sound(
    transcript: Transcript, names: list[str], speech: Mapping[Speaker, Sequence[Span]]
) -> dict[str, Speaker | None]:
    """The names whose lines lie on one side's speech half as much again as on the other's; none unless both sides have some.

    Of several persons on a side it is whoever says most there who matters; of several numbers, which may be one voice, all.
    """
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
    if len(set(sides.values())) < 2:
        return {}
    for speaker in SPEAKERS:
        persons = [
            name for name in most_talkative(transcript, names) if sides.get(name) == speaker and side(name) is None
        ]
        sides |= dict.fromkeys(persons[1:])
    return sides


def _by_number(names: Sequence[str], given_side: Side | None) -> dict[str, Speaker | None]:
    """Of two numbers the lower one is the left; a single number says nothing."""
    if len(names) == 1:
        return {names[0]: None}
    left, right = sorted(names, key=lambda name: side(name) or 0)
    first: Speaker = "customer" if given_side in ("right", "second") else "agent"
    return {left: first, right: other(first)}


def _by_order(names: Sequence[str], given_side: Side | None) -> dict[str, Speaker | None]:
    """Of two names the earlier is the agent's, unless the second is said to be, or the first one dialled in."""
    first, second = names
    dialled_in = given_side is None and is_telephone_number(first) and not is_telephone_number(second)
    first_speaker: Speaker = "customer" if given_side == "second" or dialled_in else "agent"
    return {first: first_speaker, second: other(first_speaker)}
