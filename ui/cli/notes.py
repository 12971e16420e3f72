"""``sameside notes``: the notes of a call, on the command line as on the timeline.

::

    sameside notes list parcel.wav
    sameside notes add parcel.wav --at 1:23.5 --to 1:30 --text "She waits here." --label own_it --shared
    sameside notes add parcel.wav --at 28 --verdict disagree        on the machine's moment at 28 s
    sameside notes reply 3f2a --text "I was looking it up."
    sameside notes edit 3f2a --text "She waits 5 s."                also: delete, restore, history
    sameside notes export parcel.wav --form textgrid                json, csv, vtt, textgrid, eaf
    sameside notes import parcel.wav parcel.TextGrid                from Praat or ELAN

A call is named by its name or its id, or the beginning of either; a note by the beginning of its id, as listed.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from analysis.report import Moment, Report
from audio.errors import InputError
from audio.given_file import read_given
from audio.span import Span
from library.calls.verdicts import refusals
from library.exchange.exports import FORMS, SUFFIXES, export, note_json, read_notes
from library.exchange.tiers import possible
from library.notes.note import VERDICTS, Content, Note, moment_of
from library.store import Library
from ui.cli.review import open_library
from ui.computer_user import user


def configure(parser: argparse.ArgumentParser) -> None:
    """Give ``parser`` the actions and options of ``sameside notes``; :func:`notes_command` runs what it parses."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")

    listing = _action(actions, "list", "the notes of a call", "call")
    listing.add_argument("--json", action="store_true", help="as JSON")

    add = _action(actions, "add", "write a note on a moment or a stretch of a call", "call")
    add.add_argument("--at", required=True, metavar="TIME", help="when, in seconds or as 1:23.5")
    add.add_argument("--to", metavar="TIME", help="until when; without it the note is on a moment in time")
    add.add_argument("--text", default="", help="what it says")
    add.add_argument("--label", default="", help="a technique's id, or a tag of your own")
    add.add_argument("--verdict", choices=VERDICTS, help="on the machine's moment at that time")
    add.add_argument("--shared", action="store_true", help="everybody may read it; otherwise only you")

    reply = _action(actions, "reply", "answer a note", "note")
    reply.add_argument("--text", required=True)

    edit = _action(actions, "edit", "say something else in a note of yours", "note")
    edit.add_argument("--text")
    edit.add_argument("--label")
    edit.add_argument("--shared", action=argparse.BooleanOptionalAction)

    _action(actions, "delete", "take a note of yours away; restore brings it back for thirty days", "note")
    _action(actions, "restore", "bring a deleted note back (give its whole id)", "note")
    _action(actions, "history", "what a note said before", "note")

    out = _action(actions, "export", "turns, moments and notes for another program", "call")
    out.add_argument("--form", choices=FORMS, default="json")
    out.add_argument("--unmasked", action="store_true", help="with numbers and addresses as they were said")
    out.add_argument("--out", type=Path, metavar="FILE", help="- or nothing: standard output")

    import_ = _action(actions, "import", "notes from a TextGrid (Praat) or an .eaf (ELAN)", "call")
    import_.add_argument("file", type=Path)
    import_.add_argument("--shared", action="store_true")


def notes_command(args: argparse.Namespace) -> int:
    """Do what was asked; returns the exit status. Raises :class:`SameSideError` with a sentence where it cannot be."""
    is_person = "@" in (args.author or "")
    with open_library(args.library, args.author if is_person else None) as library:
        author = library.viewer.name if library.viewer.is_person else args.author or user()
        _ACTIONS[args.action](library, args, author)
    return 0


def _action(
    actions: argparse._SubParsersAction[argparse.ArgumentParser], name: str, description: str, named: str
) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=description, description=description)
    parser.add_argument(named, metavar=named.upper(), help=f"a {named}: its name or the beginning of its id")
    parser.add_argument(
        "--as",
        dest="author",
        metavar="EMAIL_OR_NAME",
        help="who you are: the e-mail of somebody who signs in, with their rights, or a name; the computer's user unless given",
    )
    parser.add_argument("--library", metavar="URL", help="where calls are kept, as for `sameside review`")
    return parser


def _list(library: Library, args: argparse.Namespace, author: str) -> None:
    call_id = library.find(args.call)
    notes = library.notes.of(call_id, author)
    library.audit.note("read_notes", call_id)
    if args.json:
        print(json.dumps([note_json(note) for note in notes], indent=1, ensure_ascii=False))
        return
    if not notes:
        print("No notes yet: sameside notes add CALL --at TIME --text TEXT writes one.")
    report = library.report(call_id)
    for note in notes:
        print(_shown(note, report))


def _add(library: Library, args: argparse.Namespace, author: str) -> None:
    call_id = library.find(args.call)
    start = _seconds(args.at)
    end = start if args.to is None else _seconds(args.to)
    if end < start:
        raise InputError(f"A note runs forwards, and {args.at} to {args.to} does not.")
    span = Span(start, end)
    moment = _moment_at(library.report(call_id), span) if args.verdict else None
    content = Content(span, args.text, args.label, "everybody" if args.shared else "me", args.verdict)
    print(_shown(library.notes.add(call_id, author, content, moment), None))


def _reply(library: Library, args: argparse.Namespace, author: str) -> None:
    print(_shown(library.notes.reply(library.notes.find(args.note, author).id, author, args.text), None))


def _edit(library: Library, args: argparse.Namespace, author: str) -> None:
    note = library.notes.find(args.note, author)
    content = Content(
        note.span,
        note.text if args.text is None else args.text,
        note.label if args.label is None else args.label,
        note.audience if args.shared is None else "everybody" if args.shared else "me",
        note.verdict,
    )
    print(_shown(library.notes.edit(note.id, note.version, author, content), None))


def _delete(library: Library, args: argparse.Namespace, author: str) -> None:
    note = library.notes.delete(library.notes.find(args.note, author).id, author)
    print(f"Deleted; for thirty days `sameside notes restore {note.id}` brings it back.")


def _restore(library: Library, args: argparse.Namespace, author: str) -> None:
    print(_shown(library.notes.restore(library.notes.find(args.note, author).id, author), None))


def _history(library: Library, args: argparse.Namespace, author: str) -> None:
    note = library.notes.find(args.note, author)
    for old in library.notes.history(note.id, author):
        print(f"{old.written:%Y-%m-%d %H:%M}  {old.text}")
    print(f"{note.edited or note.created:%Y-%m-%d %H:%M}  {note.text}")


def _export(library: Library, args: argparse.Namespace, author: str) -> None:
    call_id = library.find(args.call)
    report = library.report(call_id, args.unmasked)
    if report is None:
        raise InputError(f"{args.call} has not been reviewed yet, so there is nothing to export.")
    by_moment = library.verdicts_on(report)
    text = export(
        args.form, library.call(call_id, args.unmasked), report, library.notes.of(call_id, author), known=library.summary(call_id).known(),
        refused=refusals(by_moment), settled=library.settled_report(report, by_moment, args.unmasked),
    )  # fmt: skip
    if args.unmasked:
        library.audit.note("unmasked", call_id, what="export")
    library.audit.note("exported", call_id, form=args.form)
    if args.out is None or str(args.out) == "-":
        sys.stdout.write(text)
        return
    out = args.out / (Path(library.summary(call_id).name).stem + SUFFIXES[args.form]) if args.out.is_dir() else args.out
    try:
        if (
            out.exists() and not out.is_file()
        ):  # a pipe or a device is written to; a file in its place would be no pipe any more
            out.write_text(text, encoding="utf-8", newline="")
        else:
            part_file = out.with_name(out.name + ".part")
            part_file.write_text(text, encoding="utf-8", newline="")
            part_file.replace(out)
    except OSError as slip:
        raise InputError(f"{out} could not be written: {slip.strerror}.") from None
    print(out)


def _import(library: Library, args: argparse.Namespace, author: str) -> None:
    call_id = library.find(args.call)
    try:
        data = read_given(args.file)
    except OSError as slip:
        raise InputError(f"{args.file} could not be read: {slip.strerror}.") from None
    written = read_notes(args.file.name, data, args.shared)
    new = library.notes.import_notes(call_id, author, written)
    print(f"Notes in {args.file.name}: {len(written)}; new: {new}.")


_ACTIONS = {
    "list": _list,
    "add": _add,
    "reply": _reply,
    "edit": _edit,
    "delete": _delete,
    "restore": _restore,
    "history": _history,
    "export": _export,
    "import": _import,
}


def _shown(note: Note, report: Report | None) -> str:
    """A note in a line or two, as text whatever it holds; control characters cannot reach the terminal."""
    time = _clock(note.span.start) + (f"–{_clock(note.span.end)}" if note.span.duration else "")
    about = " · ".join(
        filter(None, (note.label, note.verdict, note.kind and f"{note.kind} {note.technique or ''}".strip()))
    )
    now = moment_of(note, report) if note.kind and report else None
    doubt_suffix = (
        " (the machine no longer says so)" if note.kind and report and not now else possible(now) if now else ""
    )
    lead = "    ↳ " if note.reply_to else ""
    privacy = "" if note.shared else ", private"
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "\N{REPLACEMENT CHARACTER}", note.text).replace("\n", "\n      ")
    return (
        f"{lead}{note.id[:8]}  {time}  {note.author}{privacy}"
        + (f"  [{about}]{doubt_suffix}" if about else "")
        + f"  {text}".rstrip()
    )


def _moment_at(report: Report | None, span: Span) -> Moment:
    """The machine's moment with most time in common with ``span``."""
    moments: Sequence[Moment] = report.moments if report else ()
    overlapping = [m for m in moments if m.span.start <= span.end and span.start <= m.span.end]
    if not overlapping:
        raise InputError(f"The machine has no moment at {_clock(span.start)}, and a verdict is about one.")
    return max(overlapping, key=lambda m: (min(m.span.end, span.end) - max(m.span.start, span.start), -m.span.start))


def _seconds(text: str) -> float:
    """83.5, 1:23.5 or 0:01:23.5."""
    if not re.fullmatch(r"(?:(?:\d+:)?[0-5]?\d:[0-5]?\d|\d+)(?:\.\d+)?", text):
        raise InputError(f"“{text}” is no time: give seconds, as 83.5, or minutes and seconds, as 1:23.5.")
    seconds = 0.0
    for part in text.split(":"):
        seconds = seconds * 60 + float(part)
    return seconds


def _clock(time: float) -> str:
    return f"{int(time // 60)}:{time % 60:04.1f}"
