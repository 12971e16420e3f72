"""Two voices in one channel by their cepstrum: the way that needs no network, for where the networks could not be had.

Each two seconds of speech become one point: the means and spreads of its mel cepstrum over voiced frames, which is the
colour of a voice without its pitch. Points that lie near one another are joined in a graph, and the graph is cut in two where it is
thinnest (spectral clustering, Ng, Jordan & Weiss 2001)::

    window   |=== 2 s ===|                       every 0.25 s, inside speech
                |===========|
    votes    A A A A A B B B A A    ──>   turns of A and of B

The *separation* is the Mahalanobis distance of the two groups' mean cepstra, in standard deviations of a frame. It is no proof: one voice,
calm and then raised, has reached any value that two have. So they are said to be told apart only where they also take turns,
that is, where neither holds a third of all speech on end.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from audio.call import Voice
from audio.signal.decode import RATE, Sound
from audio.signal.pitch import HOP
from audio.signal.voice_features import FRAME
from audio.span import Span, merge
from audio.speakers.diarization.voices import ON_END, Voices, on_end

WINDOW, STEP = 2.0, 0.25
"""Seconds of a window, and from one to the next."""
VOICED = 8
"""Voiced frames that a window needs."""
NEIGHBOURS = 12
MOST = 2500
"""Windows that are clustered; in longer calls the others follow their nearest clustered one."""
CEPSTRA = 24
SMOOTH = 16
"""Of the cepstra, those that show the vocal tract more than the sound spoken, as most speaker recognition takes."""
BAND = (200.0, 3600.0)
SHORTEST = 0.3
"""Seconds: a shorter change of voice is taken for a slip."""
CLEAR = 1.25
"""Separation from which two voices may count as told apart."""
SEED = 0

Points = NDArray[np.float32]


def by_cepstrum(sound: Sound, channel: int, speech: Sequence[Span], voice: Voice) -> Voices:
    """Whose each stretch of ``speech`` is; ``voice`` holds the pitch of the channel."""
    cepstrum = _cepstrum(sound, channel)
    spans, points = _windows(speech, voice, cepstrum)
    if len(points) < 2 * NEIGHBOURS:
        return Voices(tuple(speech), (), 0.0, False)
    points = (points - points.mean(axis=0)) / (points.std(axis=0) + 1e-6)
    groups = _vote(spans, _cluster(points), speech)
    groups.sort(key=lambda spans: spans[0].start if spans else np.inf)
    separation = _separation(groups, cepstrum, voice)
    clear = separation >= CLEAR and on_end(groups) <= ON_END
    return Voices(tuple(groups[0]), tuple(groups[1]), round(separation, 2), clear)


def _separation(groups: Sequence[Sequence[Span]], cepstrum: Points, voice: Voice) -> float:
    """Mahalanobis distance of the mean cepstra over voiced frames; 0 where a group has too few."""
    parts = []
    voiced = ~np.isnan(voice.pitch[: len(cepstrum)])
    for group in groups:
        group_frames = np.zeros(len(voiced), bool)
        for span in group:
            group_frames[voice.frames(span)] = True
        parts.append(cepstrum[: len(voiced)][group_frames & voiced][:, :SMOOTH].astype(np.float64))
    if min(len(part) for part in parts) < 10 * SMOOTH:
        return 0.0
    total = sum(len(part) for part in parts)
    spread = sum(len(part) / total * np.cov(part.T) for part in parts) + 0.1 * np.eye(SMOOTH)
    difference = parts[0].mean(axis=0) - parts[1].mean(axis=0)
    return float(np.sqrt(difference @ np.linalg.solve(spread, difference)))


def _cepstrum(sound: Sound, channel: int) -> Points:
    """Mel cepstrum without its level, a row a frame of the voice's own raster: shape ``(frames, CEPSTRA - 1)``."""
    import librosa

    rows = []
    for _, block in sound.blocks():
        cepstrum = librosa.feature.mfcc(
            y=block[channel],
            sr=RATE,
            n_mfcc=CEPSTRA,
            n_fft=FRAME,
            hop_length=HOP,
            n_mels=40,
            fmin=BAND[0],
            fmax=BAND[1],
        )
        # a centred transform of n samples has n // hop + 1 frames; the last belongs to the next block
        rows.append(cepstrum[1:, : block.shape[1] // HOP].T)
    return np.concatenate(rows).astype(np.float32)


def _windows(speech: Sequence[Span], voice: Voice, cepstrum: Points) -> tuple[list[Span], Points]:
    spans, points = [], []
    for stretch in speech:
        for start in np.arange(stretch.start, max(stretch.start, stretch.end - WINDOW) + 1e-6, STEP):
            span = Span(float(start), min(stretch.end, float(start) + WINDOW))
            frames = voice.frames(span)
            voiced = cepstrum[frames][~np.isnan(voice.pitch[frames])[: len(cepstrum[frames])]]
            if len(voiced) >= VOICED:
                spans.append(span)
                points.append(np.concatenate([voiced.mean(axis=0), voiced.std(axis=0)]))
    return spans, np.array(points, np.float32).reshape(len(points), 2 * (CEPSTRA - 1))


def _cluster(points: Points) -> NDArray[np.int64]:
    """The group of each point, 0 or 1."""
    import warnings

    from sklearn.cluster import SpectralClustering
    from sklearn.neighbors import NearestNeighbors

    chosen = np.arange(len(points))
    if len(points) > MOST:
        chosen = np.sort(np.random.default_rng(SEED).choice(len(points), MOST, replace=False))
    with warnings.catch_warnings():  # a graph in several parts is said by scikit-learn, and is no trouble here
        warnings.simplefilter("ignore")
        chosen_labels = SpectralClustering(
            2, affinity="nearest_neighbors", n_neighbors=NEIGHBOURS, random_state=SEED, assign_labels="cluster_qr"
        ).fit_predict(points[chosen])
    nearest = NearestNeighbors(n_neighbors=1).fit(points[chosen]).kneighbors(points, return_distance=False)
    return np.asarray(np.asarray(chosen_labels)[nearest[:, 0]], np.int64)


def _vote(spans: Sequence[Span], labels: NDArray[np.int64], speech: Sequence[Span]) -> list[list[Span]]:
    """Each 10 ms of speech goes to the voice that most of the windows over it have."""
    raster = 100
    length = int(max(s.end for s in speech) * raster) + 2
    votes = np.zeros((2, length))
    for span, group_number in zip(spans, labels, strict=True):
        votes[group_number, int(span.start * raster) : int(span.end * raster) + 1] += 1
    groups: list[list[Span]] = [[], []]
    for stretch in speech:
        first, last = int(stretch.start * raster), max(int(stretch.end * raster), int(stretch.start * raster) + 1)
        if not votes[:, first:last].any():
            continue
        voice_numbers = (votes[1, first:last] > votes[0, first:last]).astype(int)
        cuts = [0, *(np.flatnonzero(np.diff(voice_numbers)) + 1).tolist(), last - first]
        for run_first, run_last in pairwise(cuts):
            start = stretch.start if run_first == 0 else (first + run_first) / raster
            end = stretch.end if run_last == last - first else (first + run_last) / raster
            if end - start >= SHORTEST or (run_first == 0 and run_last == last - first):
                groups[int(voice_numbers[run_first])].append(Span(start, max(start, end)))
    return [merge(group, gap=0.25 - 1e-9) for group in groups]
