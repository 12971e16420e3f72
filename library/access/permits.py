"""Asking: how somebody stands to calls, why they see one, and whether they may do what they are about to do.

What may not be seen is not there: whoever asks for it is told so in the words of a call that was never kept. What may be seen but not
done is said, with who may.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import nullcontext
from typing import Any

from sqlalchemy import literal_column, select
from sqlalchemy.orm import Session

from audio.errors import InputError, SameSideError
from library.access.conditions import PERSONAL, Standing, standings, terms_of
from library.access.rights import BY_STANDING, DEEDS, HOUSE_DEEDS, OF_ROLES, REASONS, WHO, HouseRight, Right
from library.access.viewer import SYSTEM, Role, Viewer
from library.database.connection import in_batches
from library.database.looking import asked_once
from library.database.schema import CallRow
from library.database.text import one_line
from library.database.walls import unwalled

_A_ROLE: dict[Role, str] = {"agent": "an agent", "coach": "a coach", "reviewer": "a reviewer", "admin": "an admin"}


class NotAllowedError(InputError):
    """Somebody sees something, and may not do this with it."""


def viewer_in(session: Session) -> Viewer:
    """Who reads and writes in a session: the program itself where nobody else does."""
    viewer: Viewer = session.info.get("viewer") or SYSTEM
    return viewer


def acting_name(session: Session, given: str) -> str:
    """The name of whoever acts in a session, as it is kept: of whoever has signed in, as they are known, else the one that was ``given``."""
    viewer = viewer_in(session)
    return viewer.name if viewer.is_person else one_line(given)


def standings_to(session: Session, call_ids: Sequence[str]) -> dict[str, tuple[Standing, ...]]:
    """How the session's viewer, a person, stands to each of these calls that they may see, the nearest first."""
    return standings_of(session, viewer_in(session), call_ids)


def standings_of(session: Session, person: Viewer, call_ids: Sequence[str]) -> dict[str, tuple[Standing, ...]]:
    """How a person stands to each of these calls that they may see, the nearest first."""
    ids = tuple(call_ids)
    question = standings_of, person, ids
    return asked_once(session, question, lambda: _standings_of(session, person, ids), same_past_the_wall=True)


def _standings_of(session: Session, person: Viewer, call_ids: Sequence[str]) -> dict[str, tuple[Standing, ...]]:
    ways = standings(terms_of(person))
    found: dict[str, tuple[Standing, ...]] = {}
    if not ways:
        return found
    columns: list[Any] = [literal_column(f"({condition})").label(way) for way, condition in ways.items()]
    with nullcontext() if person == viewer_in(session) else unwalled(session):  # how one stands oneself, no wall hides
        for ids in in_batches(call_ids):
            rows = session.execute(select(CallRow.id, *columns).where(CallRow.id.in_(ids)))
            for call_id, *holds in rows:
                held = tuple(way for way, it_does in zip(ways, holds, strict=True) if it_does)
                if held:
                    found[call_id] = held
    return found


def permit(session: Session, right: Right, call_ids: Iterable[str]) -> None:
    """Raise unless the session's viewer may do this with all of these calls: as where there is no such call for one that they may not
    see, :class:`NotAllowedError` for one with which they may not."""
    if not viewer_in(session).is_person:
        return
    ids = tuple(call_ids)
    known = standings_to(session, ids)
    for call_id in ids:
        if call_id not in known:
            raise no_such_call(call_id)
        if not allows(right, known[call_id]):
            raise NotAllowedError(refusal(right))


def permitted(session: Session, right: Right, call_ids: Sequence[str]) -> tuple[str, ...]:
    """Those of the calls with which the session's viewer may do this."""
    if not viewer_in(session).is_person:
        return tuple(call_ids)
    known = standings_to(session, call_ids)
    return tuple(call_id for call_id in call_ids if allows(right, known.get(call_id, ())))


def allows(right: Right, ways: Collection[Standing]) -> bool:
    """Whether somebody who stands to a call in these ways may do this with it."""
    return not BY_STANDING[right].isdisjoint(ways)


def permit_in_house(session: Session, right: HouseRight) -> None:
    """Raise :class:`NotAllowedError` unless the session's viewer is somebody who may do this."""
    if refused := refusal_in_house(viewer_in(session), right):
        raise NotAllowedError(refused)


def refusal_in_house(viewer: Viewer, right: HouseRight) -> str:
    """What somebody is told who may not do this in the house; empty where they may."""
    if may_in_house(viewer, right):
        return ""
    return (
        f"You may not {HOUSE_DEEDS[right]}: that is for {_one_of([_A_ROLE[role] for role in sorted(OF_ROLES[right])])}."
    )


def may_in_house(viewer: Viewer, right: HouseRight) -> bool:
    """Whether somebody may do this in the house."""
    return not viewer.is_person or bool(OF_ROLES[right] & viewer.roles)


def permit_setting(session: Session, name: str) -> None:
    """Raise unless the session's viewer may change the setting of that name: the house's, or one of their own."""
    if name.startswith(PERSONAL):
        if not name.startswith(f"{PERSONAL}{viewer_in(session).person_id}:"):
            raise NotAllowedError("You may not change what somebody else has settled for themselves.")
    else:
        permit_in_house(session, "settle")


def permit_the_program(session: Session) -> None:
    """Raise unless it is the program itself, and no person, that does this: a worker's part, say."""
    if viewer_in(session).is_person:
        raise NotAllowedError("Only the program itself does this.")


def reason(ways: Collection[Standing]) -> str:
    """The reason for which somebody sees a call, of the nearest way in which they stand to it."""
    return next(text for way, text in REASONS.items() if way in ways)


def no_such_call(call_id: str) -> SameSideError:
    """The error to raise where there is no call of that id, or none that may be seen."""
    return InputError(f"There is no call {call_id} in the library; it may have been deleted.")


def refusal(right: Right) -> str:
    """What somebody is told who may not do this with a call."""
    who = [WHO[way] for way in WHO if way in BY_STANDING[right]]
    return f"You may not {DEEDS[right]}: that is for {_one_of(who)}."


def _one_of(names: Sequence[str]) -> str:
    """“a, b or c”."""
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
