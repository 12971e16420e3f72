"""Packing: what is unpacked is what was packed, to the last bit."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from library_calls import a_call, a_moment, a_report

from analysis.limits import Limits, change
from analysis.report import Placebo, Response
from audio.call import SPEAKERS, Call, Doubt, LineChange, Newcomer, Turn, Voice, Word
from audio.errors import SameSideError
from audio.span import Span
from library.database.packing import TRACKS, fingerprint, pack_call, pack_report, unpack_call, unpack_report

TIMES = st.floats(0, 1e5, allow_nan=False)
SPANS = st.tuples(TIMES, TIMES).map(lambda two: Span(min(two), max(two)))
TEXTS = st.text(max_size=20)
WORDS = st.builds(Word, SPANS, TEXTS, st.none() | st.floats(0, 1))
TURNS = st.builds(Turn, SPANS, st.sampled_from(SPEAKERS), st.lists(WORDS, max_size=4).map(tuple))
TRACK = arrays.arrays(np.float32, st.integers(0, 50), elements=st.floats(width=32, allow_nan=True))
VOICES = st.builds(Voice, st.sampled_from(SPEAKERS), st.sampled_from((0.01, 0.016)), TRACK, TRACK, TRACK)
CALLS = st.builds(
    Call,
    id=TEXTS,
    source=TEXTS,
    duration=TIMES,
    layout=st.sampled_from(("two_sides", "mono", "words_only")),
    turns=st.lists(TURNS, max_size=5).map(tuple),
    voices=st.lists(VOICES, max_size=2).map(tuple),
    doubts=st.lists(st.builds(Doubt, TEXTS, TEXTS), max_size=2).map(tuple),
    newcomers=st.lists(st.builds(Newcomer, st.sampled_from(SPEAKERS), TIMES, st.booleans()), max_size=2).map(tuple),
    line_changes=st.lists(st.builds(LineChange, st.sampled_from(SPEAKERS), TIMES), max_size=2).map(tuple),
)


@given(CALLS)
@settings(max_examples=60, deadline=None)
def test_a_call_comes_back_to_the_last_bit(call: Call) -> None:
    back = unpack_call(*pack_call(call))
    for field in ("id", "source", "duration", "layout", "turns", "doubts", "newcomers", "line_changes"):
        assert getattr(back, field) == getattr(call, field)
    assert [(v.speaker, v.hop) for v in back.voices] == [(v.speaker, v.hop) for v in call.voices]
    for was, now in zip(call.voices, back.voices, strict=True):
        for track in TRACKS:
            assert getattr(now, track).dtype == np.float32
            np.testing.assert_array_equal(getattr(now, track), getattr(was, track))


def test_an_unpacked_track_is_an_array_of_its_own_that_may_be_written() -> None:
    back = unpack_call(*pack_call(a_call()))
    back.voices[0].pitch[0] = 1.0
    assert back.voices[1].pitch.flags.c_contiguous


def test_a_report_comes_back_as_it_was() -> None:
    report = a_report("c1", a_moment(after="calmer"), a_moment("settled", None, 12.0, 14.0))
    assert unpack_report(pack_report(report)) == report
    told = Response("calmer", "pitch down", -1.2, 1.1, usual=True, before=1.6)
    report = replace(report, placebos=(Placebo(Span(1.0, 4.5), told),))
    assert unpack_report(pack_report(report)) == report


def test_a_report_kept_before_there_were_placebos_has_none() -> None:
    older = json.loads(pack_report(a_report("c1", a_moment(after="calmer"))))
    del older["placebos"]
    for name in ("usual", "livelier", "before"):
        del older["moments"][0]["response"][name]
    assert unpack_report(json.dumps(older)) == a_report("c1", a_moment(after="calmer"))


def test_a_call_of_a_newer_form_is_refused_in_a_sentence() -> None:
    facts, tracks = pack_call(a_call())
    newer = json.dumps({**json.loads(facts), "format": 99})
    with pytest.raises(SameSideError, match="newer SameSide"):
        unpack_call(newer, tracks)


def test_a_fingerprint_changes_with_any_limit_and_with_the_rules() -> None:
    limits = Limits()
    moved = change(limits, overtalk_least=0.3)
    assert fingerprint(limits) == fingerprint(Limits())
    assert len({fingerprint(limits), fingerprint(moved), fingerprint(limits, "other rules")}) == 3
