"""Over-talk in its four kinds, each drawn: a character is a tenth of a second."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pictures import call, later

from analysis.limits import Limits, change
from analysis.turns.over_talk import entries, measure, moments
from audio.call import Call, Doubt

LIMITS = Limits()


def kinds(facts: Call, limits: Limits = LIMITS) -> list[tuple[str, str]]:
    return [(entry.incomer, entry.kind) for entry in entries(facts, limits)]


@pytest.mark.parametrize(
    ("picture", "expected"),
    [
        (  # much was left to say, and the floor is taken
            """
            customer  |====================                |
            agent     |          ======================    |
            """,
            ("agent", "interruption"),
        ),
        (  # the turn was closing anyhow
            """
            customer  |====================                |
            agent     |                ================    |
            """,
            ("agent", "overlap"),
        ),
        (  # a short listening sound, the floor is left
            """
            customer  |================================    |
            agent     |            ====                    |
            """,
            ("agent", "backchannel"),
        ),
        (  # tries for the floor and does not get it
            """
            customer  |====================================|
            agent     |            ===========             |
            """,
            ("agent", "attempt"),
        ),
        (  # so long that it has not merely been tried
            """
            customer  |========================================|
            agent     |          ====================          |
            """,
            ("agent", "interruption"),
        ),
        (  # a start at the same time
            """
            customer  | ==============                     |
            agent     |  ====================              |
            """,
            ("agent", "overlap"),
        ),
        (  # the other way round it is the customer's
            """
            agent     |====================                |
            customer  |          ======================    |
            """,
            ("customer", "interruption"),
        ),
    ],
)
def test_each_kind_as_drawn(picture: str, expected: tuple[str, str]) -> None:
    found = kinds(call(picture))
    assert found[0] == expected


@pytest.mark.parametrize(
    ("picture", "kind"),
    [
        ("agent    |====================|\ncustomer |   ===================|", "overlap"),  # 0.3 s after the other
        ("agent    |====================|\ncustomer |   ====             |", "overlap"),  # and no listening either
        ("agent    |====================|\ncustomer |     ===========    |", "attempt"),
        ("agent    |====================|\ncustomer |     ====             |", "backchannel"),
    ],
)
def test_starts_within_the_limit_are_one_start(picture: str, kind: str) -> None:
    found = kinds(call(picture))
    assert found == [("customer", kind)]


@pytest.mark.parametrize("lead", [-3, -1, 0, 1, 3])
def test_who_slips_into_a_pause_has_come_in(lead: int) -> None:
    """The agent pauses for 0.35 s; the customer starts round the pause's beginning (a character is 0.05 s)."""
    picture = f"""
        agent     |{"=" * 40}{" " * 7}{"=" * 40}|
        customer  |{" " * (40 + lead)}{"=" * 22}{" " * 20}|
    """
    assert kinds(call(picture, scale=20)) == [("customer", "attempt")]


@pytest.mark.parametrize(
    "picture",
    [
        "customer |==========          |\nagent    |          ==========|",  # one after the other
        "customer |==========          |\nagent    |         ===========|",  # 0.1 s of both is no over-talk
        "customer |==========          |\nagent    |                    |",
        "customer |                    |\nagent    |                    |",
    ],
)
def test_orderly_turns_are_none(picture: str) -> None:
    assert kinds(call(picture)) == []


CUT_IN = """
    customer  |================================|
    agent     |            ====                |
"""
LONG = """
    customer  |================================|
    agent     |            ==============      |
"""


@pytest.mark.parametrize(
    ("picture", "words", "kind"),
    [
        (CUT_IN, "mm-hm", "backchannel"),
        (CUT_IN, "I see.", "backchannel"),
        (CUT_IN, "Right, okay", "backchannel"),
        (CUT_IN, "Wait!", "attempt"),
        (CUT_IN, "Let me finish.", "attempt"),
        (CUT_IN, "No, no!", "attempt"),
        (LONG, "Absolutely, of course.", "backchannel"),
        (LONG, "It is not on your bill because", "interruption"),
    ],
)
def test_the_words_decide(picture: str, words: str, kind: str) -> None:
    assert kinds(call(picture, said={"agent": [words]})) == [("agent", kind)]


def test_a_pause_for_breath_is_holding_on() -> None:
    """The customer draws breath for 0.4 s; who starts in the breath and goes on over them has come in."""
    breath = """
        customer  |==========    ===========           |
        agent     |           =====================    |
    """
    facts = call(breath)
    assert [entry.kind for entry in entries(facts, LIMITS)] == ["interruption"]
    gone = change(LIMITS, holding_pause=0.3)
    assert [(e.incomer, e.kind) for e in entries(facts, gone)] == [("customer", "overlap")]  # then a new start


def test_where_neither_gives_way_both_talk_over() -> None:
    facts = call("""
        customer  |========================================          |
        agent     |          ========================================|
    """)
    assert kinds(facts) == [("agent", "interruption"), ("customer", "interruption")]
    first, second = entries(facts, LIMITS)
    assert (first.overlap.start, first.overlap.end) == (1.0, 4.0)
    assert second.overlap.start == pytest.approx(1.0 + LIMITS.giving_way)


@pytest.mark.parametrize(("agent_until", "pushes"), [(3.2, 0), (3.6, 1)])
def test_who_is_come_in_upon_may_end_their_sentence_and_not_go_on(agent_until: float, pushes: int) -> None:
    """The customer comes in at 1.4 s and speaks until 3.4 s; the agent stops before, or outlasts them."""
    facts = call(f"agent |{'=' * round(10 * agent_until)}        |\ncustomer |              ====================    |")
    expected = [("customer", "interruption"), *[("agent", "interruption")] * pushes]
    assert kinds(facts) == expected
    assert len(moments(measure(facts, LIMITS))) == pushes


def test_who_gave_way() -> None:
    taken = call("customer |==========        |\nagent    |   ===============|")
    tried = call("customer |==================|\nagent    |    ===========   |")
    assert entries(taken, LIMITS)[0].gave_way == "customer"
    assert entries(tried, LIMITS)[0].gave_way == "agent"


def test_every_limit_moves_what_it_says() -> None:
    closing = call("customer |==========        |\nagent    |      ============|")
    assert kinds(closing) == [("agent", "overlap")]  # 0.4 s to go
    assert kinds(closing, change(LIMITS, interruption_rest=0.3)) == [("agent", "interruption")]
    assert kinds(closing, change(LIMITS, overtalk_least=0.5)) == []
    nod = call(CUT_IN)
    assert kinds(nod, change(LIMITS, backchannel_longest=0.3)) == [("agent", "attempt")]


def test_the_measure_says_what_it_rests_on() -> None:
    facts = call(
        """
        customer  |====================                |
        agent     |          ======================    |
        """,
        said={"agent": ["No, that is not what I said at all"]},
    )
    (found,) = (m for m in measure(facts, LIMITS) if m.name == "interruption")
    assert (found.speaker, found.span.start, found.span.end, found.value) == ("agent", 1.0, 2.0, 1.0)
    assert "1.0 s of the customer's turn to go (limit 0.6 s)" in found.words
    assert "the customer stops first" in found.words
    assert "“No, that is not what I said at all”" in found.words


def test_an_incomer_who_rises_is_said_to() -> None:
    facts = call(
        """
        customer  |====================                                                  |
        agent     |          99999999999                    000000000000000000000000000  |
        """
    )
    (found,) = (m for m in measure(facts, LIMITS) if m.name == "interruption")
    assert "the agent's voice is 9 dB louder than their usual" in found.words


def test_the_agents_interruptions_are_pushes_and_the_customers_are_facts() -> None:
    facts = call("""
        customer  |====================                          =====================|
        agent     |          ======================     ==================            |
    """)
    found = measure(facts, LIMITS)
    assert [(m.speaker, m.name) for m in found if m.name == "interruption"] == [
        ("agent", "interruption"),
        ("customer", "interruption"),
    ]
    (moment,) = moments(found)
    assert (moment.kind, moment.technique, moment.speaker) == ("pushed", "interruption", "agent")
    assert moment.headline == "Agent talks over the customer for 1.0 s"


def test_what_one_channel_cannot_carry_is_withheld() -> None:
    facts = call(
        """
        customer  |====================                |
        agent     |          ======================    |
        """,
        doubts=[Doubt("overtalk", "Both voices are in one channel.")],
    )
    found = measure(facts, LIMITS)
    assert {m.value for m in found} == {None}
    assert {m.withheld for m in found} == {"Both voices are in one channel."}
    assert moments(found) == ()


def test_shifted_and_swapped_it_is_the_same() -> None:
    facts = call("""
        customer  |====================            ===============    ========|
        agent     |          =====================       ===    =======       |
    """)
    found = kinds(facts)
    assert len(found) >= 3
    assert kinds(later(facts, 8.0)) == found
    other = {"agent": "customer", "customer": "agent"}
    assert kinds(facts.swapped()) == [(other[by], kind) for by, kind in found]


def test_two_calls_end_to_end_are_both() -> None:
    """Twice the call, twice the entries: nothing is lost or doubled where calls are put end to end."""
    facts = call("customer |==========                |\nagent    |   ===============        |")
    twice = replace(
        facts,
        duration=2 * facts.duration,
        turns=(*facts.turns, *(replace(t, span=t.span.shift(facts.duration)) for t in facts.turns)),
    )
    assert kinds(twice) == 2 * kinds(facts)
