"""``sameside``: the command line, saying the same things as the dashboard.

A mistake is one sentence on standard error and exit status 1 (2 for a wrong use of the command); the rest of a
batch goes on.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from audio.errors import SameSideError, sentence
from ui.cli.governance.audit import configure_audit
from ui.cli.governance.backup import configure_backup, configure_restore
from ui.cli.governance.holds import configure_holds
from ui.cli.governance.recordings import configure_recordings
from ui.cli.governance.retention import configure_retention
from ui.cli.many.operations import add_operations
from ui.cli.terminal import harmless


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    _write_any_character()
    with harmless():
        return _run(list(sys.argv[1:] if argv is None else argv))


def _run(arguments: list[str]) -> int:
    args = _parser(arguments).parse_args(arguments)
    try:
        command: Callable[[argparse.Namespace], int] = args.run
        return command(args)
    except KeyboardInterrupt:
        print("sameside: stopped; what was done is kept.", file=sys.stderr)
        return 130
    except BrokenPipeError:  # `sameside limits | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (SameSideError, OSError) as slip:
        print(f"sameside: {sentence(slip)}", file=sys.stderr)
        return 1


def _write_any_character() -> None:
    """Files and pipes are UTF-8, whatever the locale; a terminal gets what it can show, and ? for the rest."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


class _Version(argparse.Action):
    """Prints the version, looked up only when it is asked for, and ends."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object, **__: object) -> None:
        print(f"SameSide {importlib.metadata.version('sameside')}")
        parser.exit()


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="sameside", description="Hears where an agent pushed or partnered, and what the customer's voice did next."
    )
    top.add_argument("--version", action=_Version, nargs=0, help="print which SameSide this is")
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    review = commands.add_parser("review", help="review recordings, print their moments, keep them in the library")
    review.add_argument(
        "calls",
        nargs="*",
        type=Path,
        metavar="CALL",
        help="recordings: WAV, MP3, M4A, Ogg, WebM, FLAC, AMR, GSM …, or videos with sound",
    )
    review.add_argument(
        "--pair",
        nargs=2,
        type=Path,
        metavar=("AGENT", "CUSTOMER"),
        help="one call in two recordings of one voice each: the agent's and the customer's, kept as one",
    )
    review.add_argument(
        "--transcript",
        type=Path,
        metavar="FILE",
        help="its words: WebVTT, SRT, JSON or “Agent: …” text; alone, the words are reviewed without sound",
    )
    review.add_argument(
        "--agent",
        metavar="SIDE_OR_NAME",
        help="the agent's channel, left or right; on one channel the voice that speaks first or second; or the agent's name in the transcript; by default the words tell, and "
        "where they do not, it is assumed and said",
    )
    review.add_argument(
        "--model", metavar="NAME_OR_FOLDER", help="the Whisper model that hears the words (see `sameside models`)"
    )
    review.add_argument(
        "--language", metavar="CODE", help="the language spoken, such as en; guessed from each call's clearest speech"
    )
    review.add_argument(
        "--vocabulary",
        type=Path,
        metavar="FILE",
        help="words that are likely to occur (company, products, names), an entry a line",
    )
    review.add_argument(
        "--diarization",
        type=Path,
        metavar="RTTM_OR_FOLDER",
        help="who speaks when in a mixed recording: an RTTM file, or the folder of a pyannote pipeline",
    )
    review.add_argument(
        "--metadata",
        type=Path,
        metavar="CSV",
        help="a list of the calls: file, agent, team, queue, date, direction, disposition, customer reference; metadata.csv in their folder is taken without",
    )
    review.add_argument(
        "--names",
        metavar="PATTERN",
        help="what the files' names say, as {date}_{time}_{agent}_{queue}; else the pattern that is kept (see `sameside names`)",
    )
    review.add_argument("--no-words", action="store_true", help="review the sound alone")
    review.add_argument(
        "--json", metavar="OUT", help="write the report to a file, or a folder for several; - for standard output"
    )
    review.add_argument(
        "--limits", type=Path, metavar="FILE", help="other limits, lines of `name = value` (see `sameside limits`)"
    )
    review.add_argument(
        "--unmasked",
        action="store_true",
        help="print and write numbers and addresses as they were said (see docs/privacy.md)",
    )
    review.add_argument("--rules", type=Path, metavar="FILE", help="a team's own rules, on top of the rule book")
    review.add_argument(
        "--workers",
        type=int,
        metavar="N",
        help="review so many recordings at a time, each in a process of its own here",
    )
    review.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="have a Dask cluster review them, as in tcp://10.0.0.5:8786; needs a library in PostgreSQL (see docs/cluster.md)",
    )
    _library(review)
    _as(review)
    review.set_defaults(run=_review)

    work = commands.add_parser("work", help="work through the library's queue on this machine, without the dashboard")
    if arguments[:1] == ["work"]:
        from ui.cli.many.work import configure_work

        configure_work(work)

    watch = commands.add_parser("watch", help="take recordings that come to lie in a folder into the library's queue")
    if arguments[:1] == ["watch"]:
        from ui.cli.many.watch import configure_watch

        configure_watch(watch)

    health = commands.add_parser(
        "health", help="whether the library can be used from here: 0 where it can (see docs/operations.md)"
    )
    if arguments[:1] == ["health"]:
        from ui.cli.many.health import configure_health

        configure_health(health)

    export = commands.add_parser(
        "export", help="calls, moments, measures and evaluations as Parquet tables (see docs/export.md)"
    )
    if arguments[:1] == ["export"]:
        from ui.cli.many.export import configure_export

        configure_export(export)
    _library(export)
    _as(export)

    notes = commands.add_parser("notes", help="the timeline's notes: list, write, answer, export, import")
    if arguments[:1] == ["notes"]:  # its imports are heavy, and `sameside phrase` should start at once
        from ui.cli.notes import configure, notes_command

        configure(notes)
        notes.set_defaults(run=notes_command)

    people = commands.add_parser(
        "people", help="who may sign in, as what, for which teams: list, add, change, remove, import, export"
    )
    if arguments[:1] == ["people"]:
        from ui.cli.team import people as of_people

        of_people.configure(people)
        people.set_defaults(run=of_people.people_command)

    sign_in = commands.add_parser("sign-in", help="how people sign in to a team's dashboard: set, check, show, forget")
    if arguments[:1] == ["sign-in"]:
        from ui.cli.team import sign_in as of_sign_in

        of_sign_in.configure(sign_in)
        sign_in.set_defaults(run=of_sign_in.sign_in_command)
    _for_programs(commands, arguments)
    configure_audit(
        commands.add_parser("audit", help="who did what with which call; verify that nothing is missing of it")
    )
    configure_retention(commands.add_parser("retention", help="how long calls are kept, what goes when, what has gone"))
    configure_recordings(
        commands.add_parser("recordings", help="where recordings lie, a folder or object storage; move them")
    )
    configure_backup(commands.add_parser("backup", help="a backup of the library, while others go on working with it"))
    configure_restore(commands.add_parser("restore", help="a library out of a backup; or only whether that is whole"))
    configure_holds(commands.add_parser("hold", help="legal holds: calls that must not be deleted"))

    names = commands.add_parser("names", help="try a pattern on files' names: what it would read of each; keep it")
    names.add_argument(
        "pattern",
        nargs="?",
        metavar="PATTERN",
        help="such as {date}_{time}_{agent}_{queue}; without, the one that is kept",
    )
    names.add_argument("files", nargs="*", metavar="FILE", help="names to try it on; they need not be there")
    names.add_argument("--keep", action="store_true", help="take it for all recordings from now on")
    names.add_argument("--forget", action="store_true", help="keep none")
    _library(names)
    _as(names)
    names.set_defaults(run=_names)

    redact = commands.add_parser("redact", help="recordings with numbers and addresses silenced, to be handed on")
    redact.add_argument(
        "calls", nargs="+", metavar="CALL", help="a recording, or a call of the library by its name or id"
    )
    redact.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="where the redacted files go")
    redact.add_argument("--transcript", action="store_true", help="write the masked words beside the sound, as WebVTT")
    redact.add_argument(
        "--model", metavar="NAME_OR_FOLDER", help="the Whisper model that hears the words and listens again"
    )
    _library(redact)
    redact.set_defaults(run=_redact)

    clip = commands.add_parser("clip", help="a stretch of a call as one file that plays anywhere, masked")
    if arguments[:1] == ["clip"]:
        from ui.cli.clips.clip import clip_command, configure_clip

        configure_clip(clip)
        clip.set_defaults(run=clip_command)
    _library(clip)
    _as(clip)

    phrase = commands.add_parser("phrase", help="try the rule book: a JSON line in, a JSON line out")
    phrase.add_argument("--rules", type=Path, metavar="FILE", help="a team's own rules")
    phrase.set_defaults(run=_phrase)

    models = commands.add_parser("models", help="the Whisper models: which are here, fetch one, verify one")
    models.add_argument("action", nargs="?", choices=("list", "fetch", "verify"), default="list")
    models.add_argument("name", nargs="?", metavar="NAME_OR_FOLDER")
    models.set_defaults(run=_models)

    limits = commands.add_parser("limits", help="every limit, its value, unit, meaning and source")
    limits.add_argument("--json", action="store_true")
    limits.set_defaults(run=_limits)

    dashboard = commands.add_parser("dashboard", help="serve the dashboard, on localhost or for a team")
    dashboard.add_argument("--port", type=int, default=8501)
    dashboard.add_argument(
        "--host",
        default="localhost",
        metavar="ADDRESS",
        help="listen on another address, 0.0.0.0 for all of this machine's; only once sign-in is set up (see `sameside sign-in`)",
    )
    dashboard.add_argument("--open", action="store_true", help="open it in the browser")
    dashboard.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="have a Dask cluster review what is brought, as in tcp://10.0.0.5:8786; else what SAMESIDE_CLUSTER names, else it is done here",
    )
    add_operations(dashboard)
    _library(dashboard)
    dashboard.set_defaults(run=_dashboard)

    demo = commands.add_parser(
        "demo", help="hear the samples with a real Whisper, print their moments, serve the dashboard"
    )
    demo.add_argument("--port", type=int, default=8501)
    demo.add_argument("--no-serve", action="store_true", help="stop after the review")
    _library(demo, "one of the demo's own")
    demo.set_defaults(run=_demo)
    return top


def _for_programs(commands: argparse._SubParsersAction[argparse.ArgumentParser], arguments: Sequence[str]) -> None:
    """The commands about the HTTP door: who comes in there, from where, and who is told."""
    tokens = commands.add_parser("tokens", help="by what programs come in at the HTTP door: add, list, revoke")
    if arguments[:1] == ["tokens"]:
        from ui.cli.api.tokens import configure_tokens

        configure_tokens(tokens)
    hosts = commands.add_parser("hosts", help="from where recordings may be fetched whose address a program gives")
    if arguments[:1] == ["hosts"]:
        from ui.cli.api.hosts import configure_hosts

        configure_hosts(hosts)
    webhook = commands.add_parser("webhook", help="where the house is told that a call is reviewed, or has failed")
    if arguments[:1] == ["webhook"]:
        from ui.cli.api.webhook import configure_webhook

        configure_webhook(webhook)


def _library(parser: argparse.ArgumentParser, otherwise: str = "one in the user's data folder") -> None:
    parser.add_argument(
        "--library",
        metavar="URL",
        help=f"where calls are kept: a database URL or a file; else what SAMESIDE_LIBRARY names, else {otherwise}",
    )


def _as(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--as",
        dest="as_email",
        metavar="EMAIL",
        help="as this person would, with their rights, and not as the whole house",
    )


def _review(args: argparse.Namespace) -> int:
    from ui.cli.review import review_command

    return review_command(args)


def _names(args: argparse.Namespace) -> int:
    from ui.cli.names import names_command

    return names_command(args)


def _redact(args: argparse.Namespace) -> int:
    from ui.cli.redact import redact_command

    return redact_command(args)


def _phrase(args: argparse.Namespace) -> int:
    from ui.cli.phrase import phrase

    phrase(sys.stdin or (), sys.stdout, args.rules)
    return 0


def _models(args: argparse.Namespace) -> int:
    from ui.cli.models import models

    return models(args.action, args.name)


def _limits(args: argparse.Namespace) -> int:
    from ui.cli.limits import limits

    return limits(args.json)


def _dashboard(args: argparse.Namespace) -> int:
    from library.logs.setting import set_up
    from ui.dashboard.server import serve

    set_up(args.log_format)
    return serve(args.library, args.port, not args.open, args.host, args.cluster, args.metrics_port)


def _demo(args: argparse.Namespace) -> int:
    from ui.cli.demo import demo_command

    return demo_command(args)


if __name__ == "__main__":
    sys.exit(main())
