"""Tables of figures with their intervals, as HTML; whatever is text in them is escaped here."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

Cell = str
"""HTML."""


def grid(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """A table; cells are HTML already, headings are text."""
    top = "".join(f"<th>{escape(name)}</th>" for name in head)
    labels = [f'<td data-head="{escape(name)}">' for name in head]  # on a phone each cell has its heading beside it
    body = "".join(
        f"<tr>{''.join(f'{td}{cell}</td>' for td, cell in zip(labels, row, strict=True))}</tr>" for row in rows
    )
    return f'<table class="grid evaluations"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>'


def interval(value: float, low: float, high: float, unit: str = " %") -> Cell:
    """A figure from 0 to 100 as a mark on a line, with the stretch in which it likely lies."""
    return (
        f'<span class="sure"><span class="track"><i style="left:{low:.0f}%;width:{high - low:.0f}%"></i>'
        f'<b style="left:{value:.0f}%"></b></span>{value:.1f}{escape(unit)} <small>likely {low:.1f} to {high:.1f}</small></span>'
    )


def coefficient(value: float | None, low: float | None, high: float | None) -> Cell:
    """A coefficient of agreement with its interval, or a dash where it cannot be told."""
    if value is None or low is None or high is None:
        return "–"
    told, span = f"{value:.2f}".replace("-", "−"), f"{low:.2f} to {high:.2f}".replace("-", "−")
    return f"{escape(told)} <small>{escape(span)}</small>"
