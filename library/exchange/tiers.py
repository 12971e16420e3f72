"""A call's turns, moments and notes as tiers: the form that annotation programs share.

A tier is a named row of marks that do not overlap, as Praat and ELAN have it; so what does overlap goes on a second
row of the same name, "(2)", and so on::

    agent          |good morning|         |we don't do refunds|
    customer                     |my parcel never came|
    1 word corrected                |parcel (heard: partial)|
    moments                               |pushed: policy_shield|
    notes: Ama                            |[own_it] {disagree: pushed policy_shield} She is quoting.|
    notes: Ama (2)                             |here|
    notes: Ben                            |{reply to Ama at 0:08} So it is.|

A note is written as text that a person reads and types with ease: whom it answers in braces, its label in square brackets, a
verdict and what it is on in braces, then what it says. All but the last may be missing. Who wrote it is the tier's name. A
note on a moment in time is a mark of no length. Coming back, tiers whose name begins with "notes" are read, and "coach" or "comments",
as a coach may call a tier of their own; any others are passed over.

A reply says whose note it answers and where that begins; of several that begin there, the shortest first, it is the first, or
the one whose number follows: "{reply to Ama at 0:08 (2)}".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from analysis.report import Moment, Report
from audio.call import SPEAKERS, Call, Word
from audio.errors import InputError
from audio.span import Span
from library.notes.note import VERDICTS, Answered, Content, Note, Written

NOTES = "notes"

_NOTE_TIER = re.compile(r"(?:notes\b|(?:note|coach|comments?)(?=[:\s(]|$))[:\s]*", re.IGNORECASE)
_ROW = re.compile(r"\(\d+\)$")
_NOTE = re.compile(
    r"""(?: \{ reply [ ] to [ ] (?P<to> (?: [^}\\] | \\. )+ )
            [ ] at [ ] (?P<at> \d{1,6} : \d\d? (?: \.\d{1,9} )? ) (?: [ ] \( (?P<which> [1-9]\d{0,5} ) \) )? \} \s? )?
        (?: \[ (?P<label> (?: [^\]\\] | \\. )* ) \] \s? )?
        (?: \{ (?P<verdict> agree | disagree | adjust ) : \s* (?P<kind> \w+ ) (?: [ ] (?P<technique> \w+ ) )? \} \s? )?
        (?P<text> .* )""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Mark:
    """Text on a span of a tier; a span of no length is a point."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Tier:
    """A named row of marks in the order of time, none of which overlap."""

    name: str
    marks: tuple[Mark, ...]


def tiers_of(
    call: Call, report: Report | None, notes: Sequence[Note] = (), refused: Mapping[Moment, Sequence[str]] | None = None
) -> tuple[Tier, ...]:
    """The turns, what people corrected in them, the moments and the notes of a call as tiers; ``refused`` says who refuses which moments."""
    rows: list[tuple[str, list[Mark]]] = [
        (speaker, [Mark(turn.span, turn.text or "(speech)") for turn in call.of(speaker)]) for speaker in SPEAKERS
    ]
    if call.others:
        rows.append(("somebody else", [Mark(turn.span, turn.text) for turn in call.others]))
    if call.corrected:
        rows.append((corrected_words(call), [Mark(word.span, _heard(word)) for word in _corrected(call)]))
    if report is not None:
        rows.append(("over-talk", [Mark(m.span, f"{m.speaker}: {m.name}") for m in report.overtalk]))
        headings = ((m, f"{m.kind}: {m.technique}" if m.technique else m.kind) for m in report.moments)
        rows.append(("moments", [Mark(m.span, text + possible(m) + refusal(m, refused)) for m, text in headings]))
    answered = _answered(notes)
    for author in dict.fromkeys(note.author for note in notes):
        marks = [Mark(n.span, write_note(n, answered.get(n.reply_to or ""))) for n in notes if n.author == author]
        rows.append((f"{NOTES}: {author}", marks))
    return tuple(tier for name, marks in rows for tier in _without_overlap(name, marks))


def possible(moment: Moment) -> str:
    """What is added to a moment that is only possible, wherever nothing but text tells it from a sure one."""
    return " (possible)" if moment.confidence == "low" else ""


def refusal(moment: Moment, refused: Mapping[Moment, Sequence[str]] | None) -> str:
    """What is added to a moment that people refuse, so that it counts no more: who they are."""
    names = (refused or {}).get(moment)
    return f" (refused by {', '.join(names)})" if names else ""


def corrected_words(call: Call) -> str:
    """How many words of a call people corrected, in words."""
    return f"{call.corrected:,} word{'' if call.corrected == 1 else 's'} corrected"


def _corrected(call: Call) -> list[Word]:
    return [word for turn in (*call.turns, *call.others) for word in turn.words if word.heard is not None]


def _heard(word: Word) -> str:
    return f"{word.text} (heard: {word.heard})" if word.heard else f"{word.text} (not heard)"


def notes_of(tiers: Iterable[Tier], shared: bool = False) -> tuple[Written, ...]:
    """The notes in tiers. Raises :class:`SameSideError` where no tier is one of notes."""
    tiers = tuple(tiers)
    author_tiers = [(author, tier) for tier in tiers if (author := _author(tier.name.strip())) is not None]
    if not author_tiers:
        tier_names = ", ".join(f"“{tier.name}”" for tier in tiers[:9]) or "none"
        raise InputError(
            "Notes are read from tiers whose name begins with “notes”, such as “notes: Ama”, and this file has none "
            f"(its tiers: {tier_names})."
        )
    return tuple(
        _read_note(author, mark, shared) for author, tier in author_tiers for mark in tier.marks if mark.text.strip()
    )


def _author(name: str) -> str | None:
    """Whose notes a tier of that name holds, "Ama" of "notes: Ama (2)"; ``None`` where it is no tier of notes."""
    match = _NOTE_TIER.match(name)
    return _ROW.sub("", name[match.end() :]).strip() if match else None


def write_note(note: Note, answered: Answered | None = None) -> str:
    """A note as one text, a reply with what it has ``answered``; :func:`notes_of` reads it back."""
    lead = ""
    if answered is not None:
        which = f" ({answered.which})" if answered.which > 1 else ""
        lead = f"{{reply to {_escaped(answered.author, '}')} at {_clock(answered.start)}{which}}} "
    verdict = f"{{{note.verdict}: {' '.join(filter(None, (note.kind, note.technique)))}}} " if note.verdict else ""
    looks_labelled = note.text.startswith(("[", "{")) or verdict
    label = _escaped(note.label, "]")
    return lead + (f"[{label}] " if label or looks_labelled else "") + verdict + note.text


def _answered(notes: Sequence[Note]) -> dict[str, Answered]:
    """How a reply names each of the notes that are no replies, by their id."""
    names: dict[str, Answered] = {}
    counts: Counter[tuple[str, int]] = Counter()
    for note in sorted(notes, key=lambda note: note.span.end):
        if note.reply_to is None:
            key = (note.author, round(note.span.start * 1000))
            counts[key] += 1
            names[note.id] = Answered(note.author, note.span.start, counts[key])
    return names


def _escaped(text: str, ending: str) -> str:
    return text.replace("\\", "\\\\").replace(ending, "\\" + ending)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _clock(time: float) -> str:
    """8.0 as ``0:08`` and 83.25 as ``1:23.25``."""
    minutes, milliseconds = divmod(round(time * 1000), 60_000)
    return f"{minutes}:{milliseconds // 1000:02}" + f".{milliseconds % 1000:03}".rstrip("0").rstrip(".")


def _seconds(text: str) -> float:
    minutes, _, seconds = text.partition(":")
    return 60 * int(minutes) + float(seconds)


def _read_note(author: str, mark: Mark, shared: bool) -> Written:
    match = _NOTE.fullmatch(mark.text)
    assert match is not None  # every part of the pattern may be empty
    answered = None
    if match["to"]:
        answered = Answered(_unescaped(match["to"]), _seconds(match["at"]), int(match["which"] or 1))
    verdict = next((v for v in VERDICTS if v == match["verdict"]), None)
    content = Content(
        mark.span, match["text"], _unescaped(match["label"] or ""), "everybody" if shared else "me", verdict
    )
    return Written(author, content, match["kind"], match["technique"], answered, mark.text)


def _without_overlap(name: str, marks: Iterable[Mark]) -> list[Tier]:
    """Each mark on the first row where it fits; points on rows of their own, as Praat has it, and each row another name."""
    rows: list[list[Mark]] = []
    for mark in sorted(marks, key=lambda m: (m.span.start, m.span.end)):
        for row in rows:
            last = row[-1].span
            alike = (last.duration > 0) == (mark.span.duration > 0)
            if alike and last.end <= mark.span.start and last != mark.span:
                row.append(mark)
                break
        else:
            rows.append([mark])
    return [Tier(name if k == 0 else f"{name} ({k + 1})", tuple(row)) for k, row in enumerate(rows)]
