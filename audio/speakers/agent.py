"""Which of the two is the agent: told, named, found out by what they say, or else assumed, and then said.

::

    --agent, the house's rule for this file     told       believed; a clear vote against it is said
    "Agent:", "Customer Service:" in the words  named      believed; the channel on which that speech is heard is the agent's
    ch_0, spk_1, "Priya Nair", Whisper          neither    the words vote (audio.speakers.roles): clear, and it is so
    no words, or words that do not tell                    left, or whoever speaks first, is assumed, which is a doubt

Contact-centre recorders mostly write the agent left, some of the largest write the customer there; so an assumption is
wrong often enough to turn a whole review round, and never goes unsaid.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from audio.call import ASSUMED, REMEDY, Doubt, Speaker, Word, other
from audio.span import Span, common
from audio.speakers import roles
from audio.speakers.two_channels import HeardSides
from audio.transcripts.reader import Line
from audio.transcripts.untimed import misplaced_speech

Words = Mapping[Speaker, Sequence[Word]]

CLEARLY = 1.5
"""How many times better a transcript's agent must lie on one side's speech than on the other's."""


def swap_sides(heard: HeardSides) -> HeardSides:
    """The same with agent and customer changed round."""
    return replace(
        heard,
        channels={other(who): k for who, k in heard.channels.items()},
        speech={other(who): spans for who, spans in heard.speech.items()},
        voices={other(who): replace(v, speaker=other(who)) for who, v in heard.voices.items()},
    )


def swap_words(words: Words) -> dict[Speaker, Sequence[Word]]:
    """Words with agent and customer changed round."""
    return {other(who): said for who, said in words.items()}


def by_transcript(
    heard: HeardSides, lines: Sequence[Line], told: bool, named: bool
) -> tuple[HeardSides, Sequence[Line], bool | None, tuple[Doubt, ...]]:
    """What is heard and the transcript's lines, of one mind about the sides; whether the agent is told by then; what is
    doubtful.

    told   whether somebody said which side is the agent's
    named  whether the transcript says which of its speakers is
    Where it is told, the lines go to whoever is heard to say them, whatever the transcript calls them.
    ``None`` for told: it names the agent but fits neither side, so that there is nothing left to vote on.
    """
    if heard.layout != "two_sides":
        return heard, lines, told or named, ()
    fits = place_lines(lines, heard.speech)
    if told:
        return heard, *_as_told(heard, lines, fits, named)
    if fits is False:
        heard = swap_sides(heard)
        why = f"The transcript's agent is heard on {channel_names(heard)['agent']}, so right was taken for the agent."
        return heard, lines, named, (Doubt("speakers", why),) if named else ()
    if fits is None and named:
        return heard, lines, None, (_assumed(channel_names(heard)["agent"], "the transcript fits neither side better"),)
    return heard, lines, named, ()


def _as_told(
    heard: HeardSides, lines: Sequence[Line], fits: bool | None, named: bool
) -> tuple[Sequence[Line], bool, tuple[Doubt, ...]]:
    """The lines, changed round where they lie on the other sides; that the agent is told; whether the transcript gainsays it."""
    if fits is not False:
        return lines, True, ()
    lines = [replace(line, speaker=line.speaker and other(line.speaker)) for line in lines]
    sides = channel_names(heard)
    why = f"The transcript's agent is heard on {sides['customer']}, though {sides['agent']} was named as the agent."
    return lines, True, (Doubt("speakers", why),) if named else ()


def place_lines(lines: Sequence[Line], speech: Mapping[Speaker, Sequence[Span]]) -> bool | None:
    """Whether the lines lie on the speech as it is (``True``) or changed round (``False``); ``None``: that cannot be told.

    Lines without times are laid in order over the speech both ways, and what then falls to the other speaker is compared.
    """
    turned = {other(who): spans for who, spans in speech.items()}
    if any(line.span is None for line in lines):
        right, wrong = misplaced_speech(lines, turned), misplaced_speech(lines, speech)
    else:
        right, wrong = _on(lines, speech), _on(lines, turned)
    if max(right, wrong) <= CLEARLY * min(right, wrong):
        return None
    return right > wrong


def _on(lines: Sequence[Line], speech: Mapping[Speaker, Sequence[Span]]) -> float:
    """Seconds of the lines in which their speaker is heard."""
    timed = [(line.span, line.speaker) for line in lines if line.span and line.speaker]
    return sum(both.duration for span, who in timed for both in common([span], speech.get(who, ())))


def decide_agent(words: Words, called: Mapping[Speaker, str], told: bool) -> tuple[bool, tuple[Doubt, ...]]:
    """Whether agent and customer must be changed round, and what is doubtful about who is who.

    called  what to call the two as they now are, in words: “the left channel”
    told    whether somebody said which is the agent, so that nothing is changed
    """
    lead = roles.vote_lead(words.get("agent", ()), words.get("customer", ()))
    sure = f"(certainty {min(0.99, roles.vote_certainty(lead)):.0%})"
    agent, customer = called["agent"], called["customer"]
    if lead <= -roles.SURE:
        if told:
            why = f"By what is said, {customer} is the agent {sure}, though {agent} was named as the agent."
            return False, (Doubt("speakers", why),)
        why = f"By what is said, {customer} is the agent {sure}, so it was taken for the agent; say --agent to decide otherwise."
        return True, (Doubt("speakers", why),)
    if told or lead >= roles.SURE:
        return False, ()
    why = "what is said does not tell" if any(words.values()) else "there are no words to tell"
    return False, (_assumed(agent, why),)


def _assumed(agent: str, why: str) -> Doubt:
    return Doubt(
        "speakers",
        f"{ASSUMED}{agent} is the agent: nobody said so, and {why}.{REMEDY}",
    )


def channel_names(heard: HeardSides) -> dict[Speaker, str]:
    """What to call the two of a recording."""
    if heard.layout == "two_sides":
        names = ("the left channel", "the right channel")
        return {who: names[k] for who, k in heard.channels.items()}
    return by_order(heard.speech)


def by_order(speech: Mapping[Speaker, Sequence[Span]]) -> dict[Speaker, str]:
    """What to call two voices that only their order tells apart."""
    starts = {who: min((span.start for span in speech.get(who, ())), default=float("inf")) for who in ("agent", "customer")}  # fmt: skip
    first: Speaker = "customer" if starts["customer"] < starts["agent"] else "agent"
    return {first: "the voice that speaks first", other(first): "the voice that speaks second"}
