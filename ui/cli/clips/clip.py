"""``sameside clip``: a stretch of a call as a file that plays anywhere, masked and silent as the call is.

::

    sameside clip 3f2a --from 1:05 --to 1:20 --out no-policy.html      one HTML: sound, words, both sides drawn
    sameside clip 3f2a --from 65 --to 80 --out no-policy.mp3           the sound alone; .wav, .flac and .opus too

The edges are moved so that no word is cut. Where a Whisper model is on this machine and something in the stretch is silent, it is listened to
again, as `sameside redact` does, and nothing is written where digits can still be heard.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from analysis.language.rulebook.loading import load_book
from audio.asr.recogniser import find_recogniser
from audio.errors import InputError
from audio.span import Span
from library.clips.cutting import Cut
from library.clips.sound import CODERS, coded
from library.recordings.silencing import write_silenced
from library.redaction.listening import remaining
from library.store import Library
from ui import texts
from ui.cli.redact import NO_MODEL, silent_in, told_of_listening
from ui.cli.review import clock, open_library
from ui.clip_page import Shown, clip_page

PAGE = ".html"


def configure_clip(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("call", metavar="CALL", help="a call of the library, by its name or id")
    parser.add_argument(
        "--from", dest="start", required=True, metavar="TIME", help="where it begins: 1:05, or 65 seconds"
    )
    parser.add_argument("--to", dest="end", required=True, metavar="TIME", help="where it ends")
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="FILE",
        help=f"what to write: {PAGE}, or the sound alone: {', '.join(CODERS)}",
    )
    parser.add_argument(
        "--title", default="", metavar="WORDS", help="what the page is called; else the first words that are said"
    )
    parser.add_argument("--why", default="", metavar="WORDS", help="what to listen for")
    parser.add_argument("--technique", metavar="ID", help="what it is an example of (see `docs/techniques.md`)")
    parser.add_argument(
        "--unmasked", action="store_true", help="with numbers and addresses as they were said; the audit keeps it"
    )
    parser.add_argument(
        "--model", metavar="NAME_OR_FOLDER", help="the Whisper model that listens again round what is silent"
    )


def clip_command(args: argparse.Namespace) -> int:
    """Write the file, whole or not at all. Returns the exit status; raises :class:`SameSideError`."""
    out: Path = args.out
    if out.suffix.lower() not in (PAGE, *CODERS):
        raise InputError(
            f"{out.name} is neither a page ({PAGE}) nor a sound ({', '.join(CODERS)}): give --out such an ending"
        )
    span = _span(args.start, args.end)
    names = {rule.id: rule.name for rule in load_book()}
    if args.technique and args.technique not in names:
        raise InputError(f"there is no technique “{args.technique}”; docs/techniques.md lists them")
    with open_library(args.library, args.as_email) as library:
        call_id = library.find(args.call)
        cut = library.cuts.cut(call_id, span, args.unmasked)
        heard_again = "" if cut.unmasked else _listen_again(library, cut, args.model)
        if out.suffix.lower() == PAGE:
            title = args.title.strip() or first_words(cut)
            made = clip_page(title, [Shown(cut, title, args.why, names.get(args.technique or "", ""))]).encode()
        else:
            made = coded(cut.sound, out.suffix)
        library.cuts.tell([cut], out.suffix.lower().removeprefix("."))
    _write(out, made)
    print(
        f"{out}: {clock(cut.span.start)} to {clock(cut.span.end)}, {cut.span.duration:.1f} s{_silences(cut)}{heard_again}"
    )
    return 0


def first_words(cut: Cut) -> str:
    """A title out of what is said first in a stretch."""
    words = [
        word.text for turn in cut.call.turns for word in turn.words if cut.span.start <= word.span.start < cut.span.end
    ]
    return "“" + " ".join(words[:8]) + ("…" if len(words) > 8 else "") + "”" if words else "A clip"


def seconds_of(text: str) -> float:
    """“1:05”, “65” or “1:02:03.5” as seconds. Raises :class:`InputError` for what is no time."""
    parts = text.strip().split(":")
    try:
        values = [float(part) for part in parts]
    except ValueError:
        values = []
    if not 1 <= len(values) <= 3 or not all(0 <= value < float("inf") for value in values):
        raise InputError(f"“{texts.printable(text)}” is no time: give it as 1:05, or as seconds, 65.2")
    total = 0.0
    for value in values:
        total = 60 * total + value
    return total


def _span(start: str, end: str) -> Span:
    first, last = seconds_of(start), seconds_of(end)
    if last <= first:
        raise InputError(f"a clip from {start} to {end} has no length: give --from before --to")
    return Span(first, last)


def _listen_again(library: Library, cut: Cut, model: str | None) -> str:
    """What to say of the check by ear. Raises :class:`InputError` where digits can still be heard."""
    if not cut.silent:
        return ""
    recogniser = find_recogniser(model)
    if isinstance(recogniser, str):
        return NO_MODEL
    if not library.may("hear_original", cut.call.id):
        return "; not listened to again, which takes the original"
    recording = library.recording_of(cut.call.id)
    assert recording is not None
    call, silences = library.original_call(cut.call.id), library.silences(cut.call.id)
    with tempfile.TemporaryDirectory(prefix="sameside-clip-") as folder:
        sound = Path(folder) / "redacted.flac"
        with library.recording_here(recording) as path:
            write_silenced(path, sound, silences)
        inside = [span for span in silences if span & cut.span]
        left = remaining(sound, call, library.masks(cut.call.id), inside, recogniser)
    return told_of_listening(left, "nothing was written")


def _silences(cut: Cut) -> str:
    return f", {silent_in(len(cut.silent))}" if cut.silent else ""


def _write(out: Path, made: bytes) -> None:
    """Write a file, whole or not at all. Raises :class:`InputError`."""
    part = out.with_name(f".{out.name}.part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(made)
        part.replace(out)
    except OSError as slip:
        part.unlink(missing_ok=True)
        raise InputError(f"nothing can be written to {out}: {slip.strerror or slip}") from None
