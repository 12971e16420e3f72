"""Memory that is no longer needed goes back to the system, before the greatest need for it begins.

Hearing the words needs the most memory of all that is done to a call, and voice and pitch have been measured by then. What
measured them is let go first; it loads again in a tenth of a second. And C's allocator keeps what Python frees: glibc is
asked to hand it back.
"""

from __future__ import annotations

import ctypes
import gc
import sys

from audio.signal import networks, pitch, voice_activity


def release_models() -> None:
    """Drop the models of speech, pitch and voices, and give what is free back to the system."""
    voice_activity.detector.cache_clear()
    pitch.pitch_tracker.cache_clear()
    networks.network.cache_clear()
    gc.collect()
    if sys.platform.startswith("linux"):
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc has it, musl has not
        if trim is not None:
            trim(0)
