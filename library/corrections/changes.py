"""What each kind of change does to a call's speech; pure, and each refused where it does not fit.

Words and speech are kept apart. *Words* move words and no speech. A *speaker* is changed of speech and words: the turn is
cut in the middle between the words, and the part is the other's, joined with what that one says at the same time. A
*boundary* is of the line as it is read and of no speech: nobody pauses because a line was split. The *times* of a line are of
both: its speech begins and ends where the line does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from audio.call import Turn, Word
from audio.span import Span
from library.corrections.correction import OTHER, Change, Opening, Reassigning, Retiming, Rewording, Who, side_of
from library.corrections.facts import Facts, Part, UnfitError, join_in
from library.corrections.retiming import begin_at, end_at
from library.corrections.rewording import reword

SLACK = 0.05
"""Seconds by which a line may end after the call, by a time that was rounded, and still be taken to its end."""


def change_facts(facts: Facts, who: Who, parts: Sequence[Part], change: Change, duration: float) -> Facts:
    """The facts with a change made to a run of ``who``'s words. Raises :class:`UnfitError`."""
    match change:
        case Rewording(words):
            return _reword(facts, who, parts, words)
        case Reassigning(speaker):
            return _reassign(facts, who, parts, speaker)
        case Opening(opens):
            return _open(facts, who, parts, opens)
        case Retiming():
            return _retime(facts, who, parts, change, duration)


def _reword(facts: Facts, who: Who, parts: Sequence[Part], texts: Sequence[str]) -> Facts:
    old = facts.words(who, parts)
    if [word.text for word in old] == list(texts):
        raise UnfitError("It reads like that already.")
    turn_of = [part.turn for part in parts for _ in range(part.first, part.last)]
    new = reword(old, turn_of, texts)
    words = {
        part.turn: [word for word, turn in zip(new.words, new.turns, strict=True) if turn == part.turn]
        for part in parts
    }
    changed = _with_words(facts, who, parts, words)
    return replace(changed, taken_out=facts.taken_out + new.taken_out)


def _with_words(facts: Facts, who: Who, parts: Sequence[Part], words: dict[int, list[Word]]) -> Facts:
    """The facts with other words in a run, by turn."""
    turns = list(facts.turns[who])
    for part in parts:
        own = turns[part.turn].words
        now = (*own[: part.first], *words[part.turn], *own[part.last :])
        turns[part.turn] = replace(turns[part.turn], words=tuple(sorted(now, key=lambda word: word.span.start)))
    return facts.with_turns(who, turns)


def _reassign(facts: Facts, who: Who, parts: Sequence[Part], to: Who) -> Facts:
    if to == who:
        raise UnfitError("It is said by them already.")
    taken = {part.turn: part for part in parts}
    left: list[Turn] = []
    given: list[Turn] = []
    for number, turn in enumerate(facts.turns[who]):
        part = taken.get(number)
        if part is None:
            left.append(turn)
            continue
        start, end = _cut(turn, part.first), _cut(turn, part.last)
        own = turn.words[part.first : part.last]
        given.append(Turn(Span(start, end), side_of(to) or turn.speaker, own))
        if part.first:
            left.append(Turn(Span(turn.span.start, start), turn.speaker, turn.words[: part.first]))
        if part.last < len(turn.words):
            left.append(Turn(Span(end, turn.span.end), turn.speaker, turn.words[part.last :]))
    receiving = list(facts.turns[to])
    for turn in given:
        receiving = [*receiving, turn] if to == OTHER else join_in(receiving, turn)
    moved = tuple((turn.span, to) for turn in given)
    return replace(facts.with_turns(who, left).with_turns(to, receiving), moved=(*facts.moved, *moved))


def _cut(turn: Turn, word: int) -> float:
    """Where a turn is cut before its word of that number: in the middle of the pause there, at the word where there is none."""
    if word == 0:
        return turn.span.start
    if word == len(turn.words):
        return turn.span.end
    start = turn.words[word].span.start
    return min(max((min(turn.words[word - 1].span.end, start) + start) / 2, turn.span.start), turn.span.end)


def _open(facts: Facts, who: Who, parts: Sequence[Part], opens: bool) -> Facts:
    word = facts.words(who, parts)[0]
    if word.opens is opens:
        raise UnfitError("A line opens there already." if opens else "The line goes on there already.")
    if not opens and facts.beside(who, parts)[0] is None:
        raise UnfitError("There is no line before it to join it with.")
    turns = list(facts.turns[who])
    turn, at = turns[parts[0].turn], parts[0].first
    turns[parts[0].turn] = replace(turn, words=(*turn.words[:at], replace(word, opens=opens), *turn.words[at + 1 :]))
    return facts.with_turns(who, turns)


def _retime(facts: Facts, who: Who, parts: Sequence[Part], change: Retiming, duration: float) -> Facts:
    words = facts.words(who, parts)
    start, end = _edges(facts, who, parts, change, duration)
    times: list[Span] | None = [word.span for word in words]
    if times is not None and start is not None:
        times = begin_at(times, start)
    if times is not None and end is not None:
        times = end_at(times, end)
    if times is None:
        raise UnfitError("There is no room for its words in that time.")
    timed = [replace(word, span=span) for word, span in zip(words, times, strict=True)]
    return _respeak(facts, who, parts, timed, start, end)


def _edges(
    facts: Facts, who: Who, parts: Sequence[Part], change: Retiming, duration: float
) -> tuple[float | None, float | None]:
    """Where the line is to begin and to end, ``None`` where that stays. Raises :class:`UnfitError`."""
    if change.now == change.was:
        raise UnfitError("It begins and ends there already.")
    before, after = facts.beside(who, parts)
    start = None if change.now.start == change.was.start else change.now.start
    end = None if change.now.end == change.was.end else change.now.end
    if end is not None and end > duration + SLACK:
        raise UnfitError("The call is over before that.")
    if start is not None and before is not None and start < before.span.end:
        raise UnfitError(f"“{before.text}”, the word before it, is said until {before.span.end:.1f} s.")
    if end is not None and after is not None and end > after.span.start:
        raise UnfitError(f"“{after.text}”, the word after it, is said from {after.span.start:.1f} s on.")
    return start, None if end is None else min(end, duration)


def _cut_free(facts: Facts, who: Who, parts: Sequence[Part]) -> tuple[Facts, list[int]]:
    """The facts with a run's turns cut before its first word and after its last, and the numbers of those that are left of it."""
    turns: list[Turn] = []
    own: list[int] = []
    of = {part.turn: part for part in parts}
    for number, turn in enumerate(facts.turns[who]):
        part = of.get(number, Part(number, 0, len(turn.words)))
        start, end = _cut(turn, part.first), _cut(turn, part.last)
        if part.first:
            turns.append(Turn(Span(turn.span.start, start), turn.speaker, turn.words[: part.first]))
        if number in of:
            own.append(len(turns))
        turns.append(Turn(Span(start, end), turn.speaker, turn.words[part.first : part.last]))
        if part.last < len(turn.words):
            turns.append(Turn(Span(end, turn.span.end), turn.speaker, turn.words[part.last :]))
    return replace(facts, turns={**facts.turns, who: tuple(turns)}), own


def _respeak(
    facts: Facts, who: Who, parts: Sequence[Part], words: Sequence[Word], start: float | None, end: float | None
) -> Facts:
    """The line's turns cut or drawn out to its new edges, and its words laid into them by their new times."""
    facts, own = _cut_free(facts, who, parts)
    turns = facts.turns[who]
    spans = [turns[number].span for number in own]
    if start is not None:
        spans = [Span(max(span.start, start), max(span.end, start)) for span in spans]
        first = next((k for k, span in enumerate(spans) if span.duration > 0), len(spans) - 1)
        spans[first] = Span(start, spans[first].end)
    if end is not None:
        spans = [Span(min(span.start, end), min(span.end, end)) for span in spans]
        last = next((k for k in reversed(range(len(spans))) if spans[k].duration > 0), 0)
        spans[last] = Span(spans[last].start, end)
    lasting = [span for span in spans if span.duration > 0]
    if not lasting:
        raise UnfitError("There is no room for its words in that time.")
    laid: list[list[Word]] = [[] for _ in lasting]
    for word in words:
        laid[_nearest(lasting, word.span.middle)].append(word)
    rest = [turn for number, turn in enumerate(turns) if number not in own]
    speaker = turns[own[0]].speaker
    for span, line_words in zip(lasting, laid, strict=True):
        line = Turn(span, speaker, tuple(line_words))
        rest = [*rest, line] if who == OTHER else join_in(rest, line)
    return facts.with_turns(who, rest)


def _nearest(spans: Sequence[Span], time: float) -> int:
    return min(range(len(spans)), key=lambda k: round(max(spans[k].start - time, time - spans[k].end, 0.0), 6))
