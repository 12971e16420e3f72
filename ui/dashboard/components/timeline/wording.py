"""What the timeline says in words beside a report's own sentences: what made a moment, and why no voice is shown as raised.

An empty lane says what is so and no more. Without calm speech to compare with nobody knows whether a voice rose; and a lane of
rises that lasted says nothing of the shorter ones that stand on the cards as *followed by hotter*.
"""

from __future__ import annotations

from collections.abc import Mapping

from analysis.limits import table
from analysis.report import Report
from analysis.voice.agent_voice import SWITCHED_OFF
from audio.call import SPEAKERS, Call, Speaker

LIMIT_TITLES: dict[str, str] = {row["name"]: row["title"] for row in table()}


def describe_rule(rule: str, names: Mapping[str, str]) -> str:
    """What made a moment: its rule of the book, or its limits, by title and id. Nothing where no rule and no limit did, since
    the moment's own sentence says what it was told by. ``names`` says what techniques are called, by id."""
    if rule in names:
        return f"In the rule book: {names[rule]} ({rule})"
    limits = [f"{LIMIT_TITLES[name]} ({name})" for name in rule.split(", ") if name in LIMIT_TITLES]
    return f"Limits: {'; '.join(limits)}" if limits else ""


def describe_no_rise(call: Call, report: Report) -> str:
    """What the lane of raised voices says where it shows none."""
    if not call.voices:
        return "No sound, so no voice to hear"
    if why_no_baseline(report, "agent") == SWITCHED_OFF:
        return _without_agent(report)
    unknown = [speaker for speaker in SPEAKERS if why_no_baseline(report, speaker)]
    if len(unknown) == len(SPEAKERS):
        return "No calm speech to compare with, in either voice"
    shorter = any(m.response and m.response.after == "hotter" for m in report.moments)
    none = "no rise that lasted; shorter ones are told on the cards" if shorter else "no rise that lasted"
    if unknown:
        known = next(speaker for speaker in SPEAKERS if speaker not in unknown)
        return f"{unknown[0].capitalize()}: no calm speech to compare with. {known.capitalize()}: {none}"
    return f"{none[0].upper()}{none[1:]}, in either voice" if not shorter else f"{none[0].upper()}{none[1:]}"


def _without_agent(report: Report) -> str:
    """The same where the house has switched the agent's voice off."""
    customer = "no calm speech to compare with" if why_no_baseline(report, "customer") else "no rise that lasted"
    return f"Agent: the house has switched this off. Customer: {customer}"


def why_no_baseline(report: Report, speaker: Speaker) -> str | None:
    """Why there is no calm speech of this speaker's to compare with; ``None`` where there is."""
    figure = report.figures.get(f"{speaker}_baseline_pitch")
    if figure is None:
        return "this review has no calm speech of theirs"
    return None if figure.value is not None else figure.withheld or "nothing was measured"


def describe_baselines(report: Report) -> str:
    """What a raised voice is compared with, and why it cannot be where it cannot."""
    missing = [f"{speaker}: {why}" for speaker in SPEAKERS if (why := why_no_baseline(report, speaker))]
    return "; ".join(missing) or "rises above each speaker's own calm speech in this call that lasted"
