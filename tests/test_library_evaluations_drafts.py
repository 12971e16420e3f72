"""Drafts: an answer with its moments, or an abstention with its reason; and what drafts have to earn."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import library.forms
from analysis.report import Measure, Moment, Outcome, Report
from audio.call import Call, Doubt, Turn, Word
from audio.span import Span
from library.evaluations.drafts import FEWEST_WORDS, Draft, clarity, drafts
from library.evaluations.earned import BLIND_OF, FEWEST, LIMIT, Tried, earned, is_blind
from library.forms.form import Form
from library.forms.form_text import parse_form

WHOLE = Span(0.0, 100.0)


def call(words: int = 80, confidence: float | None = 0.9, doubts: tuple[Doubt, ...] = ()) -> Call:
    said = tuple(Word(Span(k, k + 0.5), f"w{k}", confidence) for k in range(words))
    return Call("c", "c.wav", 100.0, "two_sides", (Turn(WHOLE, "agent", said),), (), doubts)


def moment(kind: str, technique: str, start: float, confidence: str = "high") -> Moment:
    return Moment(kind, technique, Span(start, start + 2), "agent", f"A {technique}", "", confidence=confidence)  # type: ignore[arg-type]


def report(*moments: Moment, figures: tuple[Measure, ...] = (), outcome: Outcome | None = None) -> Report:
    return Report("c", 100.0, figures, moments, outcome=outcome or Outcome("unclear", "Nothing tells."))


def bound(draft: str, kind: str = "") -> Form:
    return parse_form(
        f'name = "F"\n[[sections]]\ntitle = "S"\n[[sections.questions]]\nid = "q"\nask = "Q?"\npoints = 5\n{kind}\ndraft = {draft}'
    )


def drafted(draft: str, heard: Report, of: Call | None = None, kind: str = "") -> Draft:
    return drafts(bound(draft, kind), of or call(), heard)["q"]


ACKNOWLEDGED = '{ moments = ["partnered:acknowledge_feeling"], found = "yes", missing = "no" }'


def test_a_moment_is_a_yes_with_the_moment_to_hear() -> None:
    heard = moment("partnered", "acknowledge_feeling", 73.4)
    assert drafted(ACKNOWLEDGED, report(heard)) == Draft("q", "yes", "A acknowledge_feeling at 1:13.", (heard,))


def test_none_is_a_no_that_says_in_how_many_words() -> None:
    assert drafted(ACKNOWLEDGED, report(moment("pushed", "command", 3))) == Draft(
        "q", "no", "Nothing of the kind was heard in the agent's 80 words."
    )


@pytest.mark.parametrize(
    ("of", "why"),
    [
        (call(words=FEWEST_WORDS - 1), "the agent says 59 words"),
        (call(confidence=0.4), "were heard at 40 % on average"),
        (call(doubts=(Doubt("words", "No words: no model."),)), "no words: no model."),
        (call(doubts=(Doubt("speakers", "It is assumed that …"),)), "it is assumed that"),
    ],
)
def test_it_abstains_where_words_are_few_faint_or_doubted(of: Call, why: str) -> None:
    for heard in (report(), report(moment("partnered", "acknowledge_feeling", 3))):
        found = drafted(ACKNOWLEDGED, heard, of)
        assert found.answer is None
        assert found.because.startswith("No draft: ")
        assert why in found.because


def test_only_possible_is_no_answer() -> None:
    found = drafted(ACKNOWLEDGED, report(moment("partnered", "acknowledge_feeling", 3, "low")))
    assert (found.answer, found.because) == (None, "No draft: a acknowledge_feeling at 0:03, and only as possible.")


def test_before_and_after() -> None:
    """::

    0         10        20        30        40        50
              |owns     |escalates          |owns
    """
    early, late = moment("partnered", "own_it", 10), moment("partnered", "own_it", 40)
    hot = moment("escalated", "profanity", 20)
    after = '{ moments = ["partnered:own_it"], after = "escalated:*", within = WITHIN, found = "yes", missing = "no" }'
    assert drafted(after.replace("WITHIN", "30"), report(early, hot, late)).evidence == (late,)
    assert drafted(after.replace("WITHIN", "10"), report(early, hot, late)).answer == "no"
    assert drafted(after.replace("WITHIN", "30"), report(early)).answer is None
    before = '{ moments = ["partnered:own_it"], before = "escalated:*", found = "yes", missing = "no" }'
    assert drafted(before, report(early, hot, late)).evidence == (early,)
    assert drafted(before, report(hot, late)).answer == "no"


def test_a_withheld_figure_drafts_nothing() -> None:
    bands = '{ figure = "agent_interruptions", bands = [{ up_to = 1, answer = "yes" }, { answer = "no" }] }'
    for value, answer in ((0.0, "yes"), (1.0, "yes"), (2.0, "no")):
        assert drafted(bands, report(figures=(Measure("interruptions", WHOLE, "agent", value, ""),))).answer == answer
    withheld = Measure("interruptions", WHOLE, "agent", None, "", withheld="One channel holds both voices.")
    assert drafted(bands, report(figures=(withheld,))) == Draft("q", None, "No draft: one channel holds both voices.")
    assert drafted(bands, report()).answer is None


def test_an_ending_that_is_unclear_drafts_nothing() -> None:
    ends = '{ outcome = { calm = "yes", unsettled = "no" } }'
    assert drafted(ends, report(outcome=Outcome("unsettled", "Still upset."))) == Draft("q", "no", "Still upset.")
    assert drafted(ends, report()).answer is None


def test_a_number_is_how_many() -> None:
    kind = 'type = "number"\nmost = 2'
    heard = tuple(moment("pushed", "command", start) for start in (1, 5, 9))
    found = drafted('{ moments = ["pushed:*"] }', report(*heard), kind=kind)
    assert (found.answer, found.evidence) == (2.0, heard)
    assert drafted('{ moments = ["pushed:*"] }', report(), kind=kind).answer == 0.0


def test_shipped_drafts_name_techniques_that_there_are() -> None:
    from analysis.language.rulebook.loading import load_book

    known = {rule.id for rule in load_book().rules}
    for path in (Path(library.forms.__file__).parent / "shipped").glob("*.toml"):
        for question in parse_form(path.read_text(encoding="utf-8")).questions:
            for name in question.draft.moments if question.draft else ():
                assert name.partition(":")[2] in known | {"*"}, name


# what drafts have to earn


def tried(agree: int, of: int, blind: bool = False) -> list[Tried]:
    """Half of them “yes”, the disagreements spread evenly."""
    wrong = {round(k * of / max(1, of - agree)) for k in range(of - agree)}
    return [
        Tried(a := ("yes", "no")[k % 2], ("no" if a == "yes" else "yes") if k in wrong else a, blind=blind)
        for k in range(of)
    ]


def test_drafts_prefill_from_thirty_answers_that_agree() -> None:
    assert earned(tried(FEWEST - 1, FEWEST - 1)).place == "beside"
    assert earned(tried(FEWEST, FEWEST)).place == "prefilled"


def test_seven_in_ten_are_not_enough() -> None:
    found = earned(tried(70, 100))
    assert found.place == "beside"
    assert "may be as low as 0." in found.because


def test_they_fall_back_where_they_drift() -> None:
    good = tried(150, 150)
    assert earned(good).place == "prefilled"
    drifted = earned(good + tried(25, 50))
    assert drifted.place == "beside" and drifted.because.startswith("Of late agreement has fallen")
    assert drifted.agreement.ac1.low is not None and drifted.agreement.ac1.low > LIMIT, (
        "what went before would still do"
    )
    assert earned(good + tried(25, 50) + tried(200, 200)).place == "prefilled", "only the latest count"


def test_the_blind_ones_decide_where_there_are_enough() -> None:
    seen, blind = tried(160, 160), tried(18, 36, blind=True)
    assert earned(seen + blind[:10]).agreement.calls == 170
    found = earned(seen + blind)
    assert (found.agreement.calls, found.place) == (36, "beside")


def test_agreement_is_split_by_how_well_words_were_heard() -> None:
    answers = [replace(one, clarity="faint" if k % 3 else "clear") for k, one in enumerate(tried(60, 60))]
    assert [(name, found.calls) for name, found in earned(answers).by_clarity] == [("clear", 20), ("faint", 40)]
    assert [clarity(call(confidence=c)) for c in (0.9, 0.7, None)] == ["clear", "faint", "unknown"]


def test_a_draft_that_is_worse_where_words_are_faint_fills_in_nothing_there() -> None:
    clear = [replace(one, clarity="clear") for one in tried(160, 160)]
    faint = [replace(one, clarity="faint") for one in tried(28, 40)]
    found = earned([one for pair in zip(clear[:40], faint, strict=True) for one in pair] + clear[40:])
    assert found.place == "prefilled"
    assert [found.place_at(heard) for heard in ("clear", "faint", "unknown")] == ["prefilled", "beside", "prefilled"]
    few = earned(clear + faint[: FEWEST - 1] + clear[:60])
    assert few.place_at("faint") == few.place, "too few to tell them apart"


def test_one_call_in_ten_is_blind_and_stays_so() -> None:
    blind = [is_blind(f"call {k}", "q") for k in range(4000)]
    assert blind == [is_blind(f"call {k}", "q") for k in range(4000)]
    assert sum(blind) == pytest.approx(4000 / BLIND_OF, rel=0.15)
