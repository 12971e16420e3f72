"""Real calls in which nobody gets hot, and what is told of them: every *hotter* and every escalation of a customer is wrong.

FOLDER holds recordings, at any depth; beside NAME.flac may lie NAME.words.json with what was said on each side::

    {"agent": "right", "turns": [{"speaker": "customer", "start": 2.3, "end": 5.6, "words": [["hi", 2.3, 2.5], …]}, …]}

Otherwise the words are heard by a Whisper model, where one is named, or there are none.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from analysis.limits import Limits
from analysis.outcome.placebo import placebos
from analysis.report import Report
from analysis.review import review
from analysis.voice.persons import voice_profile
from audio.asr.recogniser import find_recogniser
from audio.call import Call
from audio.listen import listen


def heard(folder: Path, model: str | None) -> Iterator[tuple[str, Call]]:
    """Each call of two sides, and the same with its sides changed round: then the agent is the customer who is listened to."""
    ear = find_recogniser(model) if model else "no words are asked for"
    for path in sorted(folder.rglob("*.flac")):
        beside = path.with_suffix(".words.json")
        if beside.exists():
            call = _with_words(path, json.loads(beside.read_text(encoding="utf-8")))
        else:
            call = listen(path, recogniser=ear, ignore_transcript_beside=True)
        if call.layout == "two_sides":
            yield path.stem, call
            yield f"{path.stem}, sides changed round", call.swapped()


def _with_words(path: Path, known: dict[str, Any]) -> Call:
    lines = [
        {
            **{name: turn[name] for name in ("speaker", "start", "end")},
            "text": " ".join(word for word, _, _ in turn["words"]),
            "words": [{"word": word, "start": start, "end": end} for word, start, end in turn["words"]],
        }
        for turn in known["turns"]
    ]
    with tempfile.TemporaryDirectory() as folder:
        transcript = Path(folder) / "words.json"
        transcript.write_text(json.dumps({"segments": lines}), encoding="utf-8")
        return listen(path, transcript=transcript, agent=known["agent"])


def told(call: Call) -> tuple[Report, list[str], list[str]]:
    """The report, where it tells *hotter*, and the words of its sure escalations."""
    report = review(call)
    customer = voice_profile(call, "customer", Limits())
    report = replace(
        report, placebos=placebos(call, customer, report.moments, Limits())
    )  # in calls without words as well
    answers = [(m.span.start, m.response) for m in report.moments] + [
        (p.span.start, p.response) for p in report.placebos
    ]
    hotter = [f"{at:.0f} s: {r.because}" for at, r in answers if r is not None and r.after == "hotter"]
    risen = [m.words or m.headline for m in report.moments if m.kind == "escalated" and m.confidence == "high"]
    return report, hotter, risen
