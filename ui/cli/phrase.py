"""``sameside phrase``: try the rule book on sentences, a JSON object a line in, one a line out.

In: ``{"speaker": "agent" | "customer", "text": "..."}``, the speaker ``agent`` where it is left out. Out, in the same
order: ``{"text": ..., "hits": [{"stance", "technique", "words", "start", "end", "score", "rule", "because",
"confidence", "likely"}]}``, the surest hit first. ``start`` and ``end`` are places in the text; ``confidence`` is ``low`` for a hit that is
only possible; :class:`analysis.language.reading.Hit` says the rest. For text that is not read (another language) ``hits`` is empty
and ``unread`` says why.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from analysis.language.reading import hits
from analysis.language.rulebook.loading import load_book
from analysis.language.windows import why_unreadable
from audio.call import SPEAKERS, Speaker
from audio.errors import InputError


def phrase(lines_in: Iterable[str], out: TextIO, rules: Path | None = None) -> None:
    """Answer each line. Raises :class:`InputError` for a line that is no such object, :class:`RuleError` for the rules."""
    book = load_book(rules)
    for number, line in enumerate(lines_in, 1):
        if not line.strip():
            continue
        speaker, text = _row(line, number)
        unread = why_unreadable(text)
        answer: dict[str, object] = {
            "text": text,
            "hits": [dataclasses.asdict(hit) for hit in hits(text, speaker, book)],
        }
        if unread:
            answer["unread"] = unread
        out.write(json.dumps(answer, ensure_ascii=False) + "\n")


def _row(line: str, number: int) -> tuple[Speaker, str]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):  # no JSON, or a number or a nesting beyond all measure
        row = None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise InputError(
            f'Line {number} is not {{"speaker": "agent", "text": "..."}}; each line needs one such JSON object.'
        )
    speaker = row.get("speaker", "agent")
    if speaker not in SPEAKERS:
        raise InputError(f"Line {number} has the speaker {speaker!r}; it is agent or customer.")
    return speaker, row["text"]
