"""What each limit tells apart, as data: a scene of voices with a border that the limit's value moves.

A *strip* lies along time: some voices that stay where they are, and from an ``origin`` on (or back from it) a stretch as long as
the limit; what ends within it is called ``within``, what goes on beyond it ``beyond``::

    customer   |==========================|
    agent               |=========================|
                        |··within··|##beyond##
                      origin     the limit

A *rise* is a row of phrases, each so far above (or below) the voice's own calm; those beyond the limit are ``beyond``::

                   #  #           - - - the limit
             |  |  |  |  |
    ---------------------------- own calm speech

Everything is made up, and to scale: only the border is the house's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

AGENT, CUSTOMER = "Agent", "Customer"


@dataclass(frozen=True, slots=True)
class Voice:
    """Speech of one person from ``start`` to ``end``, seconds; ``raised`` where the voice is up."""

    who: str
    start: float
    end: float
    raised: bool = False


@dataclass(frozen=True, slots=True)
class Strip:
    """Voices over ``length`` seconds, and the stretch from ``origin`` on, or ``back`` from it, that the limit measures up to ``reach``.

    ``shows`` says what is drawn, for whoever does not see it.
    """

    shows: str
    length: float
    voices: tuple[Voice, ...]
    origin: float
    reach: float
    within: str
    beyond: str
    back: bool = False


@dataclass(frozen=True, slots=True)
class Rise:
    """Phrases, each ``heights`` of ``full`` above own calm speech; with ``both_ways`` below it too."""

    shows: str
    heights: tuple[float, ...]
    full: float
    within: str
    beyond: str
    below: str = ""

    @property
    def both_ways(self) -> bool:
        """Whether what lies as far below counts too."""
        return bool(self.below)


def _rise(shows: str, full: float) -> Rise:
    """Phrases of a voice that is calm, then up, then calm again."""
    shape = (0.05, 0.02, 0.1, 0.04, 0.16, 0.24, 0.38, 0.62, 0.9, 0.54, 0.42, 0.29, 0.18, 0.08, 0.03, 0.06)
    return Rise(shows, tuple(share * full for share in shape), full, "as calm speech varies", "raised")


def _turns(who: str, *spans: tuple[float, float], raised: bool = False) -> tuple[Voice, ...]:
    return tuple(Voice(who, start, end, raised) for start, end in spans)


SCENES: Mapping[str, Strip | Rise] = {
    "overtalk_least": Strip(
        "The agent begins while the customer still speaks; both speak at once from there on.", 4.0,
        (Voice(CUSTOMER, 0, 3.2), Voice(AGENT, 1, 4)), 1, 3.2, "too short to count", "both at once",
    ),
    "same_start": Strip(
        "The customer begins, and the agent begins a little later.", 3.0,
        (Voice(CUSTOMER, 0.5, 3), Voice(AGENT, 1.1, 2.6)), 0.5, 3, "starts at the same time", "comes in on the other",
    ),
    "interruption_rest": Strip(
        "The agent comes in while the customer still has something to say.", 5.0,
        (Voice(CUSTOMER, 0, 3.6), Voice(AGENT, 2.4, 5)), 3.6, 0, "comes in at the end of the turn", "comes in before: interrupts",
        back=True,
    ),
    "backchannel_longest": Strip(
        "Inside the customer's turn the agent says a short “mm-hm”, and the customer goes on.", 4.0,
        (Voice(CUSTOMER, 0, 4), Voice(AGENT, 1.2, 2)), 1.2, 4, "so short: may be listening", "longer: comes in",
    ),
    "holding_pause": Strip(
        "The customer speaks, pauses and speaks again.", 4.0,
        (Voice(CUSTOMER, 0, 1.2), Voice(CUSTOMER, 2, 4)), 1.2, 4, "pause inside the turn", "the turn is over",
    ),
    "giving_way": Strip(
        "The agent comes in on the customer, and both go on.", 5.0,
        (Voice(CUSTOMER, 0, 4), Voice(AGENT, 1, 5)), 1, 4, "time to give way", "who has not given way talks over the other too",
    ),
    "contest_longest": Strip(
        "The agent comes in on the customer, and both go on for long.", 7.0,
        (Voice(CUSTOMER, 0, 6.2), Voice(AGENT, 1, 7)), 1, 6.2, "one of them gives way in time", "neither has given way",
    ),
    "attempt_longest": Strip(
        "The agent speaks into the customer's turn and stops, and the customer goes on.", 7.0,
        (Voice(CUSTOMER, 0, 7), Voice(AGENT, 1, 2.6)), 1, 7, "only tries to come in", "interrupts",
    ),
    "rise_pitch": _rise("Phrases of one voice by their pitch over own calm speech.", 12.0),
    "rise_balance": _rise("Phrases of one voice by how much sharper they sound than own calm speech.", 12.0),
    "rise_level": _rise("Phrases of one voice by how much louder they are than own calm speech.", 20.0),
    "rise_joint": _rise("Phrases of one voice by pitch, sharpness and loudness together, over own calm speech.", 10.0),
    "baseline_speech": Strip(
        "A voice from the beginning of the call on, a minute of speech.", 60.0,
        _turns("Voice", (0, 9), (10, 22), (23, 31), (32, 47), (48, 60)), 0, 60, "too little to know it", "calm voice is known",
    ),
    "rise_speech": Strip(
        "The customer speaks calmly, and then with a raised voice.", 36.0,
        (Voice(CUSTOMER, 0, 5.6), Voice(CUSTOMER, 6, 36, raised=True)), 6, 36, "a loud word or two", "an escalation",
    ),
    "raised_voice_speech": Strip(
        "The agent speaks calmly, and then with a raised voice.", 36.0,
        (Voice(AGENT, 0, 5.6), Voice(AGENT, 6, 36, raised=True)), 6, 36, "not shown", "shown",
    ),
    "follows_within": Strip(
        "The customer's voice is raised; the agent's is raised later.", 68.0,
        (*_turns(CUSTOMER, (0, 8), raised=True), *_turns(AGENT, (13, 19), raised=True)), 8, 68, "near the customer's heat: a push",
        "a fact by itself",
    ),
    "settle_speech": Strip(
        "The customer's voice was raised and is calm again.", 36.0,
        (Voice(CUSTOMER, 0, 5.6, raised=True), Voice(CUSTOMER, 6, 36)), 6, 36, "not yet", "settled",
    ),
    "response_before": Strip(
        "The customer's turns before a moment of the agent's.", 132.0,
        (*_turns(CUSTOMER, (2, 14), (24, 40), (52, 61), (70, 86), (96, 104), (108, 117)), *_turns(AGENT, (121, 131))), 120, 0,
        "looked at", "too long ago", back=True,
    ),
    "response_after": Strip(
        "The customer's turns after a moment of the agent's.", 132.0,
        (*_turns(AGENT, (1, 11)), *_turns(CUSTOMER, (14, 23), (28, 37), (46, 62), (72, 80), (92, 108), (118, 130))), 12, 132,
        "looked at", "too long after",
    ),
    "response_least": Rise(
        "How the customer's voice changed after nine moments, up and down.",
        (-2.6, -1.5, -0.9, -0.35, 0.15, 0.4, 0.75, 1.3, 2.4), 3.0, "no clear change", "hotter", "calmer",
    ),
    "hold_least": Strip(
        "The agent speaks, then nobody, then the customer.", 68.0,
        (Voice(AGENT, 0, 4), Voice(CUSTOMER, 64, 68)), 4, 64, "a pause", "a hold",
    ),
    "answered_within": Strip(
        "The customer escalates; the agent takes it up in the second turn.", 130.0,
        (*_turns(CUSTOMER, (0, 8), raised=True), *_turns(AGENT, (10, 16), (22, 34)), *_turns(CUSTOMER, (36, 44), (60, 74), (96, 110)),
         *_turns(AGENT, (46, 58), (76, 94), (112, 128))), 8, 130, "in time: an answer", "too late: missed",
    ),
}  # fmt: skip
"""By the limit's name."""
