"""What hears the words: a Whisper model that is on this machine, or the sentence that says why there is none."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from audio.asr.checkpoints import CheckpointFolder, NoCheckpoints
from audio.asr.models.installed import Model, find_model
from audio.call import Doubt, Speaker, Word
from audio.errors import ModelError
from audio.signal.decode import Sound
from audio.span import Span

if TYPE_CHECKING:
    from audio.asr.transcription import Whisper


class Recogniser(Protocol):
    """Hears the words of a sound; see :mod:`audio.asr.transcription`."""

    def hear(
        self,
        sound: Sound,
        channels: Mapping[Speaker, int],
        speech: Mapping[Speaker, Sequence[Span]],
        progress: Callable[[float], None],
    ) -> tuple[dict[Speaker, tuple[Word, ...]], tuple[Doubt, ...]]: ...


def find_recogniser(
    model: str | None, kept: str | None = None, language: str | None = None, vocabulary: Sequence[str] = ()
) -> Recogniser | str:
    """The ear of ``model``, or of the best one here where ``None``; a sentence where there is none.

    language    its code, where it need not be guessed
    vocabulary  words of the house that are likely to occur

    Raises :class:`SameSideError` where a model was asked for by name and is not to be had: that is a slip, not a choice.
    """
    found = find_model(model)
    if isinstance(found, Model):
        return _Recogniser(found, Path(kept) if kept else None, language, ", ".join(vocabulary))
    if model is not None:
        raise ModelError(found.reason)
    return found.reason


class _Recogniser:
    """Loads the model at the first call, keeps it for the next, and says beforehand how long it will take."""

    def __init__(self, model: Model, kept: Path | None, language: str | None, hints: str) -> None:
        self._model, self._kept, self._language, self._hints = model, kept, language, hints
        self._whisper: Whisper | None = None

    def hear(
        self,
        sound: Sound,
        channels: Mapping[Speaker, int],
        speech: Mapping[Speaker, Sequence[Span]],
        progress: Callable[[float], None],
    ) -> tuple[dict[Speaker, tuple[Word, ...]], tuple[Doubt, ...]]:
        from audio.asr.transcription import Whisper

        if self._whisper is None:
            self._whisper = Whisper(self._model.folder)
        seconds = sum(span.duration for spans in speech.values() for span in spans)
        needed = self._model.seconds_for(seconds, "cuda" if self._whisper.device == "cuda" else "cpu")
        if needed > 20:
            print(f"Hearing the words with “{self._model.name}” takes about {_about(needed)}.", file=sys.stderr)
        kept = CheckpointFolder(self._kept / sound.id) if self._kept else NoCheckpoints()
        sides = {who: (lambda span, k=channel: sound.within(span, k)) for who, channel in channels.items()}
        heard = self._whisper.hear(
            sides, speech, progress=progress, kept=kept, language=self._language, hints=self._hints
        )
        return heard.words, heard.doubts


def _about(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds > 90 else f"{seconds:.0f} s"
