"""The outcome: how a call ended, and why it is said so. ::

    escalated? -- no ------------------------------> calm         (nothing missed, and the words are known)
        | yes
    settled since the last of them? -- yes --------> settled
        | no
    does heat stand at the end? -- yes ------------> unsettled    (the last escalation, sarcasm, coldness, anger or
        | no                                                       a voice that is up, in the customer's last lines)
        '------------------------------------------> unclear      told as such: nobody knows

Only moments of high confidence decide, and of the escalations those past doubt (:mod:`analysis.outcome.certainty`). Coldness is
known by its sayings and by the model of dialogue acts. Without words a call is never called calm: a voice may stay down through anything.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.language.dialogue_acts import acts_of, words_of
from analysis.language.rulebook.sayings import find_sayings
from analysis.language.sequences.course import course_of
from analysis.language.unread import why_unread
from analysis.language.utterances import Utterance
from analysis.outcome.certainty import escalations, past_doubt
from analysis.report import Moment, Outcome
from analysis.voice.height import STILL_UP, VoiceHeight
from audio.call import Call

SOFTER = frozenset(["kindly", "manners", "accepted"])
"""Sayings after an escalation with which it does not stand any more."""
COLD = {"sarcasm": "sarcastic", "cold": "cold"}
"""Sayings with which heat stands, and what each is called."""
HOT = {"cold": "cold", "angry": "angry"}
"""Acts with which heat stands, and what each is called."""
STANDS = 0.5
"""Calibrated probability of one of them from which on it stands: of other lines of such calls one in a hundred reaches it."""
TOUCH = 0.1
"""Seconds by which one line may begin before another has ended."""
LAST = 2
"""The customer's last lines in which heat stands at the end."""


def outcome(call: Call, moments: Sequence[Moment], voice_height: VoiceHeight) -> Outcome:
    """How the call ended, from its moments and the customer's last lines and phrases."""
    certain = [m for m in moments if m.confidence == "high"]
    escalated, undoubted = escalations(moments), past_doubt(moments)
    settled = [m for m in certain if m.kind == "settled"]
    unread = _unread(call)
    if settled and not any(m.span.start > settled[-1].span.start for m in undoubted):
        return Outcome("settled", settled[-1].because)
    if undoubted:
        heat = _heat_at_end(call, escalated, voice_height)
        if heat is not None:
            return Outcome("unsettled", heat)
        return Outcome("unclear", "The customer escalated; how it ended, neither words nor voice tell.")
    if unread:
        return Outcome("unclear", unread)
    if any(m.kind == "missed" for m in certain):
        return Outcome("unclear", "Nothing escalated past doubt, and something the customer said was passed over.")
    return Outcome("calm", "Nothing escalated past doubt.")


def _unread(call: Call) -> str | None:
    """Why the customer's words say nothing; ``None`` where they were read."""
    if not call.has_words:
        return why_unread(call, "customer")
    unsure = call.doubt("separation")
    if unsure:
        return unsure.why
    if not any(turn.words for turn in call.of("customer")):
        return "No words of the customer's are known."
    return why_unread(call, "customer")


def _heat_at_end(call: Call, escalated: Sequence[Moment], voice_height: VoiceHeight) -> str | None:
    """The heat that stands in the customer's last lines, in a sentence; ``None`` where there is none."""
    course = course_of(call)
    lines = [line for line in course.lines if line.speaker == "customer"][-LAST:]
    if not lines:
        return None
    sayings = [find_sayings(line.text, "customer") for line in lines]
    for m in reversed(escalated):
        if m.span.end > lines[0].span.start and not _softened(m, lines, sayings):
            return f"The customer escalates in the last lines of the call ({_quoted(m)})."
    for line_sayings in reversed(sayings):
        for saying in COLD.keys() & line_sayings.keys():
            return f"The customer's last words are {COLD[saying]} (“{line_sayings[saying]}”)."
    for line, acts in reversed([pair for pair in zip(course.lines, acts_of(call), strict=True) if pair[0] in lines]):
        act = max(HOT, key=acts.__getitem__)
        if acts[act] >= STANDS:
            return f"The customer's last words are {HOT[act]} (“{words_of(act, line.text, 'customer')}”, {min(acts[act], 0.99):.0%} likely, and {STANDS:.0%} stands)."
    height = voice_height.height(lines[-1].span)
    if height is not None and height >= STILL_UP:
        return f"In the last line the customer's voice is up by {height:.1f} times its usual variation."
    return None


def _softened(moment: Moment, lines: Sequence[Utterance], sayings: Sequence[dict[str, str]]) -> bool:
    """Whether a softer word follows an escalation, or stands in its own line where the model alone reads it so."""
    for line, line_sayings in zip(lines, sayings, strict=True):
        own = moment.rule == "model" and (line.span & moment.span) is not None
        if (
            (own or line.span.start > moment.span.end - TOUCH)
            and line_sayings.keys() & SOFTER
            and not line_sayings.keys() & COLD.keys()
        ):
            return True
    return False


def _quoted(moment: Moment) -> str:
    return f"“{moment.words}”" if moment.words else moment.headline.lower()
