"""Where a customer's voice stands: up, or back at its own calm, in a line of theirs. ::

own spreads   4 |        .--. .-.
              3 |  . . . . . . . . . . . . . . . .   from here on it is up
              1 |  . . . . . . . . .  .--. . . . .   under this it is back
              0 |  .-. -.                  .-. -.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.report import Measure
from analysis.voice.baseline import Profile
from analysis.voice.heat import heat
from audio.span import Span

STILL_UP = 3.0
"""Own spreads above calm from which on a voice is up, and a grudging yes no settling."""
CALM = 1.0
"""Own spreads within which a voice is back."""


class VoiceHeight:
    """Where the customer's voice stands: up, or back at its own calm; knows nothing where it was not measured."""

    def __init__(self, customer: Profile | None, measures: Sequence[Measure]) -> None:
        self.voice = customer
        self.returns = [m for m in measures if m.name == "settling" and m.speaker == "customer"]

    def height(self, span: Span) -> float | None:
        """Own spreads above calm within ``span``."""
        if self.voice is None:
            return None
        heats = [heat(p, self.voice) for p in self.voice.phrases if span.start - 0.3 <= p.span.start < span.end]
        return float(np.mean(heats)) if heats else None

    def returned(self, span: Span) -> Measure | None:
        """The return of the voice before the end of ``span``, if it is calm there."""
        height = self.height(span)
        if height is None or height > CALM:
            return None
        return next((m for m in reversed(self.returns) if m.span.start <= span.end), None)
