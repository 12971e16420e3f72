"""The demo: what is heard at once, what waits for the dashboard, whose calls they are, and that nothing is heard twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sounds import RATE, sample, write

from audio.asr.models.own_models import FOLDER
from library.calls.listing import CallSummary
from library.store import Library
from library.worker import tasks
from library.worker.worker import Worker
from tests.whisper_toys import scripted_whisper
from ui import sample_calls
from ui.cli.main import main

ROOT = Path(__file__).parents[1]
NAMES = ("boiler_hold", "parcel_partnered", "parcel_pushed", "taxi_overtalk")


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of samples, ten seconds of each, with agent, team and date."""
    folder = tmp_path_factory.mktemp("samples")
    for name in NAMES:
        write(folder / f"{name}.wav", *[side[: 10 * RATE] for side in sample(name)], rate=8000).rename(
            folder / f"{name}.opus"
        )
        truth = {"agent_name": "Dean", "team": "Deliveries", "date": "2026-10-13T14:50:00+00:00", "duration": 10.0}
        (folder / f"{name}.truth.json").write_text(json.dumps(truth))
        (folder / f"{name}.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:03.000\n<v Agent>This is written down.\n")
    return folder


@pytest.fixture(scope="module")
def scripted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A models folder with a “base” that says the same in every call."""
    models = tmp_path_factory.mktemp("models")
    scripted_whisper(models / "base", ["You", "need", "to", "calm", "down."], width=64)
    return models


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The libraries that a dashboard would have been served of."""
    libraries: list[str] = []
    monkeypatch.setattr("ui.dashboard.server.serve", lambda url, port, headless: libraries.append(url) or 0)
    return libraries


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: Path) -> Iterator[Library]:
    """The library that the environment names, whose demo has the short samples."""
    monkeypatch.setenv("SAMESIDE_LIBRARY", str(tmp_path / "library.db"))
    monkeypatch.setattr(sample_calls, "SAMPLES", cut)
    opened = Library()
    yield opened
    opened.close()


def calls(library: Library) -> dict[str, CallSummary]:
    return {call.name.removesuffix(".opus"): call for call in library.calls().calls}


def words(library: Library, call: CallSummary) -> str:
    return " ".join(word.text for turn in library.call(call.id).turns for word in turn.words)


def test_the_first_calls_are_heard_and_the_rest_wait_for_the_dashboard(
    library: Library,
    scripted: Path,
    served: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(FOLDER, str(scripted))
    assert main(["demo"]) == 0
    out = capsys.readouterr().out
    assert "2 samples are heard here with “base”: about " in out
    assert "2 samples are heard in the dashboard's queue with “base”: about " in out
    assert "parcel_pushed.opus  0:10" in out and "boiler_hold.opus  0:10" not in out
    assert set(calls(library)) == {"parcel_pushed", "parcel_partnered"} and len(served) == 1
    assert "calm" in words(library, calls(library)["parcel_pushed"])

    assert main(["demo"]) == 0  # stopped and started again, nothing waits twice
    assert "heard here" not in capsys.readouterr().out
    worker = Worker(library, tasks.work)
    assert [worker.run_one() for _ in range(3)] == [True, True, False]
    assert set(calls(library)) == set(NAMES)
    for call in calls(library).values():
        assert (call.agent, call.team, call.date) == ("Dean", "Deliveries", datetime(2026, 10, 13, 14, 50, tzinfo=UTC))
        assert "calm" in words(library, call) and "written" not in words(library, call)

    heard = {name: library.call(call.id).turns for name, call in calls(library).items()}
    monkeypatch.setattr("library.pipeline.hear", None)  # nobody may hear anything now
    for more in ([], ["--no-serve"]):
        capsys.readouterr()
        assert main(["demo", *more]) == 0
        out = capsys.readouterr().out
        assert not library.queue.jobs(("queued", "working"))
        assert ("none is heard again" in out) != ("taxi_overtalk.opus  0:10" in out) == bool(more)
    assert heard == {name: library.call(call.id).turns for name, call in calls(library).items()}


DEMO = "import sys; from pathlib import Path; from ui import sample_calls; from ui.cli.main import main; sample_calls.SAMPLES = Path(sys.argv.pop(1)); sys.exit(main())"


def test_where_no_model_can_be_had_the_transcripts_are_taken_and_that_is_said(
    library: Library, cut: Path, tmp_path: Path
) -> None:
    nowhere = {"HF_ENDPOINT": "http://127.0.0.1:9", "HF_HUB_CACHE": str(tmp_path / "hub"), "PIP_NO_INDEX": "1"}
    nowhere |= {"PIP_FIND_LINKS": "", "PIP_CONFIG_FILE": os.devnull, FOLDER: str(tmp_path / "models")}
    done = subprocess.run(
        [sys.executable, "-c", DEMO, str(cut), "demo", "--no-serve"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **nowhere},
    )
    assert (done.returncode, done.stderr) == (0, "")
    said = done.stdout.splitlines()
    assert said[0].startswith("No Whisper model is here, so “base” (148 MB) is fetched, once,")
    assert said[1].startswith(
        "The samples' words are taken from the transcripts beside them, not heard: “base” cannot be"
    )
    assert set(calls(library)) == set(NAMES)
    assert all("This is written down." in words(library, call) for call in calls(library).values())


def test_a_real_whisper_hears_a_sample(
    library: Library, real_whisper: Path, served: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER, str(real_whisper.parent))
    monkeypatch.setattr("ui.cli.demo.FIRST", ("parcel_pushed",))
    assert main(["demo"]) == 0
    heard = words(library, calls(library)["parcel_pushed"]).casefold()
    written = {"parcels", "tracking", "number", "four", "seven", "parcel", "take"}
    assert sum(word in heard for word in written) >= 3, heard
