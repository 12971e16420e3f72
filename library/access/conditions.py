"""What somebody may see, as SQL: of each table the condition that holds for the rows that they may read.

A call is seen by whoever stands to it in one of the ways of :func:`standings`, which are also what is told when somebody asks why; what
hangs on a call is seen with it. The same text serves twice: with a person's number, roles and teams written into it, for the wall
of the program (:mod:`library.database.walls`), and with functions of the database in their place, for PostgreSQL's own
row-level security (:mod:`library.access.row_security`).

Whoever keeps a table that this page does not name shows it to nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from library.access.viewer import Viewer

Standing = Literal["practice", "own", "coach", "reviewer", "assigned", "brought", "shown", "admin"]
"""How somebody stands to a call, the nearest first."""

OF_ONESELF: tuple[Standing, ...] = ("practice", "own", "assigned", "shown")
"""Those that have nothing to do with the teams that somebody is there for."""
OF_AN_AGENT: tuple[Standing, ...] = ("own", "coach", "reviewer")
"""Those that are the same for all calls of an agent."""
TRUE, FALSE = "true", "false"
OF_A_CALL = ("hearing", "report", "tally", "answer", "spoken", "mask", "correction", "legal_hold", "retention_notice")
"""Tables of which all is seen with its call."""
OF_DAYS = ("daily_calls", "daily_techniques", "daily_responses", "daily_due")
"""Tables of what all calls of an agent on a day come to (:mod:`library.trends`), which is seen by whoever sees them all."""
OF_A_PERSON = ("person_role", "person_team", "sign_in", "typed_name")
"""Tables of people, of which everybody sees what is theirs, and an admin all."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What is written into the conditions. ``person`` is a number; the others hold or not, ``TRUE`` and ``FALSE`` where that is known
    beforehand; ``teams`` are a list's inside; ``only_teams`` as a viewer has it; ``all_agents`` holds where no agent is outside these teams;
    ``agents_shown`` is the query of :func:`agents_shown`, where the database has a quicker one, and ``calls_of`` a query of the calls that are
    ``own`` or ``coached``, by that word in the place of ``{}``; ``guarded`` holds where every table that a
    condition names is behind its own already, so that a call that is there is a call that may be seen; ``hidden`` are the only calls that may
    not be seen, a list's inside, where that is known and they are few (``None``: it is not)."""

    person: str
    known: str
    agent: str
    coach: str
    reviewer: str
    admin: str
    teams: str
    only_teams: bool = False
    all_agents: str = FALSE
    agents_shown: str = ""
    calls_of: str = ""
    guarded: bool = False
    hidden: str | None = None

    @property
    def team_agents(self) -> str:
        """The agents of the teams, as a query. This and the next three are written in one way everywhere: what is known of them is put in their place."""
        return f"SELECT id FROM agent WHERE team_id IN ({self.teams})"

    @property
    def own_agents(self) -> str:
        """The agents that the person is."""
        return f"SELECT id FROM agent WHERE person_id = {self.person}"

    @property
    def calls_given(self) -> str:
        """The calls that were given to the person to review."""
        return f"SELECT call_id FROM assignment WHERE person_id = {self.person}"

    @property
    def calls_shown(self) -> str:
        """The calls that were shown to the person."""
        return f"SELECT call_id FROM call_share WHERE person_id = {self.person}"


def terms_of(viewer: Viewer, all_agents: bool = False) -> Terms:
    """The terms of a person, as they are known now; ``all_agents`` says that no agent is outside their teams, which is asked of the database anew."""
    assert viewer.person_id is not None
    agent, coach, reviewer, admin = (
        TRUE if role in viewer.roles else FALSE for role in ("agent", "coach", "reviewer", "admin")
    )
    known = TRUE if viewer.roles else FALSE
    teams = ", ".join(map(str, sorted(viewer.teams))) or "NULL"
    everybody = TRUE if all_agents and asks_for_all(viewer) else FALSE
    return Terms(str(viewer.person_id), known, agent, coach, reviewer, admin, teams, viewer.only_teams, everybody)


def asks_for_all(viewer: Viewer) -> bool:
    """Whether it is to be asked if somebody is there for all agents: not of who looks for some of a person's teams alone."""
    return bool(viewer.teams) and not viewer.only_teams


def standings(terms: Terms) -> dict[Standing, str]:
    """By each way in which somebody may stand to a call, the condition of the call's row; those that cannot hold are left out."""
    house = "practice_of IS NULL"
    theirs = f"agent_id IN ({terms.team_agents})"
    given = f"id IN ({terms.calls_given})"
    shown = f"id IN ({terms.calls_shown})"
    ways: dict[Standing, str] = {
        "practice": _all(terms.known, f"practice_of = {terms.person}"),
        "own": _all(terms.agent, house, f"agent_id IN ({terms.own_agents})"),
        "coach": _all(terms.coach, house, theirs),
        "reviewer": _all(terms.reviewer, house, theirs),
        "assigned": _all(terms.reviewer, house, given),
        "brought": _all(terms.known, house, "agent_id IS NULL", f"brought_by = {terms.person}"),
        "shown": _all(terms.known, shown),
        "admin": _all(terms.admin, house),
    }
    left_out = OF_ONESELF if terms.only_teams else ()
    return {way: condition for way, condition in ways.items() if condition != FALSE and way not in left_out}


def calls_seen(terms: Terms) -> str:
    """The condition of a call's row that it may be seen. What holds for most rows, and is the least to ask, stands first: of a library of
    100,000 calls every row is asked. (A ``+`` has SQLite go through them rather than look each up.)"""
    if terms.hidden == "":
        return TRUE
    ways = standings(terms)
    if ways.get("admin") == "practice_of IS NULL":  # then no other way needs to be looked at
        return _any(*(ways[way] for way in ("admin", "practice", "shown") if way in ways))
    agents_call = _all(_coaches_all(terms), "+agent_id IS NOT NULL", "practice_of IS NULL")
    if _coaches_all(terms) == TRUE:
        ways = {way: condition for way, condition in ways.items() if way not in OF_AN_AGENT}
    return _any(ways.pop("admin", FALSE), agents_call, *ways.values())


def _days_seen(table: str, terms: Terms) -> str:
    """The condition of an agent's day: that all calls on it are seen, by one of the :func:`standings` that are about an agent."""
    own = FALSE if terms.only_teams else terms.agent
    return _any(
        terms.admin,
        _all(_coaches_all(terms), f"{table}.agent_id <> 0"),
        _all(own, f"{table}.agent_id IN ({terms.own_agents})"),
        _all(
            _any(terms.coach, terms.reviewer),
            f"{table}.agent_id IN ({terms.team_agents})",
        ),
    )


def _coaches_all(terms: Terms) -> str:
    """The condition, the same for every row, that no agent is outside the teams for which somebody coaches or reviews."""
    return _all(_any(terms.coach, terms.reviewer), terms.all_agents)


def conditions(terms: Terms) -> dict[str, str]:
    """By table, the condition of a row that it may be seen."""
    person, admin = terms.person, terms.admin
    agents = _any(
        admin,
        _coaches_all(terms),
        _all(terms.agent, f"agent.person_id = {person}"),
        _all(_any(terms.coach, terms.reviewer), f"agent.team_id IN ({terms.teams})"),
        FALSE if terms.only_teams else _all(terms.known, f"agent.id IN ({terms.agents_shown or agents_shown(terms)})"),
    )
    with_call = _with_call("job", terms)
    of_whom = _any("job.call_id IS NULL", with_call) if admin == TRUE else "job.call_id IS NULL"
    of_house = _all(admin, "job.practice_until IS NULL", of_whom)
    of_call = FALSE if admin == TRUE else with_call
    for_practice = "job.practice_until IS NULL" if terms.only_teams else TRUE
    jobs = _any(of_house, _all(terms.known, f"job.added_by = {person}", for_practice), of_call)
    notes = _all(_with_call("note", terms), note_seen(terms))
    own = f"SELECT id FROM call WHERE agent_id IN ({terms.own_agents})"
    heard = _named("hearing", "hearing.recording_id = recording.id", _with_call("hearing", terms), terms)
    queued = _named("job", "job.recording_id = recording.id", jobs, terms)
    return {
        "call": calls_seen(terms),
        **{table: _with_call(table, terms) for table in OF_A_CALL},
        **{table: _days_seen(table, terms) for table in OF_DAYS},
        "technique_name": terms.known,
        "note": notes,
        "note_version": _named("note", "note.id = note_version.note_id", notes, terms),
        "job": jobs,
        "job_file": _named("job", "job.id = job_file.job_id", jobs, terms),
        "recording": f"({heard} OR {queued})",
        "agent": agents,
        "team": _any(
            admin,
            _all(_any(terms.coach, terms.reviewer), f"team.id IN ({terms.teams})"),
            f"team.id IN (SELECT team_id FROM agent WHERE {_beneath(agents, terms)})",
        ),
        "person": _any(admin, f"person.id = {person}"),
        **{table: _any(admin, f"{table}.person_id = {person}") for table in OF_A_PERSON},
        **{
            table: _any(
                admin if table == "assignment" else FALSE, f"{table}.person_id = {person}", f"{table}.by_id = {person}"
            )
            for table in ("call_share", "assignment")
        },
        "audit_event": _any(admin, f"audit_event.person_id = {person}", f"audit_event.call_id IN ({own})"),
        "saved_view": _all(terms.known, f"(saved_view.shared OR saved_view.owner_id = {person})"),
        **_evaluations(terms),
        **_coaching(terms),
        **_clips(terms),
        "notice": _all(
            f"notice.person_id = {person}",
            _with_call("notice", terms),
            f"(notice.note_id IS NULL OR {_named('note', 'note.id = notice.note_id', notes, terms)})",
        ),
        "setting": own_setting(f"'{PERSONAL}' || {person} || ':'"),
    }


EVALUATED: frozenset[Standing] = frozenset({"own", "coach", "reviewer", "assigned", "admin"})
"""How one stands to a call of whose evaluations one is told: it is of its agent's work, so not by having been shown the call."""


def _evaluations(terms: Terms) -> dict[str, str]:
    """Of forms, evaluations and draws: an evaluation is its reviewer's until it is finished; in a calibration, until whoever looks has
    finished theirs, or all have, or it was opened; and then it is told to those who review and to no agent."""
    person = terms.person
    staff = _any(terms.coach, terms.reviewer, terms.admin)
    stands = _any(*(condition for way, condition in standings(terms).items() if way in EVALUATED))
    seats = f"SELECT calibration_id FROM calibration_seat WHERE person_id = {person}"
    sessions = _any(terms.admin, _all(staff, f"(calibration.leader_id = {person} OR calibration.id IN ({seats}))"))
    told = _any(
        f"evaluation.calibration_id IN (SELECT id FROM calibration WHERE opened IS NOT NULL AND {sessions})",
        f"evaluation.calibration_id IN ({seats} AND finished IS NOT NULL)",
    )
    anothers = f"(agent_id IS NULL OR agent_id NOT IN ({terms.own_agents}))"
    finished = _any(
        "evaluation.finished IS NOT NULL AND evaluation.kind = 'review'",
        _all(staff, f"evaluation.finished IS NOT NULL AND evaluation.kind = 'calibration' AND {told} AND {anothers}"),
    )
    seen = (
        FALSE
        if stands == FALSE
        else "EXISTS (SELECT 1 FROM call WHERE call.id = evaluation.call_id "
        f"AND {stands} AND {_any(f'evaluation.reviewer_id = {person}', finished)})"
    )
    drawn = f"call_draw.id IN (SELECT draw_id FROM call_draw_call WHERE {_with_call('call_draw_call', terms)})"
    agreed = _named("calibration", "calibration.id = agreed_answer.calibration_id", sessions, terms)
    return {
        "calibration": sessions,
        "calibration_seat": _any(terms.admin, _all(staff, f"calibration_seat.person_id = {person}")),
        "agreed_answer": _all(staff, agreed, _with_call("agreed_answer", terms)),
        "form": _any(
            terms.admin,
            _all(terms.known, "form.id IN (SELECT form_id FROM form_version WHERE published IS NOT NULL)"),
        ),
        "form_version": _any(terms.admin, _all(terms.known, "form_version.published IS NOT NULL")),
        "evaluation": seen,
        **{
            table: _named("evaluation", f"evaluation.id = {table}.evaluation_id", seen, terms)
            for table in ("evaluation_answer", "appeal")
        },
        "mended_rule": _named(
            "appeal JOIN evaluation ON evaluation.id = appeal.evaluation_id",
            "appeal.id = mended_rule.appeal_id",
            seen,
            terms,
        ),
        "call_draw": _any(terms.admin, _all(staff, drawn)),
        "call_draw_call": _all(staff, _with_call("call_draw_call", terms)),
    }


def _coaching(terms: Terms) -> dict[str, str]:
    """Of coaching sessions: a draft is its coach's; what was held is the agent's too, their coaches' and the admins', and nobody else's. Of a
    moment on the agenda one is told where one also sees its call."""
    held = "coaching_session.held IS NOT NULL"
    coached = f"coaching_session.agent_id IN ({terms.team_agents})"
    own = f"coaching_session.agent_id IN ({terms.own_agents})"
    drafted = f"coaching_session.coach_id = {terms.person}"
    seen = _any(
        _all(terms.coach, coached, _any(held, drafted)),
        _all(terms.admin, _any(held, drafted, "coaching_session.coach_id IS NULL")),
        _all(terms.agent, held, own),
    )
    of_session = {
        table: FALSE
        if seen == FALSE
        else _named("coaching_session", f"coaching_session.id = {table}.session_id", seen, terms)
        for table in ("coaching_item", "coaching_moment")
    }
    of_session["coaching_moment"] = _all(of_session["coaching_moment"], _with_call("coaching_moment", terms))
    return {"coaching_session": seen, **of_session}


def _clips(terms: Terms) -> dict[str, str]:
    """Of clips and playlists: a playlist is its owner's, or a team's, or everybody's, and a clip in it is for whoever sees its call."""
    person = terms.person
    theirs = f"playlist.team_id IN (SELECT team_id FROM agent WHERE agent.person_id = {person})"
    circles = (
        "(playlist.shared AND playlist.team_id IS NULL)",
        _all(_any(terms.coach, terms.reviewer), f"playlist.team_id IN ({terms.teams})"),
        _all(terms.agent, theirs),
        _all(terms.admin, "playlist.team_id IS NOT NULL"),
    )
    playlists = _all(terms.known, f"({_any(f'playlist.owner_id = {person}', *circles)})")
    gathered = f"clip.playlist_id IN (SELECT id FROM playlist WHERE {_beneath(playlists, terms)})"
    mine = f"clip.keeper_id = {person}"
    return {"playlist": playlists, "clip": _all(_with_call("clip", terms), _any(mine, gathered))}


PERSONAL = "person:"
"""How the name of a setting begins that is one person's: ``person:12:…`` is seen and kept by person 12 alone."""


def own_setting(prefix: str) -> str:
    """The condition of a setting that it is the house's, or this person's."""
    mine = f"substr(setting.name, 1, length({prefix})) = {prefix}"
    return f"(substr(setting.name, 1, {len(PERSONAL)}) <> '{PERSONAL}' OR {mine})"


def note_seen(terms: Terms) -> str:
    """The condition of a note on a call that may be seen: whom the author addresses it to, and, of what is not private, whoever began the
    thread."""
    person = terms.person
    own = f"SELECT id FROM call WHERE practice_of = {person} OR agent_id IN ({terms.own_agents})"
    coached = f"SELECT id FROM call WHERE agent_id IN ({terms.team_agents}) OR id IN ({terms.calls_shown})"
    if terms.calls_of:
        own, coached = terms.calls_of.format("own"), terms.calls_of.format("coached")
    agents = f"note.audience = 'agent' AND note.call_id IN ({own})"
    coaches = f"note.audience = 'coaches' AND note.call_id IN ({coached})"
    return _any(
        f"note.author_id = {person}",
        "note.audience = 'everybody'",
        _all(terms.agent, agents),
        _all(terms.coach, coaches),
        _all(terms.admin, "note.audience <> 'me'"),
        f"(note.audience <> 'me' AND {THREAD.format(person=person)})",
    )


THREAD = "note.reply_to IN (SELECT begun.id FROM note AS begun WHERE begun.author_id = {person})"
"""The condition of a reply that its thread was begun by a person."""


def _with_call(table: str, terms: Terms) -> str:
    """The condition of a row that its call may be seen. An admin's is by the few calls that may not be."""
    if terms.hidden is not None:
        return f"{table}.call_id NOT IN ({terms.hidden})" if terms.hidden else f"{table}.call_id IS NOT NULL"
    if terms.admin == TRUE:
        hidden = f"practice_of <> {terms.person} AND id NOT IN ({terms.calls_shown})"
        return f"{table}.call_id NOT IN (SELECT id FROM call WHERE practice_of IS NOT NULL AND {hidden})"
    return _named("call", f"call.id = {table}.call_id", calls_seen(terms), terms)


def _named(tables: str, joined: str, seen: str, terms: Terms) -> str:
    """That a row of other tables is there, and seen. Where these are guarded, a row that is there is seen."""
    return f"EXISTS (SELECT 1 FROM {tables} WHERE {_all(joined, _beneath(f'({seen})', terms))})"


def _beneath(seen: str, terms: Terms) -> str:
    """The condition of a row of a table that a condition names: none, where that table has its own."""
    return TRUE if terms.guarded else seen


def agents_shown(terms: Terms) -> str:
    """The agents of the calls that were shown or given to somebody, as a query."""
    return f"SELECT agent_id FROM call WHERE {_shown_to(terms)}"


def _shown_to(terms: Terms) -> str:
    """The condition of a call that it was shown or given to somebody, whoever's it is."""
    if terms.reviewer == FALSE:
        return f"id IN ({terms.calls_shown})"
    return f"id IN ({terms.calls_shown} UNION ALL {terms.calls_given}{'' if terms.reviewer == TRUE else f' AND {terms.reviewer}'})"


def _all(*conditions: str) -> str:
    if FALSE in conditions:
        return FALSE
    return " AND ".join(condition for condition in conditions if condition != TRUE) or TRUE


def _any(*conditions: str) -> str:
    if TRUE in conditions:
        return TRUE
    some = [condition for condition in dict.fromkeys(conditions) if condition != FALSE]
    if not some:
        return FALSE
    return some[0] if len(some) == 1 else "(" + " OR ".join(f"({condition})" for condition in some) + ")"
