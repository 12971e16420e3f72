"""``sameside redact``: recordings with what is somebody's own taken out of the sound, to be handed on.

::

    sameside redact parcel.wav --out handed-on --transcript    parcel.redacted.flac, parcel.redacted.vtt
    sameside redact 3f2a --out handed-on                       a call of the library, by its name or id

What is silent is found in the words, so a call without words is refused. Where a Whisper model is on this machine, each recording is listened
to again round every silence, and one in which digits can still be heard is not written.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from analysis.report import Report
from audio.asr.recogniser import find_recogniser
from audio.call import Call
from audio.errors import InputError, SameSideError, sentence
from audio.span import Span
from library.exchange.exports import export
from library.pipeline import house_options, known_or_heard
from library.recordings.files import digest_of
from library.recordings.silencing import write_silenced
from library.redaction.finding import find_masks
from library.redaction.listening import remaining
from library.redaction.masking import Masking
from library.redaction.sound import silent_spans
from library.store import Library
from ui import texts
from ui.cli.review import clock, open_library, progress_bar

NO_MODEL = "; not listened to again, since no Whisper model is here"


class _Found(NamedTuple):
    """A recording and what was heard in it; ``stem`` is what its redacted files are called by."""

    recording: Path
    call: Call
    stem: str


def redact_command(args: argparse.Namespace) -> int:
    """Write each call redacted; one that cannot be is said and the rest goes on. Returns the exit status."""
    try:
        args.out.mkdir(parents=True, exist_ok=True)
    except OSError as slip:
        raise InputError(f"nothing can be written to {args.out}: {slip.strerror or slip}") from None
    failed = 0
    with open_library(args.library) as library:
        for name in args.calls:
            try:
                with _found(library, name, args.model) as found:
                    _redact(found, args.out, args.transcript, args.model)
            except (SameSideError, OSError) as trouble:
                failed += 1
                print(f"sameside: {sentence(trouble)}", file=sys.stderr)
    return 1 if failed else 0


@contextmanager
def _found(library: Library, name: str, model: str | None) -> Iterator[_Found]:
    """The recording that ``name`` is the path of, heard where it was not yet; else the call of the library that it names."""
    path = Path(name)
    if path.is_file():
        options = {"model": model, "kept": str(library.files.root / "hearing")}
        with progress_bar(path.name) as progress:
            call, _ = known_or_heard(
                library, path, digest_of(path), house_options(library, path.name, options), progress
            )
        library.files.forget_hearing(call.id)
        yield _Found(path, call, path.stem)
        return
    call_id = library.find(name)
    recording = library.recording_of(call_id)
    if recording is None:
        raise InputError(f"{name} was reviewed from its transcript alone: there is no sound of it to be redacted")
    stem = texts.title(library.summary(call_id).name).replace("/", "_").replace("\\", "_")
    with library.recording_here(recording) as sound:
        yield _Found(sound, library.original_call(call_id), stem)


def _redact(found: _Found, out: Path, transcript: bool, model: str | None) -> None:
    """Write one call's files, all of them or none."""
    call = found.call
    if not call.has_words:
        raise InputError(
            f"{found.stem} has no words, so what must be silent in it cannot be found: bring a transcript or a Whisper model "
            "(see `sameside models`)"
        )
    masks = find_masks(call)
    silent = silent_spans(call.turns, masks)
    with tempfile.TemporaryDirectory(prefix=".redacting-", dir=out) as folder:
        sound = Path(folder) / f"{found.stem}.redacted.flac"
        write_silenced(found.recording, sound, silent)
        heard_again = _listen_again(found, sound, model)
        files = [sound]
        if transcript:
            masked = Masking(call.turns, masks).call(call)
            files.append(sound.with_suffix(".vtt"))
            files[1].write_text(
                export("vtt", masked, Report(call.id, call.duration, (), ()), parts=("turns",)), encoding="utf-8"
            )
        for file in files:
            file.replace(out / file.name)
    print(f"{out / sound.name}: {_silences(len(silent))}{heard_again}")


def _listen_again(found: _Found, sound: Path, model: str | None) -> str:
    """What to say of the check by ear. Raises :class:`InputError` where digits can still be heard."""
    recogniser = find_recogniser(model)
    masks = find_masks(found.call)
    if isinstance(recogniser, str):
        return NO_MODEL
    left = remaining(sound, found.call, masks, silent_spans(found.call.turns, masks), recogniser)
    told = told_of_listening(left, f"{found.stem} was not written")
    return told if masks else ""


def told_of_listening(left: Sequence[Span], refused: str) -> str:
    """What to say once redacted sound was listened to again. Raises :class:`InputError`, which begins with what is ``refused``, where digits are
    ``left`` in it."""
    if left:
        where = ", ".join(clock(span.start) for span in left[:5])
        raise InputError(
            f"{refused}: digits can still be heard beside what was silenced, at {where}; the words' times may be wrong "
            "there, so have it heard by a greater model, or correct its transcript"
        )
    return "; listened to again, and no digit is left beside them"


def silent_in(places: int) -> str:
    """In how many places a sound is silent."""
    return f"silent in {places} place{'s' if places > 1 else ''}"


def _silences(number: int) -> str:
    return silent_in(number) if number else "nothing in it had to be silenced"
