"""Gladness in words: laughter, thanks, praise, and delight at what worked.

A glad voice is as high and as loud as a hot one, and glad people come in on each other; only the words tell them apart::

    customer   oh it went off! | … |            "it did" in it, or within some seconds of it:
    agent                | it did, great |      nobody pushed
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from audio.call import Call
from audio.span import Span

GLAD = re.compile(
    r"\b(?:(?:ha ?){2,}h?|he he(?: he)*|hee hee|laugh\w*|thanks|thank you|cheers|congratulations|congrats|well done|hooray|yay|wow"
    r"|(?<!not )(?<!not so )(?<!not very )(?<!isn't )(?<!less than )(?:great|brilliant|lovely|wonderful|fantastic|amazing|awesome|perfect"
    r"|excellent|delighted|thrilled|marvellous|fabulous|superb|glad|good news|so happy|very happy|really happy)"
    r"|oh good|oh nice|oh yes|it did|it works|it worked|it's working|made my day|love it|love that|you're welcome|my pleasure|bless you)\b"
)
"""Laughter written down, thanks, praise, and delight at what worked."""


def is_glad(call: Call, near: Span, hot: Sequence[Span] = ()) -> bool:
    """Whether somebody laughs, thanks or praises in ``near``, in words that are not part of what is ``hot``."""
    for turn in call.turns:
        words = [
            word for word in turn.words if touch(word.span, near) and not any(touch(word.span, span) for span in hot)
        ]
        text = " ".join(re.sub(r"[^a-z' ]", " ", word.text.lower().replace("’", "'")).strip() for word in words)
        if GLAD.search(text):
            return True
    return False


def touch(a: Span, b: Span) -> bool:
    """Whether two spans have any time in common."""
    return a.start < b.end and b.start < a.end
