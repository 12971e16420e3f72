"""Two voices in one channel, told apart by their sound: by embeddings, or by the cepstrum where the networks are not there.

No more is said than can be: *clear* is claimed only where both show two people (:mod:`audio.speakers.diarization.by_embedding`, :mod:`audio.speakers.diarization.by_cepstrum`).
"""

from __future__ import annotations

from collections.abc import Sequence

from audio.call import Voice
from audio.signal.decode import Sound
from audio.signal.networks import voice_networks_at_hand
from audio.span import Span
from audio.speakers.diarization.by_cepstrum import by_cepstrum
from audio.speakers.diarization.by_embedding import by_embedding
from audio.speakers.diarization.voices import Voices

__all__ = ["Voices", "diarize"]


def diarize(sound: Sound, channel: int, speech: Sequence[Span], voice: Voice) -> Voices:
    """Whose each stretch of ``speech`` is; ``voice`` holds the pitch of the channel."""
    return (
        by_embedding(sound, channel, speech) if voice_networks_at_hand() else by_cepstrum(sound, channel, speech, voice)
    )
