"""What hears the words: a Whisper model that is on this machine, or the sentence that says why there is none."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from audio.asr.checkpoints import CheckpointFolder, NoCheckpoints
from audio.asr.models.installed import Model, find_model, model_fingerprint
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
    ) -> tuple[dict[Speaker, tuple[Word, ...]], tuple[Doubt, ...]]:
        """The words of each side and what is doubtful about them; ``channels`` says which channel is whose, ``speech`` where
        each speaks, and ``progress`` is called with the share that is done, 0 to 1."""


def find_recogniser(
    model: str | None, checkpoints: str | None = None, language: str | None = None, vocabulary: Sequence[str] = ()
) -> Recogniser | str:
    """The recogniser of ``model``, or of the best one here where ``None``; a sentence where there is none.

    checkpoints  the folder of results that are kept, where a transcription that is stopped shall go on where it was
    language     its code, where it need not be guessed
    vocabulary   words that are likely to occur, such as names of products
    Raises :class:`SameSideError` where a model was asked for by name and is not to be had: that is a slip, not a choice.
    """
    model_here = find_model(model)
    if isinstance(model_here, Model):
        return _Recogniser(model_here, Path(checkpoints) if checkpoints else None, language, ", ".join(vocabulary))
    if model is not None:
        raise ModelError(model_here.reason)
    return model_here.reason


@lru_cache(maxsize=1)
def _loaded(folder: Path, _fingerprint: str) -> Whisper:
    """The model in ``folder`` as it is now, kept for the next call of this process."""
    from audio.asr.transcription import Whisper

    return Whisper(folder)


def let_go_of_model() -> None:
    """Free the memory of the model that is kept, where nothing more is to be heard for now."""
    _loaded.cache_clear()


class _Recogniser:
    """Takes the model at the first call, and says beforehand how long it will take."""

    def __init__(self, model: Model, checkpoints: Path | None, language: str | None, hints: str) -> None:
        self._model, self._checkpoints, self._language, self._hints = model, checkpoints, language, hints
        self._whisper: Whisper | None = None

    def hear(
        self,
        sound: Sound,
        channels: Mapping[Speaker, int],
        speech: Mapping[Speaker, Sequence[Span]],
        progress: Callable[[float], None],
    ) -> tuple[dict[Speaker, tuple[Word, ...]], tuple[Doubt, ...]]:
        if self._whisper is None:
            self._whisper = _loaded(self._model.folder, model_fingerprint(self._model.folder))
        speech_seconds = sum(span.duration for spans in speech.values() for span in spans)
        seconds_needed = self._model.seconds_for(speech_seconds, "cuda" if self._whisper.device == "cuda" else "cpu")
        if seconds_needed > 20:
            print(f"Hearing the words with “{self._model.name}” takes about {_about(seconds_needed)}.", file=sys.stderr)
        checkpoints = CheckpointFolder(self._checkpoints / sound.id) if self._checkpoints else NoCheckpoints()
        sides = {
            speaker: (lambda span, channel_number=channel: sound.within(span, channel_number))
            for speaker, channel in channels.items()
        }
        transcription = self._whisper.hear(
            sides, speech, progress=progress, checkpoints=checkpoints, language=self._language, hints=self._hints
        )
        return transcription.words, transcription.doubts


def _about(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds > 90 else f"{seconds:.0f} s"
