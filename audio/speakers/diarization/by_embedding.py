"""Two voices in one channel, told apart by their embeddings, and whether that can be believed.

::

    speech ──> pieces of one voice each (voiceprints) ──> two voices (two_voices) ──> turns, overlap in both

It is believed only where all of this holds, and there is no second way past it:

* nobody holds more than ``ON_END`` of all speech on end, as a voice does that is calm in one half of a call and raised in the other;
* the two voices are less alike than ``ALIKE``, to which one voice that is cut in two comes;
* nor are they a little of both (``BOTH``): a calm voice that is alone is cut by chance, into longer runs than people's turns and into two
  that are more alike than people are;
* the answer stays the same where a voice may drift twice as quickly, and half as quickly (``STEADY``);
* neither of the two falls into two again who take turns with each other (``THIRD``): a calm voice and the same one raised do fall into two, but
  by halves of the call. Of 14 calls of three people that all else let pass, nine are told by it; of 37 of two, with raised voices or under noise, none.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from audio.signal.decode import Sound
from audio.span import Span, merge
from audio.speakers.diarization.two_voices import AROUND, Floats, Labels, agreement, cosine, two_voices
from audio.speakers.diarization.voiceprints import RASTER, Cells, Voiceprints, voiceprints
from audio.speakers.diarization.voices import ON_END, Voices, on_end

FEWEST = 8
"""Pieces of speech in which two voices may be looked for."""
ALIKE = 0.8
"""Cosine of the two voices from which they may be one."""
BOTH = 0.84
"""That cosine and the share on end together: voices alone mostly come to 0.93 and more, the least of them to 0.844; of two people who were
parted rightly nine in ten stay under 0.84."""
STEADY = 0.9
"""Share of the speech to which the answers must agree, however quickly a voice may drift."""
THIRD, TURNS, SAYS = 0.59, 0.37, 6.0
"""Cosine of the halves of one voice under which they may be two people, the share of it that either holds on end at most, and seconds that
the smaller says."""
JOIN = 0.25 - 1e-9


def by_embedding(sound: Sound, channel: int, speech: Sequence[Span]) -> Voices:
    """Whose each stretch of ``speech`` is; where there is too little of it, all is the first voice's."""
    prints = voiceprints(sound, channel, speech)
    seconds = (prints.pieces[:, 1] - prints.pieces[:, 0]) / RASTER
    times = prints.pieces.mean(axis=1) / RASTER
    enough = len(prints.pieces) >= FEWEST
    labels = two_voices(prints.embeddings, times, seconds) if enough else None
    if labels is None:
        return Voices(tuple(speech), (), 0.0, False)
    likeness = cosine(prints.embeddings, seconds, labels)
    if likeness >= ALIKE:
        return Voices(tuple(speech), (), round(1 - likeness, 2), False, one_voice=True)
    second = _second(prints, labels)
    turns = [_spans(prints.speech & voice_cells) for voice_cells in (~second, second)]
    voice_spans = [_spans(prints.speech & (voice_cells | prints.overlap)) for voice_cells in (~second, second)]
    voice_spans.sort(key=lambda spans: spans[0].start if spans else np.inf)
    share_on_end = on_end(turns)
    other_labels = [two_voices(prints.embeddings, times, seconds, around) for around in (AROUND / 2, 2 * AROUND)]
    steady = all(
        relabelled is not None and agreement(labels, relabelled, seconds) >= STEADY for relabelled in other_labels
    )
    clear = share_on_end <= ON_END and likeness + share_on_end <= BOTH and steady
    third = any(are_two(prints.embeddings[own], times[own], seconds[own]) for own in (labels == 0, labels == 1))
    return Voices(
        tuple(voice_spans[0]), tuple(voice_spans[1]), round(1 - likeness, 2), clear and not third, third_voice=third
    )


def are_two(vectors: Floats, times: NDArray[np.float64], seconds: NDArray[np.float64]) -> bool:
    """Whether the pieces of one voice are rather two people's who take turns."""
    labels = two_voices(vectors, times, seconds) if len(vectors) >= FEWEST else None
    if labels is None or cosine(vectors, seconds, labels) > THIRD:
        return False
    shares = [float(seconds[labels == k].sum()) for k in (0, 1)]
    runs = np.split(seconds, np.flatnonzero(np.diff(labels)) + 1)
    return min(shares) >= SAYS and max(float(run.sum()) for run in runs) <= TURNS * sum(shares)


def _second(prints: Voiceprints, labels: Labels) -> Cells:
    """Whether each cell is the second voice's: as its piece is, or the nearest one."""
    cells = np.arange(len(prints.speech))
    edges = prints.pieces
    after = np.clip(np.searchsorted(edges[:, 0], cells, side="right"), 1, len(edges) - 1)
    to_last = np.maximum(0, cells - edges[after - 1, 1] + 1)
    nearest = np.where(to_last <= edges[after, 0] - cells, after - 1, after)
    nearest[cells < edges[0, 1]] = 0
    return np.asarray(labels[nearest] == 1)


def _spans(cells: NDArray[np.bool_]) -> list[Span]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], cells, [False]]).astype(int))) / RASTER
    spans = [Span(float(a), float(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return merge(spans, gap=JOIN)
