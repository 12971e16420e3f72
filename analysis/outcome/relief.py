"""A customer's line that may settle: what the model of dialogue acts hears in it, and what the sayings.

The model knows many ways of coming down, and is unsure of short lines and of words that it never met; a saying knows few
words, and not what else the line says. So either settles, each within its bounds::

    "no that's better than I figured when I picked up the phone"     relief 98 %, no saying      settles
    "what a relief"                                                  a saying in a short line    settles
    "good on you. what's the weather like where you are?"            a saying, relief 1 %        does not
"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.language.dialogue_acts import Acts, words_of
from analysis.language.utterances import Utterance

RELIEF = 0.35
"""Calibrated probability of relief from which on a line settles by itself: of other lines of such calls one in a hundred reaches it."""
RELIEF_FROM_TROUBLE = 0.6
"""The same where the customer had only told of trouble, and not escalated: joy and relief about anything at all read alike."""
CONFIRMED = 0.3
"""Probability of relief or manners that a saying needs beside it to settle by itself: "good on you, and what's the weather?" """
FEW = 8
"""Words of a line up to which a saying settles by itself anyway: "what a relief" is too short for a model to be sure of."""
SETTLING = {"relief": "relief", "making_up": "making up", "praise": "praise", "warm_thanks": "warm thanks"}
"""Sayings that settle by themselves, and what each is called in the evidence."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A customer's line that may settle, with its number in the course and, by saying, the words of it that say it."""

    index: int
    line: Utterance
    sayings: dict[str, str]
    acts: Acts

    @property
    def confirmed(self) -> bool:
        """Whether the model bears a saying out."""
        return self.acts["relief"] + self.acts["manners"] >= CONFIRMED

    @property
    def short(self) -> bool:
        """Whether the line is too short for the model to know better than the saying, unless it sounds cold."""
        return len(self.line.words) <= FEW and self.acts["cold"] < RELIEF

    @property
    def relieved(self) -> bool:
        """Whether the model alone hears relief in it."""
        return self.acts["relief"] >= RELIEF and self.acts["relief"] > self.acts["cold"]

    @property
    def settling_saying(self) -> str | None:
        """The saying that settles by itself, ``relief`` where only the model hears it; ``None`` for less."""
        saying = next((saying for saying in SETTLING if saying in self.sayings), None)
        if saying and (self.short or self.confirmed):
            return saying
        return "relief" if self.relieved else None

    @property
    def settles_trouble(self) -> bool:
        """Whether it settles somebody who had only told of trouble: by more than a saying, or more than a little relief."""
        return self.acts["relief"] >= RELIEF_FROM_TROUBLE or (self.confirmed and self.settling_saying in self.sayings)

    @property
    def sarcastic(self) -> bool:
        """Whether it is sarcastic by its words, and the model hears no relief to speak of."""
        return "sarcasm" in self.sayings and self.acts["relief"] < RELIEF_FROM_TROUBLE

    @property
    def quoted(self) -> str:
        """The words that settle: the saying's, or the clause in which the model hears relief the most."""
        saying = self.settling_saying
        return self.sayings[saying] if saying in self.sayings else words_of("relief", self.line.text, "customer")

    @property
    def evidence(self) -> str:
        """The relief in words, how likely it is, and from which probability on it settles."""
        saying = self.settling_saying
        if saying is None or saying not in self.sayings:
            return f"relief (“{self.quoted}”, {min(self.acts['relief'], 0.99):.0%} likely, and {RELIEF:.0%} settles)"
        return f"{SETTLING[saying]} (“{self.quoted}”; relief {min(self.acts['relief'], 0.99):.0%} likely)"
