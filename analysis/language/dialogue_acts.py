"""What a line *does* to the course of a call: a small model of dialogue acts, beside the one of techniques.

A technique is a way of putting things; an *act* is what a line does, however it is put. Of the customer's: *relief* (comes
down in earnest), *manners* (flat politeness or assent, which tells nothing), *cold* (still cross, quietly), *burden* (names
what wants an answer before any form: a death, a long wait, a day's work lost), *angry*, *other*. Of the agent's, as a reply
to a burden or to anger: *attends* (takes it up in any way) or *routine* (goes on regardless). ::

    customer  | four four one. my mum's been without heating since friday |    burden 93 %
    agent     | okay, and the postcode?                                   |    routine 99 %

It is the linear model of :mod:`analysis.language.classifier`, on the same features and the sayings found, trained by
``analysis/language/bank/train_acts.py`` on lines of authors of its own. A long line is read in windows, and what any of them
does, the line does. The probabilities are calibrated on authors held out, weighted to how often an act is met in calls.

Nothing is decided here: what an act means in its place is for :mod:`analysis.outcome` to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from analysis.language.classifier import Feature, WordingModel, features, unpack
from analysis.language.rulebook.loading import load_book
from analysis.language.rulebook.sayings import find_sayings
from analysis.language.sequences.course import course_of
from analysis.language.tokens import Tokens, clauses, tokenize
from analysis.language.windows import why_unreadable, windows
from audio.call import Call, Speaker

SHIPPED = Path(__file__).with_name("dialogue_acts.npz")
ACTS: Mapping[Speaker, tuple[str, ...]] = {
    "customer": ("angry", "burden", "cold", "manners", "other", "relief"),
    "agent": ("attends", "routine"),
}
EMPTY = {"other", "manners", "routine"}
"""Acts that a line does only where none of its windows does another: there the least counts, not the greatest."""
QUOTED = 4
"""Tokens of a clause that may be quoted by itself."""

Acts = Mapping[str, float]
"""Calibrated probability of each act of a speaker; they need not add up to 1."""


def read_acts(
    text: str, speaker: Speaker, tokens: Tokens | None = None, model: WordingModel | None = None
) -> dict[str, float]:
    """How likely ``text`` does each act of ``speaker``; all 0 for what cannot be read. ``model``: another than the shipped."""
    tokens = tokens or tokenize(text)
    model = model or shipped_acts()
    speaker_model = model.sides[speaker]
    if not len(tokens) or why_unreadable(text):
        return dict.fromkeys(ACTS[speaker], 0.0)
    clause_runs = windows(tokens, clauses(text, tokens)) or [[(0, len(tokens))]]
    acts_by_window: list[dict[str, float]] = []
    for clause_run in clause_runs:
        first, last = clause_run[0][0], clause_run[-1][1]
        window = Tokens(tokens.words[first:last], tokens.starts[first:last], tokens.ends[first:last])
        probabilities = speaker_model.probabilities(speaker_model.weigh(acts_features(text, speaker, window)))
        acts_by_window.append(
            {act: model.scale(speaker, act).chance(probabilities[act], len(window)) for act in speaker_model.techniques}
        )
    return {
        act: (min if act in EMPTY else max)(window_acts[act] for window_acts in acts_by_window)
        for act in speaker_model.techniques
    }


def acts_features(text: str, speaker: Speaker, tokens: Tokens | None = None) -> list[Feature]:
    """The features of ``text``, or of the part of it that is ``tokens``: those of the phrasing, and the sayings found.

    What the rules of the book find is none of them: on authors held out it adds nothing.
    """
    tokens = tokens or tokenize(text)
    return features(tokens, load_book().lists, find_sayings(text, speaker, tokens))


def words_of(act: str, text: str, speaker: Speaker) -> str:
    """The clause of ``text`` in which ``act`` is likeliest, to be quoted; all of it where no clause has :data:`QUOTED` tokens."""
    tokens = tokenize(text)
    speaker_model = shipped_acts().sides[speaker]
    clause_tokens = [(span, tokens.between(*span)) for span in clauses(text, tokens)]
    rated_clauses = [
        (speaker_model.probabilities(speaker_model.weigh(acts_features(text, speaker, clause)))[act], text[start:end])
        for (start, end), clause in clause_tokens
        if len(clause) >= QUOTED
    ]
    return max(rated_clauses)[1] if rated_clauses else text


@lru_cache(maxsize=2)
def acts_of(call: Call) -> tuple[Acts, ...]:
    """The acts of each line of the call's course, read once for all that ask after them."""
    course = course_of(call)
    return tuple(
        read_acts(line.text, line.speaker, tokens) for line, tokens in zip(course.lines, course.tokens, strict=True)
    )


@lru_cache(maxsize=1)
def shipped_acts() -> WordingModel:
    """The model that comes with SameSide, read once."""
    return unpack(SHIPPED)
