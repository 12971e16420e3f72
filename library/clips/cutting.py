"""Clips as files: the words and the sound of a stretch of a call as they are now, corrected, masked and silent as the call is.

::

    call as it is shown ──> words in the stretch                       ┐
    recording ──> silent where it is masked ──> samples of the stretch ┴──> a page that plays anywhere, or the sound alone

A file is cut by whoever works with the call, and of the original by whoever may hear that. Nothing that is masked is in one that is masked: neither
as a word nor as sound, on either side.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from audio.call import Call
from audio.errors import InputError
from audio.span import Span
from library.access.permits import no_such_call, permit
from library.audit.recording import record
from library.calls.redacting import is_unmasked, masking_of, original_turns, shown_call
from library.clips.clip import heard_span
from library.clips.rows import within_call
from library.clips.sound import Samples, cut_sound
from library.database.connection import Database
from library.database.schema import CallRow, Hearing
from library.redaction.sound import silent_spans


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """What a file of a clip holds: the call as it is shown, the stretch that is heard, its sound, the stretches in it that are silent because they
    are masked, when the call was held, and whether it is the original."""

    call: Call
    span: Span
    sound: Samples
    silent: tuple[Span, ...]
    date: datetime
    unmasked: bool


class Cuts:
    """What is cut out of the calls of one library."""

    def __init__(self, database: Database, recording_here: Callable[[str], AbstractContextManager[Path]]) -> None:
        """``recording_here`` gives a recording as a file, whoever asks: what is cut of it is silent where it is masked."""
        self._database = database
        self._recording_here = recording_here

    def cut(self, call_id: str, span: Span, unmasked: bool = False) -> Cut:
        """What a file of a stretch of a call holds, masked, or ``unmasked`` for whoever may. Raises :class:`SameSideError` where there is no such
        call, it has no sound, nobody could say what is to be silent in it, or it is not the viewer's to take out."""
        with self._database.read() as session:
            permit(session, "cut", [call_id])
            asked = is_unmasked(session, call_id, unmasked)
            call, turns = shown_call(session, call_id, asked), original_turns(session, call_id)
            if call is None or turns is None:
                raise no_such_call(call_id)
            row = session.get_one(CallRow, call_id)
            here = (Hearing.call_id == call_id, Hearing.depends == row.depends)
            recording = session.scalar(select(Hearing.recording_id).where(*here))
            silent = () if asked else silent_spans(turns, masking_of(session, call_id, turns).masks)
            span = heard_span(call.turns, within_call(session, call_id, span), call.duration)
        if recording is None:
            raise InputError("This call has no recording: it was reviewed from its transcript alone.")
        if not call.has_words and not asked:
            raise InputError(
                "This call has no words, so what must be silent in it cannot be found, and no file is made of it: bring a transcript or "
                "a Whisper model (see `sameside models`)."
            )
        with self._recording_here(recording) as path:
            sound = cut_sound(path, span, silent)
        return Cut(call, span, sound, tuple(part for one in silent if (part := one & span)), row.date, asked)

    def tell(self, cuts: Sequence[Cut], form: str) -> None:
        """Tell the audit that files were made, in the ``form`` of their ending. Raises :class:`SameSideError` where that cannot be kept."""
        with self._database.write() as session:
            for cut in cuts:
                permit(session, "cut", [cut.call.id])
                record(session, "cut_original" if cut.unmasked else "cut_clip", cut.call.id, form=form)
