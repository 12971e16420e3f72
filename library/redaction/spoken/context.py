"""What was asked for: each cue opens a window in which the digits that answer it are gathered, from both sides.

::

    A  what's the long number?          card_number opens
    C  four one double one              4
    A  four one double one, yes         4 of the agent's own: a read back
    C  and then three oh five six       4 + 4
    A  and the expiry?                  card_expiry opens
    C  ...

A number may come in pieces, so nothing is decided at a piece: only when all are gathered is it said whether what one speaker
gave comes to enough for the kind. A window closes when nothing came for a while, or when all of it has come and what follows is not
tied to it. What is named a reference of the firm's gathers too, and is then kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from audio.call import Speaker, Turn
from library.redaction.kinds import Kind, words_of
from library.redaction.spoken.atoms import Atom
from library.redaction.spoken.cues import Cue
from library.redaction.spoken.runs import Run

TURNS = 4
"""Turns in which nothing of a number is said, after which its window closes."""
SECONDS = 45.0
"""The same in time."""
MOST = 4
"""Digits of a time or a year."""
LEAD, SHORT = 3, 6
"""Atoms before a cue that names what was said just before, and digits of what is named so."""
LONGEST_QUANTITY = 7
"""Digits that are no quantity any more."""
LONGEST_DATE = 8
NEAR = 9
"""Atoms after a hint in which a number may follow that it means."""
BEHIND = 6
"""Atoms after a number in which a cue may follow that names it."""


_SERVICE = re.compile(
    r"(?:44)?0?8(?:00|08)\d+|03(?:00|30|33|4[345]|70|71)\d+|08(?:4[345]|7[0-3])\d+|1?8(?:00|88|77|66|55|44|33)\d{7}"
)
_YEAR = re.compile(r"(?:19|20)\d\d|(?:19|20)00\d\d?|2000\d?")


NAMED, LEADING = {"is", "was", "that's", "as"}, {"my", "the", "our", "your", "that", ",", "of", "for"}
"""“4111 … is my card number”."""


@dataclass(slots=True)
class Window:
    """A kind that was asked for, and the pieces that answered so far, by speaker; ``last`` the last atom of its cue, ``seen`` the
    turn that last had to do with it."""

    kind: Kind
    hint: bool
    turn: int
    last: int
    seen: int
    ended: float
    pieces: dict[Speaker, list[Run]] = field(default_factory=dict)

    def size_of(self, speaker: Speaker) -> int:
        """Digits and letters that ``speaker`` gave."""
        return sum(_size(self.kind, run) for run in self.pieces.get(speaker, ()))

    @property
    def answers(self) -> list[Run]:
        """The pieces of those who gave enough."""
        return [
            run for speaker, runs in self.pieces.items() if self.size_of(speaker) >= self._least(runs) for run in runs
        ]

    def _least(self, runs: Sequence[Run]) -> int:
        if self.kind.least_plain and not any(run.letters for run in runs):
            return self.kind.least_plain
        return self.kind.least_hint if self.hint else self.kind.least


def _size(kind: Kind, run: Run) -> int:
    if kind.dates and run.dated:
        return run.size + 3
    return run.size if kind.letters else run.digits


class Gathering:
    """Goes through a call turn by turn and gathers what answers what was asked for."""

    def __init__(self, turns: Sequence[Turn], atoms: Sequence[Sequence[Atom]]) -> None:
        self._turns, self._atoms = turns, atoms
        self._open: list[Window] = []
        self.windows: list[Window] = []
        self._last: dict[Speaker, tuple[int, list[Run]]] = {}
        self.unheard: dict[int, str] = {}
        """Turns without words in which an answer may be, and the kind that was asked for."""
        self.kept: set[tuple[int, int]] = set()
        """Runs that are the firm's own references, by turn and first atom."""

    def hear(self, t: int, runs: Sequence[Run], cues: Sequence[Cue]) -> None:
        """Take in one turn, its runs and its cues."""
        self._close(t)
        if not self._turns[t].words:
            self._miss(t)
        asked: list[Cue] = []
        for cue in cues:
            for run in runs:
                if run.last < cue.first and not self._is_taken(run) and cue is self._next_cue(cues, run):
                    self._offer(t, run, [w for w in self._open if w.turn < t or any(c.last < run.first for c in asked)])
            self._ask(t, cue)
            asked.append(cue)
        for run in runs:
            if not cues or run.first > cues[-1].last:
                self._offer(t, run, self._open)
        self._look_behind(t, runs, cues)

    def _miss(self, t: int) -> None:
        """Take in a turn in which no word was made out, while a number was asked for: who answers with one may go unheard."""
        speaker = self._turns[t].speaker
        for window in self._open:
            asked = window.turn < t and not window.hint and self._turns[window.turn].speaker != speaker
            if asked and window.kind.mask and not (window.kind.full and window.size_of(speaker) >= window.kind.full):
                self.unheard[t] = window.kind.id
                window.seen, window.ended = t, self._turns[t].span.end
                return

    def _next_cue(self, cues: Sequence[Cue], run: Run) -> Cue | None:
        """The first cue after a run."""
        return next((cue for cue in cues if cue.first > run.last), None)

    def _is_taken(self, run: Run) -> bool:
        return any(run in runs for window in self.windows for runs in window.pieces.values())

    def _close(self, t: int) -> None:
        now = self._turns[t].span.start
        self._open = [w for w in self._open if t - w.seen <= TURNS + 1 and now - w.ended <= SECONDS]

    def _ask(self, t: int, cue: Cue) -> None:
        """Open a window, newest first; the same kind asked again goes on with what was given."""
        for window in self._open:
            if window.kind is cue.kind and not window.pieces:
                window.seen, window.ended, window.hint = t, self._turns[t].span.end, window.hint and cue.hint
                self._open.remove(window)
                self._open.insert(0, window)
                return
        window = Window(cue.kind, cue.hint, t, cue.last, t, self._turns[t].span.end)
        self.windows.append(window)
        self._open = [window, *self._open][:4]

    def _offer(self, t: int, run: Run, windows: Sequence[Window]) -> None:
        """Give a run to every window that could be answered by it; to a reference alone where that was named last."""
        speaker = self._turns[t].speaker
        for window in windows:
            if not self._could_be(window, run, speaker):
                continue
            window.pieces.setdefault(speaker, []).append(run)
            window.seen, window.ended = t, self._turns[t].span.end
            if not window.kind.mask:
                self.kept.add((run.turn, run.first))
                return

    def _could_be(self, window: Window, run: Run, speaker: Speaker) -> bool:
        kind, atoms = window.kind, self._atoms[run.turn]
        if not _is_of(kind, run) or (run.cardinal and not self._is_answer(window, run)):
            return False
        if kind.mask and speaker == "agent" and is_service(run.value) and not _reads_back(window, run):
            return False
        if not kind.mask:
            if kind.near:
                return run.size < LONGEST_QUANTITY and self._is_near(window, run)
            return run.turn - window.turn <= 2
        if window.hint and not self._is_near(window, run):
            return False
        if kind.full and window.size_of(speaker) >= kind.full and not self._is_tied(window, run, speaker):
            return False
        if is_clock(atoms, run) and not kind.dates and not self._is_whole_answer(window, run):
            return False
        if kind.after and window.turn < run.turn and run.digits:
            return True
        if _size(kind, run) <= 2 or (run.letters and not run.digits):
            return self._is_dictation(run)
        return True

    def _is_answer(self, window: Window, run: Run) -> bool:
        """Whether a cardinal is what was asked for: a year that a date was asked for, or all that is said."""
        if window.kind.dates and _YEAR.fullmatch(run.value):
            return True
        return window.turn < run.turn and not window.hint and window.kind.mask and self._is_dictation(run)

    def _is_whole_answer(self, window: Window, run: Run) -> bool:
        """Whether a turn says nothing but the run, and what may be a digit before it: “for two eight” is an answer, and no time of the day."""
        atoms = self._atoms[run.turn]
        before = all(atom.text in words_of("sounds") for atom in atoms[: run.first])
        return window.turn < run.turn and not window.hint and before and run.last == len(atoms) - 1

    def _is_near(self, window: Window, run: Run) -> bool:
        """Whether a run is said close after a cue that says little, or is all that a later turn says."""
        near = window.kind.near or NEAR
        return (
            run.first - window.last <= near
            if window.turn == run.turn
            else not window.kind.near and self._is_dictation(run)
        )

    def _is_tied(self, window: Window, run: Run, speaker: Speaker) -> bool:
        """Whether nothing but small words lies between the last piece of ``speaker``'s and this one."""
        last = window.pieces[speaker][-1]
        if last.turn == run.turn:
            between = self._atoms[run.turn][last.last + 1 : run.first]
            return all(atom.text in words_of("small") or atom.form == "symbol" for atom in between)
        before = [*self._atoms[last.turn][last.last + 1 :], *self._atoms[run.turn][: run.first]]
        others = [
            atom for t in range(last.turn + 1, run.turn) for atom in self._atoms[t] if self._turns[t].speaker == speaker
        ]
        return all(atom.text in words_of("small") or atom.form == "symbol" for atom in (*before, *others))

    def _is_dictation(self, run: Run) -> bool:
        """Whether the turn says hardly more than this: a lone “one” in a sentence is no digit."""
        atoms = self._atoms[run.turn]
        others = [atom for k, atom in enumerate(atoms) if not run.first <= k <= run.last]
        return sum(atom.text not in words_of("small") and atom.form == "word" for atom in others) <= 1

    def _look_behind(self, t: int, runs: Sequence[Run], cues: Sequence[Cue]) -> None:
        """What is named only after it was said: “and nine eight seven on the back”; or just before, in a turn of its own."""
        before = self._last.get(self._turns[t].speaker)
        if runs or self._atoms[t]:
            self._last[self._turns[t].speaker] = (t, list(runs))
        if (
            cues
            and before
            and cues[0].first <= LEAD
            and cues[0].kind.after
            and cues[0].kind.mask
            and t - before[0] <= 2
        ):
            near = [run for run in before[1] if run.last >= len(self._atoms[before[0]]) - 2]
            window = Window(cues[0].kind, False, before[0], -1, t, self._turns[t].span.end)
            if near and near[-1].size <= SHORT and self._could_be(window, near[-1], self._turns[t].speaker):
                window.pieces[self._turns[t].speaker] = [near[-1]]
                self.windows.append(window)
        for cue in cues:
            near = [run for run in runs if 0 < cue.first - run.last <= BEHIND]
            if not near or (near[-1].turn, near[-1].first) in self.kept:
                continue
            run = near[-1]
            between = [atom.text for atom in self._atoms[t][run.last + 1 : cue.first]]
            if not cue.kind.mask or any(atom.ends for atom in self._atoms[t][run.last : cue.first]):
                continue
            if not ((cue.kind.after and run.size <= SHORT) or _names(cue, between)):
                continue
            window = Window(cue.kind, cue.hint, t, cue.last, t, self._turns[t].span.end)
            if self._could_be(window, run, self._turns[t].speaker):
                window.pieces[self._turns[t].speaker] = [run]
                self.windows.append(window)


def _is_of(kind: Kind, run: Run) -> bool:
    """Whether a run is made of what the kind is made of."""
    if run.size > kind.most or (run.amount and not run.cardinal):
        return False
    if run.dated and not kind.dates and run.digits <= LONGEST_DATE:
        return False
    return bool(run.digits or (run.letters and kind.letters) or (run.dated and kind.dates))


def _reads_back(window: Window, run: Run) -> bool:
    """Whether an agent's run is what the customer gave: an Irish mobile begins as British numbers do on which firms are called."""
    given = "".join(piece.value for piece in window.pieces.get("customer", ()))
    return bool(given) and (given in run.value or run.value in given)


def _names(cue: Cue, between: Sequence[str]) -> bool:
    """Whether a cue says what stood before it: “4111 … is my card number”, “4478 account number”."""
    if not between:
        return not cue.hint and cue.last > cue.first
    return bool(set(between) & NAMED) and set(between) <= NAMED | LEADING


def is_clock(atoms: Sequence[Atom], run: Run) -> bool:
    """Whether a run of four digits at most is a time: “after six thirty”, “in twenty twenty two”."""
    before = [atom.text for atom in atoms[max(0, run.first - 2) : run.first]]
    if run.size > MOST or run.letters or before[-1:] == []:
        return False
    if before[-1] == "in":
        return _YEAR.fullmatch(run.value) is not None and before[0] not in ("ends", "ending", "end")
    return before[-1] in words_of("clocked")


def is_service(value: str) -> bool:
    """Whether digits are a number that firms are called on, free or at a fixed rate: nobody's own."""
    return len(value) >= 9 and _SERVICE.fullmatch(value) is not None
