"""``sameside review``: recordings in, moments printed, reports written, all kept in the library."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tqdm import tqdm

from analysis.language.rulebook.loading import load_book
from analysis.language.rulebook.rules import RuleBook
from analysis.limits import Limits, change, load
from analysis.report import Moment, Report
from analysis.review import review
from audio.asr.language import check_language
from audio.asr.recogniser import find_recogniser
from audio.beside import files_beside
from audio.call import Call
from audio.channels.pair import join, joined_name
from audio.errors import InputError, SameSideError, readable, sentence
from audio.given_file import read_given
from audio.listen import read
from library.access.viewer import Viewer, viewer_of
from library.calls.listing import CallSummary
from library.database.packing import fingerprint
from library.exchange.report_json import report_json
from library.house import agent_voice, file_names, judging, recogniser_hints, team_rules
from library.house.limits import limits_in_force
from library.metadata.call_metadata import Metadata
from library.metadata.file_names import Pattern, parse_pattern
from library.metadata.gathering import gather_beside
from library.metadata.tables import Table, read_table
from library.pipeline import house_options, keep, known_or_heard
from library.recordings.files import digest_of
from library.redaction.masking import masked
from library.store import Library
from ui import texts
from ui.cli.report_names import report_names

SIGNS = {"pushed": "▲", "partnered": "●", "escalated": "↑", "settled": "↓", "missed": "○"}


def review_command(args: argparse.Namespace) -> int:
    """Review each call; one that cannot be read is said and the rest goes on. Returns the exit status.

    Raises :class:`SameSideError`, before the first recording is read, where an argument cannot be used.
    """
    _check_calls(args)
    if args.pair:
        with tempfile.TemporaryDirectory(prefix="sameside-") as folder:
            return _review_calls(_joined(args, Path(folder)))
    return _review_calls(args)


def _joined(args: argparse.Namespace, folder: Path) -> argparse.Namespace:
    """The arguments with the pair joined to one recording in ``folder``, under its transcript, if one lies beside."""
    agent, customer = args.pair
    call = folder / joined_name(agent.name, customer.name)
    join(agent, customer, call)
    beside = [str(path) for path in files_beside(agent.with_name(call.name))]
    return argparse.Namespace(**{**vars(args), "calls": [call], "agent": "left", "beside": beside})


def _review_calls(args: argparse.Namespace) -> int:
    check_options(args)
    if args.json:
        _check_out(args.json, args.calls)
    if args.json and args.json != "-":
        _tell_names(report_names(args.calls or [args.transcript]))
    if args.cluster:
        from ui.cli.many.on_cluster import review_on_cluster

        return review_on_cluster(args)
    if args.workers is not None and len(args.calls) > 1:
        from ui.cli.many.side_by_side import review_side_by_side

        return review_side_by_side(args)
    with reviewing(args) as review_call:
        failed = sum(not review_call(path) for path in args.calls or [args.transcript])
    return 1 if failed else 0


@contextmanager
def reviewing(args: argparse.Namespace) -> Iterator[Callable[[Path], bool]]:
    """What reviews one of the calls after the other, prints what it finds, and answers whether it could; one that cannot be read is a sentence.

    Raises :class:`SameSideError` where an argument cannot be used.
    """
    names, tables = report_names(args.calls or [args.transcript]), tables_of(args.metadata)
    pattern = parse_pattern(args.names) if args.names else None
    with open_library(args.library, args.as_email) as library:
        options = {**hearing_options(args), "kept": str(library.files.root / "hearing")}
        limits = change(Limits(), **load(args.limits)) if args.limits else limits_in_force(library)
        book = load_book(args.rules) if args.rules else team_rules.rule_book(library)

        def review_call(path: Path) -> bool:
            try:
                metadata = metadata_of(path, tables, pattern or file_names.pattern(library))
                report = _review_one(library, path, args, options, limits, book, metadata)
                if args.json:
                    write_report(args.json, names[path], report)
            except BrokenPipeError:  # nobody reads on
                raise
            except (SameSideError, OSError) as trouble:
                print(f"sameside: {sentence(trouble)}", file=sys.stderr)
                return False
            except Exception as slip:  # SameSide's own: the rest of the batch is not its fault
                print(f"sameside: {_own_mistake(path, slip)}", file=sys.stderr)
                return False
            return True

        yield review_call


def hearing_options(args: argparse.Namespace) -> dict[str, Any]:
    """What was asked for of how the calls are heard."""
    return {
        "transcript": args.transcript,
        "beside": getattr(args, "beside", None),  # of a pair, whose joined recording lies elsewhere
        "agent": args.agent,
        "model": args.model,
        "no_words": args.no_words,
        "diarization": args.diarization,
        "language": args.language,
        "vocabulary": recogniser_hints.read_vocabulary(args.vocabulary) if args.vocabulary else None,
    }


def check_options(args: argparse.Namespace) -> None:
    """A slip in what is asked for is said before the first recording is read."""
    if args.language:
        check_language(args.language)
    if args.rules:
        load_book(args.rules)
    if args.limits:
        change(Limits(), **load(args.limits))
    if args.model and not args.no_words and not args.cluster:  # which the cluster's workers have, or have not
        find_recogniser(args.model)


def _own_mistake(path: Path, slip: Exception) -> str:
    return readable(
        f"{path.name} was not reviewed, by a mistake of SameSide's own ({type(slip).__name__}: {slip}): nothing of it was kept; please "
        "report it with this line."
    )


def _check_calls(args: argparse.Namespace) -> None:
    if args.pair and (args.calls or args.agent):
        raise InputError(
            "--pair names one call in two recordings, the agent's first: leave other recordings and --agent away"
        )
    if not args.calls and not args.pair and args.transcript is None:
        raise InputError("there is nothing to review: name a recording, or a transcript with --transcript FILE")
    if args.transcript is not None and len(args.calls) > 1:
        raise InputError(
            f"one transcript belongs to one recording, and {len(args.calls)} recordings were given; "
            "let each transcript lie beside its recording under the same name"
        )
    if args.transcript is not None and args.no_words:
        raise InputError("--transcript gives the words and --no-words leaves them out: leave one of the two away")
    if args.diarization is not None and not args.calls and not args.pair:
        raise InputError("--diarization tells who speaks in a recording, and a transcript alone was given: name both")


def _review_one(
    library: Library,
    path: Path,
    args: argparse.Namespace,
    options: Mapping[str, Any],
    limits: Limits,
    book: RuleBook,
    metadata: Metadata,
) -> dict[str, Any]:
    """Review one recording, or one transcript where no recording was named, keep it and print it; its report."""
    recording, hearing_options = (path if args.calls else None), house_options(library, path.name, options)
    call, hearing = heard(library, path, hearing_options) if recording else (read(path, hearing_options["agent"]), "")
    corrected = library.corrections.on(call)
    report = review(corrected, limits, book, agent_measured=agent_voice.is_measured(library)[0])
    made_under = _report_fingerprint(library, limits, args.rules)
    keep(library, call, report, made_under, recording=recording, hearing=hearing, name=path.name, metadata=metadata)
    shown = corrected
    if args.unmasked and library.may("hear_original", call.id):
        library.audit.note("unmasked", call.id, what="review")
    else:
        shown, report = masked(corrected, report)
    return tell_review(library, args, shown, report)


def tell_review(library: Library, args: argparse.Namespace, call: Call, report: Report) -> dict[str, Any]:
    """Print the review of a call that is kept, as it is shown; the report as it is written, which the audit is told where one is."""
    if args.json:
        library.audit.note("exported", call.id, form="json")
    if args.json != "-":
        print_review(call, report, library.summary(call.id))
    return report_json(call, report, library.summary(call.id).known())


def _tell_names(names: Mapping[Path, str]) -> None:
    """Say which report is whose, where they are not called like their recordings."""
    for path, name in names.items():
        if name != path.stem:
            print(f"The report of {path} is {name}.json: another recording has its name.", file=sys.stderr)


def tables_of(path: Path | None) -> list[Table]:
    """The list of calls that was named, if any; what of it cannot be used is said at once."""
    if path is None:
        return []
    try:
        table = read_table(path.name, read_given(path))
    except OSError as slip:
        raise InputError(f"the list of calls {path} could not be read: {slip.strerror or slip}") from None
    for remark in table.remarks:
        print(f"sameside: {remark}", file=sys.stderr)
    return [table]


def metadata_of(path: Path, tables: Sequence[Table], pattern: Pattern | None) -> Metadata:
    """What is known of a call beside its sound; what of a list beside it cannot be used is said."""
    metadata, remarks = gather_beside(path, tables=tables, pattern=pattern)
    for remark in remarks:
        print(f"sameside: {path.name}: {remark}", file=sys.stderr)
    return metadata


def heard(library: Library, path: Path, options: Mapping[str, Any]) -> tuple[Call, str]:
    """A call's facts and the fingerprint of its hearing, with a progress bar on standard error."""
    with progress_bar(path.name) as progress:
        return known_or_heard(library, path, digest_of(path), options, progress)


def _report_fingerprint(library: Library, limits: Limits, rules: Path | None) -> str:
    """The fingerprint of the report: the house's own where no rules of a team were given for this once."""
    return (
        fingerprint(limits, rules.read_text(encoding="utf-8")) if rules else judging.report_fingerprint(library, limits)
    )


@contextmanager
def open_library(url: str | None, as_email: str | None = None) -> Iterator[Library]:
    """A library, closed when the block ends: all of it, or as the person with ``as_email`` sees it.

    Raises :class:`SameSideError` where it cannot be opened, or nobody who is here has the e-mail.
    """
    library = Library(url)
    try:
        yield library if as_email is None else library.seen_by(_person(library, as_email))
    finally:
        library.close()


def _person(library: Library, email: str) -> Viewer:
    """Somebody as they are known now. Raises :class:`InputError` where they are nobody here, or have left."""
    known = library.persons.find(email)
    with library.database.read() as session:
        viewer = viewer_of(session, known.id)
    if viewer is None:
        raise InputError(f"{known.entry.email} has left: nobody acts as them.")
    return viewer


@contextmanager
def progress_bar(name: str) -> Iterator[Any]:
    """A progress bar on standard error, silent where that is no terminal."""
    with tqdm(
        total=100,
        desc=name,
        unit="%",
        bar_format="{desc}: {bar} {n:.0f}% {postfix} [{elapsed}<{remaining}]",
        disable=None,
        leave=False,
    ) as bar:

        def progress(stage: str, done: float) -> None:
            bar.set_postfix_str(stage, refresh=False)
            bar.n = 100 * min(1.0, done)
            bar.refresh()

        yield progress


def print_review(call: Call, report: Report, summary: CallSummary | None = None) -> None:
    """Print whose call it was and when, its moments, its withheld figures and its doubts."""
    layouts = {
        "two_sides": "agent and customer on two channels",
        "mono": "both voices in one channel",
        "dual_mono": "the same sound on both channels",
        "one_side_silent": "one channel holds no voice of its own",
        "words_only": "a transcript alone",
    }
    print(f"\n{call.source}  {clock(call.duration)}  {layouts[call.layout]}")
    if summary and (texts.was_told(summary.date) or any(v for name, v in summary.known().items() if name != "date")):
        print(f"  {' · '.join(texts.known_of(summary))}")
    for why in dict.fromkeys(doubt.why for doubt in call.doubts):
        print(f"  ? {why}")
    print(f"  {texts.describe_outcome(report)}")
    for moment in report.moments:
        for line in moment_lines(moment):
            print(f"  {line}")
    if not report.moments:
        print("  No moments to flag.")


def moment_lines(moment: Moment) -> list[str]:
    """A moment as text: when, what, the words, the evidence, what to say instead, what followed."""
    low = "  (possible)" if moment.confidence == "low" else ""
    lines = [f"{clock(moment.span.start)} {SIGNS[moment.kind]} {moment.kind:9}  {moment.headline}{low}"]
    if moment.words:
        lines.append(f"         “{moment.words}”")
    lines.append(f"         {moment.because}")
    if moment.instead:
        lines.append(f"         Instead: {moment.instead}")
    if moment.response is not None:
        lines.append(f"         {texts.describe_response(moment.response).capitalize()}. {moment.response.because}")
    return lines


def clock(seconds: float) -> str:
    """83.5 as ``1:23``; minutes only, however long the call."""
    return f"{int(seconds // 60):d}:{int(seconds % 60):02d}"


def _check_out(out: str, calls: Sequence[Path]) -> None:
    if out == "-":
        return
    path = Path(out)
    if len(calls) > 1 and path.suffix == ".json":
        raise InputError(f"{len(calls)} reports do not go into the one file {out}; name a folder for --json")
    if path.suffix == ".json" and path.is_dir():
        raise InputError(f"no report can be written to {out}: it is a folder, and the name is a file's")
    folder = path.parent if path.suffix == ".json" else path
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as slip:
        raise InputError(f"no report can be written to {out}: {slip.strerror or slip}") from None
    if not os.access(folder, os.W_OK):
        raise InputError(f"no report can be written to {out}: {folder} is not writable")


def _as_file_name(stem: str) -> str:
    """``stem``, short enough that an ending of five bytes can follow in any file system."""
    while len(os.fsencode(stem)) > 250:
        stem = stem[:-1]
    return stem


def write_report(out: str, name: str, report: dict[str, Any]) -> None:
    """To standard output, a file, or ``name``.json in a folder; a half-written report is never left behind."""
    text = json.dumps(report, indent=1, ensure_ascii=False) + "\n"
    if out == "-":
        sys.stdout.write(text)
        return
    path = Path(out) if out.endswith(".json") else Path(out) / f"{name}.json"
    path = path.with_name(f"{_as_file_name(path.stem)}.json")
    part_file = path.with_suffix(".part")
    try:
        part_file.write_text(text, encoding="utf-8")
        part_file.replace(path)
    except OSError as slip:
        part_file.unlink(missing_ok=True)
        raise InputError(f"the report could not be written to {path}: {slip.strerror or slip}") from None
