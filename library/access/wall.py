"""The wall of one viewer: what :mod:`library.access.conditions` says, for the sessions of whoever looks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from library.access.conditions import OF_A_CALL, asks_for_all, conditions, terms_of
from library.access.viewer import Viewer
from library.database.connection import VIEWER
from library.database.walls import Wall

MAY_ADD = frozenset({"note", "note_version"})
"""The tables to which a person may add rows that are theirs. What else is kept goes by code that asks first."""

ROLE = "sameside_viewer"
"""The role of PostgreSQL under which persons read: it may log in nowhere and owns nothing."""
HANGS_ON = {**dict.fromkeys(OF_A_CALL, ("call_id", "call", "id")), "team": ("id", "agent", "team_id")}
PERSON = "sameside.person"
"""PostgreSQL's setting that says which person reads."""
HIDES = "sameside.hides"
"""… and the one in which stands, after the person's number, how much they did not see when it was asked. Where that is many, no statement has to find it
out anew: each is then asked of its call, which is always right."""


COACHES_ALL, AGENTS_SHOWN = "sameside_coaches_all()", "sameside_agents_shown()"
"""Functions of PostgreSQL: whether no agent is outside a person's teams, which could not be asked where others are not there to be seen;
and the agents of the calls that were shown or given to them, which are a few of many."""
CALLS_OF = "SELECT sameside_calls_of('{}')"
"""… and, as a query, the calls that are a person's own or of those whom they coach."""


PLAIN = re.compile(r"[\w-]{1,64}", re.ASCII)
"""An id of a call that can stand in SQL as it is."""
MOST = 500
"""So many ids are written into a wall; more are asked for where they are needed."""
MOST_HIDDEN = 50
"""… and so many that somebody does not see: with each that comes, what they ask is compiled anew."""
Ids = tuple[int | str, ...]

_HIDDEN = "CASE sameside_hides() WHEN 'none' THEN ARRAY[]::text[] WHEN 'few' THEN ARRAY(SELECT sameside_hidden()) END"
"""The only calls that somebody does not see, where they see all but a few; else nothing."""
_KNOWN = "ARRAY(SELECT role FROM person_role WHERE person_id = {person}), ARRAY(SELECT team_id FROM person_team WHERE person_id = {person})"
"""The roles and teams by which the database answers, which are to be those of the viewer."""


@lru_cache(maxsize=256)  # with a wall are kept the statements that were compiled for it
def wall_of(viewer: Viewer, on_postgresql: bool = False) -> Wall:
    """The wall of a person, which asks at the beginning of a transaction what is the same for all of it, so that no row has to.

    Of who coaches or reviews: whether no agent is outside their teams, so that it need not be asked of a call whose it is. On PostgreSQL, where
    the row-level security beneath keeps it from looking anything up by a query: the agents and calls that are theirs, and the few calls that
    are not, which are then written out.
    """
    wall = _wall(viewer, on_postgresql)
    if on_postgresql:
        asked = (
            COACHES_ALL,
            _HIDDEN,
            _KNOWN.format(person=viewer.person_id),
            *(_answer(viewer, query) for query, _ in _asked(viewer)),
            f"set_config('{HIDES}', concat({viewer.person_id}, ':', sameside_hides()), true)",
        )
        wall.asked = "SELECT " + ", ".join(asked), _by_answer(viewer)
    elif asks_for_all(viewer) and viewer.roles & {"coach", "reviewer"}:
        outside = f"SELECT 1 FROM agent WHERE team_id IS NULL OR team_id NOT IN ({terms_of(viewer).teams})"
        all_agents = _wall(viewer, on_postgresql, all_agents=True)
        wall.asked = f"SELECT NOT EXISTS ({outside})", lambda answer: all_agents if answer[0] else wall
    return wall


def _wall(
    viewer: Viewer,
    on_postgresql: bool,
    all_agents: bool = False,
    known: Mapping[str, str] | None = None,
    hidden: str | None = None,
    hides: str = "",
    as_told: bool = False,
) -> Wall:
    """``known`` are queries, and what is written in their place; ``hidden`` as the terms have it, ``hides`` as :data:`HIDES` has; ``as_told`` says that the
    database knows the viewer by these roles and teams."""
    terms = replace(terms_of(viewer, all_agents), hidden=hidden)
    if on_postgresql:
        terms = replace(terms, agents_shown=f"SELECT {AGENTS_SHOWN}", calls_of=CALLS_OF if as_told else "")
    said = conditions(terms)
    for query, answer in (known or {}).items():
        said = {table: condition.replace(query, answer) for table, condition in said.items()}
    settings = {VIEWER: "person", PERSON: str(viewer.person_id), HIDES: hides, "role": ROLE}
    return Wall(said, MAY_ADD, settings, {"role": "none", VIEWER: "system"}, HANGS_ON)


def _asked(viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """The queries in a person's conditions whose answers are written out, each with what is never among these."""
    terms = terms_of(viewer)
    return (
        (f"SELECT {AGENTS_SHOWN}", "-1"),
        (terms.team_agents, "-1"),
        (terms.own_agents, "-1"),
        (terms.calls_given, "''"),
        (terms.calls_shown, "''"),
    )


def _answer(viewer: Viewer, query: str) -> str:
    """What answers one of these, which needs no asking for who has no teams, or nothing to review."""
    terms = terms_of(viewer)
    if (query == terms.team_agents and not viewer.teams) or (
        query == terms.calls_given and "reviewer" not in viewer.roles
    ):
        return "ARRAY[]::text[]"
    return f"ARRAY({query})"


def _by_answer(viewer: Viewer) -> Callable[[tuple[Any, ...]], Wall]:
    """Of a person on PostgreSQL, the wall by what they were answered."""

    @lru_cache(maxsize=8)
    def settled(all_agents: bool, hides: str, as_told: bool, hidden: Ids | None, answers: tuple[Ids, ...]) -> Wall:
        known = {
            query: ", ".join(filter(None, [never, _written(answer)]))
            for (query, never), answer in zip(_asked(viewer), answers, strict=True)
            if _can_be_written(answer)
        }
        few = _written(hidden) if hidden is not None and _can_be_written(hidden, MOST_HIDDEN) else None
        return _wall(
            viewer, True, all_agents and bool(viewer.roles & {"coach", "reviewer"}), known, few, hides, as_told
        )

    def by_answer(row: tuple[Any, ...]) -> Wall:
        all_agents, hidden, roles, teams, *answers, hides = row
        as_told = set(roles) == viewer.roles and set(teams) == viewer.teams and not viewer.only_teams
        hidden = tuple(sorted(hidden)) if hidden is not None and as_told else None
        return settled(all_agents, hides, as_told, hidden, tuple(tuple(sorted(answer)) for answer in answers))

    return by_answer


def _can_be_written(ids: Ids, most: int = MOST) -> bool:
    return len(ids) <= most and all(isinstance(one, int) or PLAIN.fullmatch(one) for one in ids)


def _written(ids: Ids) -> str:
    return ", ".join(str(one) if isinstance(one, int) else f"'{one}'" for one in ids)
