"""What the pages say in words: layouts, outcomes, dates, times, figures. Words only; no page decides anything by them."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from html import escape
from urllib.parse import quote

from analysis.report import Measure, Report, Response
from library.calls.listing import CallSummary

_ACTING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_BLANKS = re.compile("[\\t\\n\\r \u2028\u2029]+")
_FOUND_LATER = re.compile(r":(?=[A-Za-z/])|www(?=\.)|[^\s@](?=@)|[-<>~=](?=[-<>=])", re.IGNORECASE)
"""Where Streamlit finds ``http://…``, ``:material/…:``, ``www.…``, ``a@b.c``, ``->`` and their like in text that is escaped."""

_IN_ADDRESSES = "%/:?#[]@!$&'()*+,;=~"

LAYOUTS = {
    "two_sides": "one voice on each side",
    "dual_mono": "the same sound on both sides",
    "one_side_silent": "one side holds no voice of its own",
    "mono": "both voices mixed into one channel",
    "words_only": "a transcript without sound",
}

OUTCOMES = {"calm": "Stayed calm", "settled": "Settled", "unsettled": "Did not settle", "unclear": "Unclear"}

KINDS = {
    "pushed": "Pushed",
    "partnered": "Partnered",
    "escalated": "Escalated",
    "settled": "Settled",
    "missed": "Missed",
}

TOPICS = {
    "compliments": "Compliments",
    "complaint_billing": "Bills and charges",
    "complaint_delivery": "Deliveries",
    "complaint_fault": "Faults",
    "complaint_staff": "How they were treated",
    "complaint_waiting": "Waiting",
    "complaint_booking": "Bookings",
}

NO_WORDS = "There are no words: what was said is not known"
"""Why a count of none is not shown as one."""

NOT_REVIEWED = "Not reviewed yet"
NO_TIME = "The time of day was not told"

AFTERS = {
    "calmer": "followed by calmer",
    "no_change": "no clear change",
    "hotter": "followed by hotter",
    "cannot_tell": "cannot tell",
}


def what_followed(after: str) -> str:
    """One of :data:`AFTERS` under a heading that says “followed” already."""
    return AFTERS[after].removeprefix("followed by ")


def describe_response(response: Response) -> str:
    """What followed a moment, in a few words: a return to the usual and a livelier voice by their own names."""
    if response.usual:
        return "calmer, back to the usual"
    return "livelier, no hotter" if response.livelier else AFTERS[response.after]


FIGURES = {
    "agent_talk_share": "Agent's share of the talk",
    "agent_interruptions": "Agent interrupts",
    "overtalk_share": "Both at once",
    "agent_longest_run": "Agent's longest run",
    "hold_time": "Hold and silence",
}
"""The figures that stand over a timeline: few enough to be read."""


def format_clock(seconds: float) -> str:
    """83.5 as ``1:23``; an hour and more as ``1:02:03``."""
    whole = int(seconds)
    hours, minutes, seconds_left = whole // 3600, whole % 3600 // 60, whole % 60
    return f"{hours}:{minutes:02}:{seconds_left:02}" if hours else f"{minutes}:{seconds_left:02}"


def about(seconds: float) -> str:
    """A time that is only guessed: ``about 3 min``."""
    minutes = seconds / 60
    if minutes < 1:
        return "less than a minute"
    return f"about {minutes:.0f} min" if minutes < 90 else f"about {minutes / 60:.0f} h"


def format_date(moment: datetime) -> str:
    """The day of a moment in time, here, as ``25 September 2026``."""
    return format_day(moment.astimezone())


def format_day(day: date) -> str:
    """A day of the calendar as ``25 September 2026``."""
    return f"{day:%-d %B %Y}"


def format_moment(moment: datetime) -> str:
    """The day, and the time where that was told: a date alone is kept as noon."""
    clock = format_time(moment)
    return f"{format_date(moment)}, {clock}" if clock else format_date(moment)


def format_time(moment: datetime) -> str:
    """The time of day, here, as ``09:15``; empty where it was not told: a date alone is kept as noon."""
    here = moment.astimezone()
    return f"{here:%H:%M}" if was_told(moment) and here.time() != time(12) else ""


def format_zone(moment: datetime) -> str:
    """By how much the clock here goes before UTC then: ``UTC+2``, ``UTC+5:30``, ``UTC``."""
    offset = moment.astimezone().utcoffset() or timedelta()
    minutes = round(abs(offset).total_seconds() / 60)
    past = f":{minutes % 60:02}" if minutes % 60 else ""
    return f"UTC{'-' if offset < timedelta() else '+'}{minutes // 60}{past}" if minutes else "UTC"


def was_told(moment: datetime) -> bool:
    """Whether somebody told when a call was held: the moment at which a recording was brought has fractions of a second."""
    return moment.microsecond == 0


def sentence(name: str) -> str:
    """``rise_pitch`` as ``Rise pitch``."""
    return name.replace("_", " ").capitalize()


def slug(name: str) -> str:
    """``What followed a moment`` as ``what-followed-a-moment``, for a key."""
    return re.sub(r"[^a-z]+", "-", name.lower()).strip("-")


def printable(text: str) -> str:
    """Text without what acts on a screen instead of standing on it: control characters (ESC, which a terminal obeys) and
    those that turn the direction of writing round. Each becomes the replacement character; tabs and line ends stay.
    """
    return _ACTING.sub("\N{REPLACEMENT CHARACTER}", text)


def markdown(text: str) -> str:
    """Text as Markdown that shows just that text, on one line: the only way for what a user wrote into Streamlit's labels,
    messages and helps, all of which are Markdown.

    A backslash takes from a character what it means to Markdown. Streamlit looks through the text once more afterwards, for
    addresses, icons and arrows; a word joiner (of no width) inside them keeps it from finding any.
    """
    line = _BLANKS.sub(" ", printable(text)).strip(" ")
    return "".join(f"\\{c}" if c in r"\`*_{}[]()<>#+-.!|~$:&=" else c for c in _FOUND_LATER.sub("\\g<0>\u2060", line))


def link(title: str, address: str) -> str:
    """A link as Markdown; only its title where the address is none of a page on the web."""
    if not re.match(r"https?://", address):
        return markdown(title)
    return f"[{markdown(title)}](<{quote(address, safe=_IN_ADDRESSES)}>)"


def known_of(call: CallSummary) -> list[str]:
    """What is known of a call beside its sound, each in a word or two: whose it is, when it was held, on which queue."""
    reference = f"Reference {call.reference}" if call.reference else None
    direction = call.direction and call.direction[:1].upper() + call.direction[1:]
    parts = (call.agent, call.team, format_moment(call.date), call.queue, direction, call.disposition, reference)
    return [part for part in parts if part]


def noon_of(day: date) -> datetime:
    """A day as a point of time: its noon here, which is the same day almost everywhere."""
    return datetime.combine(day, time(12)).astimezone()


def title(name: str) -> str:
    """A recording's file name as a heading: without folder, ending and underscores."""
    stem, dot, ending = name.rpartition(".")
    is_file = dot and 2 <= len(ending) <= 5 and ending.isalnum()
    return (stem if is_file else name).replace("_", " ").strip() or name


def format_amount(measure: Measure) -> str:
    """A figure with its unit, or a dash where it is withheld."""
    if measure.value is None:
        return "—"
    if measure.unit == "s" and measure.value >= 60:
        return format_clock(measure.value)
    number = f"{measure.value:,.1f}".removesuffix(".0")
    return f"{number}{measure.unit}" if measure.unit == "%" else f"{number} {measure.unit}".strip()


def figures(report: Report, stated: Collection[str] = ()) -> list[tuple[str, str, str]]:
    """What stands over the timeline: how many moments, and a few measured figures; a withheld one with its reason,
    unless that is among what is ``stated`` above them already.
    """
    measures = report.figures
    calmer, usual, missed = (measures.get(name) for name in ("partnered_then_calmer", "partnered_then_usual", "missed"))
    usual_part = f", {usual.value:.0f} of them back to the usual" if usual and usual.value else ""
    asides = {
        "partnered": f"{calmer.value:.0f} followed by calmer{usual_part}" if calmer and calmer.value else "",
        "escalated": f"{missed.value:.0f} unanswered" if missed and missed.value else "",
    }

    def reason(withheld: str | None) -> str | None:
        return "withheld: see above" if withheld in stated else withheld

    labels = {kind: KINDS[kind] for kind in ("pushed", "partnered", "escalated")} | FIGURES
    return [
        (format_amount(measures[name]), label, reason(measures[name].withheld) or asides.get(name, ""))
        for name, label in labels.items()
        if name in measures
    ]


def describe_outcome(report: Report) -> str:
    """How the call ended, and why it is said so."""
    return f"{OUTCOMES[report.outcome.kind]}: {report.outcome.because}"


def figure_strip(cells: list[tuple[str, str, str]]) -> str:
    """A row of figures as HTML: ``(value, label, aside)`` each."""
    figure_html = (
        f'<div class="figure"><span class="value">{escape(value)}</span><span class="label">{escape(label)}</span>'
        f'<span class="aside">{escape(aside)}</span></div>'
        for value, label, aside in cells
    )
    return f'<div class="figures">{"".join(figure_html)}</div>'
