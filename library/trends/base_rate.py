"""The base rate: how often calmer follows a technique, against how often it follows at equal heat when nothing was said.

Agents partner when customers are hot, and hot voices fall back by themselves. So a technique is compared with *placebos*,
stretches of the agent's talk without any technique (:mod:`analysis.outcome.placebo`), in the same *strata*: how far the voice lay
above the customer's usual just before, how much was heard on both sides (the margin), and which third of the call it was::

    before    .. -0.5   0.0   0.5   1.0   1.5   2.0 ..        technique   placebos
    stratum     |  a  |  b  |  c  |  d  |  e  |  f  |           n_s         p_s

    anyway = Σ n_s p_s / Σ n_s          difference = calmer after the technique − anyway

which is direct standardisation to the technique's own moments (Rothman, Greenland & Lash 2008, *Modern Epidemiology*, ch. 15).
A stratum with few placebos is drawn to all of its heat (as if ``DRAWN`` more had been seen); a heat with hardly any is left out.

**Interval**: moments of one call are alike, and so are an agent's calls; therefore clusters are left out in turn, the whole
sum recomputed each time (delete-a-group jackknife; Kott 2001). Clusters are agents, in whom their calls are nested; with
fewer than ``AGENTS`` of them, groups of calls, and then nothing is said of other agents. It is never narrower than
independent moments would have it; t with the freedom of as many equal clusters as theirs come to (Carter, Schnepel & Steigerwald 2017).

**Drawn in**: of many techniques one looks best by luck. Beside each difference stands what is left of it when all of one
kind are drawn to their mean by what their scatter exceeds chance (empirical Bayes; Efron & Morris 1975; the scatter by
DerSimonian & Laird 1986). Followed by, never caused by: who uses a technique, and when, is not left to chance.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from library.calls.strata import HEATS, STRATA

Counts = NDArray[np.float64]

DRAWN = 5.0
"""Placebos of the same heat that a stratum's own are drawn to."""
FEWEST = 10
"""Placebos of one heat, without which moments of that heat are left out."""
ENOUGH = 20
"""Moments of a technique that can be compared, with fewer of which nothing is told."""
CLUSTERS = 8
"""Clusters in which they lie, likewise."""
AGENTS = 8
"""From so many named agents on, agents are the clusters."""
BY_OUTCOME = ("calm_voice",)
"""Techniques that are heard only where the customer settles: what follows them says nothing."""


class Row(NamedTuple):
    """The responses of one cluster in one stratum that could be told, and how many of them were calmer; ``technique`` is
    ``None`` for placebos.
    """

    cluster: str
    technique: tuple[str, str] | None
    stratum: int
    responses: int
    calmer: int


@dataclass(frozen=True, slots=True)
class Difference:
    """A technique against its placebos; shares and differences of shares, from -1 to 1.

    moments  of the technique that could be compared
    calmer   the share of them that calmer followed; ``None`` where there are none
    anyway   the share at equal heat when nothing of the kind was said
    value    the difference, between ``low`` and ``high`` at 95 %; ``None`` where there are too few to tell
    drawn    what is left of it when techniques of its kind are drawn to their mean
    """

    moments: int
    calmer: float | None = None
    anyway: float | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    drawn: float | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """What followed, added up: ``with_technique`` holds responses, and calmer ones, of shape ``(2, clusters, names, strata)``, ``without`` those
    of placebos, ``(2, clusters, strata)``."""

    clusters: tuple[str, ...]
    names: tuple[tuple[str, str], ...]
    with_technique: Counts
    without: Counts

    @classmethod
    def counted(
        cls,
        clusters: Sequence[str],
        names: Sequence[tuple[str, str] | None],
        cluster: NDArray[np.integer],
        name: NDArray[np.integer],
        stratum_index: NDArray[np.integer],
        responses: NDArray[np.integer],
        calmer: NDArray[np.integer],
    ) -> Grid:
        """Rows added up; ``cluster`` and ``name`` of each are indices into ``clusters`` and ``names``, in which ``None`` is a placebo."""
        shape = (len(clusters), len(names), STRATA)
        cell = (cluster.astype(np.intp) * len(names) + name) * STRATA + stratum_index
        summed = [
            np.bincount(cell, weights=n, minlength=int(np.prod(shape))).reshape(shape) for n in (responses, calmer)
        ]
        both = np.array(summed, np.float64)
        said = [k for k, one in enumerate(names) if one is not None]
        unsaid = [k for k, one in enumerate(names) if one is None]
        known = tuple(one for one in names if one is not None)
        return cls(tuple(clusters), known, both[:, :, said], both[:, :, unsaid].sum(axis=2))

    def __add__(self, other: Grid) -> Grid:
        clusters, names = sorted({*self.clusters, *other.clusters}), sorted({*self.names, *other.names})
        with_technique = np.zeros((2, len(clusters), len(names), STRATA))
        without = np.zeros((2, len(clusters), STRATA))
        for grid in (self, other):
            at = [clusters.index(cluster) for cluster in grid.clusters]
            with_technique[:, np.array(at, int)[:, None], [names.index(name) for name in grid.names]] += (
                grid.with_technique
            )
            without[:, at] += grid.without
        return Grid(tuple(clusters), tuple(names), with_technique, without)


def grid_of(rows: Iterable[Row]) -> Grid:
    """The rows, added up."""
    rows = list(rows)
    clusters = sorted({row.cluster for row in rows})
    names: list[tuple[str, str] | None] = [*sorted({row.technique for row in rows if row.technique is not None}), None]
    cluster_index, name_index = ({key: k for k, key in enumerate(keys)} for keys in (clusters, names))
    columns = np.array(
        [(cluster_index[row.cluster], name_index[row.technique], *row[2:]) for row in rows], np.int64
    ).reshape(-1, 5)
    return Grid.counted(clusters, names, *columns.T)


def differences(found: Grid | Iterable[Row]) -> dict[tuple[str, str], Difference]:
    """Each technique, by kind and id, against the placebos."""
    grid = found if isinstance(found, Grid) else grid_of(found)
    unshrunk = {
        name: _difference(grid.with_technique[:, :, k], grid.without)
        for k, name in enumerate(grid.names)
        if name[1] not in BY_OUTCOME
    }
    kinds = dict.fromkeys(kind for kind, _ in grid.names)
    return {name: difference for kind in kinds for name, difference in _drawn_in(unshrunk, kind).items()}


def _difference(technique: Counts, placebo: Counts) -> Difference:
    """One technique: ``technique`` and ``placebo`` hold responses, and calmer ones, by cluster and stratum, shape
    ``(2, clusters, strata)``.
    """
    cluster_indices = np.flatnonzero(technique[0].sum(axis=1) + placebo[0].sum(axis=1))
    all_technique, all_placebo = technique.sum(axis=1), placebo.sum(axis=1)
    moments, calmer, anyway, chance = standardised(all_technique, all_placebo)
    if moments == 0:
        return Difference(0)
    clusters_with_technique = int((technique[0].sum(axis=1) > 0).sum())
    difference = Difference(int(moments), calmer, anyway)
    if moments < ENOUGH or clusters_with_technique < CLUSTERS:
        return difference
    left_out = [standardised(all_technique - technique[:, g], all_placebo - placebo[:, g]) for g in cluster_indices]
    deviations = np.array([(estimate[1] - estimate[2]) - (calmer - anyway) for estimate in left_out if estimate[0] > 0])
    groups = len(deviations)
    variance = max(chance, (groups - 1) / groups * float(np.sum((deviations - deviations.mean()) ** 2)))
    sizes = technique[0].sum(axis=1)
    freedom = max(1.0, float(sizes.sum() ** 2 / np.sum(sizes**2)) - 1.0)
    reach = float(stdtrit(freedom, 0.975)) * variance**0.5
    value = calmer - anyway
    return replace(difference, value=value, low=max(-1.0, value - reach), high=min(1.0, value + reach))


def standardised(technique: Counts, placebo: Counts) -> tuple[float, float, float, float]:
    """Moments compared, calmer after them, calmer anyway, and the variance of the difference were moments independent.

    Both are responses, and calmer ones, by stratum, shape ``(2, strata)``.
    """
    usable, rate = anyway_rates(placebo)
    responses, calmer = np.where(usable, technique, 0.0)
    total = float(responses.sum())
    if total == 0:
        return 0.0, 0.0, 0.0, 0.0
    weight = responses / total
    scatter = rate * (1 - rate)
    chance = float(np.sum(weight * scatter) / total + np.sum(weight**2 * scatter / (placebo[0] + DRAWN)))
    return total, float(calmer.sum()) / total, float(np.sum(weight * rate)), chance


def anyway_rates(placebo: Counts) -> tuple[NDArray[np.bool_], Counts]:
    """By stratum, whether there are enough placebos of its heat to compare with, and the share of calmer ones among them, drawn to its heat's."""
    by_heat = placebo.reshape(2, len(HEATS) + 1, -1).sum(axis=2)
    usable = np.repeat(by_heat[0] >= FEWEST, STRATA // (len(HEATS) + 1))
    usual = np.repeat(by_heat[1] / np.maximum(by_heat[0], 1), STRATA // (len(HEATS) + 1))
    return usable, (placebo[1] + DRAWN * usual) / (placebo[0] + DRAWN)


def _drawn_in(unshrunk: Mapping[tuple[str, str], Difference], kind: str) -> dict[tuple[str, str], Difference]:
    """The techniques of one kind, each with what is left of its difference."""
    of_kind = {name: difference for name, difference in unshrunk.items() if name[0] == kind}
    measured = [name for name, difference in of_kind.items() if difference.value is not None]
    values, errors = _values([of_kind[name] for name in measured])
    for name, drawn in zip(measured, shrink_estimates(values, errors), strict=True):
        of_kind[name] = replace(of_kind[name], drawn=drawn)
    return of_kind


def _values(measured: Sequence[Difference]) -> tuple[list[float], list[float]]:
    """Differences and their standard errors, read off the intervals."""
    reaches = [
        (d.value or 0.0, max((d.high or 0.0) - (d.value or 0.0), (d.value or 0.0) - (d.low or 0.0))) for d in measured
    ]
    return [value for value, _ in reaches], [max(reach / 1.96, 1e-6) for _, reach in reaches]


def shrink_estimates(values: Sequence[float], errors: Sequence[float]) -> list[float]:
    """Each value drawn to the mean of all by how much their scatter exceeds their standard errors; one alone stays."""
    if len(values) < 2:
        return list(values)
    mean, between = spread_of(values, errors)
    return [mean + between / (between + e * e) * (v - mean) for v, e in zip(values, errors, strict=True)]


def spread_of(values: Sequence[float], errors: Sequence[float]) -> tuple[float, float]:
    """The mean of two values or more, and the variance between them that their standard errors do not explain (DerSimonian & Laird)."""
    value, weight = np.array(values), 1 / np.array(errors) ** 2
    mean = np.sum(weight * value) / np.sum(weight)
    excess = np.sum(weight * (value - mean) ** 2) - (len(values) - 1)
    between = max(0.0, float(excess / (np.sum(weight) - np.sum(weight**2) / np.sum(weight))))
    weight = 1 / (np.array(errors) ** 2 + between)
    return float(np.sum(weight * value) / np.sum(weight)), between
