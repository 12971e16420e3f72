"""How calls and reports lie in the database: words as JSON, tracks as one compressed blob.

A call of an hour holds some 9 000 words and two voices of 225 000 frames with three numbers each. Rows for the
words would make 900 000 of them in a hundred calls, to be read only ever together; so a call is two values::

    facts   JSON text: version, duration, layout, turns with their words, doubts, newcomers, changes of line, and for each voice its size
    tracks  zlib of the bytes of all tracks, float32, one after another, split into byte planes:

            frame 0   frame 1   frame 2             plane 0  plane 1  plane 2  plane 3
            [a b c d] [e f g h] [i j k l]    ->     a e i    b f j    c g k    d h l

Neighbouring frames are alike in their high bytes, so the planes pack better than the floats do. Nothing is
rounded: a call read back is the call that was kept to the last bit, and a review of it under the same limits
says the same. Both carry a version; a version that is not known is refused with a sentence.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.limits import Limits
from analysis.report import Measure, Moment, Outcome, Placebo, Report, Response
from audio.call import Call, Doubt, LineChange, Newcomer, Turn, Voice, Word
from audio.errors import LibraryError
from audio.span import Span

FORMAT = 1
TRACKS = ("pitch", "loudness", "balance")


def pack_call(call: Call) -> tuple[str, bytes]:
    """``facts`` and ``tracks`` of a call."""
    facts = {
        "format": FORMAT,
        "id": call.id,
        "source": call.source,
        "duration": call.duration,
        "layout": call.layout,
        "turns": [
            [t.speaker, t.span.start, t.span.end, [[w.span.start, w.span.end, w.text, w.confidence] for w in t.words]]
            for t in call.turns
        ],
        "voices": [[v.speaker, v.hop, [len(getattr(v, name)) for name in TRACKS]] for v in call.voices],
        "doubts": [[d.about, d.why] for d in call.doubts],
        "newcomers": [[n.speaker, n.at, n.sure] for n in call.newcomers],
        "line_changes": [[change.speaker, change.at] for change in call.line_changes],
    }
    tracks = [np.asarray(getattr(v, name), dtype="<f4") for v in call.voices for name in TRACKS]
    return _dump(facts), _compress(np.concatenate(tracks) if tracks else np.zeros(0, "<f4"))


def unpack_call(facts: str, tracks: bytes) -> Call:
    """The call that was packed. Raises :class:`SameSideError` where it was packed by a newer SameSide."""
    fields = _load(facts)
    samples = _decompress(tracks)
    voices, start = [], 0
    for speaker, hop, lengths in fields["voices"]:
        tracks_by_name = {}
        for name, length in zip(TRACKS, lengths, strict=True):
            tracks_by_name[name] = samples[start : start + length]
            start += length
        voices.append(Voice(speaker=speaker, hop=hop, **tracks_by_name))
    return Call(
        id=fields["id"],
        source=fields["source"],
        duration=fields["duration"],
        layout=fields["layout"],
        turns=_turns(fields),
        voices=tuple(voices),
        doubts=tuple(Doubt(about, why) for about, why in fields["doubts"]),
        newcomers=tuple(Newcomer(*each) for each in fields.get("newcomers", ())),  # calls heard before have none
        line_changes=tuple(LineChange(*each) for each in fields.get("line_changes", ())),
    )


def unpack_turns(facts: str) -> tuple[Turn, ...]:
    """The turns of a packed call, and nothing else of it. Raises :class:`SameSideError` as :func:`unpack_call` does."""
    return _turns(_load(facts))


def unpack_words(facts: str) -> list[list[tuple[float, str]]]:
    """When each word of a packed call begins, and its text, turn by turn. Raises :class:`SameSideError` as :func:`unpack_call` does."""
    return [[(start, text) for start, _, text, _ in words] for _, _, _, words in _load(facts)["turns"]]


def _turns(fields: dict[str, Any]) -> tuple[Turn, ...]:
    return tuple(
        Turn(Span(start, end), speaker, tuple(Word(Span(a, b), text, sure) for a, b, text, sure in words))
        for speaker, start, end, words in fields["turns"]
    )


def pack_report(report: Report) -> str:
    """A report as JSON text of every field; unlike the report for others it rounds nothing."""
    return _dump({"format": FORMAT, **asdict(report)})


def unpack_report(text: str) -> Report:
    """The report that was packed. Raises :class:`SameSideError` where it was packed by a newer SameSide."""
    fields = _load(text)
    return Report(
        call_id=fields["call_id"],
        duration=fields["duration"],
        measures=tuple(Measure(**{**m, "span": Span(**m["span"])}) for m in fields["measures"]),
        moments=tuple(
            Moment(**{**m, "span": Span(**m["span"]), "response": m["response"] and Response(**m["response"])})
            for m in fields["moments"]
        ),
        placebos=tuple(Placebo(Span(**p["span"]), Response(**p["response"])) for p in fields.get("placebos", ())),
        **({"outcome": Outcome(**fields["outcome"])} if "outcome" in fields else {}),  # reports of before it was judged
    )


def fingerprint(limits: Limits, rules: str = "") -> str:
    """What a report depends on beside the call, as a short hash; ``rules`` is the rule book's own fingerprint."""
    text = json.dumps([asdict(limits), rules], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _dump(fields: dict[str, Any]) -> str:
    """NaN is written as Python's JSON writes it: this text is read by this module alone."""
    return json.dumps(fields, separators=(",", ":"))


def _load(text: str) -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(text)
    if fields["format"] > FORMAT:
        raise LibraryError(
            f"This call was kept by a newer SameSide (form {fields['format']}, and this one reads up to {FORMAT}): "
            "update SameSide; nothing was changed."
        )
    return fields


def _compress(numbers: NDArray[np.float32]) -> bytes:
    return zlib.compress(numbers.view(np.uint8).reshape(-1, 4).T.tobytes(), level=6)


def _decompress(packed: bytes) -> NDArray[np.float32]:
    planes = np.frombuffer(zlib.decompress(packed), np.uint8).reshape(4, -1)
    return np.ascontiguousarray(planes.T).view("<f4").ravel()
