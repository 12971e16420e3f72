"""How quick the review room of an hour-long call is: ``python -m tests.bench.room [--minutes 60]``.

Makes a call up (turns of six seconds, a moment in every twelfth), keeps it with a recording, serves the dashboard and
opens the call in a real Chromium: seconds until it is usable, until it plays from its middle, and what the page costs the
server in memory. Needs Debian's ``chromium`` and the package ``playwright``.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import wave
from dataclasses import replace
from pathlib import Path

import numpy as np
from playwright.sync_api import sync_playwright

from audio.call import Call, Voice
from library.store import Library
from tests.library_calls import a_moment, a_report, said

PORT, CHROMIUM = 8629, "/usr/bin/chromium"
WORDS = "and so I rang again on Tuesday because nobody had come"


def made_up(minutes: float) -> Call:
    """Two people taking turns for so long, a voice that glides, eleven words a turn."""
    seconds = 60 * minutes
    turns = tuple(said("agent" if k % 2 else "customer", 6.0 * k, WORDS, 0.45) for k in range(int(seconds / 6)))
    frames = int(seconds / 0.016)
    glide = (180 + 40 * np.sin(np.arange(frames) / 500)).astype(np.float32)
    loudness = (-30 + 8 * np.sin(np.arange(frames) / 90)).astype(np.float32)
    voices = tuple(Voice(who, 0.016, glide, loudness, glide) for who in ("agent", "customer"))
    return Call("hour", "hour.wav", seconds, "two_sides", turns, voices)


def fill(folder: Path, minutes: float) -> None:
    call = made_up(minutes)
    moments = [replace(a_moment(start=turn.span.start, end=turn.span.end), words="") for turn in call.turns[1::12]]
    sound = folder / "hour.wav"
    with wave.open(str(sound), "wb") as out:
        out.setparams((2, 2, 8000, 0, "NONE", ""))
        for _ in range(int(call.duration)):
            out.writeframes((4000 * np.sin(np.arange(16_000) / 9)).astype("<i2").tobytes())
    library = Library(str(folder / "library.db"))
    library.keep_call(call, library.keep_recording(sound))
    library.keep_report(a_report("hour", *moments, duration=call.duration))
    library.playable("hour")
    library.close()


def memory(pid: int) -> float:
    """MiB that a process holds."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096 / 2**20


def usable(minutes: float) -> dict[str, float]:
    """Seconds and MiB, by what they are."""
    with tempfile.TemporaryDirectory() as name:
        fill(Path(name), minutes)
        code = f"from ui.dashboard.server import serve; serve({str(Path(name) / 'library.db')!r}, {PORT}, True)"
        server = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.DEVNULL)
        try:
            return _watched(server, minutes)
        finally:
            server.terminate()
            server.wait()


def _watched(server: subprocess.Popen[bytes], minutes: float) -> dict[str, float]:
    address, found = f"http://localhost:{PORT}", {}
    while True:
        try:
            urllib.request.urlopen(f"{address}/_stcore/health").close()
            break
        except urllib.error.URLError:
            time.sleep(0.2)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto(address)
        page.wait_for_selector("tr[data-call]")
        before = memory(server.pid)
        for time_of in ("first opening", "second opening"):
            start = time.perf_counter()
            page.goto(f"{address}/?call=hour&at={30 * minutes}")
            page.wait_for_selector(".room[data-ready]")
            found[f"{time_of}, s"] = time.perf_counter() - start
        start = time.perf_counter()
        page.get_by_role("button", name="Play", exact=True).click()
        page.get_by_role("button", name="Pause", exact=True).wait_for()
        page.locator(".w.now").first.wait_for()
        found["playing from the middle, s"] = time.perf_counter() - start
        found["the server's memory for it, MiB"] = memory(server.pid) - before
        browser.close()
    return {what: round(value, 2) for what, value in found.items()}


if __name__ == "__main__":
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--minutes", type=float, default=60.0)
    print(json.dumps(usable(ask.parse_args().minutes), indent=1))
