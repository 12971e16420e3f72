"""Finding what is to be masked in a call: numbers by what was asked for and by their own shape, e-mails, addresses.

::

    words ─ atoms ─ runs ─┬─ context      what answers a question, in pieces, and its reading back
                          ├─ shapes       long enough, or of a form that nothing else has: no question needed
                          ├─ emails, addresses
                          ├─ said again   a piece of a number that was found, wherever it is repeated
                          └─ misheard     what a recogniser made of digits beside these, or of an answer
                                │
                               Mask       kind, turn, first and last word

Pure: nothing is learnt, kept or sent, and a call of an hour takes some hundredths of a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from audio.call import Call, Turn
from library.redaction.kinds import kinds, words_of
from library.redaction.mask import Mask
from library.redaction.misheard import unheard_answers, with_edges
from library.redaction.spoken.addresses import addresses_in, answer_in, unnumbered_in
from library.redaction.spoken.atoms import Atom, atoms_of
from library.redaction.spoken.context import TURNS, Gathering, Window
from library.redaction.spoken.cues import find_cues
from library.redaction.spoken.emails import emails_in
from library.redaction.spoken.runs import Run, runs_of
from library.redaction.spoken.shapes import chains, shape_of

AGAIN = 3
"""Digits of a number that was found, which tell that it is said again."""


def find_masks(call: Call) -> tuple[Mask, ...]:
    """What is to be masked in a call's turns, in their order; no two overlap."""
    return find_in_turns(call.turns)


EXTENSION_LEAD, EXTENSION_AFTER = 3, 12
"""Atoms before an extension among which it is called one, and atoms after a phone number within which it may follow."""


def find_in_turns(turns: Sequence[Turn]) -> tuple[Mask, ...]:
    """What is to be masked in ``turns``."""
    atoms = atoms_of(turns)
    runs = [runs_of(line) for line in atoms]
    order = sorted(range(len(turns)), key=lambda t: turns[t].span.start)
    gathering = Gathering(turns, atoms)
    for t, asks in zip(order, _asking(order, runs, atoms), strict=True):
        cues = list(find_cues([atom.text.replace("’", "'").removesuffix("'s") for atom in atoms[t]])) if asks else []
        if cues:
            runs[t] = runs_of(atoms[t], {k for cue in cues for k in range(cue.first, cue.last + 1)})
        gathering.hear(t, runs[t], cues)
    found: dict[tuple[int, int], tuple[Run, str]] = {}
    for window in gathering.windows:  # the last that was asked names what both would take
        if window.kind.mask and window.kind.id not in ("email", "postal_address"):
            found |= {(run.turn, run.first): (run, window.kind.id) for run in window.answers}
    for chain in chains(turns, atoms, runs, order):
        kind = shape_of(atoms, chain, gathering.kept)
        if kind:
            found |= {(run.turn, run.first): (run, found.get((run.turn, run.first), (run, kind))[1]) for run in chain}
    _pieces_beside(found, gathering.windows)
    _extensions(found, runs, atoms)
    _said_again(found, runs, gathering.kept)
    masks = [_mask(atoms, run.turn, run.first, run.last, kind) for run, kind in found.values()]
    masks += _places(turns, atoms, runs, gathering.windows)
    masks = [with_edges(turns, _widened(turns, mask)) for mask in masks]
    masks += unheard_answers(turns, [len(line) for line in atoms], order, gathering.windows, masks)
    masks += (Mask(t, 0, -1, kind) for t, kind in gathering.unheard.items())
    return _without_overlap(masks)


def _asking(order: Sequence[int], runs: Sequence[Sequence[Run]], atoms: Sequence[Sequence[Atom]]) -> list[bool]:
    """Of each turn in ``order``, whether it, or one soon after, has anything that may answer: most of a call has not."""
    near, asking = 0, []
    for t in reversed(order):
        if runs[t] or not atoms[t] or any(atom.text in ("at", "@") for atom in atoms[t]):
            near = TURNS + 3
        near -= 1
        asking.append(near > 0)
    asking.reverse()
    return [
        asks or (k > 0 and bool(runs[order[k - 1]])) for k, asks in enumerate(asking)
    ]  # what was said is named after it


def _pieces_beside(found: dict[tuple[int, int], tuple[Run, str]], windows: Iterable[Window]) -> None:
    """Add what is too short by itself, and is part of a number of its kind that was found close by: “area code 212”."""
    near = {(kind, run.turn) for run, kind in found.values()}
    for window in windows:
        runs = [run for runs in window.pieces.values() for run in runs]
        if window.kind.mask and any(
            (window.kind.id, t) in near for run in runs for t in range(run.turn - 2, run.turn + 3)
        ):
            found |= {
                (run.turn, run.first): (run, window.kind.id) for run in runs if (run.turn, run.first) not in found
            }


def _extensions(
    found: dict[tuple[int, int], tuple[Run, str]], runs: Sequence[Sequence[Run]], atoms: Sequence[Sequence[Atom]]
) -> None:
    """Add the extension that is said after a phone number that was found; named by itself it is the firm's, and stays."""
    for phone in [run for run, kind in found.values() if kind == "phone_number"]:
        line = atoms[phone.turn]
        for run in runs[phone.turn]:
            leads = [atom.text for atom in line[max(phone.last + 1, run.first - EXTENSION_LEAD) : run.first]]
            if 0 < run.first - phone.last <= EXTENSION_AFTER and not words_of("extensions").isdisjoint(leads):
                found[(run.turn, run.first)] = (run, "phone_number")


def _places(
    turns: Sequence[Turn], atoms: Sequence[Sequence[Atom]], runs: Sequence[Sequence[Run]], windows: Sequence[Window]
) -> list[Mask]:
    """E-mail and postal addresses."""
    emailed, addressed = (_spoken_of(len(turns), windows, kind) for kind in ("email", "postal_address"))
    masks = [_mask(atoms, t, first, last, "email") for t, first, last in emails_in(turns, atoms, emailed)]
    for t, line in enumerate(atoms):
        places = addresses_in(line, runs[t], addressed[t])
        answer = (answer_in(line, runs[t]) or unnumbered_in(line)) if addressed[t] and not places else None
        both = (*places, *([answer] if answer else ()))
        masks += [_mask(atoms, t, first, last, "postal_address") for first, last in both]
    return masks


def _spoken_of(turns: int, windows: Iterable[Window], kind: str) -> list[bool]:
    """Of each turn, whether a kind was spoken of in it or in the few before."""
    spoken = [False] * turns
    for window in windows:
        if window.kind.id == kind:
            for t in range(window.turn, min(turns, window.turn + 5)):
                spoken[t] = True
    return spoken


def _said_again(
    found: dict[tuple[int, int], tuple[Run, str]], runs: Sequence[Sequence[Run]], kept: set[tuple[int, int]]
) -> None:
    """Add what repeats a number that was found, or a piece of one."""
    said: dict[str, str] = {}
    for run, kind in list(found.values()):
        if run.digits >= AGAIN and kind != "date_of_birth":
            said[run.value] = kind
    for line in runs:
        for run in line:
            place = (run.turn, run.first)
            if place in found or place in kept or run.amount or run.digits < AGAIN:
                continue
            for value, kind in said.items():
                if run.value in value or (run.digits > len(value) >= 6 and value in run.value):
                    found[place] = (run, kind)
                    break


def _mask(atoms: Sequence[Sequence[Atom]], t: int, first: int, last: int, kind: str) -> Mask:
    return Mask(t, atoms[t][first].word, atoms[t][last].word, kind)


def _widened(turns: Sequence[Turn], mask: Mask) -> Mask:
    """With what a number begins or goes on with that is no digit: “plus”, and letters that are written together (GB29 NWBK …)."""
    words, first, last = turns[mask.turn].words, mask.first, mask.last
    if first and mask.kind == "phone_number" and words[first - 1].text.casefold().strip(",.") == "plus":
        first -= 1
    if kinds()[mask.kind].letters:
        while first and _is_capitals(words[first - 1].text):
            first -= 1
        while last + 1 < len(words) and _is_capitals(words[last + 1].text):
            last += 1
    return Mask(mask.turn, first, last, mask.kind)


def _is_capitals(text: str) -> bool:
    letters = text.strip(" .,;:!?-")
    return (
        len(letters) > 1 and letters.isalpha() and letters.isupper() and letters.casefold() not in words_of("not_spelt")
    )


def _without_overlap(masks: Iterable[Mask]) -> tuple[Mask, ...]:
    """Masks that share words become one, of the kind that has most of them."""
    merged: list[Mask] = []
    for mask in sorted(masks):
        last = merged[-1] if merged else None
        if last is not None and last.turn == mask.turn and mask.first <= last.last:
            kind = last.kind if last.last - last.first >= mask.last - mask.first else mask.kind
            merged[-1] = Mask(mask.turn, last.first, max(last.last, mask.last), kind)
        else:
            merged.append(mask)
    return tuple(merged)
