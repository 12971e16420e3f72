"""What a house has settled on, by name: its limits, say. Any JSON value; who saves over an older state is told.

The library does not know what is settled; it keeps it for everybody who opens the same library.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from audio.errors import LibraryError
from library.database.connection import Database, put, rows_changed
from library.database.looking import asked_once, is_in_a_look
from library.database.schema import Setting

LIMITS = "limits"
"""The name of the setting that holds the limits which a house has moved, by name: one that others than a house ask for."""
RULES = "rules"
"""The name of the setting that holds the house's own rules, as TOML."""
AGENT_VOICE = "agent_voice"
"""The name of the setting that says whether agents' voices are measured."""
CALLED = {
    LIMITS: "the limits",
    RULES: "the team's rules",
    AGENT_VOICE: "whether agents' voices are measured",
    "audit": "how long the audit is kept",
    "destroy_originals": "what is masked in recordings for good",
    "evaluations": "what holds for evaluations",
    "file_names": "what file names say",
    "language": "the language of calls",
    "retention": "how long calls are kept",
    "sides": "which side is the agent's",
    "vocabulary": "the vocabulary",
}
"""What people are told that was changed, by the name of a setting."""


class Settings:
    """The settings of a library."""

    def __init__(
        self,
        database: Database,
        permit: Callable[[Session, str], None] | None = None,
        on_keep: Callable[[Session, str, int], None] | None = None,
    ) -> None:
        """Both are called in the transaction in which a setting is kept.

        permit   with the session and the setting's name before it is changed; raises where it may not be
        on_keep  with its new version too, once it is
        """
        self._database = database
        self._permit = permit or (lambda _session, _name: None)
        self._on_keep = on_keep or (lambda _session, _name, _version: None)

    def get(self, name: str, default: Any = None) -> tuple[Any, int]:
        """A setting and its version; ``default`` and 0 where it was never kept."""
        with self._database.read() as session:
            if is_in_a_look(session):  # of the few that there are a page asks for several
                kept = asked_once(session, Setting, lambda: session.scalars(select(Setting)).all())
                row = next((row for row in kept if row.name == name), None)
            else:
                row = session.get(Setting, name)
            return (default, 0) if row is None else (json.loads(row.value), row.version)

    def keep(self, name: str, value: Any, version: int) -> int:
        """Keep a setting in the place of ``version``; the new version. Raises :class:`SameSideError` where it has changed, or
        is not the viewer's to change."""
        with self._database.unwalled.write() as session:
            self._permit(session, name)
            put_setting(session, name, value, version)
            self._on_keep(session, name, version + 1)
        return version + 1


def put_setting(session: Session, name: str, value: Any, version: int) -> None:
    """Keep a setting in the place of ``version``, within a transaction of the caller's, who has asked whether it may be. Raises
    :class:`SameSideError` where it has changed."""
    text = json.dumps(value, sort_keys=True)
    if version == 0:
        saved = put(session, Setting, {"name": name, "value": text, "version": 1}, key=("name",), replace=False)
    else:
        current = (Setting.name == name, Setting.version == version)
        saved = rows_changed(session, update(Setting).where(*current).values(value=text, version=version + 1)) > 0
    if not saved:
        what = CALLED.get(name, "this")
        raise LibraryError(f"Meanwhile {what} got changed by somebody else: look at that, then save anew.")
