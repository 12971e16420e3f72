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
AS_ONE = (
    ("all", "one", "word"), ("all", "as", "one", "word"), ("as", "one", "word"), ("all", "lower", "case"), ("all", "lowercase"), ("all", "together"),
    ("no", "spaces"), ("one", "word"),
)  # fmt: skip
"""What is said of a name before the “at”: how it is written."""
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
    k = 0
    while (k := k + 1) < len(texts):
        if texts[k - 1] in DOTS and (size := _top_level(texts, k)):
            k += size - 1
            last = at + 1 + k
            if k + 2 >= len(texts) or texts[k + 1] not in ("dot", "."):
                break
        elif (last is not None and texts[k] not in DOTS) or (line[at + k].ends and texts[k - 1] != "."):
            break
    if last is None and asked and texts and texts[0] in words_of("providers"):
        return at + 1
    return last


def _top_level(texts: Sequence[str], k: int) -> int:
    """How many atoms from ``k`` on are the end of a domain: one, two where it is spelt (“dot d e”), or none."""
    if texts[k] in words_of("top_level"):
        return 1
    spelt = "".join(texts[k : k + 2])
    return 2 if len(spelt) == 2 and spelt in words_of("top_level") else 0


def _local(line: Sequence[Atom], at: int, asked: bool) -> int:
    """The first atom of the name before ``at``; ``at`` itself where there is none."""
    first = at - _as_one(line, at)
    as_one = first < at  # “dave the plumber, all one word”
    asked = asked or as_one
    while first > 0 and at - first < LONGEST:
        before, current = line[first - 1], line[first]
        if before.ends and before.text not in TIES:
            break
        spelt = _is_spelt(before) or _is_spelt(current)
        tied = first == at or current.text in TIES or before.text in TIES or spelt
        leads_in = before.text in words_of("not_local") and not _is_counted(line, first - 1)
        named = as_one and before.text == "the"
        if leads_in and (first == at or (not named and current.text not in TIES)):
            break
        if before.text in ("as", "for", "in") and first >= 2 and line[first - 2].form == "letter":
            first -= 2
            continue
        if not tied and not asked:
            break
        first -= 1
    return first


def _as_one(line: Sequence[Atom], at: int) -> int:
    """How many atoms before ``at`` say how a name is written: “all one word”, “all lower case”; 0 where none do."""
    texts = [atom.text for atom in line[max(0, at - 4) : at]]
    for said in AS_ONE:
        if texts[-len(said) :] == list(said) and len(line[:at]) > len(said):
            return len(said)
    return 0


def _is_counted(line: Sequence[Atom], k: int) -> bool:
    """Whether “one” is a digit of the name: “evans ninety one at”."""
    return line[k].form == "unit" and k > 0 and line[k - 1].form in ("unit", "teen", "ten", "written", "letter")


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
