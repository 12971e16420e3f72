"""Which two of the persons that a transcript names matter, which is meant by a part of a name, and what becomes of a third."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from pathlib import Path

import numpy as np
import pytest
from sounds import RATE, sample, truth, write

from audio.call import ASSUMED, Speaker, Voice
from audio.errors import SameSideError
from audio.listen import listen, read
from audio.span import Span
from audio.speakers.third_person import without_third_person
from audio.speakers.two_channels import HeardSides
from audio.transcripts.line_speakers import label_speakers, says_who
from audio.transcripts.persons import is_telephone_number, matching_name
from audio.transcripts.reader import Cue, Line, Transcript

GREETS = "Thank you for calling Larkrise, how can I help? Can I take your account number, please?"
ASKS = "I'm calling about my order, I was told it would be here and I have been waiting three weeks."


def said(*lines: tuple[str | None, str]) -> Transcript:
    cues = [Cue(Span(2.0 * k, 2.0 * k + 1.5), who, text) for k, (who, text) in enumerate(lines)]
    return Transcript(tuple(cues), "test", "call.vtt")


def sides(transcript: Transcript, agent: str | None = None) -> list[str | None]:
    return [line.speaker for line in label_speakers(transcript, agent)[0]]


# --- who is meant ---

PEOPLE = ("Priya Nair", "Priyanka Rao", "Tom Hale", "+15550100199")


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("Priya Nair", 0),
        ("priya  nair", 0),
        (" PRIYA ", 0),
        ("nair", 0),
        ("rao", 1),
        ("anka", 1),
        ("ale", 2),
        ("0199", 3),
    ],
)
def test_a_part_of_a_name_will_do(given: str, meant: int) -> None:
    assert matching_name(said(), PEOPLE, given) == PEOPLE[meant]


def test_a_part_of_several_names_is_asked_about_and_another_name_told_who_there_is() -> None:
    with pytest.raises(SameSideError, match=r"“pri” may be “Priya Nair” or “Priyanka Rao” in “call.vtt”"):
        matching_name(said(), PEOPLE, "pri")
    with pytest.raises(SameSideError, match=r"no speaker “Bob”; it names “Priya Nair”, .* and “\+15550100199”"):
        matching_name(said(), PEOPLE, "Bob")


@pytest.mark.parametrize(("name", "is_one"), [("+15550100199", True), ("(555) 010-0199", True), ("12", False), ("Tom 555010", False)])  # fmt: skip
def test_a_telephone_number_is_a_name(name: str, is_one: bool) -> None:
    assert is_telephone_number(name) is is_one


# --- the two that matter ---


@pytest.mark.parametrize(
    ("lines", "agent", "found"),
    [
        # roles, and somebody with none
        ((("Agent", "hi"), ("Customer", "hello"), ("x-9", "much more than both of them")), None, "ac-"),
        # one role: whoever says most of the others is the other side
        ((("Agent", "hi"), ("Tom", "hello there"), ("Kim", "m")), None, "ac-"),
        ((("Customer", "hi"), ("Kim", "m"), ("Priya", "hello there")), None, "c-a"),
        # a supervisor beside an agent is neither; alone with a customer she is the agent
        ((("Agent", "hi"), ("Customer", "hello"), ("Supervisor", "let me")), None, "ac-"),
        ((("Supervisor", "hi"), ("Customer", "hello")), None, "ac"),
        # names that say nothing, or all the same
        ((("Priya", "hello there"), ("Tom", "oh hi you"), ("Unknown Speaker", "m")), None, "ac-"),
        ((("Tom (Guest)", "hello there"), ("Ann (Guest)", "oh hi you")), None, "ac"),
        ((("spk_0", "hello there"), ("spk_1", "oh hi you"), ("spk_2", "m")), None, "ac-"),
        # who dials in is no agent, unless that is said
        ((("+15550100199", "hello there"), ("Priya", "hi")), None, "ca"),
        ((("+15550100199", "hello there"), ("Priya", "hi")), "first", "ac"),
        # a name that is told
        ((("Priya", "hello there"), ("Tom", "hi you"), ("Kim", "m")), "kim", "c-a"),
        ((("Priya", "hello there"), ("+15550100199", "hi"), ("Kim", "m")), "kim", "-ca"),
        ((("Priya", "hello there"), ("Customer", "hi"), ("Customer 2", "m")), "priya", "acc"),
        # a machine is not a person
        ((("Priya", "hello there"), ("Tom", "hi"), ("IVR", "press one for a very long menu")), None, "ac"),
    ],
)  # fmt: skip
def test_of_several_two_matter(lines: tuple[tuple[str, str], ...], agent: str | None, found: str) -> None:
    letter: dict[str | None, str] = {"agent": "a", "customer": "c", None: "-"}
    assert "".join(letter[speaker] for speaker in sides(said(*lines), agent)) == found


def test_names_that_all_say_the_same_say_nothing() -> None:
    assert not says_who(said(("Tom (Guest)", "a"), ("Ann (Guest)", "b")), None)
    assert says_who(said(("Tom (Guest)", "a"), ("Ann", "b")), None)


def test_of_several_on_a_side_whoever_says_most_matters_but_numbers_may_be_one_voice() -> None:
    heard: dict[Speaker, list[Span]] = {"agent": [Span(0.0, 1.5), Span(4.0, 5.5)], "customer": [Span(2.0, 3.5)]}
    persons = said(("Priya", "hello there"), ("Tom", "hi"), ("Kim", "m"))
    assert [line.speaker for line in label_speakers(persons, None, heard)[0]] == ["agent", "customer", None]
    numbers = said(("spk_0", "hello there"), ("spk_1", "hi"), ("spk_2", "m"))
    assert [line.speaker for line in label_speakers(numbers, None, heard)[0]] == ["agent", "customer", "agent"]


# --- a third person ---


def test_a_third_person_is_said_with_what_is_left_out() -> None:
    lines, doubts = label_speakers(said(("Agent", "hi"), ("Customer", "no"), ("Kim", "One moment."), ("Kim", "Yes.")))
    assert [line.third for line in lines] == [False, False, True, True]
    assert [doubt.why for doubt in doubts] == [
        "“Kim” was taken for a third person, whose 2 lines (0:04 to 0:07) belong to neither side and are not judged: “One moment. / Yes.”"
    ]
    _, doubts = label_speakers(said(("Agent", "hi"), ("Customer", "no"), ("Kim", "word " * 100)))
    assert doubts[0].why.endswith(" word …”") and len(doubts[0].why) < 400


def test_a_transcript_alone_leaves_the_third_out_and_names_whom_it_assumes(tmp_path: Path) -> None:
    path = tmp_path / "call.vtt"
    lines = [
        ("Ann Roe", "Hello."),
        ("Bob Low", "Hello you, whoever you are."),
        ("Kim", "Our policy."),
        ("Ann Roe", "Right then."),
    ]
    times = [f"00:0{k}.000 --> 00:0{k + 1}.000\n<v {name}>{text}" for k, (name, text) in enumerate(lines)]
    path.write_text("WEBVTT\n\n" + "\n\n".join(times), encoding="utf-8")
    call = read(path)
    assert "policy" not in " ".join(turn.text for turn in call.turns)
    assert [turn.speaker for turn in call.turns] == ["agent", "customer", "agent"]
    assert any(doubt.assumes and f"{ASSUMED}“Ann Roe” is the agent" in doubt.why for doubt in call.doubts)
    assert any("“Kim” was taken for a third person" in doubt.why for doubt in call.doubts)


def test_the_words_tell_among_people_whoever_speaks_first(tmp_path: Path) -> None:
    path = tmp_path / "call.txt"
    path.write_text(f"Tom Hale  0:01\n{ASKS}\n\nPriya Nair  0:09\n{GREETS}\n", encoding="utf-8")
    call = read(path)
    assert [turn.speaker for turn in call.turns] == ["customer", "agent"]
    assert any("“Priya Nair” is the agent (certainty" in doubt.why for doubt in call.doubts)


def test_two_customers_who_each_say_more_than_the_agent_leave_her_the_agent(tmp_path: Path) -> None:
    asks = (
        "Larkrise, how can I help?",
        "Can I take your account number, please?",
        "Bear with me, let me check that for you.",
    )
    tells = (
        ASKS,
        "I've been waiting three weeks for my refund and I want my money back, I told you that last week already.",
    )
    path = tmp_path / "call.txt"
    rows = []
    for k, line in enumerate(asks):
        rows += [("Priya", line), ("Tom", tells[0] + " I want it now."), ("Ann", tells[1] if k else tells[0])]
    path.write_text("\n\n".join(f"{who}  0:{6 * k:02}\n{text}" for k, (who, text) in enumerate(rows)), encoding="utf-8")
    assert {turn.text.partition(" ")[0].strip(",") for turn in read(path).of("agent")} == {"Larkrise", "Can", "Bear"}


def test_without_times_a_third_person_is_left_out_too(tmp_path: Path) -> None:
    path = tmp_path / "call.txt"
    path.write_text("Agent: Hello.\nCustomer: Hi.\nKim: One.\nKim: Two.\nAgent: Bye.\n", encoding="utf-8")
    assert [turn.text for turn in read(path).turns] == ["Hello.", "Hi.", "Bye."]


# --- and on the sound ---

#  agent      [=Priya=]        [=Kim=]   [=Priya=]
#  customer            [=Tom=]
HOP = 0.5


def heard() -> HeardSides:
    track = np.full(40, 100.0, np.float32)
    voices = {who: Voice(who, HOP, track, track, track) for who in ("agent", "customer")}
    speech: dict[Speaker, list[Span]] = {"agent": [Span(0, 4), Span(8, 12), Span(14, 18)], "customer": [Span(4, 8)]}
    return HeardSides("two_sides", {"agent": 0, "customer": 1}, speech, voices, ())  # type: ignore[arg-type]


def line(name: str, speaker: Speaker | None, start: float, end: float) -> Line:
    return Line(Span(start, end), speaker, "words", name=name)


def test_a_third_persons_speech_and_pitch_are_nobodys() -> None:
    two = [line("Priya", "agent", 0, 4), line("Tom", "customer", 4, 8), line("Priya", "agent", 14, 18)]
    found = without_third_person(heard(), [*two, line("Kim", None, 8, 12)], 20.0)
    assert found.speech == {"agent": [Span(0, 4), Span(14, 18)], "customer": [Span(4, 8)]}
    pitch = found.voices["agent"].pitch
    assert np.isnan(pitch[16:24]).all() and not np.isnan(pitch[:16]).any() and not np.isnan(pitch[24:]).any()
    assert not np.isnan(found.voices["customer"].pitch).any()


def test_what_the_side_itself_says_meanwhile_stays() -> None:
    lines = [line("Priya", "agent", 0, 4), line("Priya", "agent", 10, 12), line("Kim", None, 8, 12)]
    assert without_third_person(heard(), lines, 20.0).speech["agent"] == [Span(0, 4), Span(10, 12), Span(14, 18)]


def test_where_nobody_else_speaks_nothing_is_taken() -> None:
    one = heard()
    assert without_third_person(one, [line("Priya", "agent", 0, 4)], 20.0) is one


@pytest.mark.parametrize("channels", [2, 1])
def test_a_colleague_who_speaks_on_a_recording_is_nobody(tmp_path: Path, channels: int) -> None:
    seconds = 26
    left, right = (side[: seconds * RATE] for side in sample("taxi_overtalk"))
    path = write(tmp_path / "call.wav", *((left, right) if channels == 2 else (left + right,)), rate=8000)
    spoken = [each for each in truth("taxi_overtalk")["lines"] if each["end"] <= seconds]
    colleague = [each for each in spoken if each["speaker"] == "agent"][1]
    names = {"agent": "Priya Nair", "customer": "Tom Hale"}
    rows = ["start,end,speaker,text"]
    for each in spoken:
        name = "Kim" if each is colleague else names[each["speaker"]]
        rows.append(f'{each["start"]},{each["end"]},{name},"{each["text"]}"')
    transcript = tmp_path / "words.csv"
    transcript.write_text("\n".join(rows), encoding="utf-8")
    call = listen(path, transcript=transcript, agent="Priya")
    middle = (colleague["start"] + colleague["end"]) / 2
    assert not any(middle in turn.span for turn in call.of("agent"))
    heard_words = Counter(chain.from_iterable(turn.text.split() for turn in call.turns))
    assert heard_words == Counter(chain.from_iterable(each["text"].split() for each in spoken if each is not colleague))
    assert any("“Kim” was taken for a third person" in doubt.why for doubt in call.doubts)
    voice = call.voice("agent")
    assert voice is not None and np.isnan(voice.pitch[voice.frames(Span(middle - 0.3, middle + 0.3))]).all()
