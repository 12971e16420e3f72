"""Postal addresses: a number and the name of a street, what stands before them (“flat two”) and after them (a town, a code).

::

    I live at  flat four, one hundred and twelve  Mill Lane, Ashford  and ...
               [ home  ]  [   number           ]  [ name  ][ after ]

Without anyone having asked for one, the number must be followed by a street of at most three words; where an address was asked for,
the number that opens the answer is enough.
"""

from __future__ import annotations

from collections.abc import Sequence

from library.redaction.kinds import words_of
from library.redaction.spoken.atoms import Atom
from library.redaction.spoken.runs import Run

NAME = 3
"""Words of a street's name."""
AFTER = 7
"""Words of a town and what follows it."""


def addresses_in(atoms: Sequence[Atom], runs: Sequence[Run], asked: bool) -> list[tuple[int, int]]:
    """The first and last atoms of addresses in one turn; ``asked``: one was asked for, or this turn names it."""
    found: list[tuple[int, int]] = []
    for run in runs:
        if found and run.first <= found[-1][1]:
            continue
        if (street := _street(atoms, run, asked)) is not None:
            first = _number_before(atoms, runs, run) if run.dated else run.first
            found.append((_home(atoms, first), _end(atoms, street)))
    return found


def _number_before(atoms: Sequence[Atom], runs: Sequence[Run], street: Run) -> int:
    """Where the house's number begins before a street that has one too: “one eighteen west ninety fourth street”."""
    at = street.first
    while at and atoms[at - 1].text in words_of("ways"):
        at -= 1
    return next((run.first for run in runs if run.last == at - 1 and not run.amount), at)


def _street(atoms: Sequence[Atom], run: Run, asked: bool) -> int | None:
    """The last atom of the street that a run is the number of."""
    if not 1 <= run.digits <= 6:
        return None
    if run.dated and atoms[run.last].form == "ordinal" and run.digits > 1:  # one five one third street
        following = atoms[run.last + 1 : run.last + 2]
        return run.last + 1 if following and following[0].text in words_of("streets") else None
    names = atoms[run.last + 1 : run.last + 2 + NAME + 1]
    for k, atom in enumerate(names):
        if k and atom.text in words_of("streets") and (asked or _is_plain(atoms, run, names[: k + 1])):
            return run.last + 1 + k
        if not _is_name(atom, k):
            break
    return None


def _is_name(atom: Atom, k: int) -> bool:
    return atom.form in ("word", "ordinal", "letter", "month") and not (
        atom.text in words_of("after_address")
        or atom.text in words_of("homes")
        or (atom.text in words_of("measures") and not (k and atom.text == "business"))  # kingfisher business park
        or (atom.ends and k == 0)
    )


def _is_plain(atoms: Sequence[Atom], run: Run, names: Sequence[Atom]) -> bool:
    """Whether it is an address though nobody asked: not “two other streets”, “one long way”."""
    lone = run.value in ("1", "2", "3") and atoms[run.first].form == "unit"
    if lone and not names[0].capital:
        return False
    if names[-1].text in words_of("sure_streets"):
        return names[0].capital or not lone
    return names[0].capital and names[-1].capital


def _home(atoms: Sequence[Atom], first: int) -> int:
    """Where it begins: with a flat's number, where there is one before."""
    for back in range(first - 1, max(-1, first - 6), -1):
        if atoms[back].text in words_of("homes"):
            return back
        if atoms[back].form == "word" and atoms[back].text not in ("and", "at", "of"):
            break
    return first


def _end(atoms: Sequence[Atom], last: int) -> int:
    """Where it ends: after the town, and the code."""
    for k in range(last + 1, min(len(atoms), last + 1 + AFTER)):
        if atoms[k - 1].ends or atoms[k].text in words_of("after_address"):
            break
        last = k
    while (
        last + 1 < len(atoms)
        and atoms[last + 1].form in ("unit", "teen", "ten", "written", "letter", "code", "times")
        and not atoms[last].ends
    ):
        last += 1
    return last


def unnumbered_in(atoms: Sequence[Atom]) -> tuple[int, int] | None:
    """What answers “what is your address?” and has no number: a house's name and a street, and nothing else in the turn."""
    for k, atom in enumerate(atoms):
        if atom.text not in words_of("sure_streets"):
            continue
        first = k
        while first and _is_name(atoms[first - 1], 1) and atoms[first - 1].text not in words_of("small"):
            first -= 1
        leads = [atom for atom in atoms[:first] if atom.text not in words_of("small")]
        if k - first >= 2 and not leads and words_of("not_places").isdisjoint(a.text for a in atoms[first + 1 : k]):
            return first, _end(atoms, k)
    return None


def _is_named_the(atoms: Sequence[Atom], run: Run, leads: int) -> bool:
    """Whether a number is of a street that has no other word for one: “we've moved to forty one the paddocks”."""
    rest = atoms[run.last + 1 : run.last + 3]
    before = atoms[run.first - 1].text if run.first else ""
    if (
        len(rest) < 2
        or run.amount
        or run.dated
        or not 1 <= run.digits <= 4
        or not (leads <= 1 or before in ("to", "at"))
    ):
        return False
    the, name = rest
    return the.text == "the" and not the.ends and name.form == "word" and name.text not in words_of("not_places")


def answer_in(atoms: Sequence[Atom], runs: Sequence[Run]) -> tuple[int, int] | None:
    """What answers “what is your address?” though no street is named as one: a number, a name, to the end of what is said."""
    for run in runs:
        leads = sum(
            atom.text not in words_of("small") and atom.text not in words_of("homes") for atom in atoms[: run.first]
        )
        rest = atoms[run.last + 1 : run.last + 4]
        if _is_named_the(atoms, run, leads):
            return _home(atoms, run.first), _end(atoms, run.last + 2)
        if (
            leads <= 1
            and not run.amount
            and rest
            and not run.dated
            and any(_is_name(atom, 1) for atom in rest[:1])
            and rest[0].capital
        ):
            return _home(atoms, run.first), _end(atoms, run.last)
    return None
