"""How soon a call plays whose recording lies in object storage: ``python -m tests.bench.storage [--minutes 60] [--delay 30]``.

Told first is when the page is there at all: for a browser that was never here, which has Streamlit's front end to fetch, and for one that was.
An hour of stereo (a WAV of 460 MB) is brought to a library whose recordings lie in moto's S3 server, which answers each request so many
milliseconds later. Then a real dashboard and Chromium: seconds from pressing *play* until the playhead moves, and from a jump to the
middle until it moves on there; requests and bytes that were fetched for either; what the dashboard's memory and processor time were before and after. At last
what a worker's copy of the recording costs it in memory. A page may take 1.5 s, and memory may not grow with the recording.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from library_calls import a_call, a_report
from real_browser import CHROMIUM, ROOT, enter, serving, still, until
from real_s3 import BUCKET, S3, serve

from library.store import Library
from library.stores.address import VARIABLE

RATE, BAR = 32_000, 1.5
PLAYS = "(room, given) => Number(room.querySelector('.playhead').dataset.time) > given"
JUMP = "([...document.querySelectorAll('*')].find((e) => e.shadowRoot?.querySelector('.room'))).shadowRoot.querySelector('audio').currentTime = "
LOADED = """() => {
    const files = performance.getEntriesByType("resource").filter((one) => one.name.includes("/static/") && one.transferSize > 300);
    const bytes = files.reduce((sum, one) => sum + one.transferSize, 0);
    const here = (performance.getEntriesByType("navigation")[0].loadEventEnd / 1000).toFixed(2);
    return `Streamlit's own ${files.length} files, ${(bytes / 1e6).toFixed(1)} MB, here after ${here} s`;
}"""
"""What of Streamlit's front end came over the line, and when it had begun: before that no page of ours can."""
FETCH = """
import resource, sys
from library.store import Library
def grown(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
library = Library(sys.argv[1])
before = grown()
with library.recordings.here(sys.argv[2]) as path:
    size = path.stat().st_size
used = resource.getrusage(resource.RUSAGE_SELF)
print(f"a worker's copy of {size / 1e6:.0f} MB: {grown() - before} MiB more memory, {used.ru_utime + used.ru_stime:.1f} s of processor time")
"""


def a_long_recording(path: Path, minutes: int) -> Path:
    """Noise on both sides, 16 bits at 32 kHz: 7.7 MB a minute."""
    ten_seconds = random.Random(19).randbytes(4 * RATE * 10)
    with wave.open(str(path), "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(RATE)
        for _ in range(6 * minutes):
            out.writeframesraw(ten_seconds)
    return path


def dashboard_process() -> int:
    """The number of the process that serves the dashboard, a child of ours."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                parent = (entry / "stat").read_text().rpartition(")")[2].split()[1]
                command = (entry / "cmdline").read_text()
            except OSError:
                continue
            if parent == str(os.getpid()) and "ui.dashboard.server" in command:
                return int(entry.name)
    raise SystemExit("The dashboard's process is not to be found.")


def memory(process: int) -> tuple[int, float]:
    """The most memory it ever had, in MiB, and its processor's seconds."""
    status = dict(
        line.split(":", 1) for line in Path(f"/proc/{process}/status").read_text().splitlines() if ":" in line
    )
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return int(status["VmHWM"].split()[0]) // 1024, (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def fetched(s3: S3, since: int) -> str:
    """What was read of objects since so many requests."""
    asked = s3.asked[since:]
    spans = [tuple(map(int, one.range.removeprefix("bytes=").split("-"))) for one in asked if one.range]
    return f"{len(asked)} requests, {sum(last - first + 1 for first, last in spans) / 1e6:.2f} MB"


def play(s3: S3, address: str, call: str, seconds: float) -> None:
    """Open the page, play, and jump to the middle; and what each took."""
    from playwright.sync_api import sync_playwright

    process = dashboard_process()
    with sync_playwright() as driver:
        quiet = [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--mute-audio",
            "--autoplay-policy=no-user-gesture-required",
        ]
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=quiet, timeout=300_000)
        page = browser.new_page()
        page.set_default_timeout(300_000)
        before = memory(process)
        for visit in ("a browser's first visit", "the same browser's next"):
            since, start = len(s3.asked), time.perf_counter()
            enter(page, address, call)
            took, files = time.perf_counter() - start, page.evaluate(LOADED)
            print(f"the page is there after {took:.2f} s, {visit} ({files}; of the storage {fetched(s3, since)})")
        still(page)
        for what, do, at in _deeds(page, seconds):
            since, start = len(s3.asked), time.perf_counter()
            do()
            until(page, PLAYS, at)
            took = time.perf_counter() - start
            print(f"{what}: {took:.2f} s, {fetched(s3, since)} (bar {BAR} s: {'kept' if took <= BAR else 'MISSED'})")
        page.wait_for_timeout(5_000)
        after = memory(process)
        print(
            f"the dashboard: {before[0]} MiB before, {after[0]} MiB at most, {after[1] - before[1]:.1f} s of processor time in all"
        )
        browser.close()


def _deeds(page: Any, seconds: float) -> Iterator[tuple[str, Any, float]]:
    yield "plays", lambda: page.keyboard.press("Space"), 0.05
    yield "plays on in the middle", lambda: page.evaluate(f"{JUMP}{seconds / 2}"), seconds / 2 + 0.05


def bench(minutes: int, delay: float) -> None:
    """Bring the recording, play it, copy it."""
    for s3 in serve():
        with tempfile.TemporaryDirectory() as folder:
            os.environ.update({**s3.environment, VARIABLE: f"s3://{BUCKET}/bench"})
            library = Library(f"{folder}/library.db")
            path = a_long_recording(Path(folder) / "hour.wav", minutes)
            print(
                f"{path.stat().st_size / 1e6:.0f} MB, {minutes} minutes, each request answered {delay * 1000:.0f} ms later"
            )
            recording, call = library.keep_recording(path), a_call("c1", duration=60.0 * minutes)
            path.unlink()
            library.keep_call(call, recording)
            library.keep_report(a_report("c1"), "")
            print(f"as a browser plays it: {library.playable('c1').size / 1e6:.1f} MB", flush=True)
            library.close()
            s3.refuse = lambda _: time.sleep(delay)
            home = {"HF_HUB_CACHE": f"{folder}/models", "XDG_DATA_HOME": f"{folder}/data", "PYTHONPATH": str(ROOT)}
            code = "from ui.dashboard.server import serve; serve(library, port, True)"
            with serving(code, Path(folder) / "library.db", home) as address:
                play(s3, address, "c1", 60.0 * minutes)
            subprocess.run([sys.executable, "-c", FETCH, f"{folder}/library.db", recording], cwd=ROOT, check=True)


def main() -> None:
    """Read what is asked for."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--minutes", type=int, default=60)
    ask.add_argument("--delay", type=float, default=30.0, help="milliseconds")
    args = ask.parse_args()
    bench(args.minutes, args.delay / 1000)


if __name__ == "__main__":
    main()
