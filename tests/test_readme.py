"""What the README shows from Python can be typed as it stands."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from library.store import Library

ROOT = Path(__file__).parents[1]
EXAMPLE = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)


def test_the_example_hears_judges_and_keeps_a_call(tmp_path: Path) -> None:
    assert len(EXAMPLE) == 1
    shutil.copy(ROOT / "samples" / "parcel_pushed.opus", tmp_path / "call.wav")
    shutil.copy(ROOT / "samples" / "parcel_pushed.vtt", tmp_path / "call.vtt")
    done = subprocess.run(
        [sys.executable, "-c", EXAMPLE[0]], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "  pushed  " in done.stdout
    library = Library(str(tmp_path / "calls.db"))
    page = library.calls()
    assert [(call.name, call.pushed) for call in page.calls] == [("call.wav", done.stdout.count("  pushed  "))]
    library.close()
