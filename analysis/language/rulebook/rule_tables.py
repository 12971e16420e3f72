"""One table of a rule file as a rule, or what is wrong with it in a sentence.

::

    [policy_shield]
    stance   = "push"                      partner | push | escalation
    speaker  = "agent"                     whose words it is read in
    name     = "Hiding behind policy"
    why      = "..."                       what it does to the other side, in a trainer's terms
    source   = { who = "...", title = "...", url = "..." }
    patterns = ["that's [just] our policy"]        see analysis/language/rulebook/patterns.py
    vetoes   = ["policy number"]           found over the same words, the pattern was not meant
    flag     = ["That's our policy."]      must be heard
    pass     = ["Our policy number is on the front."]      must not
    instead  = ["What I can do is ..."]    for a push: the same meaning, standing beside the customer; see analysis/language/rulebook/rewrites.py
    exceptions = ["..."]                   in these and nearly the same the model does not hear it; see analysis/language/rulebook/exceptions.py
    speaks   = true                        its patterns are heard whatever the model weighs

A team file may name a shipped technique: its lists are *added*, its other values replace, and ``silent = true``
switches it off; or a new one, which then needs all but ``vetoes``, ``instead``, ``exceptions`` and ``speaks``. Every slip is one sentence
naming the file, the rule and the mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from analysis.language.rulebook.rules import STANCES, Rule, RuleError, Source
from audio.call import SPEAKERS

MOST_TEXTS = 2000
"""Entries of one list."""
MATCHING = frozenset(["patterns", "vetoes", "flag", "pass", "exceptions"])
"""The keys that say what is found in words."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands, for what is said of it: the file's name and the rule's id."""

    file: str
    rule: str

    def error(self, text: str) -> RuleError:
        """A slip at this place, to be raised; ``text`` goes on after the file's name."""
        return RuleError(f"{self.file}: {text}")


def read_rule(place: Place, value: object, shipped: Rule | None = None) -> Rule:
    """The rule of one table; on top of ``shipped`` where a team extends that one. Raises :class:`RuleError`.

    The patterns in the table are the team's; who reads shipped files takes that off again.
    """
    table = read_table(place, value)
    for key in table:
        if key not in _KEYS:
            raise place.error(f"the rule “{place.rule}” has “{key}”, and rules know only {', '.join(sorted(_KEYS))}")
    values = {key: read(place, key, table[key]) for key, read in _READERS.items() if key in table}
    return _new(place, table, values) if shipped is None else _extended(place, table, values, shipped)


def _extended(place: Place, table: Mapping[str, Any], values: Mapping[str, Any], shipped: Rule) -> Rule:
    """A shipped rule with a team's lists added and its other values replaced."""
    if shipped.heard and values.keys() & MATCHING:
        raise place.error(f"“{place.rule}” is heard in the voices, not read in words, so it can take no patterns")
    for key in ("stance", "speaker"):
        if key in table and table[key] != getattr(shipped, key):
            raise place.error(
                f"the {key} of the shipped rule “{place.rule}” is {getattr(shipped, key)} and stays so; give yours another id"
            )
    changes = {
        field: getattr(shipped, field) + value if isinstance(value, tuple) else value
        for field, value in _by_field(values).items()
    }
    if "source" in table:
        changes["source"] = _read_source(place, table["source"])
    return replace(shipped, **changes, team=values.get("patterns", ()))


def _new(place: Place, table: Mapping[str, Any], values: Mapping[str, Any]) -> Rule:
    """A rule of its own, which must say all that makes one."""
    stance, speaker = table.get("stance"), table.get("speaker")
    if stance not in STANCES:
        raise place.error(
            f"the rule “{place.rule}” needs a stance, one of {', '.join(STANCES)}; or is the id of a shipped rule misspelt?"
        )
    if speaker not in SPEAKERS:
        raise place.error(f"the rule “{place.rule}” needs a speaker, agent or customer")
    if (stance == "escalation") != (speaker == "customer"):
        raise place.error(
            f"the rule “{place.rule}”: agents partner or push, customers escalate; {speaker} and {stance} do not go together"
        )
    for key in ("name", "why", "source"):
        if key not in table:
            raise place.error(f"the rule “{place.rule}” needs “{key}”")
    if not values.get("heard") and not (values.get("patterns") and values.get("flag")):
        raise place.error(
            f"the rule “{place.rule}” needs patterns, and under flag at least one sentence they must find"
        )
    source = _read_source(place, table["source"])
    fields = _by_field(values)
    return Rule(id=place.rule, stance=stance, speaker=speaker, source=source, **fields, team=fields.get("patterns", ()))


def _by_field(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values by the names of the rule's fields: ``pass`` is a word of Python."""
    return {"pass_" if key == "pass" else key: value for key, value in values.items()}


def read_table(place: Place, value: object) -> dict[str, Any]:
    """``value`` as a table. Raises :class:`RuleError`."""
    if not isinstance(value, dict):
        raise place.error(
            f"“{place.rule}” stands outside of a rule; rules begin with their id in brackets, such as [policy_shield]"
        )
    return value


def read_texts(place: Place, key: str, value: object) -> tuple[str, ...]:
    """``value`` as a list of texts. Raises :class:`RuleError`."""
    if not isinstance(value, list) or not all(isinstance(text, str) and text.strip() for text in value):
        raise place.error(f"“{key}” of “{place.rule}” is a list of texts in quotation marks, none of them empty")
    if len(value) > MOST_TEXTS:
        raise place.error(f"“{key}” of “{place.rule}” has {len(value)} entries; {MOST_TEXTS} is the most")
    return tuple(value)


def _read_text(place: Place, key: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise place.error(f"“{key}” of the rule “{place.rule}” is a text in quotation marks")
    return value


def _read_flag(place: Place, key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise place.error(f"“{key}” of the rule “{place.rule}” is true or false")
    return value


def _read_source(place: Place, value: object) -> Source:
    table = value if isinstance(value, dict) else {}
    is_whole = set(table) == {"who", "title", "url"} and all(isinstance(text, str) for text in table.values())
    if not is_whole or not table["who"].strip() or not table["title"].strip():  # what a house says has no address
        raise place.error(f'the source of “{place.rule}” is {{ who = "...", title = "...", url = "..." }}')
    return Source(**table)


_READERS: Mapping[str, Callable[[Place, str, object], Any]] = {
    **dict.fromkeys(("patterns", "vetoes", "flag", "pass", "instead", "exceptions"), read_texts),
    **dict.fromkeys(("silent", "heard", "speaks"), _read_flag),
    **dict.fromkeys(("name", "why"), _read_text),
}
"""How the value of each key is read, in the order in which slips are told."""
_KEYS = {*_READERS, "stance", "speaker", "source"}
