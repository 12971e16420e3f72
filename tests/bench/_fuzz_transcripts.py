"""Transcripts for the fuzz bench: one of every form of ``docs/transcripts.md``, and all that is done with one.

The whole files are the examples of the tests, so that whoever adds a form has it damaged here too.
"""

from __future__ import annotations

import json
import sys
import zlib
from pathlib import Path

import soundfile

from analysis.review import review
from audio.call import Call
from audio.errors import SameSideError
from audio.listen import listen, read
from library.exchange.exports import FORMS, export

ROOT = Path(__file__).parents[2]
SECONDS = 12
TWO_SIDES, MIXED = "two_sides.wav", "mixed.wav"
MOST_TURNS = 2000
"""Turns of a call that is reviewed here; what more of them take is no question of the file."""


def make(folder: Path) -> list[Path]:
    """The transcripts, and the two recordings that they are laid on."""
    make_recordings(folder)
    sys.path.insert(0, str(ROOT / "tests"))
    import test_audio_transcripts_json_forms as json_forms
    import test_audio_transcripts_reader as captions
    import test_audio_transcripts_text_exports as text_exports

    texts = {f"{name}.txt": text for name, (_, text) in text_exports.EXAMPLES.items()}
    texts |= {f"{name}.txt": text for name, text in text_exports.OTHERS.items()}
    texts |= {"captions.vtt": captions.VTT, "captions.srt": captions.SRT}
    texts |= {f"{name}.json": json.dumps(form, indent=1) for name, form in json_forms.ALL.items()}
    return [_written(folder / name.replace(" ", "_").replace(":", ""), text) for name, text in texts.items()]


def make_recordings(folder: Path) -> None:
    """Some seconds of a sample in two channels, and mixed into one."""
    sound, rate = soundfile.read(ROOT / "samples" / "cake_tin.opus", always_2d=True)
    sound = sound[: SECONDS * rate]
    soundfile.write(folder / TWO_SIDES, sound, rate)
    soundfile.write(folder / MIXED, sound.mean(axis=1), rate)


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def take(path: Path) -> None:
    """It lies beside a recording, which it must not keep from being heard; it is read alone; and it is named."""
    recording = path.with_name((TWO_SIDES, MIXED)[zlib.crc32(path.read_bytes()) % 2])
    lies_beside(path, recording)
    _reviewed(read(path))
    _reviewed(listen(recording, transcript=path, beside=()))


def lies_beside(path: Path, recording: Path) -> None:
    """Hear the recording with that file beside it. Raises :class:`AssertionError` where the file keeps it from being heard."""
    try:
        listen(recording, beside=(path,))
    except SameSideError as trouble:
        raise AssertionError(f"a file that lies beside a recording refused it: {trouble}") from trouble


def _reviewed(call: Call) -> None:
    if len(call.turns) <= MOST_TURNS:
        report = review(call)
        for form in FORMS:
            export(form, call, report)
