"""What people say when a call goes over to somebody else, before it and after it.

::

    agent's side   "… let me get my supervisor."      |  "Hello, this is Karen, the supervisor."
                     announced, within BEFORE         |    introduced, within AFTER

Words alone make nobody another person: a transfer that is spoken of need not come. They add to the odds of a change that is heard; and
where English is spoken round it and nothing of the kind is said, they take from them, for hardly anybody takes over without a word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from audio.call import Word
from audio.span import Span

ANNOUNCED, INTRODUCED, GREETED = 2.5, 2.5, 1.5
"""Log odds of another person that these add."""
UNTOLD = -1.5
"""What is taken where there are English words round the change, and none that tell of it."""
ENGLISH = frozenset(
    [
        "the",
        "i",
        "you",
        "to",
        "a",
        "is",
        "it",
        "and",
        "of",
        "that",
        "in",
        "my",
        "for",
        "we",
        "your",
        "have",
        "this",
        "on",
        "be",
        "not",
    ]
)
COMMON, FEWEST = 0.15, 20
"""Share of those words in English, at least, and words without which nothing is taken."""
BEFORE, AFTER = 45.0, 12.0
"""Seconds before a change in which it is announced, and after it in which the newcomer is introduced."""
GREETING = 4.0
"""Seconds after a change in which a greeting belongs to it."""
PAUSE = 0.8
"""Seconds of silence that end a line."""

SOMEBODY = (
    r"(?:supervisor|manager|team lead(?:er)?|boss|colleague|specialist|someone|somebody|"
    r"husband|wife|partner|son|daughter|mum|mom|mother|dad|father|brother|sister)"
)
ANNOUNCING = re.compile(
    r"\b(?:put|putting|pass|passing|transfer|transferring|hand|handing|connect|connecting|patch|patching|switch|switching)\s+"
    r"(?:you|this|it|the call|the phone)\b(?:\s+(?:back|straight|right))?\s+(?:through|over|on|across|to|with|now)\b"
    r"|\b(?:transfer|transferring|connect|connecting|hand|handing)\s+you\b"
    rf"|\b(?:get|getting|grab|fetch|bring in|ask)\s+(?:you\s+)?(?:my|a|the|our)?\s*{SOMEBODY}\b"
    rf"|\b(?:here's|here is|here comes|speak to|talk to)\s+(?:my|the|our)\s+{SOMEBODY}\b"
    rf"|\b(?:my|our)\s+{SOMEBODY}\s+(?:will|can|'ll)\s+(?:talk|speak|explain|take)\b"
)
INTRODUCING = re.compile(
    r"\b(?:my name is|my name's|you're speaking (?:to|with)|you are speaking (?:to|with)|you're through to|you are through to)\b"
    rf"|\b(?:i'm|i am|this is)\s+(?:(?:the|a|her|his)\s+)?(?:\w+\s+){{0,2}}{SOMEBODY}\b"
    rf"|\b(?:my|her|his|the)\s+{SOMEBODY}\s+(?:here|speaking)\b"
    r"|\b(?:this is|it's)\s+\w+\s+(?:here|speaking|from|in|at)\b|\bthis is\s+(?!the\b|a\b|an\b|not\b|my\b|what\b|why\b|how\b|so\b|just\b|about\b|very\b|really\b)\w+$"
    r"|\b(?:taken?|taking) over (?:from|the call|this call)\b|\bi(?:'ve| have) (?:just )?(?:been told|been passed)\b"
    rf"|\bmy\s+{SOMEBODY}\s+(?:said|says|told|tells|has told)\b"
)
GREETING_WORDS = re.compile(
    r"^(?:yes\s+|yeah\s+|um\s+|uh\s+)?(?:hello|hi|hiya|hey|good (?:morning|afternoon|evening))\b"
)


def introductions(words: Sequence[Word]) -> list[float]:
    """When lines begin in which somebody on this side says who they are."""
    return [span.start for span, line in _lines(words) if INTRODUCING.search(line)]


def told(words: Sequence[Word], at: float) -> tuple[float, tuple[str, ...]]:
    """What the words of a side tell of a change of person at ``at`` seconds: log odds, and the lines that tell it."""
    odds, said = 0.0, []
    lines = list(_lines(words))
    before = [line for span, line in lines if at - BEFORE <= span.start < at - 0.5 and ANNOUNCING.search(line)]
    if before:
        odds, said = ANNOUNCED, [before[-1]]
    after = [(span, line) for span, line in lines if at - 0.5 <= span.start < at + AFTER]
    introduced = [line for _, line in after if INTRODUCING.search(line)]
    greeted = [line for span, line in after if span.start < at + GREETING and GREETING_WORDS.match(line)]
    if introduced or greeted:
        odds += INTRODUCED if introduced else GREETED
        said.append((introduced or greeted)[0])
    if not said:
        near = " ".join(line for span, line in lines if at - BEFORE <= span.start < at + AFTER).split()
        english = len(near) >= FEWEST and sum(word in ENGLISH for word in near) >= COMMON * len(near)
        odds = UNTOLD if english and after else 0.0
    return odds, tuple(said)


def _lines(words: Sequence[Word]) -> list[tuple[Span, str]]:
    """The side's words between pauses and stops, folded."""
    lines: list[list[Word]] = []
    for word in words:
        if not lines or word.span.start - lines[-1][-1].span.end >= PAUSE or lines[-1][-1].text[-1:] in ".?!":
            lines.append([])
        lines[-1].append(word)
    return [(Span(line[0].span.start, line[-1].span.end), _folded(line)) for line in lines]


def _folded(line: Sequence[Word]) -> str:
    text = " ".join(word.text for word in line).lower().replace("’", "'")
    return " ".join(re.sub(r"[^\w' ]", " ", text).split())
