"""What lies in a library's folder is its owner's alone."""

from __future__ import annotations

import io
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from library.recordings.uploads import UploadsFolder
from library.store import Library

pytestmark = [
    pytest.mark.usefixtures("made_anew"),
    pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's"),
]


def modes(folder: Path) -> dict[str, str]:
    """The mode of every file and folder below ``folder``, by kind and mode."""
    return {
        str(path.relative_to(folder)): f"{'d' if path.is_dir() else 'f'}{stat.S_IMODE(path.stat().st_mode):o}"
        for path in (folder, *folder.rglob("*"))
    }


@pytest.fixture(autouse=True)
def open_umask() -> object:
    """As most systems have it: others may read what one writes."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def filled(url: Path) -> Library:
    library = Library(str(url))
    library.keep_recording(io.BytesIO(b"RIFF a call"), "call.wav")  # type: ignore[arg-type]
    return library


def test_all_that_a_library_writes_is_private(tmp_path: Path) -> None:
    library = filled(tmp_path / "new" / "calls" / "library.db")
    found = modes(tmp_path / "new")
    assert {"calls/library.db", "calls/library.db-wal", "calls/library.db-shm"} <= set(found)
    assert set(found.values()) == {"d700", "f600"}, found
    library.close()


def test_what_an_older_one_left_open_is_closed_when_it_is_opened(tmp_path: Path) -> None:
    home = tmp_path / "calls"
    library = filled(home / "library.db")
    for path in (home, *home.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    again = Library(str(home / "library.db"))
    assert set(modes(home).values()) == {"d700", "f600"}
    library.close(), again.close()


def test_a_folder_that_holds_other_things_too_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").touch()
    tmp_path.chmod(0o755)
    library = filled(tmp_path / "library.db")
    found = modes(tmp_path)
    assert (found.pop("."), found.pop("letters.txt")) == ("d755", "f644")
    assert set(found.values()) == {"d700", "f600"}
    library.close()


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "file").touch()
    before = modes(elsewhere)
    (tmp_path / "calls").mkdir()
    (tmp_path / "calls" / "playable").symlink_to(elsewhere)
    Library(str(tmp_path / "calls" / "library.db")).close()
    assert modes(elsewhere) == before


def test_uploads_go_with_the_server_however_it_ends(tmp_path: Path) -> None:
    code = f"""
import os, sys
from pathlib import Path
from library.recordings.uploads import UploadsFolder
folder = UploadsFolder(Path({str(tmp_path)!r}))
(folder.path / "half").write_bytes(b"half of a call")
print(folder.path, flush=True)
sys.stdin.read()
"""
    command = [sys.executable, "-c", code]
    server = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1]
    )
    assert server.stdout is not None
    half = Path(server.stdout.readline().strip()) / "half"
    alive = UploadsFolder(tmp_path)
    (alive.path / "mine").touch()
    Library(str(tmp_path / "library.db")).close()
    assert half.exists() and (alive.path / "mine").exists(), "both servers run"
    server.kill()
    server.wait()
    Library(str(tmp_path / "library.db")).close()
    assert not half.parent.exists() and (alive.path / "mine").exists()
    alive.close()
    assert not alive.path.exists()
    server.stdout.close()


def test_a_library_that_is_opened_twice_keeps_its_locks(tmp_path: Path) -> None:
    """Else another process, which believes that it was the last to look, takes away the log that this one goes on writing to."""
    path = str(tmp_path / "library.db")
    first = Library(path)
    Library(path).close()

    def elsewhere(code: str) -> str:
        command = [sys.executable, "-c", f"from library.store import Library; there = Library({path!r}); {code}; there.close()"]  # fmt: skip
        return subprocess.run(
            command, cwd=Path(__file__).parents[1], check=True, capture_output=True, text=True
        ).stdout.strip()

    first.settings.keep("one", 1, 0)
    assert elsewhere("print(there.settings.get('one'))") == "(1, 1)"
    first.settings.keep("two", 2, 0)
    assert elsewhere("print(there.settings.get('two'))") == "(2, 1)"
    first.close()
