"""A file system of a few megabytes, on which what does not fit is seen not to fit."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent


def done_on_small_disk(disk: Path, size: str, hands: str, *arguments: object) -> dict[str, Any]:
    """What the module ``hands`` beside this one says, as JSON, of what it did on a file system of this ``size`` at ``disk``, which goes with the
    process that has mounted it; skips the test where there can be none."""
    mount = f"mount -t tmpfs -o size={size} tmpfs {disk}"
    alone = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c"]
    if shutil.which("unshare") is None or subprocess.run([*alone, mount], capture_output=True).returncode:
        pytest.skip("a file system of a few megabytes cannot be had here (Linux with user namespaces)")
    command = f"{mount} && exec {sys.executable} {HERE / hands} {' '.join(map(str, arguments))}"
    done = subprocess.run(
        [*alone, command], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(HERE.parent)}
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))
