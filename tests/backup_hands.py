"""What the tests of backups run in a process of its own: on a disk of a few megabytes, or to be killed half-way. Prints what was said as JSON."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

from full_disk_hands import fill, said

from library.access.viewer import SYSTEM
from library.backup.backing_up import back_up
from library.backup.restoring import restore
from library.database.connection import Database
from library.stores.folder import Folder


def on_a_full_disk(library: str, backup: str, disk: Path) -> dict[str, object]:
    """Both there and back where nothing more goes in, and the backup once there is room."""
    fill(disk)
    told = [
        said(lambda: back_up(Database.as_it_is(library), disk / "backup", SYSTEM)),
        said(lambda: restore(Path(backup), str(disk / "library.db"), SYSTEM)),
    ]
    left = sorted(path.name for path in disk.iterdir())
    os.truncate(disk / "somebody else's", 0)
    made = back_up(Database.as_it_is(library), disk / "backup", SYSTEM)
    return {"told": told, "left": left, "calls": made.calls}


def die_at(recording: int) -> None:
    """Be killed once so many recordings have been put somewhere."""
    put, done = Folder.put, 0

    def counted(store: Folder, key: str, part_file: Path, digest: str | None = None) -> None:
        nonlocal done
        put(store, key, part_file, digest)
        done += 1
        if done == recording:
            os.kill(os.getpid(), signal.SIGKILL)

    Folder.put = counted  # type: ignore[method-assign]


if __name__ == "__main__":
    what, library, backup, more = sys.argv[1:]
    if what == "full":
        print(json.dumps(on_a_full_disk(library, backup, Path(more))))
    else:
        die_at(int(more))
        if what == "backup":
            back_up(Database.as_it_is(library), Path(backup), SYSTEM)
        else:
            restore(Path(backup), library, SYSTEM)
