"""Lines without a name, in a transcript that names its speakers.

::

    Agent: Good morning.      names stand only where the speaker changes (no name follows itself, and on both sides
           How can I help?    of an unnamed line they differ): the line is the one's before it; one before the first
    Customer: My bill.        name is the other's, if there are two

    Agent: Good morning.      every line has its name and no one speaks twice in a row: between two lines of one of two
           My bill.           people the unnamed one is the other's
    Agent: Let me look.

Where neither holds, or only one name is there at all, the line is left without a name: the sound may tell whose it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from audio.transcripts.cue import Cue
from audio.transcripts.repairs import Slip, mended

CARRIED = Slip(
    "names no speaker and was taken as said by the one before",
    "name no speaker and were taken as said by the one before",
)
IN_TURN = Slip(
    "names no speaker and was taken as said by the other of the two",
    "name no speaker and were taken as said by the other of the two",
)


def with_names(cues: Sequence[Cue]) -> list[Cue]:
    """The cues with the names that unnamed ones can only have."""
    named = [cue.speaker for cue in cues if cue.speaker is not None]
    if len(named) == len(cues) or len(set(named)) < 2:
        return list(cues)
    repeated = any(first.speaker is not None and first.speaker == second.speaker for first, second in pairwise(cues))
    if repeated:
        return list(cues)
    if all(first != second for first, second in pairwise(named)):
        return _carried(cues)
    return _in_turn(cues) if len(set(named)) == 2 else list(cues)


def _carried(cues: Sequence[Cue]) -> list[Cue]:
    _, *others = dict.fromkeys(cue.speaker for cue in cues if cue.speaker is not None)
    speaker: str | None = None
    if cues[0].speaker is None and cues[1].speaker is not None and len(others) == 1:
        mended(IN_TURN)
        cues = [replace(cues[0], speaker=others[0]), *cues[1:]]
    carried = []
    for cue in cues:
        mended(CARRIED, int(cue.speaker is None and speaker is not None))
        speaker = cue.speaker or speaker
        carried.append(replace(cue, speaker=speaker))
    return carried


def _in_turn(cues: Sequence[Cue]) -> list[Cue]:
    """Single unnamed lines between two of one speaker, given to the other; others stay as they are."""
    first, second = dict.fromkeys(cue.speaker for cue in cues if cue.speaker is not None)
    other = {first: second, second: first}
    named = list(cues)
    for index in range(1, len(cues) - 1):
        before, line, after = cues[index - 1 : index + 2]
        if line.speaker is None and before.speaker is not None and before.speaker == after.speaker:
            named[index] = replace(line, speaker=other[before.speaker])
            mended(IN_TURN)
    return named
