"""A calibration side by side: a picture for each call, how far people agree on each question, and how far each is from what is right.

::

                        Ann            Ben              Cleo             Agreed
    Greeted?            yes            yes              yes
    Concern?            fully          ≠ partly         fully            fully
                                       “after a minute”                  “she says so at 0:12”
                                       ▶ 1:02

Whose answer is another is marked by a sign and a frame, not by its colour alone. Everybody stands by name; nobody is ranked.
"""

from __future__ import annotations

from html import escape

import streamlit as st

from library.calibration.comparing import CallSide, Deviation, QuestionAgreement, Row, SideBySide
from library.evaluations.agreement import FEWEST_CALLS, Agreement
from library.evaluations.evaluation import Given
from library.evaluations.reviewers import Reviewer
from library.forms.form import Answer
from ui import texts
from ui.dashboard.components.linked_html import link_html, linked_html
from ui.dashboard.parts.evaluations.tables import coefficient, grid

FEW = f"too few to tell: from {FEWEST_CALLS} calls on"


def chosen_call(told: SideBySide) -> CallSide | None:
    """The call whose answers are shown: of several, the one that is chosen."""
    calls = {call.call_id: call for call in told.calls}
    if len(calls) < 2:
        return next(iter(calls.values()), None)
    number = st.selectbox(
        "Call", list(calls), format_func=lambda one: f"{texts.title(calls[one].name)}: {summed(calls[one])}", key=f"beside-call-{told.calibration.id}",
    )  # fmt: skip
    return calls[number]


def answers(told: SideBySide, call: CallSide) -> None:
    """What was answered about one call, beside each other."""
    if call.scores:
        linked_html(picture(told, call), key=f"beside-{told.calibration.id}-{call.call_id}")
    else:
        st.html("<p class='lead'>Nobody has finished this call yet.</p>")


def figures_of(told: SideBySide) -> None:
    """How far people agree on each question of a session, and how far each is from what is right."""
    if any(call.scores for call in told.calls):
        linked_html(agreement(told), key=f"agreement-{told.calibration.id}")
    if told.deviations:
        linked_html(deviations(told), key=f"deviations-{told.calibration.id}")


def picture(told: SideBySide, call: CallSide) -> str:
    """One call: a column for each reviewer, a row for each question."""
    there = [reviewer for reviewer in told.reviewers if reviewer in call.scores]
    head = "".join(f"<th>{reviewer_head(told, call, reviewer)}</th>" for reviewer in there)
    extra = [("Agreed", agreed_cell)] if any(row.agreed for row in call.rows) else []
    extra += [("Machine's draft", draft_cell)] if any(row.drafted is not None for row in call.rows) else []
    head += "".join(f"<th class='aside'>{escape(name)}</th>" for name, _ in extra)
    lines, section = [], ""
    for row in call.rows:
        if not row.given and row.agreed is None:
            continue
        if row.section != section:
            section = row.section
            lines.append(
                f"<tr class='section'><th colspan='{len(there) + len(extra) + 1}' scope='colgroup'>{escape(section)}</th></tr>"
            )
        cells = "".join(cell(call, row, reviewer) for reviewer in there)
        cells += "".join(f"<td class='aside'>{tell(row)}</td>" for _, tell in extra)
        lines.append(f"<tr><th scope='row'>{escape(row.question.ask)}{alike(row)}</th>{cells}</tr>")
    name = link_html(texts.title(call.name), "review", {"call": call.call_id})
    table = f"<table style='--columns:{len(there) + len(extra):d}'><thead><tr><th>Question</th>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    return f"<h2>{name} <small>{escape(summed(call))}</small></h2><div class='beside' tabindex='0' role='region' aria-label='Answers side by side'>{table}</div>"


def summed(call: CallSide) -> str:
    """On how many questions all who answered were alike."""
    compared = [row for row in call.rows if row.alike is not None]
    same = sum(row.alike is True for row in compared)
    return f"alike on {same:d} of {len(compared):d} questions" if compared else "nothing to compare yet"


def reviewer_head(told: SideBySide, call: CallSide, reviewer: Reviewer) -> str:
    """A reviewer's name and the score that their answers come to."""
    score = call.scores[reviewer]
    right = ", the reference" if reviewer == told.calibration.reference else ""
    return f"{escape(reviewer.name)} <small>{'no score' if score is None else f'{score:.0f} %'}{right}</small>"


def cell(call: CallSide, row: Row, reviewer: Reviewer) -> str:
    """What one reviewer answered to one question, with comment and moment."""
    given = row.given.get(reviewer)
    if given is None:
        return "<td class='none'><span title='Not asked, or not answered'>–</span></td>"
    other = row.differs(reviewer)
    mark = (
        "<span class='other' title='Another answer'>≠<span class='spoken'> another answer:</span></span> "
        if other
        else ""
    )
    comment = f"<q>{escape(given.comment)}</q>" if given.comment else ""
    return f"<td{' class=differs' if other else ''}>{mark}<b>{escape(answer(given.answer))}</b>{comment}{moment(call, given)}</td>"


def moment(call: CallSide, given: Given) -> str:
    """The moment that an answer rests on, which a click plays in its call."""
    if given.span is None:
        return ""
    there = {"call": call.call_id, "at": f"{given.span.start:.2f}"}
    return link_html(f"▶ {texts.format_clock(given.span.start)}", "review", there)


def answer(given: Answer) -> str:
    """An answer in words."""
    return f"{given:g}" if isinstance(given, int | float) else given


def agreed_cell(row: Row) -> str:
    """What was agreed on, and why."""
    if row.agreed is None:
        return ""
    why = f"<q>{escape(row.agreed.words)}</q>" if row.agreed.words else ""
    return f"<b>{escape(answer(row.agreed.answer))}</b>{why}"


def draft_cell(row: Row) -> str:
    """What the machine had drafted, which no reviewer saw."""
    return "" if row.drafted is None else escape(answer(row.drafted))


def alike(row: Row) -> str:
    """Under a question, whether all who answered it were alike."""
    if row.alike is None:
        return ""
    return "<small>all alike</small>" if row.alike else "<small class='split'>not alike</small>"


def agreement(told: SideBySide) -> str:
    """By question, how far people agree over the session and over the quarter."""
    here = max((one.session.calls for one in told.agreement), default=0)
    caution = "One call proves nothing" if here < 2 else f"{here:d} calls prove little" if here < FEWEST_CALLS else ""
    why = (
        f"<b>{caution}</b>: whoever agrees on so few may have been lucky, so that no figure is told. "
        if caution
        else ""
    )
    is_alone = told.quarter_sessions == 1
    others = "is no other with this form" if is_alone else f"are {told.quarter_sessions:d} sessions with this form"
    lead = (
        f"<p class='lead'>{why}Raw is how many pairs of answers to the same call are the same; α (Krippendorff) and AC1 (Gwet) take luck out of "
        f"it: 1 is always, 0 is what luck alone gives. In this quarter there {others}.</p>"
    )
    rows = [row for one in told.agreement for row in over(one, told.quarter_sessions > 1)]
    return f"<h2>Agreement by question</h2>{lead}{grid(['Question', 'Over', 'Calls', 'Raw', 'α', 'AC1'], rows)}"


def over(one: QuestionAgreement, is_more: bool) -> list[list[str]]:
    """A question's row of the session, and one of the quarter where there is more in that."""
    rows = [[escape(one.question.ask), "this session", counted(one.session), *figures(one.session)]]
    return [*rows, ["", "this quarter", counted(one.quarter), *figures(one.quarter)]] if is_more else rows


def counted(found: Agreement) -> str:
    """Over how many calls two or more have answered, and on how many of them all were alike."""
    if not found.calls:
        return "no call that two answered"
    calls = "1 call" if found.calls == 1 else f"{found.calls:,} calls"
    return f"{calls} <small>all alike on {found.raw.hits:,}</small>"


def figures(found: Agreement) -> list[str]:
    """Raw agreement, α and AC1 with their intervals; withheld under the fewest calls."""
    raw = found.raw
    if found.calls < FEWEST_CALLS or raw.value is None or raw.low is None or raw.high is None:
        return [f"<small>{FEW}</small>" if found.calls else "–", "–", "–"]
    same = f"{100 * raw.value:.0f} % <small>{100 * raw.low:.0f} to {100 * raw.high:.0f}</small>"
    alpha, ac1 = found.alpha, found.ac1
    return [same, coefficient(alpha.value, alpha.low, alpha.high), coefficient(ac1.value, ac1.low, ac1.high)]


def deviations(told: SideBySide) -> str:
    """By reviewer, how far they are from what is right."""
    rows = [deviation(one) for one in told.deviations]
    right = "what was agreed" if any(row.agreed for call in told.calls for row in call.rows) else ""
    reference = told.calibration.reference
    measure = " and ".join(filter(None, [right, f"the answers of {reference.name}" if reference else ""]))
    head = ["Reviewer", "The same here", "The same this quarter", "Score"]
    return f"<h2>From what is right <small>compared with {escape(measure)}; by name, no order</small></h2>{grid(head, rows)}"


def deviation(one: Deviation) -> list[str]:
    """One reviewer's row."""
    points = sum(one.points) / len(one.points) if one.points else None
    calls = "1 call" if len(one.points) == 1 else f"mean of {len(one.points):d} calls"
    away = "–" if points is None else f"{f'{points:+.1f}'.replace('-', '−')} points <small>{calls}</small>"
    return [
        escape(one.reviewer.name),
        f"{one.same:,} of {one.of:,} answers",
        f"{one.quarter_same:,} of {one.quarter_of:,} answers",
        away,
    ]
