"""Settled, in words: an upset customer says that it is better now.

The voice's return is :mod:`analysis.tone`'s; this is the other half, relief and making up said aloud ("that's a weight off",
"sorry for snapping, it's not your fault"). It counts only after the customer was upset, by an escalation or by a voice
that was up, and only where nothing hot follows at once::

    customer   [ escalated ] .... [ relief ]  .......        settled
    customer   [ escalated ] .... [ relief ] [ escalated ]   not yet
    customer                      "thanks, bye"              manners, no settling
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from analysis.heat import heat
from analysis.limits import Limits
from analysis.lines import Line, lines
from analysis.profile import Profile, profile
from analysis.report import Moment
from analysis.spoken import bag
from audio.call import Call
from audio.span import Span

_VERY = r"(?:so |very |really |ever so |genuinely |actually |such |quite |just |that is |much |a lot |a bit )*"
RELIEF = re.compile(
    rf"\b(?:thank (?:god|goodness|heavens)|oh,? thank you|thank you (?:so|ever so|very) much|really,? thank you|thanks ever so"
    rf"|(?:that's|that is|that was|you've been|you're|you are|you have been|it's|how) {_VERY}(?:kind|helpful|thoughtful|lovely|wonderful|brilliant|amazing|decent|good of you|great of you|a relief|a star|a lifesaver|a weight off|understanding)"
    rf"|i (?:really |do |really do )?appreciate (?:it|that|you|your|this|all)|i feel {_VERY}(?:better|calmer|relieved|like i can)"
    rf"|i can breathe|what a relief|phew|weight off (?:my|me)|you've made (?:my|me)|made my day"
    rf"|sorry (?:for|about) (?:shouting|snapping|having a go|being (?:short|rude|so)|losing|taking it out|going off|earlier)|sorry i (?:snapped|shouted|lost|went off|was short|took it out)"
    rf"|i didn't mean to (?:shout|snap|take|have a go|go off|bite)|(?:it's not|it isn't|i know it's not|not) your fault|nothing against you|not you personally"
    rf"|i can live with that|that {_VERY}(?:helps|does help|works for me)|that's (?:only |perfectly )?fair(?: enough)?|i'm glad i (?:rang|called|spoke|got))\b"
)
BETTER = re.compile(
    r"^(?:oh |well |right |ah |aw )*(?:okay|ok|alright|all right|good|great|brilliant|lovely|fine)(?: (?:okay|ok|good|great|brilliant|lovely|then|well))+\b"
)
"""Two such words at the head of a line ("okay, okay, good"): relief only where the customer escalated before."""
CONTENT = re.compile(
    rf"\b(?:that works(?: for me)?|that suits(?: me)?|that'll do (?:me |nicely|fine|grand)|that's {_VERY}(?:better|more like it|all right(?: then)?|alright(?: then)?"
    rf"|sorted(?: then)?|all i (?:wanted|needed|asked|was after)|what i (?:wanted|needed)|right now)|i'm {_VERY}(?:happy|satisfied|content|pleased|glad)(?: with| that| now| to)?"
    rf"|(?:that'd|that would|it'd|it would) be {_VERY}(?:great|grand|lovely|brilliant|perfect|wonderful|something|good|a help)|(?:much|very) obliged|i'd appreciate that)\b"
)
"""Contentment, plainly said: manners in a calm call, relief where the customer escalated before."""
TURNED = re.compile(
    r"\b(?:not(?! your fault| you personally)|never|but|isn't it|joke|supposed|(?<!that )(?<!it )would be|if you|no thanks|don't|won't)\b"
)
"""What may turn relief into its opposite ("that's not very helpful", "how kind, isn't it")."""
_APOSTROPHES = {
    word.replace("'", ""): word
    for word in bag("that's that'd that'll i'm i've i'd you've you're it'd isn't don't won't didn't what's")
}
"""For recognisers that leave them out."""
UPSET_WITHIN = 240.0
"""Seconds since the customer was upset, ours: a few minutes of putting it right."""
CALMER = 1.0
"""Own spreads by which the voice must have come down where no escalation was heard."""
QUIET = 20.0
"""Seconds without a new escalation after the relief."""


def moments(call: Call, found: Sequence[Moment], limits: Limits) -> tuple[Moment, ...]:
    """One settling after each time that the customer was upset, at the first line of relief; none beside the voice's own."""
    if not call.has_words:
        return ()
    voice = profile(call, "customer", limits)
    hot = [m.span for m in found if m.kind == "escalated"]
    done = [m.span.start for m in found if m.kind == "settled"]
    settled: list[Moment] = []
    for line in lines(call):
        if line.speaker != "customer":
            continue
        at = line.span.start
        before = [s for s in hot if s.start < at and at - s.end < UPSET_WITHIN]
        words = _relief(line.text, bool(before))
        since = max((s.end for s in before), default=None)
        if words is None or any(s.start - line.span.end < QUIET and s.end > at for s in hot):
            continue
        drop = _drop(voice, line.span)
        if since is None and (drop is None or drop < CALMER):
            continue
        if any((since or at - UPSET_WITHIN) <= t <= at + QUIET for t in (*done, *(m.span.start for m in settled))):
            continue
        settled.append(_moment(line, words, since, drop))
    return tuple(settled)


def _relief(text: str, escalated: bool) -> str | None:
    """The words of relief in a line; ``None`` where there are none, or what is beside them turns them round."""
    plain = re.sub(r"[^a-z' ]+", " ", text.lower().replace("’", "'"))
    plain = " ".join(_APOSTROPHES.get(word, word) for word in plain.split())
    hit = RELIEF.search(plain)
    if hit is None and escalated:
        hit = CONTENT.search(plain) or BETTER.search(plain)
    if hit is None or any(hit.start() - 12 <= m.start() <= hit.end() + 12 for m in TURNED.finditer(plain)):
        return None
    return hit.group(0).strip()


def _drop(voice: Profile | None, at: Span) -> float | None:
    """By how many own spreads the voice lies lower here than in the minutes before; ``None`` where too little is said."""
    if voice is None:
        return None
    early = [heat(p, voice) for p in voice.phrases if at.start - UPSET_WITHIN < p.span.start < at.start - QUIET]
    late = [heat(p, voice) for p in voice.phrases if at.start - 0.3 <= p.span.start < at.end + QUIET]
    if len(early) < 3 or len(late) < 2:
        return None
    return float(np.max(np.convolve(early, np.ones(3) / 3, "valid")) - np.mean(late))


def _moment(line: Line, words: str, since: float | None, drop: float | None) -> Moment:
    parts = [f"“{words}”"]
    if since is not None:
        parts.append(
            f"{line.span.start - since:.0f} s after the last escalation, with none in the {QUIET:.0f} s that follow"
        )
    if drop is not None and drop >= CALMER:
        parts.append(f"the voice lies {drop:.1f} own spreads below its height before")
    return Moment(
        "settled", None, line.span, "customer", "Customer says it is better", ", ".join(parts) + ".", words, "settled"
    )
