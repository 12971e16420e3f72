"""An optional diarizer: pyannote's pipeline, from a folder that the user has, for two voices in one channel.

Not in the default install (it needs torch): ``pip install 'sameside[pyannote]'``. The folder is a pipeline as
``pyannote.audio.Pipeline.from_pretrained`` takes it, with its models inside; nothing is fetched. Its answer is an
*annotation*, whose ``itertracks(yield_label=True)`` gives segment, track and speaker (pyannote.core); since version 4 a
pipeline wraps it as ``speaker_diarization``.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from audio.errors import InputError
from audio.signal.decode import RATE, Sound
from audio.span import Span

Diarizer = Callable[[Sound, int], dict[str, list[Span]]]
"""Sound and channel in, who speaks when out, by the names the diarizer gives."""


def load_diarizer(folder: Path) -> Diarizer:
    """The pipeline in ``folder``. Raises :class:`SameSideError` where pyannote is not installed or the folder is no pipeline."""
    if not (folder / "config.yaml").is_file():
        raise InputError(f"{folder} is no pyannote pipeline: there is no config.yaml in it (is it the folder above?)")
    os.environ.setdefault("PYANNOTE_METRICS_ENABLED", "0")  # pyannote 4 would report its use
    try:
        torch, pyannote = import_module("torch"), import_module("pyannote.audio")
    except ImportError:
        raise InputError("pyannote is not installed: pip install 'sameside[pyannote]', or give an RTTM file") from None
    try:
        pipeline = pyannote.Pipeline.from_pretrained(str(folder))
    except Exception as error:  # whatever the pipeline's own parts raise
        raise InputError(f"{folder} could not be loaded as a pyannote pipeline: {str(error).splitlines()[0]}") from None

    def diarize(sound: Sound, channel: int) -> dict[str, list[Span]]:
        waveform = torch.from_numpy(sound.read()[channel : channel + 1])
        return spans_of_annotation(pipeline({"waveform": waveform, "sample_rate": RATE}, num_speakers=2))

    return diarize


def spans_of_annotation(answer: Any) -> dict[str, list[Span]]:
    """A pipeline's answer as stretches by speaker, in order."""
    annotation = getattr(answer, "speaker_diarization", answer)
    by_speaker: dict[str, list[Span]] = {}
    for segment, _, name in annotation.itertracks(yield_label=True):
        by_speaker.setdefault(str(name), []).append(Span(float(segment.start), float(segment.end)))
    return {name: sorted(spans) for name, spans in by_speaker.items()}
