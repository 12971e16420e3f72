"""What is not known of what was said: a side's words that nobody has, or that are of a language which is not read.

Whoever counts what was found in words would count none of such a side, and that looks like a clean record::

    agent     "how can I help?"      "I'll look into that"        read
    customer  ~~~ no words ~~~       ~~~ no words ~~~             unread: escalations are withheld, and nobody stayed calm
"""

from __future__ import annotations

from analysis.language.windows import why_unreadable
from audio.call import Call, Speaker


def why_unread(call: Call, speaker: Speaker) -> str | None:
    """Why what ``speaker`` said is not known, in a sentence; ``None`` where it was read, or where they say nothing at all."""
    if not call.has_words:
        doubt = call.doubt("words")
        return doubt.why if doubt else "There are no words."
    turns = list(call.of(speaker))
    text = " ".join(turn.text for turn in turns).strip()
    if turns and not text:
        return f"No words of the {speaker}'s are known."
    return why_unreadable(text)
