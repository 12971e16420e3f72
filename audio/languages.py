"""Which language is spoken, and what is to be said about it.

It is told once a call, from its clearest speech, and stays: a window of names alone is easily taken for another
language. Wording is read in English only, so any other language is said; and so is a guess that is hardly one, for a
call heard in the wrong language comes out as fluent nonsense.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from audio.call import Doubt

READ = "en"
"""The language whose wording is judged."""

CLEAR = 0.6
"""Probability from which a guess is taken without a word about it."""

NAMES = {
    "ar": "Arabic", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian", "id": "Indonesian",
    "it": "Italian", "ja": "Japanese", "ko": "Korean", "ms": "Malay", "nl": "Dutch", "no": "Norwegian",
    "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sv": "Swedish", "th": "Thai",
    "tl": "Tagalog", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "cy": "Welsh",
    "zh": "Chinese", "yue": "Cantonese",
}  # fmt: skip
"""Of the languages heard most; others are told by their code."""


@dataclass(frozen=True, slots=True)
class Guess:
    """The likeliest language of a call and its probability."""

    language: str
    probability: float

    @classmethod
    def of(cls, votes: Mapping[str, float]) -> Guess:
        likeliest = max(votes, key=votes.__getitem__)
        return cls(likeliest, round(votes[likeliest], 4))

    def to_json(self) -> str:
        return json.dumps({"guess": self.language, "probability": self.probability})

    @classmethod
    def from_json(cls, text: str | None) -> Guess | None:
        try:
            kept = json.loads(text or "")
            return cls(str(kept["guess"]), float(kept["probability"]))
        except (ValueError, KeyError, TypeError):
            return None  # nothing kept, or not by us


def language_doubts(spoken: str, guess: Guess | None) -> tuple[Doubt, ...]:
    """What is to be said of the language that the words were heard in; ``guess`` is ``None`` where it was given."""
    name = NAMES.get(spoken, f"“{spoken}”")
    doubts = []
    if guess is not None and guess.probability < CLEAR:
        why = f"The language was guessed as {name} with a probability of {guess.probability:.0%} only"
        doubts.append(Doubt("words", f"{why}: if it is another, give it with --language."))
    if spoken != READ:
        told = "was guessed as" if guess is not None else "is"
        otherwise = "; if it is English, give --language en" if guess is not None else ""
        doubts.append(
            Doubt("words", f"The language {told} {name}: its wording is not read, only English is{otherwise}.")
        )
    return tuple(doubts)
