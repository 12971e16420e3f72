"""E-mail addresses as they are spoken and written.

::

    john dot smith  at  gmail dot com          m underscore patel eighty four  at  hotmail dot co dot uk
    [ local part ]      [  domain  ]            s for sugar, m, i, t, h  at  example dot org
    john.smith@gmail.com                        jsmith84 at Yahoo          (where an e-mail was asked for)

A domain is found first, then the “at” before it, and then what belongs to the name before that: whatever is tied to it by dots,
digits or spelt letters; where an e-mail was asked for, other words too, back to the small words that lead in.
“Look at sameside dot com” names no one.
"""

from __future__ import annotations

from collections.abc import Sequence

from audio.call import Turn
from library.redaction.kinds import words_of
from library.redaction.spoken.atoms import Atom

TIES = ("dot", ".", "underscore", "_", "hyphen", "-", "dash", "plus", "+")
DOTS = ("dot", ".", "period", "point")
LONGEST = 18
"""Atoms of a name or of a domain."""
Place = tuple[int, int, int]
"""Turn, first atom, last atom."""


def emails_in(turns: Sequence[Turn], atoms: Sequence[Sequence[Atom]], asked: Sequence[bool]) -> list[Place]:
    """Where e-mail addresses stand; ``asked`` says of each turn whether an e-mail was spoken of in it or just before."""
    found: list[Place] = []
    for t, line in enumerate(atoms):
        done = -1
        for at in range(len(line)):
            if at <= done or line[at].text not in ("at", "@"):
                continue
            last = _domain(line, at, asked[t])
            if last is None:
                continue
            first = _local(line, at, asked[t])
            if first < at and not (
                line[at].text == "at" and line[at - 1].text in words_of("before_at") and not asked[t]
            ):
                found.append((t, first, last))
                done = last
            elif first == at:
                found += [*_from_before(turns, atoms, t, asked), (t, at, last)]
    return found


def _domain(line: Sequence[Atom], at: int, asked: bool) -> int | None:
    """The last atom of a domain that begins after ``at``."""
    texts = [atom.text for atom in line[at + 1 : at + 1 + LONGEST]]
    last = None
    for k in range(1, len(texts)):
        if texts[k - 1] in DOTS and texts[k] in words_of("top_level"):
            last = at + 1 + k
            if k + 2 >= len(texts) or texts[k + 1] not in ("dot", "."):
                break
        elif (last is not None and texts[k] not in DOTS) or (line[at + k].ends and texts[k - 1] != "."):
            break
    if last is None and asked and texts and texts[0] in words_of("providers"):
        return at + 1
    return last


def _local(line: Sequence[Atom], at: int, asked: bool) -> int:
    """The first atom of the name before ``at``; ``at`` itself where there is none."""
    first = at
    while first > 0 and at - first < LONGEST:
        before, current = line[first - 1], line[first]
        if before.ends and before.text not in TIES:
            break
        spelt = _is_spelt(before) or _is_spelt(current)
        tied = first == at or current.text in TIES or before.text in TIES or spelt
        if before.text in words_of("not_local") and first != at and current.text not in TIES:
            break
        if first == at and before.text in words_of("not_local"):
            break
        if before.text in ("as", "for", "in") and first >= 2 and line[first - 2].form == "letter":
            first -= 2
            continue
        if not tied and not asked:
            break
        first -= 1
    return first


def _is_spelt(atom: Atom) -> bool:
    return atom.form in ("letter", "unit", "teen", "ten", "written", "times", "code")


def _from_before(turns: Sequence[Turn], atoms: Sequence[Sequence[Atom]], t: int, asked: Sequence[bool]) -> list[Place]:
    """The name, where it was said in the speaker's turn before."""
    for earlier in range(t - 1, max(-1, t - 5), -1):
        if turns[earlier].speaker == turns[t].speaker and atoms[earlier]:
            size = len(atoms[earlier])
            first = _local([*atoms[earlier], atoms[t][0]], size, asked[earlier])
            return [(earlier, first, size - 1)] if first < size else []
    return []
