"""Runs: stretches of one turn in which digits and letters are read out, and what they come to.

::

    um it's  oh seven, seven double oh, er  nine hundred one two three   after six
             [ 0    7    7     00           9     00     1   2   3   ]   [6]
    forty one eleven                                4111
    one hundred and twenty pounds                   an amount: a number of something

The grammar is that of numbers, not of phrases: digits alone, pairs (“forty one eleven”), repeats (“double four”), hundreds
and thousands, letters spelt (“T as in tango”, “bravo”), and the small words that people put in between. A run that counts or
measures something is an *amount*: by what follows (“minutes”), by what is before (“the last three”), or since it is one
cardinal and no row of digits (“a hundred and twenty thousand four hundred”).
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from library.redaction.kinds import words_of
from library.redaction.spoken.atoms import NUMERIC, TIMES, Atom

MOST = 7
"""Digits of a row that measures something: “1250000 dollars”."""


NOUGHTS = ("o", "oh")
"""A nought, or the letter, where a word tells that it is one: “o for oscar”."""


@dataclass(frozen=True, slots=True)
class Run:
    """Atoms ``first`` to ``last`` of the turn ``turn``.

    value     the digits and letters in it, as one would write them
    digits    how many of these are digits; ``letters`` how many are letters
    dated     names a month, or a day by its place (“the third”)
    pairs     how many of the digits come from tens, teens and hundreds
    amount    counts or measures something; ``cardinal``: so it seems by its form alone (“five thousand and twelve”)
    """

    turn: int
    first: int
    last: int
    value: str
    digits: int
    letters: int
    dated: bool
    pairs: int
    amount: bool = False
    cardinal: bool = False

    @property
    def size(self) -> int:
        """Digits and letters."""
        return self.digits + self.letters


def runs_of(atoms: Sequence[Atom], barred: Container[int] = ()) -> list[Run]:
    """The runs of one turn's atoms, in their order; those ``barred`` are in none: words of a cue, as in “the last four”."""
    found, at = [], 0
    while at < len(atoms):
        if atoms[at].form in ("word", "symbol", "amount", "scale") and not (
            atoms[at].capitals or atoms[at].text in words_of("alphabet")
        ):
            at += 1  # most of what is said
            continue
        reader = _Reader(atoms, at, barred)
        if reader.read():
            found.append(reader.run())
            at = reader.last + 1
        else:
            at += 1
    return found


class _Reader:
    """Reads one run from ``start`` on."""

    def __init__(self, atoms: Sequence[Atom], start: int, barred: Container[int]) -> None:
        self._atoms, self._start, self._barred = atoms, start, barred
        self.last = start - 1
        self._value: list[str] = []
        self._pairs = 0
        self._dated = False

    def read(self) -> bool:
        """Take all that belongs together; whether there is a digit, a month or a letter that stands with one in it."""
        at = self._start
        while at < len(self._atoms) and at not in self._barred:
            taken = self._take(at)
            if taken:
                at += taken
                self.last = at - 1
                continue
            skipped = self._skip(at)
            if not skipped or not self._value:
                break
            at += skipped
        value = "".join(self._value)
        if value in ("0", "00") and len(self._atoms) > 2 and self._atoms[self.last].text in ("o", "oh"):
            return False  # “Oh, sorry!”
        return any(c.isdigit() for c in value) or self._dated or len(value) > 1 or self._is_lone_letter(value)

    def _is_lone_letter(self, value: str) -> bool:
        """Whether a letter stands alone in the turn, or is spelt: “and C for Charlie”."""
        return len(value) == 1 and (self.last > self._start or len(self._atoms) <= 2)

    def run(self) -> Run:
        """What was read."""
        value = "".join(self._value)
        digits = sum(c.isdigit() for c in value)
        self._dated = self._dated or self._is_written_date()
        run = Run(
            self._atoms[self._start].turn,
            self._start,
            self.last,
            value,
            digits,
            len(value) - digits,
            self._dated,
            self._pairs,
        )
        cardinal = not run.dated and _is_one_cardinal(self._atoms[run.first : run.last + 1])
        measures = _measures(self._atoms, run)
        return replace(run, amount=measures or cardinal, cardinal=cardinal and not measures)

    def _is_written_date(self) -> bool:
        """12/05/1981, 12 05 1981, 7/14/88."""
        inside = self._atoms[self._start : self.last + 1]
        parts = [atom.digits for atom in inside if atom.form == "written"]
        if len(parts) != 3 or any(atom.form not in ("written", "symbol") for atom in inside):
            return False
        slashed = any(atom.text == "/" for atom in inside)
        day, month, year = (parts[1], parts[2], parts[0]) if len(parts[0]) == 4 else parts
        return all(1 <= int(part) <= 31 for part in (day, month)) and (
            slashed or (len(year) == 4 and year[:2] in ("19", "20"))
        )

    def _take(self, at: int) -> int:
        """How many atoms from ``at`` are of the run's own, read into it."""
        atom = self._atoms[at]
        if atom.form == "ten":
            return self._take_ten(at)
        if atom.text in NOUGHTS and (spelt := _spelt(self._atoms, at)):
            self._value.append("o")
            return spelt
        if atom.form in ("unit", "teen", "written", "code"):
            self._value.append(atom.digits)
            self._pairs += 2 if atom.form == "teen" else 0
            return 1
        if atom.form == "times":
            return self._take_times(at)
        if atom.form == "scale" and self._value and self._value[-1][-1].isdigit() and self.last == at - 1:
            self._value.append(atom.digits)
            self._pairs += len(atom.digits)
            return 1
        if atom.form in ("ordinal", "month"):
            return self._take_dated(at)
        return self._take_letter(at)

    def _take_ten(self, at: int) -> int:
        following = self._following(at)
        self._pairs += 2
        step = 2 if following is not None and following.text == "-" else 1
        unit = self._atoms[at + step] if at + step < len(self._atoms) else None
        if unit is not None and unit.form == "unit" and unit.digits != "0":
            self._value.append(self._atoms[at].digits + unit.digits)
            return step + 1
        if unit is not None and unit.form == "ordinal" and len(unit.digits) == 1:
            self._value.append(self._atoms[at].digits + unit.digits)
            self._dated = True
            return step + 1
        self._value.append(self._atoms[at].digits + "0")
        return 1

    def _take_times(self, at: int) -> int:
        following = self._following(at)
        if following is None or following.text == "-":
            return 0
        repeated = following.digits if following.form in ("unit", "written") else ""
        if following.form == "letter":
            repeated = following.text
        if following.text == "u" and TIMES[self._atoms[at].text] == 2:  # the letter w, spelt
            self._value.append("w")
            return 2
        if len(repeated) != 1:
            return 0
        self._value.append(repeated * TIMES[self._atoms[at].text])
        return 2

    def _take_dated(self, at: int) -> int:
        atom = self._atoms[at]
        if atom.text == "second" and self._value and self.last == at - 1:  # one second
            return 0
        if atom.text in ("may", "march") and not self._beside_number(at):
            return 0
        self._dated = True
        self._value.append(atom.digits)
        return 1

    def _take_letter(self, at: int) -> int:
        atom = self._atoms[at]
        spelt = _spelt(self._atoms, at)
        if spelt:
            self._value.append(atom.text[0])
            return spelt
        if atom.form == "letter" and (atom.text not in ("a", "i") or self._beside_letter(at)):
            self._value.append(atom.text)
            return 1
        if atom.capitals and atom.form == "word" and len(atom.text) <= 4 and atom.text not in words_of("not_spelt"):
            following = self._following(at)
            if (following is not None and following.form in (*NUMERIC, "code")) or (
                self._value and self.last == at - 1
            ):
                self._value.append(atom.text)
                return 1
        if atom.text in words_of("alphabet") and (self._value or self._beside_number(at)):
            self._value.append(atom.text[0])
            return 1
        return 0

    def _skip(self, at: int) -> int:
        """How many atoms at ``at`` people say between the parts of a number; 0 where these are other words."""
        if self._value and self._atoms[at - 1].ends and self._dated:
            return 0
        atom = self._atoms[at]
        if atom.form == "symbol":
            return int(atom.text in "-/.()+_,–—*#")
        if atom.text in words_of("misheard") and self._is_within(at):
            return 1
        if atom.text in words_of("between") or (self._dated and atom.text in ("of", "the")):
            return 1
        if atom.text in ("of", "the") and any(
            a.form in ("month", "ordinal") or a.text == "the" for a in self._atoms[at + 1 : at + 2]
        ):
            return 1
        return 0

    def _following(self, at: int) -> Atom | None:
        return self._atoms[at + 1] if at + 1 < len(self._atoms) else None

    def _is_within(self, at: int) -> bool:
        """Whether digits stand on both sides: “four of four” is how a recogniser may hear “four oh four”."""
        following = self._following(at)
        return self.last == at - 1 and following is not None and following.form in (*NUMERIC, "times")

    def _beside_number(self, at: int) -> bool:
        around = (*self._atoms[max(0, at - 2) : at], *self._atoms[at + 1 : at + 3])
        return any(a.form in (*NUMERIC, "code", "ordinal", "letter") and a.text not in ("a", "i") for a in around)

    def _beside_letter(self, at: int) -> bool:
        """Whether “a” or “I” is spelt, and no word: what is beside it is spelt too."""
        beside = [self._atoms[k] for k in (at - 1, at + 1) if 0 <= k < len(self._atoms)]
        if any(a.form == "letter" and a.text not in ("a", "i") for a in beside):
            return True
        return bool(self._value) and self.last == at - 1 and (self._atoms[at].text == "a" or self._atoms[at].ends)


def _spelt(atoms: Sequence[Atom], at: int) -> int:
    """Atoms of a letter with the word that tells which it is (“s for sugar”, “B as in Bravo”); 0 where none is at ``at``."""
    if atoms[at].text in NOUGHTS:
        told = [a.text for a in atoms[at + 1 : at + 3]]
        return 3 if len(told) == 2 and told[0] in ("for", "like") and told[1] in words_of("noughts") else 0
    if atoms[at].form != "letter":
        return 0
    texts = [a.text for a in atoms[at + 1 : at + 4]]
    for lead in (["for"], ["as", "in"], ["like"], ["like", "in"], ["in"], ["as"]):
        word = texts[len(lead)] if len(texts) > len(lead) else ""
        if texts[: len(lead)] == lead and word[:1] == atoms[at].text and len(word) > 1:
            return 2 + len(lead)
        if (
            texts[: len(lead)] == lead
            and atoms[at].text == "x"
            and texts[len(lead) :]
            and _is_x_ray(atoms, at + 1 + len(lead))
        ):
            return 4 + len(lead)
    return 0


def _is_x_ray(atoms: Sequence[Atom], at: int) -> bool:
    """X-ray, which is written as three pieces."""
    return [atom.text for atom in atoms[at : at + 3]] == ["x", "-", "ray"]


def _measures(atoms: Sequence[Atom], run: Run) -> bool:
    if run.dated or (run.letters and run.digits):
        return False
    if run.digits > MOST:
        return False
    before = atoms[run.first - 1].text if run.first else ""
    after = atoms[run.last + 1].text if run.last + 1 < len(atoms) and not atoms[run.last].ends else ""
    if after in words_of("measures") or before in ("£", "$", "€"):
        return True
    return run.digits <= 2 and (before in words_of("counted") or after in words_of("counting"))


def _is_one_cardinal(atoms: Sequence[Atom]) -> bool:
    """Whether the atoms are one cardinal with a hundred or a thousand in it: what counts, and no row of digits."""
    if not any(a.form == "scale" for a in atoms):
        return False
    room = 1_000_000_000_000  # the least place that was filled so far
    group = 0
    for atom in atoms:
        if atom.form == "scale":
            if atom.text == "hundred":
                group *= 100
                continue
            if 10 ** len(atom.digits) >= room:
                return False
            room, group = 10 ** len(atom.digits), 0
        elif atom.form in NUMERIC:
            value = int(atom.digits + ("0" if atom.form == "ten" else ""))
            if not value or (group and not _fits(group, value)):
                return False
            group += value
    return True


def _fits(group: int, value: int) -> bool:
    """Whether a value can follow in a cardinal: after a hundred anything below it, after a ten a unit."""
    return (group % 100 == 0 and value < 100) or (group % 10 == 0 and group % 100 >= 20 and value < 10)
