"""Corrections on what was heard: what each kind moves and what it leaves, whatever the call and whatever was corrected before."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from library_calls import a_call, said

from analysis.language.utterances import utterances
from analysis.limits import Limits
from analysis.turns import over_talk
from audio.call import SPEAKERS, Call, Layout, Turn, Voice, Word
from audio.span import Span
from library.corrections.apply import apply
from library.corrections.correction import (
    OTHER,
    WHO,
    Change,
    Correction,
    Opening,
    Place,
    Reassigning,
    Retiming,
    Rewording,
    Who,
    pack,
    unpack,
)
from library.database.packing import pack_call

SEEDS = st.integers(0, 100_000)
MADE = datetime(2026, 3, 1, tzinfo=UTC)
TEXTS = ["my", "our", "reefund", "refund", "policy", "no", "no", "yes", "of", "the", "to", "you", "never"]


def correction(place: Place, change: Change, number: int = 0) -> Correction:
    return Correction(f"id-{number}", "Ama", MADE, place, change)


def place_of(words: Sequence[Word], who: Who) -> Place:
    span = Span(words[0].span.start, max(word.span.end for word in words))
    return Place(span, who, tuple(word.text for word in words))


def on(call: Call, who: Who, text: str, change: Change, number: int = 0) -> Correction:
    """A correction of the first words of ``who`` that read like ``text``."""
    turns = call.others if who == OTHER else [turn for turn in call.turns if turn.speaker == who]
    words = [word for turn in sorted(turns, key=lambda turn: turn.span) for word in turn.words]
    texts = text.split()
    first = next(k for k in range(len(words)) if [w.text for w in words[k : k + len(texts)]] == texts)
    return correction(place_of(words[first : first + len(texts)], who), change, number)


def words_of(call: Call, who: Who) -> list[Word]:
    turns = call.others if who == OTHER else [turn for turn in call.turns if turn.speaker == who]
    return [word for turn in sorted(turns, key=lambda turn: turn.span) for word in turn.words]


def texts_of(call: Call, who: Who) -> str:
    return " ".join(word.text for word in words_of(call, who))


def one_channel_call() -> Call:
    """Speech of one channel, pitch only where each speaks: 200 Hz the agent, 100 Hz the customer."""
    call = a_call()
    tracks = {}
    for who, hertz in (("agent", 200.0), ("customer", 100.0)):
        pitch = np.full(len(call.voices[0].pitch), np.nan, np.float32)
        for turn in call.of(who):  # type: ignore[arg-type]
            pitch[call.voices[0].frames(turn.span)] = hertz
        tracks[who] = pitch
    voices = tuple(Voice(v.speaker, v.hop, tracks[v.speaker], v.loudness, tracks[v.speaker] / 100) for v in call.voices)
    return replace(call, layout="mono", voices=voices)


def some_call(seed: int) -> Call:
    chance = random.Random(seed)
    layout: Layout = "two_sides" if seed % 2 else "mono"
    turns: list[Turn] = []
    time = dict.fromkeys(SPEAKERS, 0.5)
    for _ in range(chance.randint(1, 7)):
        who = chance.choice(SPEAKERS)
        start = time[who] if layout == "two_sides" else max(time.values())
        turn = said(
            who, round(start + chance.uniform(0.3, 2.5), 2), " ".join(chance.choices(TEXTS, k=chance.randint(1, 6)))
        )
        turns.append(turn)
        time[who] = turn.span.end
    duration = max(time.values()) + 3
    frames = int(duration / 0.016) + 1
    voices = []
    for who in SPEAKERS:
        pitch = np.full(frames, np.nan, np.float32)
        for turn in turns:
            if turn.speaker == who:
                first, last = (int(np.ceil(t / 0.016 - 1e-9)) for t in (turn.span.start, turn.span.end))
                pitch[first:last] = chance.uniform(90, 300)
        voices.append(Voice(who, 0.016, pitch, np.zeros(frames, np.float32), pitch / 100))
    turns.sort(key=lambda turn: (turn.span, turn.speaker))
    return Call("c1", "a.wav", duration, layout, tuple(turns), tuple(voices))


def any_correction(call: Call, chance: random.Random, number: int) -> Correction | None:
    """Some correction of what a call reads like now; it may be refused."""
    whose = [who for who in WHO if words_of(call, who)]
    if not whose:
        return None
    who = chance.choice(whose)
    words = words_of(call, who)
    first = chance.randrange(len(words))
    run = words[first : first + chance.randint(1, 4)]
    place = place_of(run, who)
    now = Span(max(0.0, place.span.start + chance.uniform(-1, 1)), place.span.end + chance.uniform(1, 1.5))
    change = chance.choice(
        [
            Rewording(tuple(chance.choices(TEXTS, k=chance.randint(0, 5)))),
            Reassigning(chance.choice(WHO)),
            Opening(chance.random() < 0.5),
            Retiming(place.span, now),
        ]
    )
    return correction(place, change, number)


def corrected_some(call: Call, seed: int) -> tuple[Call, list[Correction]]:
    chance = random.Random(seed)
    made: list[Correction] = []
    now = call
    for number in range(chance.randint(1, 6)):
        one = any_correction(now, chance, number)
        if one is None:
            break
        after = apply(call, [*made, one])
        if one.id not in after.unfit:
            made.append(one)
            now = after.call
    return now, made


def shifted(call: Call, seconds: float) -> Call:
    frames = round(seconds / 0.016)

    def word(one: Word) -> Word:
        return replace(one, span=one.span.shift(seconds))

    def turn(one: Turn) -> Turn:
        return replace(one, span=one.span.shift(seconds), words=tuple(map(word, one.words)))

    def track(values: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
        return np.concatenate([np.full(frames, np.nan, np.float32), values])

    return replace(
        call,
        duration=call.duration + seconds,
        turns=tuple(map(turn, call.turns)),
        others=tuple(map(turn, call.others)),
        voices=tuple(replace(v, pitch=track(v.pitch), loudness=track(v.loudness), balance=track(v.balance)) for v in call.voices),
    )  # fmt: skip


def same(one: Call, two: Call, within: float = 1e-6) -> bool:
    def flat(call: Call) -> list[tuple[object, ...]]:
        return [
            (t.speaker, *[(w.text, w.heard, w.opens, w.confidence) for w in t.words])
            for t in (*call.turns, *call.others)
        ]

    def times(call: Call) -> list[float]:
        spans = [s for t in (*call.turns, *call.others) for s in (t.span, *(w.span for w in t.words))]
        return [time for span in spans for time in (span.start, span.end)]

    return (
        flat(one) == flat(two)
        and np.allclose(times(one), times(two), atol=within, rtol=0)
        and all(np.array_equal(a.pitch, b.pitch, equal_nan=True) for a, b in zip(one.voices, two.voices, strict=True))
        and one.corrected == two.corrected
    )


@settings(max_examples=150)
@given(SEEDS, SEEDS)
def test_a_call_shifted_by_five_seconds_is_corrected_the_same(call_seed: int, seed: int) -> None:
    call = some_call(call_seed)
    now, made = corrected_some(call, seed)
    seconds = 313 * 0.016  # five seconds, in whole frames of the voices
    later = apply(shifted(call, seconds), [one.shift(seconds) for one in made])
    assert not later.unfit
    without = replace(shifted(now, seconds), voices=later.call.voices)
    assert same(later.call, without)


@settings(max_examples=150)
@given(SEEDS, SEEDS)
def test_corrections_applied_twice_are_applied_once(call_seed: int, seed: int) -> None:
    call = some_call(call_seed)
    _, made = corrected_some(call, seed)
    assert same(apply(call, [*made, *made]).call, apply(call, made).call)


@settings(max_examples=150)
@given(SEEDS, SEEDS)
def test_what_is_taken_back_leaves_what_was_heard_byte_for_byte(call_seed: int, seed: int) -> None:
    call = some_call(call_seed)
    before = pack_call(call)
    now, made = corrected_some(call, seed)
    assert pack_call(call) == before  # nothing that was heard is written over
    assert apply(call, []).call is call
    assert not made or now is not call


@settings(max_examples=200)
@given(SEEDS, SEEDS)
def test_speech_and_words_stay_in_order_and_nothing_is_lost(call_seed: int, seed: int) -> None:
    call = some_call(call_seed)
    now, made = corrected_some(call, seed)
    kinds = {one.kind for one in made}
    for who in SPEAKERS:
        turns = sorted(now.of(who), key=lambda turn: turn.span)
        assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(turns))
        words = [word for turn in turns for word in turn.words]
        assert [w.span.start for w in words] == sorted(w.span.start for w in words)
        if "times" not in kinds:  # a line that is squeezed runs over pauses
            for turn in turns:
                starts = [
                    word.span.start for word in turn.words
                ]  # where two spoke at once, a word may outlast its turn
                assert all(turn.span.start - 0.21 <= start <= turn.span.end for start in starts)
    if "words" not in kinds:
        everyone = sorted(w.text for who in WHO for w in words_of(now, who))
        assert everyone == sorted(w.text for who in WHO for w in words_of(call, who))
    if kinds <= {"words", "boundary"}:
        assert [(t.span, t.speaker) for t in now.turns] == [(t.span, t.speaker) for t in call.turns]
    if call.layout == "two_sides":
        assert now.voices is call.voices


@settings(max_examples=50)
@given(SEEDS, SEEDS)
def test_a_correction_is_kept_and_read_back_as_it_was(call_seed: int, seed: int) -> None:
    call = some_call(call_seed)
    for one in corrected_some(call, seed)[1]:
        assert unpack(pack(one)) == (one.place, one.change)


def test_as_many_words_keep_their_times_and_say_what_was_heard() -> None:
    call = a_call()
    now = apply(call, [on(call, "customer", "My parcel", Rewording(("Our", "parcel")))]).call
    heard, read = words_of(call, "customer"), words_of(now, "customer")
    assert [word.span for word in read] == [word.span for word in heard]
    assert (read[0].text, read[0].heard, read[0].confidence) == ("Our", "My", None)
    assert read[1:] == heard[1:] and now.corrected == 1


def test_more_words_share_the_time_by_letters() -> None:
    call = a_call()
    now = apply(call, [on(call, "customer", "parcel never", Rewording(("parcels", "a", "nevertheless")))]).call
    heard, read = words_of(call, "customer"), words_of(now, "customer")
    assert read[0] == heard[0] and read[4:] == heard[3:]
    together = Span(heard[1].span.start, heard[2].span.end)
    assert (read[1].span.start, read[3].span.end) == (together.start, together.end)
    assert read[1].span.duration == pytest.approx(together.duration * 7 / 20)
    assert all(word.heard == "parcel never" for word in read[1:4])


def test_words_where_none_was_heard_share_the_time_of_the_word_beside_them() -> None:
    call = a_call()
    after = apply(call, [on(call, "customer", "a", Rewording(("a", "full")))]).call
    heard, read = words_of(call, "customer"), words_of(after, "customer")
    k = [word.text for word in heard].index("a")
    assert (read[k].span.start, read[k + 1].span.end) == (heard[k].span.start, heard[k].span.end)
    assert (read[k].heard, read[k].confidence, read[k + 1].heard) == (None, heard[k].confidence, "")
    before = apply(call, [on(call, "customer", "My", Rewording(("But", "my")))]).call
    assert texts_of(before, "customer").startswith("But my parcel")


def test_words_that_nobody_said_are_taken_out_and_the_speech_stays() -> None:
    call = a_call()
    now = apply(call, [on(call, "customer", "I want a refund.", Rewording(()))]).call
    assert texts_of(now, "customer") == "My parcel never came,"
    assert [turn.span for turn in now.turns] == [turn.span for turn in call.turns]
    assert now.corrected == 4


def test_a_speaker_takes_the_speech_along_and_over_talk_follows() -> None:
    turns = (
        said("agent", 0.0, "we will " * 10, 0.5),
        said("customer", 6.0, "no but please listen to me now " * 2, 0.5),
    )
    call = replace(a_call(), turns=turns, voices=(), layout="two_sides", duration=30.0)
    assert over_talk.entries(call, Limits())
    words = texts_of(call, "customer")
    now = apply(call, [on(call, "customer", words, Reassigning("agent"))]).call
    assert not over_talk.entries(now, Limits())
    assert [turn.speaker for turn in now.turns] == ["agent"]  # joined with what the same one says at the same time


def test_in_one_channel_pitch_goes_with_the_speaker_and_comes_back() -> None:
    call = one_channel_call()
    given = on(call, "customer", "I want a refund.", Reassigning("agent"), 1)
    now = apply(call, [given]).call
    stretch = call.voices[0].frames(Span(4.7, 6.0))
    agent, customer = now.voices
    assert np.all(agent.pitch[stretch] == 100.0) and np.all(np.isnan(customer.pitch[stretch]))
    early = call.voices[0].frames(Span(3.0, 4.4))
    assert np.all(customer.pitch[early] == 100.0) and np.all(np.isnan(agent.pitch[early]))
    back = on(now, "agent", "I want a refund.", Reassigning("customer"), 2)
    assert pitches(apply(call, [given, back]).call) == pitches(call)


def pitches(call: Call) -> list[bytes]:
    return [voice.pitch.tobytes() for voice in call.voices]


def test_with_a_channel_each_the_voice_stays_where_it_was_heard() -> None:
    call = a_call()
    now = apply(call, [on(call, "customer", "I want a refund.", Reassigning("agent"))]).call
    assert now.voices is call.voices
    assert "refund." in texts_of(now, "agent")


def test_somebody_elses_words_are_nobodys_speech() -> None:
    call = one_channel_call()
    given = on(call, "customer", "I want a refund.", Reassigning(OTHER), 1)
    now = apply(call, [given]).call
    assert texts_of(now, OTHER) == "I want a refund." and texts_of(now, "customer") == "My parcel never came,"
    stretch = call.voices[0].frames(Span(4.7, 6.0))
    assert all(np.all(np.isnan(voice.pitch[stretch])) for voice in now.voices)
    agents = apply(call, [given, on(now, OTHER, "I want a refund.", Reassigning("agent"), 2)]).call
    assert texts_of(agents, OTHER) == "" and np.all(agents.voices[0].pitch[stretch] == 100.0)


def test_a_line_is_split_and_joined_as_it_is_read_and_speech_stays() -> None:
    call = a_call()
    split = on(call, "customer", "I", Opening(True), 1)
    now = apply(call, [split]).call
    assert [(t.span, t.speaker) for t in now.turns] == [(t.span, t.speaker) for t in call.turns]
    assert [u.text for u in utterances(now) if u.speaker == "customer"] == ["My parcel never came,", "I want a refund."]
    joined = on(call, "agent", "We", Opening(False), 2)
    lines = [u.text for u in utterances(apply(call, [joined]).call) if u.speaker == "agent"]
    assert lines == ["Good morning, Dale Parcels. We don't do refunds, that's our policy."]


def test_a_line_that_begins_and_ends_elsewhere_takes_its_speech_along() -> None:
    call = a_call()
    line = place_of(words_of(call, "customer"), "customer")
    turn = next(call.of("customer"))
    now = apply(call, [correction(line, Retiming(turn.span, Span(3.5, 7.0)))]).call
    heard, read = words_of(call, "customer"), words_of(now, "customer")
    assert next(now.of("customer")).span == Span(3.5, 7.0)
    assert read[0].span.start == 3.5 and read[-1].span.end == 7.0
    inside = [k for k, word in enumerate(heard) if word.span.start >= 4.2 and k < len(heard) - 1]
    assert [read[k].span for k in inside] == [heard[k].span for k in inside]


@pytest.mark.parametrize(
    ("text", "change", "why"),
    [
        ("My", Rewording(("My",)), "It reads like that already."),
        ("My", Reassigning("customer"), "said by them already"),
        ("My", Opening(False), "no line before it"),
        ("My parcel", Retiming(Span(3.0, 3.72), Span(3.0, 30.5)), "The call is over before that."),
        ("My parcel", Retiming(Span(3.0, 3.72), Span(3.0, 5.0)), "“never”, the word after it, is said from 3.8 s on."),
        ("parcel", Retiming(Span(3.4, 3.72), Span(3.0, 3.72)), "“My”, the word before it, is said until 3.3 s."),
        ("My parcel", Retiming(Span(3.0, 3.72), Span(3.71, 3.72)), "no room for its words"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_the_reason(text: str, change: Change, why: str) -> None:
    call = a_call()
    done = apply(call, [on(call, "customer", text, change)])
    assert done.call is call and why in done.unfit["id-0"]


def test_after_another_hearing_corrections_fit_or_say_why_not() -> None:
    call = a_call()
    made = on(call, "customer", "parcel", Rewording(("parcels",)))
    near = replace(
        call, turns=(call.turns[0], said("customer", 3.2, "My parcel never came, I want a refund."), call.turns[2])
    )
    assert texts_of(apply(near, [made]).call, "customer").startswith("My parcels never")
    otherwise = replace(call, turns=(call.turns[0], said("customer", 3.0, "My partial never came."), call.turns[2]))
    assert apply(otherwise, [made]).unfit == {
        "id-0": "It was made on “parcel”, and what is said there now is “partial”."
    }
    nothing = replace(call, turns=call.turns[:1])
    assert apply(nothing, [made]).unfit["id-0"].endswith("nothing is said there now.")
    swapped = call.swapped()
    assert apply(swapped, [made]).unfit["id-0"].endswith("is the agent’s.")
    assert "parcels" in texts_of(apply(swapped, [made.swapped()]).call, "agent")


def test_the_nearest_of_words_that_read_alike_is_meant() -> None:
    call = replace(a_call(), turns=(said("agent", 1.0, "no no no no", 0.3),))
    third = words_of(call, "agent")[2:3]
    now = apply(call, [correction(place_of(third, "agent"), Rewording(("so",)))]).call
    assert texts_of(now, "agent") == "no no so no"
