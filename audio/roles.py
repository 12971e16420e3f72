"""Which of two voices is the agent, where nobody has said: read from what each says, and from who opens the call.

Agents greet with the company's name, ask for an account, offer help and close; customers say why they call. Each such
phrase is a small vote, and the opening counts as one. With few votes nothing is claimed: left is the agent, as
contact-centre recorders write it, or on one channel the voice that speaks first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from audio.call import Word
from audio.span import Span

_AGENT = re.compile(
    r"\b(?:(?:thank you|thanks) for (?:calling|contacting|holding|waiting)|(?:how|what) (?:can|may) i (?:help|do for)"
    r"|my name is \w+ (?:and )?(?:how|from)|speaking how|you're through to|this is \w+ (?:from|at|with|speaking)|welcome to"
    r"|(?:can|could|may) i (?:have|take|get) (?:your|the|a)|(?:what is|what's) your (?:name|postcode|account|reference|order|date|address|number|email)"
    r"|verify (?:your|some|a few|the)|date of birth|let me (?:just )?(?:check|look|pull|bring) (?:that|it|up|into|your|at)"
    r"|is there anything else|anything else (?:i can|you need|today)|have a (?:good|great|nice|lovely) (?:day|one|weekend|evening)"
    r"|put you (?:on hold|through)|bear with me|on our (?:side|system|end)|we(?:'ve| have) (?:got )?you|your (?:account|booking|order|policy) (?:is|shows|number)"
    r"|i(?:'ve| have) (?:got )?your (?:account|order|details)|our (?:system|team|records))\b"
)
_CUSTOMER = re.compile(
    r"\b(?:i(?:'m| am) (?:calling|ringing|phoning) (?:about|because|to|regarding|for)|i(?:'d| would) like to (?:speak|know|return|cancel|complain|book|report|order)"
    r"|i (?:ordered|bought|called|rang|paid|received|was charged|was told|never got|booked)|my (?:order|account number|parcel|bill|booking|reference|card|postcode|flight|name is)"
    r"|i(?:'ve| have) been (?:waiting|charged|told|trying|on hold)|you (?:people|guys|lot)|your (?:company|driver|website|colleague|engineer)"
    r"|the reason i(?:'m| am) calling|i want (?:my|a|to))\b"
)
OPENING = 1.5
"""Votes for opening the call, about as telling as one phrase and a half."""
SURE = 2.0
"""Votes by which one voice must lead."""


def agent_votes(words: Sequence[Word]) -> float:
    """Phrases of an agent less phrases of a customer in what one voice says."""
    said = " ".join(re.sub(r"[^a-z' ]", "", w.text.lower().replace("’", "'")) for w in words)
    return float(len(_AGENT.findall(said)) - len(_CUSTOMER.findall(said)))


def lead(first: Sequence[Word], second: Sequence[Word], speech: tuple[Sequence[Span], Sequence[Span]]) -> float:
    """By how many votes ``first`` looks more like the agent than ``second``; negative: less."""
    opens = min((s.start for s in speech[0]), default=1e9) < min((s.start for s in speech[1]), default=1e9)
    return agent_votes(first) - agent_votes(second) + (OPENING if opens else -OPENING)
