"""Every metric by its name: what it is, of which labels, and in words. The one list, which the documentation is held to.

``sameside_library_…``   what all processes of a library did, counted in the library: the same whoever is asked, so take ``max``, never ``sum``
``sameside_process_…``   what the process that is asked does itself
"""

from __future__ import annotations

from typing import Literal, NamedTuple


class Family(NamedTuple):
    """A metric without its values."""

    kind: Literal["gauge", "counter"]
    help: str
    labels: tuple[str, ...] = ()


FAMILIES: dict[str, Family] = {
    "sameside_library_up": Family("gauge", "1 where the library's database answers, 0 where it does not."),
    "sameside_library_jobs": Family(
        "gauge", "Jobs of the queue that are not done, by kind of work and by how they stand.", ("work", "state")
    ),
    "sameside_library_oldest_waiting_seconds": Family(
        "gauge", "Seconds for which the oldest job has waited that nobody works on; 0 where none waits."
    ),
    "sameside_library_queue_stuck": Family("gauge", "1 where something waits for minutes, nobody works, and nothing ends."),
    "sameside_library_last_ended_seconds": Family("gauge", "Seconds since a job last ended; absent where none ever has."),
    "sameside_library_jobs_ended_total": Family("counter", "Jobs that ended, by kind of work and outcome.", ("work", "outcome")),
    "sameside_library_failures_total": Family("counter", "Jobs that failed, by kind of failure.", ("kind",)),
    "sameside_library_jobs_retaken_total": Family("counter", "Jobs that were taken up again since their worker fell silent."),
    "sameside_library_audio_seconds_total": Family("counter", "Seconds of recordings that were reviewed."),
    "sameside_library_stage_seconds_total": Family(
        "counter", "Seconds of work on jobs that ended, by stage; the model's time is that of the stage words.", ("stage",)
    ),
    "sameside_process_workers": Family("gauge", "Worker processes that this process looks after, by whether they run.", ("state",)),
    "sameside_process_worker_restarts_total": Family("counter", "Worker processes that ended abruptly and were started anew."),
    "sameside_build_info": Family("gauge", "Always 1; the version of SameSide, and the form of library that it knows.", ("version", "form")),
}  # fmt: skip
