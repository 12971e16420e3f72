"""Which of the two is the agent: told, named, found out by what they say, or else assumed, and then said.

::

    --agent, the settings' rule for this file   told       believed; a clear vote against it is said
    "Agent:", "Customer Service:" in the words  named      believed; the channel on which that speech is heard is the agent's
    ch_0, spk_1, "Priya Nair", Whisper          neither    the words vote (audio.speakers.roles): clear, and it is so
    words that lean one way, not clearly                   that one is assumed, which is a doubt
    no words, or words that do not tell                    left, or whoever speaks first, is assumed, which is a doubt

Contact-centre recorders mostly write the agent left, some of the largest write the customer there; so an assumption is
wrong often enough to turn a whole review round, and never goes unsaid.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from audio.call import ASSUMED, REMEDY, SPEAKERS, Doubt, Speaker, Word, other
from audio.span import Span, common
from audio.speakers import roles
from audio.speakers.two_channels import HeardSides
from audio.transcripts.placement.alignment import on_clock
from audio.transcripts.placement.untimed import misplaced_speech
from audio.transcripts.reader import Line, Transcript

Words = Mapping[Speaker, Sequence[Word]]

CLEARLY = 1.5
"""How many times better a transcript's agent must lie on one side's speech than on the other's."""

MOST_PERSONS = 50
"""Persons of a transcript among whom an agent is looked for; each is compared with all others."""

MOSTLY = 0.6
"""Share of a transcript's time that must lie on its speakers' speech for its clock to be believed as it is."""

SNUG = 0.9
"""The same once its clock is set right; a transcript late by a turn lies on the other side's speech, but never so well."""


def swap_sides(sides: HeardSides) -> HeardSides:
    """The same with agent and customer changed round."""
    return replace(
        sides,
        channels={other(speaker): channel for speaker, channel in sides.channels.items()},
        speech={other(speaker): spans for speaker, spans in sides.speech.items()},
        voices={other(speaker): replace(voice, speaker=other(speaker)) for speaker, voice in sides.voices.items()},
    )


def swap_words(words: Words) -> dict[Speaker, Sequence[Word]]:
    """Words with agent and customer changed round."""
    return {other(speaker): spoken for speaker, spoken in words.items()}


def by_transcript(
    sides: HeardSides, lines: Sequence[Line], side_is_given: bool, agent_is_named: bool
) -> tuple[HeardSides, Sequence[Line], bool | None, tuple[Doubt, ...]]:
    """What is heard and the transcript's lines, of one mind about the sides; whether it is settled by then
    which is the agent's; what is doubtful.

    side_is_given   whether somebody said which side is the agent's
    agent_is_named  whether the transcript says which of its speakers is
    Where a side is given, the lines go to whoever is heard to say them, whatever the transcript calls them.
    ``None`` for settled: the transcript names the agent but fits neither side, so that there is nothing left to vote on.
    """
    if sides.layout != "two_sides":
        return sides, lines, side_is_given or agent_is_named, ()
    lines_fit = lines_match_sides(lines, sides.speech)
    if side_is_given:
        return sides, *_as_given(sides, lines, lines_fit, agent_is_named)
    if lines_fit is False:
        sides = swap_sides(sides)
        why = f"The transcript's agent is heard on {channel_names(sides)['agent']}, so right was taken for the agent."
        return sides, lines, agent_is_named, (Doubt("speakers", why),) if agent_is_named else ()
    if lines_fit is None and agent_is_named:
        return sides, lines, None, (_assumed(channel_names(sides)["agent"], "the transcript fits neither side better"),)
    return sides, lines, agent_is_named, ()


def _as_given(
    sides: HeardSides, lines: Sequence[Line], lines_fit: bool | None, agent_is_named: bool
) -> tuple[Sequence[Line], bool, tuple[Doubt, ...]]:
    """The lines, changed round where they lie on the other sides; that the agent is settled; whether the transcript says otherwise."""
    if lines_fit is not False:
        return lines, True, ()
    lines = [replace(line, speaker=line.speaker and other(line.speaker)) for line in lines]
    names = channel_names(sides)
    why = f"The transcript's agent is heard on {names['customer']}, though {names['agent']} was named as the agent."
    return lines, True, (Doubt("speakers", why),) if agent_is_named else ()


def lines_match_sides(lines: Sequence[Line], speech: Mapping[Speaker, Sequence[Span]]) -> bool | None:
    """Whether the lines lie on the speech as it is (``True``) or changed round (``False``); ``None``: that cannot be told.

    Where they lie on neither's speech to the letter, their clock is set right first: lines that are late by a turn lie on the
    other's. Lines without times are laid in order over the speech both ways, and what then falls to the other speaker is compared.
    """
    swapped_speech = {other(speaker): spans for speaker, spans in speech.items()}
    if any(line.span is None for line in lines):
        as_given, swapped = misplaced_speech(lines, swapped_speech), misplaced_speech(lines, speech)
    else:
        as_given, swapped = _seconds_on_speech(lines, speech), _seconds_on_speech(lines, swapped_speech)
        said = sum(line.span.duration for line in lines if line.span and line.speaker)
        if max(as_given, swapped) < SNUG * said:
            set_right = [_seconds_on_speech(_on_clock(lines, s), s) for s in (speech, swapped_speech)]
            if max(set_right) >= SNUG * said and said - max(set_right) < (said - min(set_right)) / 2:
                return set_right[0] > set_right[1]
            if max(as_given, swapped) < MOSTLY * said:
                as_given, swapped = set_right
    if max(as_given, swapped) <= CLEARLY * min(as_given, swapped):
        return None
    return as_given > swapped


def _seconds_on_speech(lines: Sequence[Line], speech: Mapping[Speaker, Sequence[Span]]) -> float:
    """Seconds of the lines in which their speaker is heard."""
    timed = [(line.span, line.speaker) for line in lines if line.span and line.speaker]
    return sum(both.duration for span, speaker in timed for both in common([span], speech.get(speaker, ())))


def _on_clock(lines: Sequence[Line], speech: Mapping[Speaker, Sequence[Span]]) -> Sequence[Line]:
    return on_clock(lines, speech, max((span.end for spans in speech.values() for span in spans), default=0.0))


def likely_agent(transcript: Transcript) -> str | None:
    """Of more than two persons the one whose words are an agent's, beside those of all others; ``None`` where that is not clear.

    Two customers on one call may each say more than the agent does.
    """
    persons = {cue.speaker for cue in transcript.cues}
    if not len(SPEAKERS) < len(persons - {None}) <= MOST_PERSONS:
        return None
    votes: dict[str, list[float]] = {}
    for cue in transcript.cues:
        if cue.speaker is not None:
            votes.setdefault(cue.speaker, []).append(roles.vote(cue.text))
    leads = {
        name: roles.compare_voices(
            own, [vote for other_name in votes if other_name != name for vote in votes[other_name]]
        )
        for name, own in votes.items()
    }
    best = max(leads, key=leads.__getitem__)
    return best if leads[best] >= roles.SURE else None


def decide_agent(words: Words, names: Mapping[Speaker, str], agent_is_given: bool) -> tuple[bool, tuple[Doubt, ...]]:
    """Whether agent and customer must be changed round, and what is doubtful about who is who.

    names           what to call the two as they now are, in words: “the left channel”
    agent_is_given  whether somebody said which is the agent, so that nothing is changed
    """
    lead = roles.vote_lead(words.get("agent", ()), words.get("customer", ()))
    certainty = f"(certainty {min(0.99, roles.vote_certainty(lead)):.0%})"
    agent, customer = names["agent"], names["customer"]
    if lead <= -roles.SURE:
        if agent_is_given:
            why = f"By what is said, {customer} is the agent {certainty}, though {agent} was named as the agent."
            return False, (Doubt("speakers", why),)
        why = f"By what is said, {customer} is the agent {certainty}, so it was taken for the agent; say --agent to decide otherwise."
        return True, (Doubt("speakers", why),)
    if agent_is_given or lead >= roles.SURE:
        return False, ()
    if abs(lead) >= roles.LEANS:
        swap = lead < 0
        return swap, (_assumed(customer if swap else agent, f"what is said only leans that way {certainty}"),)
    why = "what is said does not tell" if any(words.values()) else "there are no words to tell"
    return False, (_assumed(agent, why),)


def _assumed(agent: str, why: str) -> Doubt:
    return Doubt(
        "speakers",
        f"{ASSUMED}{agent} is the agent: nobody said so, and {why}.{REMEDY}",
    )


def channel_names(sides: HeardSides) -> dict[Speaker, str]:
    """What to call the two of a recording."""
    if sides.layout == "two_sides":
        channels = ("the left channel", "the right channel")
        return {speaker: channels[channel] for speaker, channel in sides.channels.items()}
    return by_order(sides.speech)


def by_order(speech: Mapping[Speaker, Sequence[Span]]) -> dict[Speaker, str]:
    """What to call two voices that only their order tells apart."""
    starts = {speaker: min((span.start for span in speech.get(speaker, ())), default=float("inf")) for speaker in ("agent", "customer")}  # fmt: skip
    first: Speaker = "customer" if starts["customer"] < starts["agent"] else "agent"
    return {first: "the voice that speaks first", other(first): "the voice that speaks second"}
