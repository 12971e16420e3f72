"""What tells a number by itself, with nobody having asked for it: its length, or a form that nothing else has.

A *chain* is what one speaker reads out with nothing but small words between, over several turns where the other only says
“yes”, or repeats it. Seven digits or more that count nothing are somebody's number; so are 078-05-1120, SW1A 1AA, a GB29 NWBK …,
and a day of a year in which customers were born. Years, prices, times and what counts are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from audio.call import Turn
from library.redaction.kinds import words_of
from library.redaction.spoken.atoms import Atom
from library.redaction.spoken.context import is_clock, is_service
from library.redaction.spoken.runs import Run

LONG = 7
"""Digits that are somebody's number."""
CARD = 13
PAIRED = 12
"""The same where most of them come in tens and teens, as prices and times do."""
MOSTLY = 0.6
ODD = 2
"""Other words that may stand between two rows of three digits or more: “4716 is the first four, then 9108”."""
GAP = 15.0
"""Seconds between two pieces."""

_POSTCODE = re.compile(r"[a-z]{1,2}\d[a-z\d]?\d[a-z]{2}|[a-z]\d[a-z]\d[a-z]\d")
_NATIONAL = re.compile(r"[a-z]{2}\d{6}[a-d]")
_IBAN = re.compile(r"[a-z]{2}\d{2}[a-z0-9]{11,30}")
_YEARS = re.compile(r"(?:(?:19|20)\d\d)+")
_BORN = re.compile(r"\d{1,4}(?:19[0-9]{2}|200[0-9])")


def chains(
    turns: Sequence[Turn], atoms: Sequence[Sequence[Atom]], runs: Sequence[Sequence[Run]], order: Sequence[int]
) -> Iterator[list[Run]]:
    """The chains of a call, each the runs of one speaker."""
    for speaker in ("agent", "customer"):
        chain: list[Run] = []
        for t in order:
            if turns[t].speaker != speaker:
                if chain and not _lets_go_on(atoms[t]):
                    yield chain
                    chain = []
                continue
            for run in runs[t]:
                if chain and not _goes_on(turns, atoms, chain[-1], run):
                    yield chain
                    chain = []
                if not run.amount and not is_clock(atoms[t], run):
                    chain.append(run)
            if chain and chain[-1].turn != t and atoms[t] and not _lets_go_on(atoms[t]):
                yield chain
                chain = []
        if chain:
            yield chain


def _lets_go_on(atoms: Sequence[Atom]) -> bool:
    """Whether a turn only says “yes”, or repeats numbers."""
    return sum(atom.form == "word" and atom.text not in words_of("small") for atom in atoms) <= 1


def _goes_on(turns: Sequence[Turn], atoms: Sequence[Sequence[Atom]], last: Run, run: Run) -> bool:
    if turns[run.turn].span.start - turns[last.turn].span.end > GAP:
        return False
    if last.turn == run.turn:
        between = atoms[run.turn][last.last + 1 : run.first]
    else:
        between = [*atoms[last.turn][last.last + 1 :], *atoms[run.turn][: run.first]]
    others = sum(atom.text not in words_of("small") and atom.form != "symbol" for atom in between)
    return others == 0 or (others <= ODD and all(r.size >= 3 and not r.pairs and not r.letters for r in (last, run)))


def shape_of(atoms: Sequence[Sequence[Atom]], chain: Sequence[Run], kept: set[tuple[int, int]]) -> str | None:
    """The kind of a chain by its shape alone; ``None`` where it may be anything."""
    if any((run.turn, run.first) in kept for run in chain):
        return None
    value = "".join(run.value for run in chain)
    undated = len(chain) == 1 or not any(run.dated for run in chain)
    if undated and (kind := _form(atoms, chain, value)) is not None:
        return kind
    if any(run.dated for run in chain):
        return "date_of_birth" if len(chain) == 1 and _is_birth(atoms[chain[0].turn], chain[0]) else None
    digits = "".join(c for c in value if c.isdigit())
    if len(digits) < LONG or _YEARS.fullmatch(digits) or is_service(digits):
        return None
    if sum(run.pairs for run in chain) >= MOSTLY * len(digits) and len(digits) < PAIRED:
        return None
    if sum(run.size for run in chain if run.size <= 1) > 2 or len(digits) < len(value) / 2:
        return None
    if len(digits) >= CARD:
        return "card_number"
    return "phone_number" if digits.startswith(("0", "44")) or len(digits) in (7, 10, 11) else "account_number"


def _form(atoms: Sequence[Sequence[Atom]], chain: Sequence[Run], value: str) -> str | None:
    if _POSTCODE.fullmatch(value) and _is_code(atoms, chain):
        return "postcode"
    if _NATIONAL.fullmatch(value):
        return "national_number"
    if _IBAN.fullmatch(value):
        return "account_number"
    groups = [len(a.digits) for run in chain for a in atoms[run.turn][run.first : run.last + 1] if a.form == "written"]
    return "national_number" if groups == [3, 2, 4] else None


def _is_code(atoms: Sequence[Sequence[Atom]], chain: Sequence[Run]) -> bool:
    """Whether letters and digits are written in capitals, or spelt: “4 pm to 5 pm” is neither."""
    return all(
        a.capital or a.form != "code" or a.text[0].isdigit()
        for run in chain
        for a in atoms[run.turn][run.first : run.last + 1]
    )


def _is_birth(atoms: Sequence[Atom], run: Run) -> bool:
    """A day, a month and a year, which is one in which people are born who ring up."""
    inside = atoms[run.first : run.last + 1]
    named = any(a.form == "month" for a in inside)
    if named or sum(a.form == "written" for a in inside) == 3:
        return _BORN.fullmatch(run.value) is not None
    return False
