"""The text exports that are read, and which of them a text is."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from audio.transcripts.cue import Cue
from audio.transcripts.formats.text_exports import (
    audacity,
    fireflies,
    gong,
    google_meet,
    otter,
    rev,
    table,
    teams,
    webex,
    zoom,
)

HEAD, TAIL = 100_000, 2_000
"""Letters of a long text by which its form is told."""


class TextExport(NamedTuple):
    """A form: its name in words, whether a text is of it, its cues, and whether it holds what was said rather than what was typed."""

    name: str
    recognises: Callable[[str], bool]
    read: Callable[[str], list[Cue]]
    spoken: bool = True


TEXT_EXPORTS: tuple[TextExport, ...] = (
    TextExport(zoom.ZOOM_CHAT, zoom.is_zoom_chat, zoom.read_zoom_chat, spoken=False),
    TextExport(zoom.ZOOM, zoom.is_zoom, zoom.read_zoom),
    TextExport(webex.WEBEX, webex.is_webex, webex.read_webex),
    TextExport(teams.TEAMS, teams.is_teams, teams.read_teams),
    TextExport(audacity.AUDACITY, audacity.is_audacity, audacity.read_audacity),
    TextExport(table.TABLE, table.is_table, table.read_table),
    TextExport(google_meet.GOOGLE_MEET, google_meet.is_google_meet, google_meet.read_google_meet),
    TextExport(rev.REV, rev.is_rev, rev.read_rev),
    TextExport(fireflies.FIREFLIES, fireflies.is_fireflies, fireflies.read_fireflies),
    TextExport(gong.GONG, gong.is_gong, gong.read_gong),
    TextExport(otter.OTTER, otter.is_otter, otter.read_otter),
)


def find_text_export(text: str) -> TextExport | None:
    """The form that a text is of; ``None`` where it is of none."""
    sample = text
    if len(text) > HEAD + TAIL:
        sample = text[:HEAD].rpartition("\n")[0] + "\n" + text[-TAIL:].partition("\n")[2]
    return next((export for export in TEXT_EXPORTS if export.recognises(sample)), None)
