"""The wording lens: which words pushed, which partnered, and which say that the customer is escalating.

Definition. A *push* is wording that puts customer and agent on opposite sides, a *partnering* wording that puts them on
the same side against the problem (Golden, "Use Partnering Language"); an *escalation signal* is the customer's wording
of a conflict that grows. The techniques are those of the rule book (:mod:`analysis.language.rulebook.rules`), heard in single lines by
:mod:`analysis.language.reading` and put right by their place in the call in :mod:`analysis.language.sequences.checks`::

    customer  | it's the third time I've rung! |                    | no you listen |
    agent                                       | that's our policy. Now, the form … |
                [------- escalated ----------]    [--- pushed ----]
                                                  the sentence, not the line

One moment a line and stance, its weightiest, so that a coach gets one thing to listen to. What came just before shifts
how readily a line is heard: after an escalation, or once something has gone wrong, an agent's line is more likely
than not to take a side; in a call where nothing has, "would you like" is an offer of goods. The shift is a few tenths
of log-odds, never enough to hear something in a line that has nothing.

A moment that is only *possible* is of low confidence: shown apart, counted nowhere, and nothing follows from it. Words
that the recogniser was unsure of make the reading more careful, and a moment resting on them is low too. Without words there is nothing here, and the call's doubts say why; in another language likewise.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import log

from analysis.language.guidance import lower_guided_pushes
from analysis.language.reading import Hit, read
from analysis.language.rulebook.loading import load_book
from analysis.language.rulebook.rewrites import rewrite
from analysis.language.rulebook.rules import RuleBook, Stance
from analysis.language.sequences.after_escalation import ARC, arc_after
from analysis.language.sequences.checks import correct_by_place
from analysis.language.sequences.course import Course, course_of
from analysis.language.sequences.placed_hit import PlacedHit
from analysis.language.sequences.repeated_questions import repeated_questions
from analysis.language.utterances import Sentence, Utterance
from analysis.language.windows import why_unreadable
from analysis.report import Kind, Measure, Moment
from audio.call import Call, Word
from audio.span import Span

KIND: dict[Stance, Kind] = {"partner": "partnered", "push": "pushed", "escalation": "escalated"}
NO_TROUBLE = -0.6
"""Added to the log-odds of an agent's line while the customer has spoken of nothing that went wrong; less so where the line
follows heat or a push. What came before never makes a line a push that is none by itself."""
AFTER_HEAT = 0.6
"""Of that, taken back right after a customer's line that surely escalates; in proportion otherwise."""
HOT = 0.2
"""Probability of an escalation in the customer's latest words, halved with each line, from which on the customer is hot."""
AFTER_PUSH = 0.4
"""Taken back for each of the last two agent's lines that pushed."""
UNSURE = 0.6
"""Mean word confidence under which a moment is of low confidence and needs more evidence."""
TOPICS = ("billing", "delivery", "fault", "staff", "waiting", "booking")


def moments(call: Call, book: RuleBook | None = None) -> tuple[Moment, ...]:
    """The pushes, partnerings and escalations in the words of a call, in the order of time."""
    if not call.has_words:
        return ()
    book = book or load_book()
    course = course_of(call)
    if why_unreadable(" ".join(line.text for line in course.lines)):
        return ()
    worded = [_moment(course.lines[placed.line], placed, book) for placed in _placed_hits(call, book)]
    return tuple(sorted(worded, key=lambda moment: (moment.span.start, moment.span.end)))


def measure(call: Call, book: RuleBook | None = None, worded: Sequence[Moment] | None = None) -> tuple[Measure, ...]:
    """What can be counted in the words: uses of each technique, askings again, arcs, compliments and topics.

    Figures of the whole call are ``times_<technique>`` (a speaker's), ``asked_again``, ``compliments`` and
    ``complaint_<topic>`` (the customer's, in lines); ``arc`` stands at each escalation, from 0 to 3 steps.
    ``worded`` are the call's :func:`moments` where the caller has them already, so that it is read once.
    """
    if not call.has_words:
        return ()
    course = course_of(call)
    whole = Span(0.0, call.duration)
    worded = moments(call, book) if worded is None else worded
    sure = [moment for moment in worded if moment.confidence == "high"]
    measures = [
        Measure(f"times_{technique}", whole, speaker, float(times), "times")
        for (technique, speaker), times in sorted(
            Counter((moment.technique, moment.speaker) for moment in sure).items(), key=str
        )
    ]
    repeated = repeated_questions(course)
    measures.append(
        Measure(
            "asked_again", whole, "customer", float(len(repeated)), "times", _quote(course, (k for _, k in repeated))
        )
    )
    for name in ("compliment", *TOPICS):
        lines = [
            k
            for k, line in enumerate(course.lines)
            if line.speaker == "customer"
            and name in course.cues[k]
            and (name == "compliment" or "trouble" in course.cues[k])
        ]
        measures.append(
            Measure(
                "compliments" if name == "compliment" else f"complaint_{name}",
                whole,
                "customer",
                float(len(lines)),
                "lines",
                _quote(course, lines),
            )
        )
    partnered = sorted(
        (moment.span, moment.technique) for moment in sure if moment.kind == "partnered" and moment.technique
    )
    starts = [span.start for span, _ in partnered]
    for moment in sure:
        if moment.kind == "escalated":
            near = slice(bisect_left(starts, moment.span.start), bisect_right(starts, moment.span.end + ARC))
            arc = arc_after(moment.span, partnered[near])
            measures.append(
                Measure("arc", arc.span, "agent", float(len(arc.steps)), "steps", ", then ".join(arc.steps))
            )
    return tuple(measures)


def _quote(course: Course, indices: Iterable[int]) -> str:
    """The first words of up to five lines, to be shown beside a count."""
    return " / ".join(course.lines[k].text[:120] for k in list(indices)[:5])


@lru_cache(maxsize=2)
def _placed_hits(call: Call, book: RuleBook) -> tuple[PlacedHit, ...]:
    """Every line read with what came before it in mind; the weightiest of each stance kept."""
    course = course_of(call)
    hits: list[PlacedHit] = []
    heat = 0.0
    pushes: list[float] = []
    troubled = False
    for index, line in enumerate(course.lines):
        if not line.words:
            continue
        shift = -_penalty_for_doubt(line.words)
        if line.speaker == "agent":
            shift += min(0.0, AFTER_HEAT * heat + AFTER_PUSH * sum(pushes[-2:]) + (0.0 if troubled else NO_TROUBLE))
        reading = read(line.text, line.speaker, book, shift, tokens=course.tokens[index])
        best: dict[Stance, PlacedHit] = {}
        placed = correct_by_place([PlacedHit(index, _sentence_of(line, hit), hit) for hit in reading.hits], course)
        for corrected in lower_guided_pushes(placed, course, hot=heat >= HOT):
            if corrected.hit.stance not in best or _rank(best[corrected.hit.stance]) < _rank(corrected):
                best[corrected.hit.stance] = corrected
        hits += best.values()
        if line.speaker == "agent":
            pushes.append(float(_has_sure_hit("push", best)))
        else:
            heat = max(reading.likely, heat / 2)
            troubled = troubled or "trouble" in course.cues[index] or _has_sure_hit("escalation", best)
    return tuple(hits)


def _rank(placed: PlacedHit) -> tuple[bool, float]:
    return placed.hit.confidence == "high", placed.hit.score


def _has_sure_hit(stance: Stance, best: Mapping[Stance, PlacedHit]) -> bool:
    return stance in best and best[stance].hit.confidence == "high"


def _sentence_of(line: Utterance, hit: Hit) -> Sentence:
    """The sentence with most of the words that carried the hit."""
    return max(line.pieces, key=lambda piece: min(piece.end, hit.end) - max(piece.start, hit.start))


def _penalty_for_doubt(words: Sequence[Word]) -> float:
    """Log-odds to take off for words that the recogniser was unsure of: none from 0.9 mean confidence upwards."""
    confidence = _confidence(words)
    return 0.0 if confidence is None or confidence >= 0.9 else min(3.0, 3 * log(0.9 / max(confidence, 0.3)))


def _confidence(words: Sequence[Word]) -> float | None:
    confidences = [word.confidence for word in words if word.confidence is not None]
    return sum(confidences) / len(confidences) if confidences else None


def _moment(line: Utterance, placed: PlacedHit, book: RuleBook) -> Moment:
    rule = book[placed.hit.technique]
    confidence = _confidence(placed.sentence.words)
    unsure = confidence is not None and confidence < UNSURE
    doubt = (f"The recogniser was unsure of these words ({confidence:.0%}).",) if unsure else ()
    return Moment(
        kind=KIND[rule.stance],
        technique=rule.id,
        span=placed.sentence.span,
        speaker=line.speaker,
        headline=rule.name,
        because=" ".join((placed.hit.because, *placed.notes, *doubt)),
        words=placed.hit.words,
        rule=placed.hit.rule if placed.hit.rule == "model" else rule.id,
        instead=rewrite(rule, line.text[placed.sentence.start : placed.sentence.end], book.lists),
        confidence="low" if unsure else placed.hit.confidence,
        likely=placed.hit.likely,
    )
