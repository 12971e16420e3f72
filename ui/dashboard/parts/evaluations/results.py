"""Results of a form: scores by agent, by team and over time with their intervals, answers by question, and what the drafts are worth.

Agents stand by name and are never ranked; under ten evaluations there is no average (:mod:`library.evaluations.scores`).
"""

from __future__ import annotations

from datetime import datetime
from html import escape

import streamlit as st

from library.calls.listing import Filter
from library.evaluations.agreement import FEWEST_CALLS, Agreement
from library.evaluations.scores import FEWEST, By, ScoreLine
from library.forms.form import Question
from library.forms.forms import FormVersion
from library.store import Library
from ui.dashboard.components.evaluate.shown import earned_of
from ui.dashboard.components.linked_html import linked_html
from ui.dashboard.parts.evaluations import trends
from ui.dashboard.parts.evaluations.tables import coefficient, grid, interval
from ui.dashboard.parts.listing.question import Known, start_of

HEADINGS: dict[By, str] = {"agent": "By agent", "team": "By team"}
CLARITIES = {"clear": "words heard clearly", "faint": "words heard faintly", "unknown": "words not told how well"}
WORTH = (
    "<h2>What the machine's drafts are worth <small>how far they agree with the reviewers here</small></h2><p class='lead'>Raw is how often "
    "the two are the same. α (Krippendorff) and AC1 (Gwet) take luck out of it: 1 is always, 0 is what luck alone gives. Only where the lower "
    "bound of AC1 is high enough does a draft fill the form in; one in ten is kept back until the reviewer has answered, which is what "
    "decides as soon as there are enough of them.</p>"
)


def results_tab(library: Library) -> None:
    """The results of one form, of the calls that are asked for."""
    used_most = sorted(library.forms.all(), key=lambda line: -line.evaluations)
    forms = {line.id: line.name for line in used_most if line.published is not None}
    if not forms:
        st.html('<p class="lead">No form is published yet, so there is nothing to count.</p>')
        return
    known = Known.of(library)
    one, two, three, four, five = st.columns(5)
    form = one.selectbox("Form", list(forms.values()), key="form", bind="query-params")
    agent = two.selectbox("Agent", list(known.agents.values()), None, placeholder="Everybody", key="agent", bind="query-params")  # fmt: skip
    team = three.selectbox("Team", list(known.teams.values()), None, placeholder="All teams", key="team", bind="query-params")  # fmt: skip
    since = four.date_input("Calls from", None, key="from", bind="query-params")
    until = five.date_input("Up to", None, key="to", bind="query-params")
    wanted = Filter(agent, team, start_of(since), start_of(until, 1))
    days = {name: day.isoformat() if day else None for name, day in (("from", since), ("to", until))}
    query = {"tab": "Results", "form": form, "agent": agent, "team": team, **days}
    version = library.forms.version(next(number for number, name in forms.items() if name == form))
    if trends.behind(library, version, wanted, query):
        return
    for by, heading in HEADINGS.items():
        scores(by, heading, library.scores.by(by, version.form_id, wanted))
    trends.over_time(library, version, wanted, query)
    answers(library, version, wanted)
    worth(library, version)


def scores(by: By, heading: str, lines: tuple[ScoreLine, ...]) -> None:
    """The scores by one of agent, team and month."""
    if not lines:
        if by == "agent":
            st.html('<p class="lead">Nothing was finished with this form yet.</p>')
        return
    rows = [[escape(named(line.of)), f"{line.mean.n:,}", average(line), f"{line.failed:,}"] for line in lines]
    linked_html(
        f"<h2>{escape(heading)}</h2>{grid([heading.removeprefix('By ').capitalize(), 'Evaluations', 'Score', 'Failed wholly'], rows)}",
        key=f"scores-{by}",
    )


def named(of: str | datetime | None) -> str:
    """Whose or when a line is."""
    return f"{of:%B %Y}" if isinstance(of, datetime) else of or "Not named"


def average(line: ScoreLine) -> str:
    """The mean with its interval, or why there is none, as HTML."""
    mean = line.mean
    if mean.value is None or mean.low is None or mean.high is None:
        return f"<small>no average under {FEWEST} evaluations</small>"
    return interval(mean.value, mean.low, mean.high)


def answers(library: Library, version: FormVersion, wanted: Filter) -> None:
    """How each question of the version that is used now was answered."""
    lines = {line.question: line for line in library.scores.answers(version.form_id, version.version, wanted)}
    rows = []
    for question in version.form.questions:
        line = lines.get(question.id)
        if line is None or question.type == "text":
            continue
        told = ", ".join(f"{answer}: {share.hits:,} of {share.of:,}" for answer, share in line.answers.items())
        rows.append([escape(question.ask), escape(told), f"{line.not_applicable:,}"])
    if rows:
        title = f"<h2>By question <small>version {version.version:d}</small></h2>"
        linked_html(title + grid(["Question", "Answers", "Not applicable"], rows), key="answers")


def worth(library: Library, version: FormVersion) -> None:
    """How far the drafts of each question agree with what reviewers answered, and so what they may do."""
    drafted = [question for question in version.form.questions if question.draft is not None]
    if drafted:
        rows = [row for question in drafted for row in worth_of(library, version.form_id, question)]
        head = ["Question", "Calls", "Same", "α", "AC1", "So its drafts are"]
        linked_html(WORTH + grid(head, rows), key="worth")


def worth_of(library: Library, form_id: int, question: Question) -> list[list[str]]:
    """A question's row, and one more for each way its words were heard, where there are several."""
    found = earned_of(library, form_id, question)
    place = "filled in" if found.place == "prefilled" else "shown beside"
    rows = [
        [escape(question.ask), *figures(found.agreement), f"{escape(place)} <small>{escape(found.because)}</small>"]
    ]
    if len(found.by_clarity) > 1:
        rows += [
            [f"<small>{escape(CLARITIES[clarity])}</small>", *figures(one), ""] for clarity, one in found.by_clarity
        ]
    return rows


def figures(found: Agreement) -> list[str]:
    """Calls, raw agreement, α and AC1 as cells, each with its interval."""
    raw = found.raw
    if raw.value is None or raw.low is None or raw.high is None:
        return [f"{found.calls:,}", "–", "–", "–"]
    few = " <small>too few to tell much</small>" if found.calls < FEWEST_CALLS else ""
    same = f"{100 * raw.value:.0f} % <small>{100 * raw.low:.0f} to {100 * raw.high:.0f}</small>"
    alpha, ac1 = found.alpha, found.ac1
    return [
        f"{found.calls:,}{few}", same, coefficient(alpha.value, alpha.low, alpha.high), coefficient(ac1.value, ac1.low, ac1.high),
    ]  # fmt: skip
