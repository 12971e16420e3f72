"""Techniques in time: what a sentence alone cannot show, because it depends on what came before or comes after.

The reading hears phrasing; this module sees where it stands in the call and corrects it::

    agent     | I see how you feel |   | others felt that too |   | and they found … |    feel, felt, found: three parts,
    customer                        |mm|                       |ok|                       in this order, also across lines

    agent     | one moment |  ~ hold ~  | thanks for waiting, so … |       pre-emptive: after a wait, and before
    customer                                          (no complaint yet)   the customer complains of it

* *feel, felt, found* (a selling technique older than its writers) counts only whole.
* *Pre-emptive acknowledgement* (Toister) needs a wait or hold before it that the customer has not complained of;
  after the complaint the same words acknowledge a feeling.
* *Truth with a plan* needs both halves, bad news and then what happens next, in the line or the agent's next one.
* *A choice* names two options. *More than the fix* needs something that went wrong first.
* *A final word* regrets, says why or offers another way: a bare no is none. It answers what the customer asks again in
  other words; hedging makes it none. Whether the asking
  stopped is added to its evidence.
* *The arc* of each escalation (Golden: create calm, take charge, move forward): which of the three followed, in order.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, takewhile
from math import inf

from analysis.language.reading import Hit
from analysis.language.rulebook.patterns import Finder, compile_pattern, word_lists
from analysis.language.rulebook.rules import SHIPPED, RuleBook, load_book
from analysis.language.rulebook.sayings import find_sayings
from analysis.language.tokens import Tokens, bag, sentences, tokenize
from analysis.language.utterances import Sentence, Utterance, utterances
from audio.call import SPEAKERS, Call, Speaker
from audio.span import Span

SILENCE = 5.0
"""Seconds in which nobody speaks that count as a hold."""
OPENING = 30.0
"""Seconds from the start in which a wait is the queue before the call."""
RECENT = 60.0
"""Seconds after a hold in which the wait may still be acknowledged before other things."""
TOGETHER = 45.0
"""Seconds within which parts of one technique belong together."""
_NO_PLAN = bag("not afraid sorry unable")
"""Before these words “we can” or “I'm” begins no plan."""
SAME_QUESTION = 0.5
"""Share of their telling words that two askings have in common."""
ARC = 90.0
"""Seconds after an escalation in which the arc is looked for."""

CALM = frozenset(
    [
        "acknowledge_feeling",
        "preemptive_acknowledgement",
        "feel_felt_found",
        "collaborative_we",
        "listening",
        "calm_voice",
    ]
)
CHARGE = frozenset(["own_it", "clarify", "firm_direct", "collaborative_we", "truth_with_plan"])
ESCALATIONS = (
    "anger_statement",
    "repeated_contact",
    "threat_to_leave",
    "supervisor_request",
    "overtalk_complaint",
    "profanity",
)
GRATEFUL = frozenset(["relief", "praise", "warm_thanks", "making_up", "manners", "at_ease"])
"""Sayings of somebody who is not escalating."""
DOUBTFUL = 0.5
"""Calibrated probability under which a reading as an escalation yields to words of agreement."""
FORWARD = frozenset(["move_forward", "offer_choice", "truth_with_plan", "overcorrect", "follow_up"])


@dataclass(frozen=True, slots=True)
class HeardTechnique:
    """A hit in its place: the line's number in the call, the sentence, and notes that time added to the evidence."""

    at: int
    piece: Sentence
    hit: Hit
    notes: tuple[str, ...] = ()

    def renamed(self, technique: str, book: RuleBook, note: str) -> HeardTechnique:
        hit = replace(self.hit, technique=technique, stance=book[technique].stance)
        return replace(self, hit=hit, notes=(*self.notes, note))


@lru_cache(maxsize=1)
def _cues() -> dict[Speaker, Finder[str]]:
    tables = tomllib.loads((SHIPPED / "in_time" / "cues.toml").read_text(encoding="utf-8"))
    lists = word_lists(load_book().words)
    return {
        speaker: Finder(
            [(name, compile_pattern(text, lists)) for name, texts in tables[speaker].items() for text in texts]
        )
        for speaker in SPEAKERS
    }


@dataclass(frozen=True, slots=True)
class Cues:
    """Which cues a line holds, each with the tokens where it first and last begins."""

    places: dict[str, tuple[int, int]]

    def __contains__(self, cue: object) -> bool:
        return cue in self.places

    def in_order(self, *cues: str) -> bool:
        """Whether each cue begins after the one before it could have begun."""
        at = -1
        for cue in cues:
            if cue not in self.places or self.places[cue][1] <= at:
                return False
            first, last = self.places[cue]
            at = first if first > at else last
        return True


def cues(text: str, speaker: Speaker, tokens: Tokens | None = None) -> Cues:
    """The cues in ``text``; its ``tokens`` where the caller has them."""
    places: dict[str, tuple[int, int]] = {}
    tokens = tokens or tokenize(text)
    for name, _, first, last in _cues()[speaker].find(tokens, [end for _, end in sentences(text)]):
        if name == "plan" and last < len(tokens) and tokens.words[last] in _NO_PLAN:
            continue
        low, high = places.get(name, (first, first))
        places[name] = (min(low, first), max(high, first))
    return Cues(places)


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """A call as its lines with their cues, looked up once."""

    lines: tuple[Utterance, ...]
    tokens: tuple[Tokens, ...]
    cues: tuple[Cues, ...]
    reached: tuple[float, ...]
    """Up to when anybody had spoken by the end of each line."""
    first_trouble: float
    """Number of the customer's first line that tells of something gone wrong; infinite where none does."""

    @classmethod
    def of(cls, spoken: tuple[Utterance, ...]) -> Course:
        tokens = tuple(tokenize(line.text) for line in spoken)
        found = tuple(cues(line.text, line.speaker, words) for line, words in zip(spoken, tokens, strict=True))
        troubles = (k for k, line in enumerate(spoken) if line.speaker == "customer" and "trouble" in found[k])
        return cls(
            spoken, tokens, found, tuple(accumulate((line.span.end for line in spoken), max)), next(troubles, inf)
        )

    def before(self, at: int, speaker: Speaker, seconds: float) -> list[int]:
        """The lines of ``speaker`` before line ``at`` that ended at most ``seconds`` before it, latest first."""
        start = self.lines[at].span.start
        found = []
        for k in range(at - 1, -1, -1):
            if self.lines[k].span.start < start - seconds - TOGETHER:
                break
            if self.lines[k].speaker == speaker and self.lines[k].span.end >= start - seconds:
                found.append(k)
        return found

    def trouble_before(self, at: int) -> bool:
        """Whether the customer has spoken of something gone wrong in a line before ``at``."""
        return self.first_trouble < at


@lru_cache(maxsize=2)
def course_of(call: Call) -> Course:
    """The course of a call, kept for the lenses that ask after one another."""
    return Course.of(utterances(call))


def in_time(heard: Sequence[HeardTechnique], course: Course, book: RuleBook) -> list[HeardTechnique]:
    """The hits as they stand in the call: renamed, noted, or left out where time does not bear them out."""
    settled = []
    for one in heard:
        check = _CHECKS.get(one.hit.technique)
        kept = check(one, course, book) if check else one
        if kept is not None:
            settled.append(kept)
    return _across_lines(settled, course, book)


def _preemptive(one: HeardTechnique, course: Course, book: RuleBook) -> HeardTechnique | None:
    line = course.lines[one.at]
    hold = _hold_before(one.at, course)
    if hold is None:
        return one.renamed("acknowledge_feeling", book, "No wait came before it.")
    complaints = [
        k for k in course.before(one.at, "customer", line.span.start - hold) if "wait_complaint" in course.cues[k]
    ]
    if complaints:
        when = course.lines[min(complaints)].span.start
        return one.renamed("acknowledge_feeling", book, f"The customer had named the wait before, at {_clock(when)}.")
    went_on = one.piece.end < len(line.text) or any(k.speaker == "agent" for k in course.lines[one.at + 1 : one.at + 3])
    note = "Said after the wait and before the customer spoke of it" + (
        ", and then on with the matter." if went_on else "."
    )
    return replace(one, notes=(*one.notes, note))


def _hold_before(at: int, course: Course) -> float | None:
    """When the wait began that came before line ``at``: a silence, words of holding, or the queue before the call."""
    line = course.lines[at]
    latest = course.reached[at - 1] if at else 0.0
    if line.span.start - latest >= SILENCE:
        return latest
    for k in course.before(at, "agent", RECENT):
        if "hold" in course.cues[k]:
            return course.lines[k].span.end
    for k in range(at, 0, -1):
        if line.span.start - course.lines[k].span.start > RECENT:
            break
        if course.lines[k].span.start - course.lines[k - 1].span.end >= SILENCE:
            return course.lines[k - 1].span.end
    return 0.0 if line.span.start <= OPENING else None


def _truth(one: HeardTechnique, course: Course, book: RuleBook) -> HeardTechnique | None:
    here = course.cues[one.at]
    if here.in_order("bad_news", "plan"):
        return one
    earlier = next(iter(course.before(one.at, "agent", TOGETHER)), None)
    if "plan" in here and earlier is not None and "bad_news" in course.cues[earlier]:
        return replace(one, notes=(*one.notes, f"The bad news came at {_clock(course.lines[earlier].span.start)}."))
    if "plan" in here:
        return one.renamed("move_forward", book, "It says what happens next; no bad news stands before it.")
    if "bad_news" in here and "grace" in here:
        return one.renamed("firm_direct", book, "Bad news without what happens next.")
    return None


def _choice(one: HeardTechnique, course: Course, book: RuleBook) -> HeardTechnique | None:
    if "choice" in course.cues[one.at]:
        return one
    return one.renamed("move_forward", book, "One way is offered, not two.")


def _overcorrect(one: HeardTechnique, course: Course, book: RuleBook) -> HeardTechnique | None:
    """A gift before anything went wrong is a sale."""
    return one if course.trouble_before(one.at) else None


def _three_parts(one: HeardTechnique, course: Course, book: RuleBook) -> HeardTechnique | None:
    if course.cues[one.at].in_order("felt", "found") or one.hit.score > 0.6:
        return one
    return one.renamed("acknowledge_feeling", book, "Not all of feel, felt and found are there.")


def _final_word(one: HeardTechnique, course: Course, book: RuleBook) -> HeardTechnique | None:
    """A bare no is none: it regrets, gives its reason or another way, or a turn of phrase of the book is in it."""
    if one.hit.rule == "model" and "grace" not in course.cues[one.at]:
        return None
    asked = _asked_again(one.at, course)
    if asked is None:
        return one
    first, last = asked
    if "hedge" in course.cues[one.at]:
        return replace(one, notes=(*one.notes, "The customer asks again, and the answer hedges."))
    later = takewhile(
        lambda k: course.lines[k].span.start - course.lines[one.at].span.end < ARC, range(one.at + 1, len(course.lines))
    )
    again = any(course.lines[k].speaker == "customer" and _alike(course, last, k) for k in later)
    stopped = "asked again after it" if again else "did not ask again"
    note = f"The customer had asked the same at {_clock(course.lines[first].span.start)}, and {stopped}."
    return replace(one, notes=(*one.notes, note))


def _grateful(one: HeardTechnique, course: Course, book: RuleBook) -> HeardTechnique | None:
    """Thanks, praise, relief or ease in it, and no turn of phrase of anger: no escalation, whatever the rest reads like."""
    if one.hit.rule != "model":
        return one
    words = find_sayings(course.lines[one.at].text, "customer", course.tokens[one.at])
    agreed = "accepted" in words and one.hit.likely < DOUBTFUL
    return None if agreed or words.keys() & GRATEFUL else one


_CHECKS = {
    "preemptive_acknowledgement": _preemptive,
    "truth_with_plan": _truth,
    "offer_choice": _choice,
    "overcorrect": _overcorrect,
    "feel_felt_found": _three_parts,
    "firm_direct": _final_word,
    **dict.fromkeys(ESCALATIONS, _grateful),
}


def _across_lines(heard: list[HeardTechnique], course: Course, book: RuleBook) -> list[HeardTechnique]:
    """Feel, felt and found said in up to three lines of the agent: the line that completes it gets the name."""
    done: list[HeardTechnique] = []
    for one in heard:
        if one.hit.stance == "partner" and "found" in course.cues[one.at]:
            parts = _parts_before(one.at, course)
            if parts is not None:
                where = " and ".join(_clock(course.lines[k].span.start) for k in parts)
                one = one.renamed("feel_felt_found", book, f"The other parts came at {where}.")
        done.append(one)
    return done


def _parts_before(at: int, course: Course) -> list[int] | None:
    """The earlier lines that hold *feel* and *felt*, in order, where line ``at`` itself does not hold all."""
    earlier = course.before(at, "agent", TOGETHER)[:2][::-1]
    wanted = ["feel", "felt"]
    parts: list[int] = []
    for k in earlier:
        took = False
        while wanted and wanted[0] in course.cues[k]:
            wanted.pop(0)
            took = True
        if took:
            parts.append(k)
    if wanted == ["felt"] and course.cues[at].in_order("felt", "found"):
        wanted = []
    return parts if parts and not wanted else None


_TELLING = 4
"""Letters from which on a word tells what a line is about."""
_EMPTY = bag(
    "shall might must time times first second third fourth fifth today that this what with have your from they there then them were will would could should about just know like been want need when where which because really going please"
)


@lru_cache(maxsize=2048)
def telling(words: tuple[str, ...]) -> frozenset[str]:
    """The words that tell what a line is about, by their first letters."""
    return frozenset(w[:5] for w in words if len(w) >= _TELLING and w not in _EMPTY)


def _alike(course: Course, one: int, two: int) -> bool:
    a, b = telling(course.tokens[one].words), telling(course.tokens[two].words)
    return min(len(a), len(b)) >= 2 and len(a & b) >= SAME_QUESTION * min(len(a), len(b))


def _asked_again(at: int, course: Course) -> tuple[int, int] | None:
    """``(first, last)`` customer lines before line ``at`` that ask the same, if the last one asks again."""
    customers = [k for k in range(max(0, at - 30), at) if course.lines[k].speaker == "customer"]
    if not customers:
        return None
    last = customers[-1]
    first = next((k for k in customers[:-1] if _alike(course, k, last)), None)
    return None if first is None else (first, last)


def asked_again(course: Course) -> list[tuple[int, int]]:
    """Every customer line that asks what an earlier one asked: ``(earlier, later)`` line numbers."""
    found = []
    customers = [k for k, line in enumerate(course.lines) if line.speaker == "customer"]
    for n, k in enumerate(customers):
        earlier = next((j for j in customers[max(0, n - 12) : n] if _alike(course, j, k)), None)
        if earlier is not None:
            found.append((earlier, k))
    return found


@dataclass(frozen=True, slots=True)
class Arc:
    """What followed an escalation: ``steps`` of calm, charge, forward in order, over ``span``."""

    span: Span
    steps: tuple[str, ...]


def arc(escalated: Span, partnered: Sequence[tuple[Span, str]]) -> Arc:
    """Which of *create calm*, *take charge* and *move forward* followed, each after the one before.

    partnered  the agent's partnering moments, as span and technique
    """
    steps: list[str] = []
    at, end = escalated.start, escalated.end
    used: set[tuple[Span, str]] = set()
    for step, techniques in (("calm", CALM), ("charge", CHARGE), ("forward", FORWARD)):
        for one in sorted(partnered):
            if one not in used and one[1] in techniques and at <= one[0].start <= escalated.end + ARC:
                used.add(one)
                steps.append(step)
                at, end = one[0].start, max(end, one[0].end)
                break
    return Arc(Span(escalated.start, end), tuple(steps))


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
