"""Notes between the timeline and the library: what is shown of them, and what a deed done in the browser does.

A deed is one small change, sent when it happens and answered when it is kept::

    {do: "save", id, version, about, start, end, label, text, audience, verdict, draft, turn}
    {do: "reply", id, token, text, turn}   {do: "delete", id, turn}   {do: "undo", id, turn}

    answer   {turn, id, version}   or   {turn, trouble}   or   {turn, trouble, version, text}: changed meanwhile

``id`` of a new note and ``token`` of a reply are the browser's own UUIDs, so that a deed sent twice is done once.
What comes from a browser is not trusted: a deed that makes no sense is answered with a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.report import Moment, Report
from audio.span import Span
from library.calls.verdicts import Settled
from library.notes.note import AUDIENCES, VERDICTS, Content, Note, NoteChangedError, moment_of
from library.notes.notes import Notes
from ui.dashboard.components.deeds import TOKEN, answered


def notes_and_verdicts(
    notes: Notes, report: Report, by_moment: Mapping[Moment, Settled], viewer: str
) -> dict[str, Any]:
    """``{notes, settled}``: what ``viewer`` may see of the notes on a report's call, and what people say of its moments."""
    visible = notes.of(report.call_id, viewer)
    return {
        "notes": notes_shown(notes, visible, report, viewer),
        "settled": settled_shown(report, by_moment, visible, viewer),
    }


def notes_shown(notes: Notes, visible: Sequence[Note], report: Report, viewer: str) -> list[dict[str, Any]]:
    """The notes on a report's call that are ``visible`` to ``viewer``, replies and history inside their note, for the timeline."""
    replies: dict[str, list[dict[str, Any]]] = {}
    for note in visible:
        if note.reply_to:
            replies.setdefault(note.reply_to, []).append(_note_json(note, viewer))
    return [
        {
            **_note_json(note, viewer),
            "stale": _stale(note, report),
            "replies": replies.get(note.id, []),
            "history": _history(notes, note, viewer),
        }
        for note in visible
        if note.reply_to is None
    ]


def settled_shown(
    report: Report, by_moment: Mapping[Moment, Settled], visible: Sequence[Note], viewer: str
) -> dict[str, Any]:
    """What people say of a report's moments, by the moment's number on the timeline.

    ``{refused, refuse: names, technique, mine: verdict, note: id}``: the last two where ``viewer`` has said something.
    """
    own = {moment_of(n, report): n for n in visible if n.verdict and n.author == viewer}
    shown = {}
    for number, moment in enumerate(sorted(report.moments, key=lambda moment: moment.span)):
        said, note = by_moment.get(moment), own.get(moment)
        if said is not None:
            shown[str(number)] = {
                "refused": said.refused,
                "refuse": list(said.refuse),
                "technique": said.technique,
                "mine": note and note.verdict,
                "note": note and note.id,
            }
    return shown


def _note_json(note: Note, viewer: str) -> dict[str, Any]:
    return {
        "id": note.id,
        "version": note.version,
        "author": note.author,
        "mine": note.author == viewer,
        "created": note.created.isoformat(),
        "edited": note.edited and note.edited.isoformat(),
        "start": note.span.start,
        "end": note.span.end,
        "label": note.label,
        "text": note.text,
        "audience": note.audience,
        "verdict": note.verdict,
        "kind": note.kind,
    }


def _stale(note: Note, report: Report) -> bool:
    """Whether a note is about a moment that the machine no longer sees."""
    return note.kind is not None and moment_of(note, report) is None


def _history(notes: Notes, note: Note, viewer: str) -> list[dict[str, Any]]:
    if note.version == 1:
        return []
    return [{"when": old.written.isoformat(), "text": old.text} for old in notes.history(note.id, viewer)]


def perform(notes: Notes, report: Report, author: str, deed: Mapping[str, Any]) -> dict[str, Any]:
    """Do a deed on the notes of a report's call, and answer it; never raises for what a browser or a person did."""
    return answered(lambda: _done(notes, report, author, deed), turn=deed.get("turn"))


def _done(notes: Notes, report: Report, author: str, deed: Mapping[str, Any]) -> dict[str, Any]:
    """What came of a deed: the note as it is kept, or as somebody else has kept it meanwhile."""
    try:
        note = _do(notes, report, author, deed)
    except NoteChangedError as changed:
        return {"trouble": str(changed), "version": changed.note.version, "text": changed.note.text}
    return {"id": note.id, "version": note.version}


def _do(notes: Notes, report: Report, author: str, deed: Mapping[str, Any]) -> Note:
    match deed["do"]:
        case "save":
            return _save(notes, report, author, deed)
        case "reply":
            return notes.reply(str(deed["id"]), author, str(deed["text"]), _token(deed["token"]))
        case "delete":
            return notes.delete(str(deed["id"]), author)
        case "undo":
            return notes.restore(str(deed["id"]), author)
    raise ValueError(deed["do"])


def _save(notes: Notes, report: Report, author: str, deed: Mapping[str, Any]) -> Note:
    start, end = sorted((float(deed["start"]), float(deed["end"])))
    verdict = deed.get("verdict")
    if verdict is not None and verdict not in VERDICTS:
        raise ValueError(verdict)
    audience = deed["audience"]
    if audience not in AUDIENCES:
        raise ValueError(audience)
    content = Content(Span(start, end), str(deed["text"]), str(deed["label"]), audience, verdict)
    draft = bool(deed.get("draft"))
    if deed.get("version"):
        return notes.edit(str(deed["id"]), int(deed["version"]), author, content, draft)
    return notes.add(report.call_id, author, content, _about(report, deed.get("about")), _token(deed["id"]), draft)


def _about(report: Report, number: Any) -> Moment | None:
    """The moment with this number on the timeline, which shows them in the order of time."""
    if number is None:
        return None
    ordered = sorted(report.moments, key=lambda moment: moment.span)
    if not 0 <= int(number) < len(ordered):
        raise ValueError(number)
    return ordered[int(number)]


def _token(value: Any) -> str:
    if not TOKEN.fullmatch(str(value)):
        raise ValueError(value)
    return str(value)
