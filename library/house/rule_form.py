"""One of the team's rules as the fields of a form, taken out of the team's TOML and put back into it.

The text stays what it was but for what a field changed: order, blank lines, comments, keys that no field has, other rules::

    # the depot is ours too                                    stays
    [blame_the_depot]                        fields            stays
    name = "Blaming the depot"      ──>   name: "Depot"   ──>  name = "Depot"
    patterns = [
      "the depot [again]",  # since May   patterns: as they     stays, as long as the list is not changed
    ]                                     were

What cannot stay, a comment within a list that is written anew or in a rule that goes, is said by :func:`lost_comments`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container
from contextlib import suppress
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import tomlkit
from tomlkit.exceptions import ParseError
from tomlkit.items import Table

_STRINGS_AND_COMMENTS = re.compile(
    r"\"{3}(?:\\.|[^\\])*?\"{3}|'{3}.*?'{3}|\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'|(#[^\n]*)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class RuleForm:
    """What a coach says of a rule. Of a technique of the shipped book only the lists and ``silent`` are the team's to fill."""

    name: str = ""
    stance: str = "push"
    why: str = ""
    patterns: tuple[str, ...] = ()
    vetoes: tuple[str, ...] = ()
    flag: tuple[str, ...] = ()
    pass_: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()
    silent: bool = False
    who: str = ""
    title: str = ""
    url: str = ""
    exceptions: tuple[str, ...] = ()


LISTS = ("patterns", "vetoes", "flag", "pass_", "exceptions", "instead")
"""The fields that are lists of texts, an entry a line."""
_TEXTS, _SOURCE = ("name", "why"), ("who", "title", "url")


def rule_ids(text: str) -> tuple[str, ...]:
    """The ids of the rules of a team's TOML, in their order."""
    return tuple(name for name, table in tomlkit.parse(text).items() if name != "words" and isinstance(table, dict))


def form_of(text: str, rule: str) -> RuleForm:
    """A rule's fields as they stand in a team's TOML."""
    table: dict[str, Any] = tomlkit.parse(text).unwrap()[rule]
    source = table.get("source", {})
    values: dict[str, Any] = {name: str(table[name]) for name in ("stance", *_TEXTS) if name in table}
    values |= {name: tuple(map(str, table.get(_key(name), ()))) for name in LISTS}
    values |= {part: str(source.get(part, "")) for part in _SOURCE}
    return RuleForm(**values, silent=bool(table.get("silent", False)))


def with_rule(text: str, rule: str, form: RuleForm, *, shipped: bool) -> str:
    """A team's TOML with a rule's fields put in, at the end where it is new; ``shipped``: on top of one of the book's."""
    document = tomlkit.parse(text)
    is_new = rule not in document
    table = tomlkit.table() if is_new else document[rule]
    if not isinstance(table, Table):  # dotted or inline, as nobody writes rules: put into a table of its own
        table = tomlkit.table()
        table.update(document.pop(rule).unwrap())
        is_new = True
    wanted, there = _written(form, shipped=shipped), table.unwrap()
    for name in {*LISTS, "silent"} - wanted.keys():
        table.pop(_key(name), None)
    for name, value in wanted.items():
        if there.get(_key(name)) != value:
            table[_key(name)] = _item(value)
            if _key(name) not in there:
                _before_tail(table)
    if is_new:
        if text.strip():
            document.add(tomlkit.nl())
        document.add(rule, table)
    return document.as_string()


def without_rule(text: str, rule: str) -> str:
    """A team's TOML without a rule; what is written below it, before the next, stays."""
    document = tomlkit.parse(text)
    table = document[rule]
    left = document.unwrap()
    del left[rule]
    if isinstance(table, Table):
        body = table.value.body
        del body[: len(body) - _tail(table)]
        header = re.compile(rf"""^[ \t]*\[[ \t]*["']?{re.escape(rule)}["']?[ \t]*\][^\n]*\n?""", re.MULTILINE)
        headless = header.sub("", document.as_string(), count=1)
        with suppress(ParseError):
            if tomlkit.parse(headless).unwrap() == left:
                return headless
    document = tomlkit.parse(text)
    document.remove(rule)
    return document.as_string()


def is_empty(text: str, rule: str) -> bool:
    """Whether nothing is said of a rule in a team's TOML."""
    return not tomlkit.parse(text).unwrap()[rule]


def _tail(table: Table) -> int:
    """How many pieces (blank lines, comments) stand below the last key of a table: they introduce the next one."""
    return sum(1 for _ in takewhile(lambda piece: piece[0] is None, reversed(table.value.body)))


def _before_tail(table: Table) -> None:
    """Move the key that was put in last to the other keys."""
    body = table.value.body
    last = body.pop()
    body.insert(len(body) - _tail(table), last)


def comments(text: str) -> list[str]:
    """The comments of a TOML text, in their order."""
    return [found[1].strip() for found in _STRINGS_AND_COMMENTS.finditer(text) if found[1]]


def lost_comments(before: str, after: str) -> tuple[str, ...]:
    """The comments that a change of a TOML text would take away."""
    return tuple((Counter(comments(before)) - Counter(comments(after))).elements())


def new_id(name: str, taken: Container[str]) -> str:
    """An id for a rule of that name: ``Blaming the depot`` is ``blaming_the_depot``, with a number where that is ``taken``."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:60] or "rule"
    return next(candidate for k in range(1, 10_000) if (candidate := plain if k == 1 else f"{plain}_{k}") not in taken)


def _written(form: RuleForm, *, shipped: bool) -> dict[str, Any]:
    """What is written of a form, by field; empty lists are not."""
    lists = {name: list(getattr(form, name)) for name in LISTS if getattr(form, name)}
    silent = {"silent": True} if form.silent else {}
    if shipped:
        return {**silent, **lists}
    speaker = "customer" if form.stance == "escalation" else "agent"
    source = {"who": form.who, "title": form.title, "url": form.url}
    return {
        "stance": form.stance,
        "speaker": speaker,
        "name": form.name,
        "why": form.why,
        "source": source,
        **silent,
        **lists,
    }


def _item(value: Any) -> Any:
    """A value as TOML shows it: a list an entry a line, a source on one."""
    if isinstance(value, dict):
        table = tomlkit.inline_table()
        table.update(value)
        return table
    if isinstance(value, list):
        array = tomlkit.array()
        array.extend(value)
        return array.multiline(multiline=True)
    return value


def _key(field: str) -> str:
    """A field's key: ``pass`` is a word of Python."""
    return field.removesuffix("_")
