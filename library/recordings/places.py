"""Where the recordings of one library lie, as the library itself says, so that every machine that opens it looks in the same place.

::

    setting “recordings”   {"at": "s3://calls/eu"}                    all of them there
                           {"at": "s3://calls/eu", "from": ""}        being moved: new ones go there, those left are still in the folder
    SAMESIDE_RECORDINGS    where those of a new library are to lie; refused where the library says otherwise

It is asked at each use, since somebody may begin to move them while others work. What is looked for is looked for in both places while
there are two, and what is deleted is deleted in both.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from audio.errors import InputError, LibraryError
from library.database.connection import Database
from library.database.schema import Recording, Setting
from library.database.settings import put_setting
from library.stores.address import FOLDER, VARIABLE, object_store, parse_address
from library.stores.folder import Folder
from library.stores.store import Store, Stored, found_in

SETTING = "recordings"


@dataclass(frozen=True, slots=True)
class Where:
    """The address at which recordings lie (empty: the library's folder), the one they are being moved away from, if any, and the version
    of the setting that says so."""

    at: str = ""
    left: str | None = None
    version: int = 0


class Places:
    """The stores of one library."""

    def __init__(self, database: Database) -> None:
        self._database = database.unwalled
        self._folder = Folder(database.files, database.is_shared)

    def where(self, session: Session | None = None) -> Where:
        """What the library says, within a transaction or by itself."""
        if session is None:
            with self._database.read() as own:
                return self.where(own)
        row = session.execute(select(Setting.value, Setting.version).where(Setting.name == SETTING)).first()
        if row is None:
            return Where()
        said = json.loads(row[0])
        return Where(said["at"], said.get("from"), row[1])

    def store(self, address: str) -> Store:
        """The store at an address. Raises :class:`SameSideError` where it cannot be opened."""
        return object_store(address) if address else self._folder

    def stores(self, where: Where | None = None) -> Sequence[Store]:
        """Where recordings may lie; new ones go to the first."""
        where = where or self.where()
        return [self.store(address) for address in (where.at, where.left) if address is not None]

    def find(self, key: str, where: Where | None = None) -> Stored | None:
        """What is kept under ``key``; ``None`` where that is nothing."""
        for store in self.stores(where):
            if (found := found_in(store, key)) is not None:
                return found
        return None

    def delete(self, keys: Sequence[str]) -> set[str]:
        """Remove what is kept under these keys, wherever it is; those of which it is certain that they are gone."""
        gone = set(keys)
        for store in self.stores():
            gone &= set(store.delete([key for key in keys if key in gone]))
        return gone

    def list(self, prefix: str) -> Iterator[str]:
        """The keys that begin so, of all places."""
        yield from dict.fromkeys(entry.key for store in self.stores() for entry in store.list(prefix))

    def check(self) -> None:
        """Write, read and remove something wherever recordings lie, and in the folder through which they come. Raises :class:`SameSideError`
        where that cannot be done."""
        for store in dict.fromkeys((self._folder, *self.stores())):
            store.check()

    def settle(self) -> None:
        """Do as the environment says for a library that says nothing yet. Raises :class:`SameSideError` where the two do not agree, or the
        place cannot be opened."""
        wanted = os.environ.get(VARIABLE)
        where = self.where()
        if wanted is not None and (at := parse_address(wanted)) != where.at:
            self._take(at, where)
        self.stores()

    def _take(self, at: str, where: Where) -> None:
        if not where.version:
            refuse_shared(self.store(at))
        with self._database.write() as session:
            if where.version or session.scalar(select(Recording.id).limit(1)) is not None:
                raise LibraryError(
                    f"{VARIABLE} says that recordings lie in {shown(at)}, and this library keeps them in {shown(where.at)}: have them moved "
                    f"with `sameside recordings move {at or FOLDER}`, or leave {VARIABLE} out."
                )
            put_setting(session, SETTING, {"at": at}, 0)


def refuse_shared(store: Store) -> None:
    """Raise where recordings lie already at a place that is to be a library's: of two libraries in one place, each would delete what is the
    other's too."""
    if next(store.list("recordings/"), None) is not None:
        raise InputError(
            f"There are recordings in {store.name} already, which may be another library's: give each library a prefix of its own, as in "
            "s3://bucket/prefix."
        )


def keep_out(session: Session) -> None:
    """Have nobody keep a recording until this transaction of the caller's is over: whoever is about to is waited for, and whoever comes
    later sees by then where recordings lie (:meth:`Recordings.add`)."""
    if session.get_bind().dialect.name != "sqlite":  # where a writer waits for another anyway
        session.execute(text("LOCK TABLE recording IN SHARE ROW EXCLUSIVE MODE"))


def change(session: Session, where: Where, at: str, left: str | None) -> None:
    """Have the library say that recordings lie ``at`` an address, and that they are being moved away from another (``left``), within a
    transaction of the caller's. Raises :class:`SameSideError` where it says something else than ``where`` by now."""
    put_setting(session, SETTING, {"at": at} if left is None else {"at": at, "from": left}, where.version)


def shown(address: str) -> str:
    """An address as people are told it."""
    return address or "its own folder"
