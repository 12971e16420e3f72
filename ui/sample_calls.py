"""The sample calls that come with SameSide: their files, whose calls they are, and when they were held."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from audio.beside import files_beside
from library.store import Library

_INSTALLED = Path(__file__).parent / "samples"
SAMPLES = _INSTALLED if _INSTALLED.is_dir() else Path(__file__).parent.parent / "samples"
"""Where they lie: a wheel brings them as data of this package, a clone has them beside it."""
FIRST = ("parcel_pushed", "parcel_partnered")
"""The two that say best what SameSide is about: the same call, pushed and partnered."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A made-up call. ``speech``: seconds that somebody speaks; ``transcript``: its words as they were written."""

    path: Path
    transcript: Path | None
    agent: str | None
    team: str | None
    date: datetime | None
    speech: float


def sample_calls() -> list[Sample]:
    """The samples, those of ``FIRST`` first; none where their folder was taken away."""
    paths = {path.stem: path for path in sorted(SAMPLES.glob("*.opus"))}
    return [_sample(paths[name]) for name in dict.fromkeys((*FIRST, *paths)) if name in paths]


def enqueue(library: Library, call: Sample, model: str | None = None) -> None:
    """Put a sample into the queue, with its transcript, or to be heard by ``model``."""
    options = {"by": call.agent, "team": call.team, "date": call.date and call.date.isoformat(), "model": model}
    written = None if model or call.transcript is None else (call.transcript.name, call.transcript.read_bytes())
    library.enqueue(call.path, options=options, transcript=written)


def _sample(path: Path) -> Sample:
    truth_path = path.with_suffix(".truth.json")
    truth = json.loads(truth_path.read_text(encoding="utf-8")) if truth_path.is_file() else {}
    speech = sum(line["end"] - line["start"] for line in truth.get("lines", ()))
    date = truth.get("date")
    return Sample(
        path,
        next(iter(files_beside(path)), None),
        truth.get("agent_name"),
        truth.get("team"),
        datetime.fromisoformat(date) if date else None,
        speech or truth.get("duration", 0.0),
    )
