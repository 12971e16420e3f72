"""Lines without times are laid over speech in their order, each over its own speaker's."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from audio.call import SPEAKERS, Speaker
from audio.span import Span, merge
from audio.transcripts.mending.units import PACE
from audio.transcripts.placement.untimed import place_in_order
from audio.transcripts.reader import Line

Speech = dict[Speaker, list[Span]]


def line(who: Speaker, seconds: float) -> Line:
    return Line(None, who, "x" * round(seconds * PACE))


def laid(lines: list[Line], speech: Speech) -> list[tuple[float, float]]:
    return [(round(x.span.start, 2), round(x.span.end, 2)) for x in place_in_order(lines, speech) if x.span]


def test_lines_of_one_speaker_in_a_row_share_the_stretches_until_the_other_speaks() -> None:
    # lines      A 2 s, A 4 s               C 3 s
    # speech     [=A= 3 s]  [=A= 3 s]     [=C=]
    speech: Speech = {"agent": [Span(1.0, 4.0), Span(5.0, 8.0)], "customer": [Span(9.0, 12.0)]}
    assert laid([line("agent", 2), line("agent", 4), line("customer", 3)], speech) == [
        (1.0, 3.0),
        (3.0, 8.0),
        (9.0, 12.0),
    ]


def test_a_stretch_too_many_moves_nothing_that_follows() -> None:
    # speech     [==A==]  [C]  [===A===]   [=C=]      the first C coughs
    speech: Speech = {"agent": [Span(0.0, 5.0), Span(6.0, 12.0)], "customer": [Span(5.2, 5.6), Span(13.0, 17.0)]}
    assert laid([line("agent", 11), line("customer", 4)], speech) == [(0.0, 12.0), (13.0, 17.0)]


def test_without_any_speech_lines_follow_each_other_at_an_even_pace() -> None:
    assert laid([line("agent", 2), line("customer", 3)], {}) == [(0.0, 2.0), (2.0, 5.0)]


def test_a_long_call_is_found_again_where_it_was_said() -> None:
    """Two hundred turns in which every seventh line was not heard, and every fifth stretch has no line."""
    speech: Speech = {"agent": [], "customer": []}
    lines, truth, at = [], [], 0.0
    for i in range(200):
        who, length = SPEAKERS[i % 2], 2.0 + (i * 7 % 5)
        if i % 7:
            speech[who].append(Span(at, at + length))
            truth.append((len(lines), at))
        lines.append(line(who, length))
        at += length + 0.5
        if i % 5 == 0:
            speech[SPEAKERS[i % 2]].append(Span(at, at + 0.4))
            at += 0.9
    found = place_in_order(lines, speech)
    off = sorted(abs(found[i].span.start - start) for i, start in truth)  # type: ignore[union-attr]
    assert off[len(off) // 2] < 0.3
    assert off[int(0.9 * len(off))] < 5.0


spans = st.tuples(st.floats(0, 100), st.floats(0.2, 10)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))
speeches = st.fixed_dictionaries({who: st.lists(spans, max_size=6).map(merge) for who in SPEAKERS})


@settings(deadline=None)
@given(st.lists(st.builds(line, st.sampled_from(SPEAKERS), st.floats(0.2, 9)), min_size=1, max_size=9), speeches)
def test_a_sides_lines_keep_their_order_and_never_overlap(lines: list[Line], speech: Speech) -> None:
    found = place_in_order(lines, speech)
    assert [x.text for x in found] == [x.text for x in lines]
    for who in SPEAKERS:
        mine = [x.span for x in found if x.speaker == who and x.span]
        assert all(b.start >= a.end - 1e-9 for a, b in pairwise(mine))
    assert all(x.span is not None for x in found)
