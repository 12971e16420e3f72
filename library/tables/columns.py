"""What the tables hold: each column with its type, its unit and its meaning. ``docs/export.md`` is this page written out, and a test holds it to it.

A column is never taken away or given another meaning while :data:`VERSION` stays; new ones may come at the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

VERSION = 1
"""Of the tables; kept in each file as ``sameside.version``."""

Kind = Literal["text", "number", "whole", "yes or no", "time"]
Name = Literal["calls", "moments", "measures", "evaluations"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what is in it, and what it means with its unit; ``needed`` where it is never empty."""

    name: str
    kind: Kind
    meaning: str
    needed: bool = False


_CALL = Column("call_id", "text", "the call, as in `calls`", True)

TABLES: MappingProxyType[Name, tuple[Column, ...]] = MappingProxyType({
    "calls": (
        Column("call_id", "text", "the call", True),
        Column("name", "text", "what people call it, at first its file's name", True),
        Column("date", "time", "when it was held; when it was kept, where nothing tells that", True),
        Column("agent", "text", "whose call it is"),
        Column("team", "text", "the team that the agent is in now"),
        Column("queue", "text", "the queue or campaign, as the recorder or a list tells it"),
        Column("direction", "text", "`in` or `out`, where that is known"),
        Column("disposition", "text", "how the agent closed it"),
        Column("reference", "text", "the house's own reference"),
        Column("duration", "number", "seconds", True),
        Column("layout", "text", "`two_sides`, `mono`, `dual_mono`, `one_side_silent` or `words_only`", True),
        Column("has_words", "yes or no", "whether its words are known: without them a count of none says nothing", True),
        Column("outcome", "text", "how it ended, as people settled it: `calm`, `settled`, `unsettled` or `unclear`"),
        Column("pushed", "whole", "moments in which the agent pushed, of high confidence, without refused ones", True),
        Column("partnered", "whole", "the same, in which the agent partnered", True),
        Column("escalated", "whole", "the same, in which a voice rose", True),
        Column("settled", "whole", "the same, in which the customer settled", True),
        Column("missed", "whole", "the same, which the agent missed", True),
        Column("reviewed", "time", "when a coach had been through it"),
        Column("reviewed_by", "text", "who that was"),
    ),
    "moments": (
        _CALL,
        Column("number", "whole", "its place in the call, from 0; it may change when the call is judged anew", True),
        Column("kind", "text", "`pushed`, `partnered`, `escalated`, `settled` or `missed`", True),
        Column("technique", "text", "the technique or lens (docs/techniques.md); empty for a settling"),
        Column("speaker", "text", "`agent` or `customer`", True),
        Column("start", "number", "seconds from the start of the recording", True),
        Column("end", "number", "seconds from the start of the recording", True),
        Column("headline", "text", "a few words for a list", True),
        Column("because", "text", "the evidence, masked", True),
        Column("words", "text", "the words it rests on, masked; empty where it was heard and not read", True),
        Column("rule", "text", "what made it: the rule's id, or the names of the limits", True),
        Column("instead", "text", "for a push: what to say instead"),
        Column("confidence", "text", "`high` or `low`", True),
        Column("likely", "number", "how likely its words take its side, from 0 to 1"),
        Column("refused", "yes or no", "whether people refuse it, so that it counts no more", True),
        Column("after", "text", "what followed: `calmer`, `no_change`, `hotter` or `cannot_tell`"),
        Column("change", "number", "by how much, in standard deviations of the customer's own calm speech; positive is hotter"),
        Column("margin", "number", "half of its 90 % interval, in the same unit"),
    ),
    "measures": (
        _CALL,
        Column("name", "text", "what is measured (docs/report.md)", True),
        Column("speaker", "text", "whose it is: `agent` or `customer`; empty for the call's"),
        Column("start", "number", "seconds from the start of the recording", True),
        Column("end", "number", "seconds from the start of the recording", True),
        Column("whole", "yes or no", "whether it is over the whole call", True),
        Column("value", "number", "the number, in `unit`; empty where it could not be trusted"),
        Column("unit", "text", "its unit", True),
        Column("withheld", "text", "why there is no number"),
    ),
    "evaluations": (
        _CALL,
        Column("evaluation", "whole", "the evaluation", True),
        Column("form", "whole", "the form", True),
        Column("version", "whole", "the form's version", True),
        Column("kind", "text", "`review` or `calibration`", True),
        Column("reviewer", "text", "who evaluated", True),
        Column("finished", "time", "when it was finished", True),
        Column("score", "number", "per cent; empty where nothing could be scored"),
        Column("acknowledged", "time", "when the agent acknowledged it"),
    ),
})  # fmt: skip
"""The tables by name. An evaluation is there once it is finished."""
