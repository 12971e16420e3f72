"""The JSON forms that are known, and which of them a file is.

Each is recognised by keys that are its own, so that at most one of them recognises a file and their order says nothing, but for the
plain list, which anyone may write and which is asked last.
"""

from __future__ import annotations

from typing import Protocol

from audio.transcripts.cue import Cue, CueError
from audio.transcripts.formats import plain_list
from audio.transcripts.formats.node import Node
from audio.transcripts.formats.open_models import hugging_face, vosk, whisper, whisper_cpp
from audio.transcripts.formats.platforms import (
    contact_centre_insights,
    contact_lens,
    dialpad,
    fireflies,
    genesys,
    gong,
    gridspace,
    post_call_analytics,
    quo,
    ringsense,
    twilio,
    zoom,
)
from audio.transcripts.formats.recognisers import (
    amazon_transcribe,
    assemblyai,
    azure,
    deepgram,
    elevenlabs,
    gladia,
    google,
    rev_ai,
    soniox,
    speechmatics,
    watson,
)
from audio.transcripts.formats.voice_agents import elevenlabs_agents, retell, vapi


class JsonForm(Protocol):
    """A module that reads one form; ``NAME`` is what people call it."""

    NAME: str

    def recognises(self, root: Node) -> bool:
        """Whether the file is of this form; never raises."""
        ...

    def read(self, root: Node) -> list[Cue]:
        """Its cues; raises :class:`CueError` with the key at fault."""
        ...


JSON_FORMS: tuple[JsonForm, ...] = (
    whisper,
    whisper_cpp,
    hugging_face,
    vosk,
    amazon_transcribe,
    assemblyai,
    azure,
    deepgram,
    elevenlabs,
    gladia,
    google,
    rev_ai,
    soniox,
    speechmatics,
    watson,
    contact_lens,
    post_call_analytics,
    contact_centre_insights,
    genesys,
    twilio,
    ringsense,
    gong,
    fireflies,
    zoom,
    dialpad,
    quo,
    gridspace,
    vapi,
    retell,
    elevenlabs_agents,
    plain_list,
)


def unknown(root: Node) -> CueError:
    """What to say of a file that is none of them: what it has, and what would be read."""
    where = "the top of the file"
    for key in ("text", "transcript"):
        whole = root.at(key)
        if whole is not None and isinstance(whole.value, str):
            return CueError(
                where,
                f"“{key}” is all that was said in one piece, without times or speakers; ask the recogniser for segments or words "
                "with their times (OpenAI's API: response_format “verbose_json” or “diarized_json”)",
            )
    keys = list(root.value) if isinstance(root.value, dict) else []
    found = ", ".join(f"“{key}”" for key in keys[:4]) if keys else "a list of other things"
    return CueError(
        where,
        f"{found} is no transcript that is known here; docs/transcripts.md names the {len(JSON_FORMS)} forms that are, and "
        "a list of {“speaker”, “start”, “end”, “text”} is always read",
    )


def form_of(root: Node) -> JsonForm | None:
    """The form that a file is of, ``None`` where it is none that is known."""
    return next((form for form in JSON_FORMS if form.recognises(root)), None)
