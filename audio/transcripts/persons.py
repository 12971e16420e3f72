"""The persons whom a transcript names: which of them is meant, and who is none of the two that matter.

::

    --agent priya         "Priya Nair" ── the name itself, else the only one that has those letters in it
    Priya Nair, Tom Hale, "Unknown Speaker" (3 lines)      the last is a third person

What a third person says (a colleague, an interpreter, somebody in the background) is neither the agent's nor the customer's: it is
judged as nobody's, and stands, in short, in the doubt that says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from audio.call import Doubt
from audio.errors import InputError
from audio.transcripts.reader import Cue, Transcript

QUOTED = 240
"""Letters of a third person's words that the doubt quotes."""
MOST_QUOTED, LONGEST_NAME = 6, 60
"""Names that a sentence lists, and letters of each."""


def named_persons(transcript: Transcript) -> list[str]:
    """The names in a transcript, in the order in which they first speak."""
    return list(dict.fromkeys(cue.speaker for cue in transcript.cues if cue.speaker is not None))


def matching_name(transcript: Transcript, names: Sequence[str], given: str) -> str:
    """The one of ``names`` that is meant: the name itself, whatever its capitals, or the only one that holds it.

    Raises :class:`InputError`, with the names that there are, where none or several are meant.
    """
    wanted = " ".join(given.casefold().split())
    folded = {name: " ".join(name.casefold().split()) for name in names}
    for meant in (
        [name for name in names if folded[name] == wanted],
        [name for name in names if f" {wanted} " in f" {folded[name]} "],
        [name for name in names if wanted and wanted in folded[name]],
    ):
        if len(meant) == 1:
            return meant[0]
        if meant:
            raise InputError(
                f"“{given.strip()}” may be {quoted(meant, 'or')} in “{transcript.source}”: say more of the name."
            )
    there = f"it names {quoted(names)}" if names else "it names nobody, so say left, right, first or second"
    raise InputError(f"“{transcript.source}” has no speaker “{given.strip()}”; {there}.")


def most_talkative(transcript: Transcript, names: Sequence[str]) -> list[str]:
    """The names by how much they say, most first."""
    letters: Counter[str | None] = Counter()
    for cue in transcript.cues:
        letters[cue.speaker] += len(cue.text)
    return sorted(names, key=lambda name: -letters[name])


def is_telephone_number(name: str) -> bool:
    """Whether somebody is named by the number called from, as meeting tools do with who dials in."""
    return not any(letter.isalpha() for letter in name) and sum(letter.isdigit() for letter in name) >= 5


def third_person_doubts(transcript: Transcript, names: Sequence[str]) -> list[Doubt]:
    """For each third person how many lines are left out, from when to when, and what they say; of many the first few."""
    lines: dict[str | None, list[Cue]] = {}
    for cue in transcript.cues:
        lines.setdefault(cue.speaker, []).append(cue)
    doubts = [_third_person(name, lines.get(name, [])) for name in names[:MOST_QUOTED]]
    if len(names) > MOST_QUOTED:
        more = f"The transcript names {len(names) - MOST_QUOTED:,} more persons, whose lines are not judged either."
        doubts.append(Doubt("speakers", more))
    return doubts


def _third_person(name: str, cues: Sequence[Cue]) -> Doubt:
    times = [cue.span for cue in cues if cue.span is not None]
    lines = "only line" if len(cues) == 1 else f"{len(cues)} lines"
    belong = "belongs to neither side and is" if len(cues) == 1 else "belong to neither side and are"
    when = f" ({_clock(min(times).start)} to {_clock(max(span.end for span in times))})" if times else ""
    words = " / ".join(cue.text for cue in cues)
    words = words if len(words) <= QUOTED else words[:QUOTED].rpartition(" ")[0] + " …"
    return Doubt(
        "speakers", f"{quoted([name])} was taken for a third person, whose {lines}{when} {belong} not judged: “{words}”"
    )


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def quoted(names: Sequence[str], last: str = "and") -> str:
    """Names in quotation marks, as a sentence has them."""
    marked = [f"“{name[:LONGEST_NAME]}”" for name in names[:MOST_QUOTED]]
    if len(names) > MOST_QUOTED:
        return ", ".join(marked) + f" and {len(names) - MOST_QUOTED:,} more"
    return marked[0] if len(marked) == 1 else ", ".join(marked[:-1]) + f" {last} " + marked[-1]
