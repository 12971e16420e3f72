"""The metrics as Prometheus reads them: the library's figures asked of it at each scrape, and this process's own.

Every value of a label is there from the beginning, at 0: of a series that appears with its first failure, ``increase`` does not see that one.
Where the library does not answer, that is told, and the process's own figures all the same.
"""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from prometheus_client import CollectorRegistry, Metric, ProcessCollector
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from audio.errors import SameSideError
from library.database.schema import HEAD
from library.health.bounded import Bounded
from library.jobs import tallies
from library.jobs.figures import STANDINGS, Figures
from ui.operations.families import FAMILIES

WITHIN, KEEP = 5.0, 2.0
"""Seconds in which the library must answer, and for which its figures are given again."""

OUTCOMES = ("done", "failed")


class Worker(Protocol):
    """A worker process, as far as it is told of."""

    @property
    def is_alive(self) -> bool:
        """Whether it is there just now."""

    @property
    def restarts(self) -> int:
        """How often it was started anew."""


class Metrics:
    """The metrics of one process: of its library, and of the ``workers`` that it looks after."""

    def __init__(self, figures: Callable[[], Figures], workers: Sequence[Worker] = (), within: float = WITHIN) -> None:
        def answered() -> Figures | None:
            try:
                return figures()
            except SameSideError:
                return None

        self._registry = CollectorRegistry()
        self._registry.register(_Collected(Bounded(answered, within, KEEP), workers))
        ProcessCollector(registry=self._registry)

    def page(self, accept: str) -> tuple[bytes, str]:
        """All metrics in the form that is asked for by an ``Accept`` header, and that form's name."""
        encode, content_type = choose_encoder(accept)
        return encode(self._registry), content_type


class _Collected(Collector):
    def __init__(self, figures: Bounded[Figures | None], workers: Sequence[Worker]) -> None:
        self._figures, self._workers = figures, workers

    def describe(self) -> Iterable[Metric]:
        """None beforehand: the library is not asked before somebody asks us."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """All families, with their values as they are now."""
        figures = self._figures.ask()
        yield _one("sameside_library_up", figures is not None)
        if figures is not None:
            yield from _of_library(figures)
        alive = sum(worker.is_alive for worker in self._workers)
        yield _many("sameside_process_workers", [(("running",), alive), (("ended",), len(self._workers) - alive)])
        yield _one("sameside_process_worker_restarts_total", sum(each.restarts for each in self._workers))
        yield _many("sameside_build_info", [((importlib.metadata.version("sameside"), HEAD), 1)])


def _of_library(figures: Figures) -> Iterator[Metric]:
    count = figures.tallies.of
    stands = [((work, state), figures.jobs.get((work, state), 0)) for work in tallies.WORK for state in STANDINGS]
    ended = [((work, how), count(tallies.ENDED, f"{work} {how}")) for work in tallies.WORK for how in OUTCOMES]
    yield _many("sameside_library_jobs", stands)
    yield _one("sameside_library_oldest_waiting_seconds", figures.oldest_waiting)
    yield _one("sameside_library_queue_stuck", figures.is_stuck)
    if figures.since_last_end is not None:
        yield _one("sameside_library_last_ended_seconds", figures.since_last_end)
    yield _many("sameside_library_jobs_ended_total", ended)
    failures = [((kind,), count(tallies.FAILURES, kind)) for kind in tallies.KINDS]
    yield _many("sameside_library_failures_total", failures)
    yield _one("sameside_library_jobs_retaken_total", count(tallies.RETAKEN))
    yield _one("sameside_library_audio_seconds_total", count(tallies.AUDIO_SECONDS))
    stages = [((stage,), count(tallies.STAGE_SECONDS, stage)) for stage in tallies.STAGES]
    yield _many("sameside_library_stage_seconds_total", stages)


def _one(name: str, value: float) -> Metric:
    """A metric of the list that has no labels."""
    return _many(name, [((), value)])


def _many(name: str, values: Iterable[tuple[tuple[str, ...], float]]) -> Metric:
    """A metric of the list with its values, by those of its labels."""
    family = FAMILIES[name]
    metric = Metric(name.removesuffix("_total") if family.kind == "counter" else name, family.help, family.kind)
    for labels, value in values:
        metric.add_sample(name, dict(zip(family.labels, labels, strict=True)), float(value))
    return metric
