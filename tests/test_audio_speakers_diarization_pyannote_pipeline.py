"""The way to an optional diarizer: what is refused, and how its answer is read. The pipeline itself is not run here."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from audio.errors import SameSideError
from audio.span import Span
from audio.speakers.diarization.pyannote_pipeline import load_diarizer, spans_of_annotation


@dataclass
class Segment:
    start: float
    end: float


class Annotation:
    """What pyannote.core's Annotation gives: segment, track, label."""

    def itertracks(self, yield_label: bool) -> Iterator[tuple[Segment, str, str]]:
        assert yield_label
        yield Segment(4.0, 5.5), "A", "SPEAKER_01"
        yield Segment(0.5, 2.0), "B", "SPEAKER_00"
        yield Segment(3.0, 3.5), "C", "SPEAKER_01"


@dataclass
class Wrapped:
    speaker_diarization: Annotation


@pytest.mark.parametrize("answer", [Annotation(), Wrapped(Annotation())])
def test_an_annotation_is_read_wrapped_or_bare(answer: object) -> None:
    assert spans_of_annotation(answer) == {"SPEAKER_01": [Span(3, 3.5), Span(4, 5.5)], "SPEAKER_00": [Span(0.5, 2)]}


def test_a_folder_that_is_no_pipeline_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SameSideError, match=r"config\.yaml"):
        load_diarizer(tmp_path)


@pytest.mark.skipif(importlib.util.find_spec("pyannote") is not None, reason="pyannote is installed")
def test_without_pyannote_a_sentence_says_how_to_get_it(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("pipeline: {}")
    with pytest.raises(SameSideError, match="pip install"):
        load_diarizer(tmp_path)
