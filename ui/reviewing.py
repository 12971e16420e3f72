"""``sameside review`` and ``sameside demo``: recordings in, moments printed, reports written, all kept in the library."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tqdm import tqdm

from analysis.limits import Limits, load
from analysis.report import Moment, Report
from analysis.review import review
from analysis.rules import load_book
from audio.call import Call
from audio.listen import Ear, listen, read
from audio.transcript import beside
from audio.trouble import Trouble
from library.pack import fingerprint
from library.report_json import report_json
from library.store import Library
from ui.ears import find_ear

SAMPLES = Path(__file__).parent.parent / "samples"
SIGN = {"pushed": "▲", "partnered": "●", "escalated": "↑", "settled": "↓", "missed": "○"}


def review_command(args: argparse.Namespace) -> int:
    """Review each call; one that cannot be read is said and the rest goes on. Returns the exit status."""
    if not args.calls and args.transcript is None:
        raise Trouble("there is nothing to review: name a recording, or a transcript with --transcript FILE")
    if args.transcript is not None and len(args.calls) > 1:
        raise Trouble(f"one transcript belongs to one recording, and {len(args.calls)} recordings were given; let each lie beside its recording under the same name")
    limits = load(args.limits) if args.limits else Limits()
    book = load_book(args.rules)
    if args.json:
        _check_out(args.json, len(args.calls))
    ear = "The words were left out, as asked (--no-words)." if args.no_words else find_ear(args.model)
    depends = f"{args.agent}|{args.model}|{args.no_words}"
    failed = 0
    with _open(args.library) as library:
        for path in args.calls or [args.transcript]:
            try:
                call = _heard(library, path, args, ear, depends)
                report = review(call, limits, book)
                library.keep_report(report, fingerprint(limits, str(args.rules or "")))
                if args.json != "-":
                    show(call, report)
                if args.json:
                    _write(args.json, path, report_json(call, report))
            except Trouble as trouble:
                failed += 1
                print(f"sameside: {trouble}", file=sys.stderr)
    return 1 if failed else 0


def _heard(library: Library, path: Path, args: argparse.Namespace, ear: Ear | str, depends: str) -> Call:
    """The call's facts: from the library where the same recording was heard in the same way, else heard now."""
    if not args.calls:
        call = read(path)
        library.keep_call(call)
        return call
    transcript = args.transcript if args.no_words is False else None
    words = transcript or (None if args.no_words else beside(path))
    depends += "|" + (hashlib.sha256(words.read_bytes()).hexdigest() if words and words.is_file() else "")
    with _bar(path.name) as progress:
        call = listen(path, transcript=transcript, agent=args.agent, ear=ear, progress=progress, alone=args.no_words)
    library.keep_call(call, library.keep_recording(path), depends)
    return call


@contextmanager
def _open(url: str | None) -> Iterator[Library]:
    library = Library(url)
    try:
        yield library
    finally:
        library.close()


@contextmanager
def _bar(name: str) -> Iterator[Any]:
    """A progress bar on standard error, silent where that is no terminal."""
    with tqdm(total=100, desc=name, unit="%", bar_format="{desc}: {bar} {n:.0f}% {postfix} [{elapsed}<{remaining}]", disable=None, leave=False) as bar:

        def progress(stage: str, done: float) -> None:
            bar.set_postfix_str(stage, refresh=False)
            bar.n = 100 * min(1.0, done)
            bar.refresh()

        yield progress


def show(call: Call, report: Report) -> None:
    """Print a call's moments, its withheld figures and its doubts."""
    words = {"two_sides": "agent and customer on two channels", "mono": "both voices in one channel", "dual_mono": "the same sound on both channels", "one_side_silent": "one channel is silent", "words_only": "a transcript alone"}
    print(f"\n{call.source}  {clock(call.duration)}  {words[call.layout]}")
    for doubt in call.doubts:
        print(f"  ? {doubt.why}")
    for moment in report.moments:
        for line in lines(moment):
            print(f"  {line}")
    if not report.moments:
        print("  No moments to flag.")


def lines(moment: Moment) -> list[str]:
    """A moment as text: when, what, the words, the evidence, what to say instead, what followed."""
    low = "  (low confidence)" if moment.confidence == "low" else ""
    said = [f"{clock(moment.span.start)} {SIGN[moment.kind]} {moment.kind:9}  {moment.headline}{low}"]
    if moment.words:
        said.append(f"         “{moment.words}”")
    said.append(f"         {moment.because}")
    if moment.instead:
        said.append(f"         Instead: {moment.instead}")
    if moment.response is not None:
        after = {"calmer": "followed by calmer", "no_change": "no clear change followed", "hotter": "followed by hotter", "cannot_tell": "what followed cannot be told"}
        said.append(f"         {after[moment.response.after].capitalize()}. {moment.response.because}")
    return said


def clock(seconds: float) -> str:
    return f"{int(seconds // 60):d}:{int(seconds % 60):02d}"


def _check_out(out: str, calls: int) -> None:
    if out == "-":
        return
    path = Path(out)
    if calls > 1 and path.suffix == ".json":
        raise Trouble(f"{calls} reports do not go into the one file {out}; name a folder for --json")
    folder = path.parent if path.suffix == ".json" else path
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as slip:
        raise Trouble(f"no report can be written to {out}: {slip.strerror or slip}") from None
    if not os.access(folder, os.W_OK):
        raise Trouble(f"no report can be written to {out}: {folder} is not writable")


def _write(out: str, call: Path, report: dict[str, Any]) -> None:
    """To standard output, a file, or NAME.json in a folder; a half-written report is never left behind."""
    text = json.dumps(report, indent=1, ensure_ascii=False) + "\n"
    if out == "-":
        sys.stdout.write(text)
        return
    path = Path(out) if out.endswith(".json") else Path(out) / f"{call.stem}.json"
    half = path.with_name(path.name + ".part")
    try:
        half.write_text(text, encoding="utf-8")
        half.replace(path)
    except OSError as slip:
        half.unlink(missing_ok=True)
        raise Trouble(f"the report could not be written to {path}: {slip.strerror or slip}") from None


def demo_command(args: argparse.Namespace) -> int:
    """Review the samples, then serve the dashboard with them in it."""
    calls = sorted(SAMPLES.glob("*.opus"))
    if not calls:
        raise Trouble(f"the samples are not in {SAMPLES}: run the demo from a clone of the project")
    with _open(args.library) as library:
        for path in tqdm(calls, desc="Reviewing the samples", unit="call", disable=None):
            call = listen(path, ear="The samples bring their transcripts.")
            library.keep_call(call, library.keep_recording(path))
            report = review(call)
            library.keep_report(report, fingerprint(Limits()))
            with tqdm.external_write_mode():
                show(call, report)
    if args.no_serve:
        return 0
    from ui.serve import serve

    return serve(args.library, args.port, True)
