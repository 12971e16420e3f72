"""What was mended in a file while it was read, counted by kind and told in whole sentences.

One slip is no reason to refuse a transcript, but whoever reads the review has to know of it. A parser says what it mends where it
mends it, and need not pass anything on::

    with collecting() as repairs:          the reader, around a file
        read(root)
            mended(ENDS_BACKWARDS)         any parser, however deep
    repairs.sentences("call.vtt")  ->  2 lines of “call.vtt” end before they start; their ends were mended.

Outside of a collection nothing is counted, so that a format can be used by itself. A format may have :class:`Slip` kinds of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Slip:
    """A kind of slip, as the rest of a sentence: after "1 line of “call.vtt”" and after "2 lines of “call.vtt”".

    what  of which the file has one or several, in the singular
    """

    of_one: str
    of_many: str
    what: str = "line"


class Repairs:
    """How often each kind of slip was met in one file, and what else has to be said of the file as a whole."""

    def __init__(self) -> None:
        self._counts: Counter[Slip] = Counter()
        self._of_the_file: list[str] = []

    def count(self, slip: Slip, lines: int = 1) -> None:
        """One line more, or ``lines`` of them, with such a slip."""
        self._counts[slip] += lines

    def of(self, slip: Slip) -> int:
        """How many lines had such a slip."""
        return self._counts[slip]

    def say(self, sentence: str) -> None:
        """A sentence about the whole file, in which ``{file}`` stands for its name in quotation marks."""
        self._of_the_file.append(sentence)

    def sentences(self, source: str) -> tuple[str, ...]:
        """What is to be said, with the name of the file in it: of the whole file first, then by kind, in the order met."""
        name = f"“{source}”"
        counted = [
            f"1 {slip.what} of {name} {slip.of_one}."
            if count == 1
            else f"{count:,} {slip.what}s of {name} {slip.of_many}."
            for slip, count in self._counts.items()
            if count
        ]
        return tuple(dict.fromkeys([*(said.replace("{file}", name) for said in self._of_the_file), *counted]))


_current: ContextVar[Repairs | None] = ContextVar("repairs", default=None)


@contextmanager
def collecting() -> Iterator[Repairs]:
    """What is mended while this is open is counted in the :class:`Repairs` it gives."""
    repairs = Repairs()
    token = _current.set(repairs)
    try:
        yield repairs
    finally:
        _current.reset(token)


def mended(slip: Slip, lines: int = 1) -> None:
    """Count a slip that was mended, or for which a line was left out, in the file that is being read."""
    if (repairs := _current.get()) is not None:
        repairs.count(slip, lines)


def remark(sentence: str) -> None:
    """Say ``sentence`` of the file that is being read as a whole; ``{file}`` in it becomes the file's name."""
    if (repairs := _current.get()) is not None:
        repairs.say(sentence)


LEFT_OUT = Slip("cannot be read and was left out", "cannot be read and were left out")
WORD_LEFT_OUT = Slip(LEFT_OUT.of_one, LEFT_OUT.of_many, "word")
ENDS_BACKWARDS = Slip("ends before it starts; its end was mended", "end before they start; their ends were mended")
NO_END = Slip("does not say when it ends; its end was mended", "do not say when they end; their ends were mended")
NO_TIME = Slip(
    "has no time that can be read; it was laid between its neighbours",
    "have no time that can be read; they were laid between their neighbours",
)
WORD_BACKWARDS = Slip(
    "ends before it starts; it was laid between its neighbours",
    "end before they start; they were laid between their neighbours",
    "word",
)
