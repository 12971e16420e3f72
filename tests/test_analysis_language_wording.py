"""The wording lens: reading a text, and what a call makes of it. Pictures show who speaks when."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.language.classifier import WordingModel, shipped_model
from analysis.language.reading import Hit, hits, read
from analysis.language.rulebook.loading import load_book
from analysis.language.sequences.after_escalation import arc_after
from analysis.language.sequences.checks import correct_by_place
from analysis.language.sequences.course import Course, find_cues
from analysis.language.sequences.placed_hit import PlacedHit
from analysis.language.sequences.repeated_questions import repeated_questions
from analysis.language.tokens import broken_off, clauses, pieces, tokenize
from analysis.language.utterances import utterances
from analysis.language.windows import WINDOW, why_unreadable, windows
from analysis.language.wording import measure, moments
from audio.call import Call, Speaker, Turn, Word
from audio.errors import SameSideError
from audio.span import Span
from ui.cli.phrase import phrase

BOOK = load_book()


def stances(text: str, speaker: Speaker = "agent") -> list[str]:
    return [hit.stance for hit in hits(text, speaker, BOOK) if hit.confidence == "high"]


def call(*said: tuple[Speaker, float, str], confidence: float | None = None) -> Call:
    """Lines begin when told and take 0.35 s a word."""
    turns = []
    for speaker, start, text in said:
        words = tuple(
            Word(Span(start + 0.35 * k, start + 0.35 * (k + 1)), w, confidence) for k, w in enumerate(text.split())
        )
        turns.append(Turn(Span(start, words[-1].span.end), speaker, words))
    return Call("c", "c.wav", max(t.span.end for t in turns) + 1, "two_sides", tuple(turns))


def told(c: Call) -> list[tuple[str, str | None]]:
    return [(m.kind, m.technique) for m in moments(c) if m.confidence == "high"]


# ---- a text by itself


@pytest.mark.parametrize(
    ("text", "stance", "technique"),
    [
        ("I understand how frustrating this must be for you.", "partner", "acknowledge_feeling"),
        ("Leave it with me, I'll look into it now.", "partner", "own_it"),
        ("i'll call you back on thursday to make sure it's working", "partner", "follow_up"),
        ("Calm down, sir.", "push", "command"),
        ("That's our policy.", "push", "policy_shield"),
        ("There's nothing I can do.", "push", "refusal_unhelpful"),
        ("it's only a drip", "push", "dismissive"),
    ],
)
def test_the_plainest_examples_are_heard_and_named(text, stance, technique):
    first = hits(text, "agent", BOOK)[0]
    assert (first.stance, first.technique) == (stance, technique)
    assert text[first.start : first.end] == first.words and first.words in first.because


@pytest.mark.parametrize(
    "text",
    [
        "I want to speak to your supervisor.",
        "this is the third time i've called",
        "Let me finish!",
        "What the hell is going on?",
        "I'm absolutely furious.",
    ],
)
def test_escalation_is_heard_in_the_customers_words_only(text):
    assert stances(text, "customer")[0] == "escalation"
    assert "escalation" not in stances(text, "agent")


@pytest.mark.parametrize(
    "text",
    [
        "Let's see, that's nine double two.", "Our policy number is on the front of the letter.", "We close at nine on Saturdays.",
        "No, that last digit is a seven, not a one.", "You need to be eighteen to open that account.", "Sorry, could you spell that for me?",
        "The follow-up appointment is on the twentieth.", "There is nothing owing on this account.", "sorry about the noise they're drilling next door",
    ],
)  # fmt: skip
def test_ordinary_sentences_stay_silent(text):
    assert stances(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "My supervisor's going to love me, I start at noon.",
        "Hang on, let me finish writing that down.",
        "It's a hell of a nice day.",
    ],
)
def test_ordinary_customers_stay_silent(text):
    assert stances(text, "customer") == []


@pytest.mark.parametrize(
    "text",
    [
        "I'm not saying you should have read it.", "You don't need to calm down, take your time.", "It's not that I can't help you.",
        "So he told you there was nothing he could do?", 'She said "that\'s our policy" and hung up, is that what happened?',
        "So you were told it's not our department.", "I'd never tell you to calm down.",
    ],
)  # fmt: skip
def test_words_denied_quoted_or_read_back_are_no_push(text):
    assert "push" not in stances(text)


def test_the_book_is_heard_by_the_whole_lens():
    """Its own sentences, through patterns, model, thresholds and vetoes together."""
    read = [rule for rule in BOOK if not rule.heard]
    flagged = [(rule, text) for rule in read for text in rule.flag]
    heard = sum(rule.stance in stances(text, rule.speaker)[:1] for rule, text in flagged)
    passed = [(rule, text) for rule in read for text in rule.pass_]
    wrong = [
        text
        for rule, text in passed
        if any(hit.technique == rule.id for hit in hits(text, rule.speaker, BOOK) if hit.confidence == "high")
    ]
    assert heard >= 0.93 * len(flagged)
    assert len(wrong) <= 0.02 * len(passed), wrong


@pytest.mark.parametrize(
    "text", ["Shut up.", "Idiot!", "go to hell", "Right, that's the form gone off. You stupid cow. Bye now."]
)
def test_an_agents_abuse_speaks_by_itself_however_short(text):
    first = hits(text, "agent", BOOK)[0]
    assert (first.stance, first.technique, first.rule) == ("push", "insult", "insult")
    assert "insult" not in [hit.technique for hit in hits(text, "customer", BOOK)]


def test_a_technique_is_named_once_and_the_weightiest_comes_first():
    found = hits("Leave it with me. I'm on it. That's on us. I'll take care of it.", "agent", BOOK)
    assert len({hit.technique for hit in found}) == len(found)
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)


def test_a_silenced_rule_is_silent_in_the_model_too(tmp_path: Path):
    team = tmp_path / "team.toml"
    team.write_text("[dismissive]\nsilent = true\n", encoding="utf-8")
    assert all(hit.technique != "dismissive" for hit in hits("it's only a drip", "agent", load_book(team)))


def test_a_teams_own_pattern_always_speaks(tmp_path: Path):
    team = tmp_path / "team.toml"
    team.write_text('[policy_shield]\npatterns = ["green book"]\nflag = ["The green book."]\n', encoding="utf-8")
    assert hits("It is in the green book.", "agent", load_book(team))[0].technique == "policy_shield"
    assert stances("It is in the green book.") == []


def test_a_long_turn_is_read_in_windows_and_its_push_is_found():
    around = "The number is on the front of the letter, and the next one is on the back. " * 12
    found = hits(around + "You need to calm down. " + around, "agent", BOOK)
    assert [hit.stance for hit in found] == ["push"]
    assert "calm down" in found[0].words


def test_a_push_behind_a_soft_opening_wins():
    found = hits(
        "I do understand how upsetting this is, but you need to calm down and stop shouting at me.", "agent", BOOK
    )
    assert found[0].stance == "push" and "calm down" in found[0].words
    assert "upsetting" not in found[0].words


def test_a_push_much_less_likely_than_the_partnering_beside_it_is_only_possible():
    sorry, informs = (
        "I'm sorry about the wait, that's on us.",
        "Your card was declined because there was no money on it.",
    )
    alone, both = hits(informs, "agent", BOOK), hits(f"{sorry} {informs}", "agent", BOOK)
    assert [(hit.stance, hit.confidence) for hit in alone][:1] == [("push", "high")]
    assert (both[0].stance, both[0].confidence) == ("partner", "high")
    assert {hit.confidence for hit in both if hit.stance == "push"} == {"low"}


def test_a_bare_beginning_is_no_sure_push():
    for said in ("So, um, no,", "No.", "Yeah, well, no", "Right, so, no, but"):
        assert stances(said) == []


def test_whole_clauses_are_quoted():
    text = "The form is here. There's nothing I can do about that, sir. It opens at nine."
    first = hits(text, "agent", BOOK)[0]
    assert first.words == "There's nothing I can do about that, sir."


def test_clauses_turn_and_a_broken_off_end_is_left_out():
    def cut(text: str) -> list[str]:
        return [text[start:end] for start, end in clauses(text)]

    assert cut("I do see that, but you keep asking me.") == ["I do see that", "but you keep asking me."]
    assert cut("Oh, but no.") == ["Oh, but no."]
    assert cut("It went out today. Well, the") == ["It went out today."]
    assert cut("so they") == []
    assert broken_off("I was going to") and not broken_off("I was going to.") and not broken_off("I was going")


def test_what_is_only_possible_is_said_so_and_comes_last():
    plain = shipped_model()
    wide = {s: {k: replace(v, low=0.0, high=1.0) for k, v in scales.items()} for s, scales in plain.scales.items()}
    model = WordingModel(plain.sides, wide)
    assert {hit.confidence for hit in read("Calm down, sir.", "agent", BOOK, model=model).hits} == {"low"}
    assert hits("Calm down, sir. Leave it with me, I'll look into it now.", "agent", BOOK)[0].confidence == "high"


@pytest.mark.parametrize(
    "text", ["", " ", "😀 👍", "\x00\x07", "...", "7", "Ich habe das nicht gesagt und sie haben es nicht"]
)
def test_nothing_to_read_gives_nothing(text):
    assert hits(text, "agent", BOOK) == () and read(text, "agent", BOOK).likely < 0.5


def test_another_language_is_said():
    assert "only English" in (why_unreadable("Das ist nicht mein Problem und ich habe keine Zeit") or "")


def test_ten_thousand_words_are_read_within_bounds():
    assert len(hits("and then the boiler went out again so " * 1300, "agent", BOOK)) <= len(BOOK.rules)


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=400), st.sampled_from(["agent", "customer"]))
def test_every_hit_quotes_the_text(text, speaker):
    for hit in hits(text, speaker, BOOK):
        assert text[hit.start : hit.end] == hit.words and hit.words.strip()
        assert 0 < hit.score <= 1


def test_time_grows_with_the_text_not_faster():
    """Work is counted, not clocked: four times the text is four times the windows, none of them longer."""
    text = "The man came on Monday. He looked at the boiler. "
    runs = [windows(tokenize(text * n), pieces(text * n)) for n in (20, 80)]
    assert len(runs[1]) <= 4 * len(runs[0]) + 1
    assert all(parts[-1][1] - parts[0][0] <= WINDOW for run in runs for parts in run)


# ---- a call


def test_a_moment_lies_on_its_sentence_and_carries_its_evidence():
    # customer  | it's broken again |
    # agent                          | It's the grey one. You need to calm down. |
    #                                                     [----- pushed -----]
    c = call(("customer", 0, "It's broken again."), ("agent", 3, "It's the grey one. You need to calm down."))
    (moment,) = [m for m in moments(c) if m.speaker == "agent"]
    assert moment.kind == "pushed" and moment.technique == "command"
    assert (moment.span.start, moment.span.end) == pytest.approx((3 + 4 * 0.35, 3 + 9 * 0.35))
    assert moment.instead and moment.words in moment.because and moment.confidence == "high"


def test_without_words_there_is_nothing():
    c = Call("c", "c.wav", 3, "two_sides", (Turn(Span(0, 1), "agent"), Turn(Span(1, 2), "customer")))
    assert moments(c) == () and measure(c) == ()


def test_another_language_gives_no_moments():
    c = call(
        ("agent", 0, "Das ist nicht mein Problem und ich habe keine Zeit"),
        ("customer", 6, "Sie haben mir das aber gesagt und ich will das nicht"),
    )
    assert moments(c) == ()


def test_a_routine_call_stays_silent():
    c = call(
        ("agent", 0, "Good morning, Castle Bank, Tess speaking."),
        ("customer", 4, "Hi there. What time do you close on a Saturday?"),
        ("agent", 9, "We close at one on Saturdays, and we're not open Sundays at all."),
        ("customer", 15, "One o'clock. Okay."),
        ("agent", 18, "You can't park out front, there's a market on."),
        ("customer", 23, "Good to know. Thanks, bye."),
    )
    assert told(c) == []


def test_words_the_recogniser_was_unsure_of_weigh_less():
    said = (("customer", 0.0, "It's broken again."), ("agent", 3.0, "You need to calm down."))
    sure, unsure = (moments(call(*said, confidence=p)) for p in (0.95, 0.5))
    assert [m.confidence for m in sure if m.speaker == "agent"] == ["high"]
    assert [m.confidence for m in unsure if m.speaker == "agent"] in ([], ["low"])


def test_what_is_measured_over_the_call():
    c = call(
        ("customer", 0, "The boiler is broken and nobody called me back about the boiler repair."),
        ("agent", 8, "That's on us. Leave it with me."),
        ("customer", 14, "Thank you, you've been very helpful."),
    )
    figures = {m.name: m.value for m in measure(c) if m.span == Span(0, c.duration)}
    assert figures["times_own_it"] == 1 and figures["compliments"] == 1 and figures["complaint_fault"] == 1
    assert figures["asked_again"] == 0


# ---- techniques in time


THANKS = "Thank you for holding, I have it open now."


def test_a_wait_acknowledged_before_the_complaint_is_preemptive():
    # agent     | one moment |  ~~~~ hold ~~~~  | thank you for holding … |
    c = call(
        ("customer", 0, "My router is broken."), ("agent", 3, "Can you hold a moment, please?"), ("agent", 25, THANKS)
    )
    moment = next(m for m in moments(c) if m.span.start >= 25)
    assert moment.technique == "preemptive_acknowledgement" and "before the customer" in moment.because


def test_after_the_complaint_the_same_words_acknowledge():
    # customer                                    | I've been waiting ages! |
    # agent     | one moment |  ~~~~ hold ~~~~                                | thank you for holding … |
    c = call(
        ("customer", 0, "My router is broken."),
        ("agent", 3, "Can you hold a moment, please?"),
        ("customer", 25, "Hello? I've been waiting ages, are you still there?"),
        ("agent", 30, THANKS),
    )
    moment = next(m for m in moments(c) if m.speaker == "agent" and m.span.start >= 30)
    assert moment.technique == "acknowledge_feeling" and "named the wait before, at 0:25" in moment.because


def test_a_plan_without_bad_news_moves_forward_and_bad_news_may_stand_a_line_before():
    course = Course.of(())
    assert course.lines == ()
    assert find_cues("It won't be here tomorrow, but I'll ring the depot.", "agent").in_order("bad_news", "plan")
    assert "plan" not in find_cues("It won't be here tomorrow.", "agent")
    assert not find_cues("I'll ring you when it's late.", "agent").in_order("bad_news", "plan")


def test_a_gift_before_anything_went_wrong_is_a_sale():
    gift = "I've put a free month on your account as a thank you."
    before = call(("customer", 0, "Hello there."), ("agent", 2, gift))
    after = call(("customer", 0, "The router never worked and I was charged twice."), ("agent", 5, gift))
    assert ("partnered", "overcorrect") not in told(before)
    assert ("partnered", "overcorrect") in told(after)


def test_feel_felt_found_across_lines():
    # agent     | I understand how you feel |     | others felt the same |     | and they found … |
    # customer                                |mm|                         |ok|
    c = call(
        ("customer", 0, "It's far too expensive and it never works."),
        ("agent", 4, "I understand how frustrating that feels."),
        ("customer", 7, "Well it is."),
        ("agent", 9, "A lot of our customers felt the same way."),
        ("customer", 13, "Did they now."),
        ("agent", 15, "They did, and let's do what they found, I'll set up the smaller plan for you."),
    )
    moment = next((m for m in moments(c) if m.span.start >= 15), None)
    assert moment is not None and moment.technique == "feel_felt_found" and "0:04" in moment.because


def test_asking_the_same_again_is_seen_in_other_words():
    c = call(
        ("customer", 0, "When will the refund arrive on my account?"),
        ("agent", 5, "It takes ten days."),
        ("customer", 8, "But the refund, when does it arrive?"),
        ("agent", 12, "Ten days."),
        ("customer", 14, "And where is your office?"),
    )
    assert repeated_questions(Course.of(utterances(c))) == [(0, 2)]


def test_the_arc_counts_its_steps_in_order():
    at = Span(10, 12)
    ways = [(Span(13, 15), "acknowledge_feeling"), (Span(20, 22), "own_it"), (Span(30, 32), "move_forward")]
    assert arc_after(at, ways).steps == ("calm", "charge", "forward") and arc_after(at, ways).span == Span(10, 32)
    assert arc_after(at, ways[::-1][:2]).steps == ("charge", "forward")
    assert arc_after(at, [(Span(30, 31), "acknowledge_feeling"), (Span(20, 21), "own_it")]).steps == ("calm",)
    assert arc_after(at, []).steps == () and arc_after(Span(500, 501), ways).steps == ()


# ---- the command


def test_phrase_answers_each_line_in_order():
    out = io.StringIO()
    rows = [
        {"speaker": "agent", "text": "Calm down."},
        {"text": "We close at nine."},
        {"speaker": "customer", "text": "Ich will das nicht und das ist nicht gut"},
    ]
    phrase([json.dumps(row) for row in rows], out)
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [a["text"] for a in answers] == [row["text"] for row in rows]
    assert answers[0]["hits"][0]["technique"] == "command" and answers[1]["hits"] == []
    assert "English" in answers[2]["unread"]


@pytest.mark.parametrize(
    "line", ["hello", "[1]", "9" * 5000, '{"speaker": "agent"}', '{"text": 3}', '{"speaker": "boss", "text": "x"}']
)
def test_phrase_names_the_line_that_is_none(line):
    with pytest.raises(SameSideError, match="Line 2"):
        phrase(['{"text": "fine"}', line], io.StringIO())


@pytest.mark.parametrize("technique", ["firm_direct", "truth_with_plan"])
@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("No, we can't renew it.", False),
        ("It isn't open on Sunday.", False),
        ("We can't renew it, because the grant ends in June.", True),
        ("I'm afraid we can't renew it.", True),
    ],
)
def test_a_bare_no_is_no_final_word(technique, said, kept):
    course = Course.of(utterances(call(("customer", 0, "Can I have it back?"), ("agent", 4, said))))
    piece = course.lines[1].pieces[0]
    hit = Hit("partner", technique, said, 0, len(said), 0.9, "model", "Read so.")
    assert [one.hit.technique for one in correct_by_place([PlacedHit(1, piece, hit)], course)] == ["firm_direct"] * kept


@pytest.mark.parametrize(
    "line",
    [
        "I drive past your place anyway on my way to work, so it's not really a big deal, I'll stop by.",
        "You've sorted more in ten minutes than your colleagues did in a month.",
        "Listen, I'm sorry I bit your head off, it ain't you.",
        "Oh, champion. That's a load off, that is.",
    ],
)
def test_thanks_relief_and_small_talk_are_no_escalation(line: str) -> None:
    assert told(call(("agent", 0.0, "There you are."), ("customer", 4.0, line))) == []
