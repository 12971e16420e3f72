"""Tables and lists of text: whatever stands in them was somebody's, and is text there."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st


def grid(heads: Sequence[str], rows: Sequence[Sequence[str]], kind: str = "") -> None:
    """A table of text; on a phone each cell has its heading beside it."""
    top = "".join(f"<th>{escape(head)}</th>" for head in heads)
    body = [_row(heads, row) for row in rows]
    st.html(f'<table class="grid {escape(kind)}"><thead><tr>{top}</tr></thead><tbody>{"".join(body)}</tbody></table>')


def _row(heads: Sequence[str], row: Sequence[str]) -> str:
    cells = (f'<td data-head="{escape(head)}">{escape(cell)}</td>' for head, cell in zip(heads, row, strict=True))
    return f"<tr>{''.join(cells)}</tr>"


def bullets(heading: str, lines: Sequence[str]) -> None:
    """Sentences under a heading."""
    items = "".join(f"<li>{escape(line[:1].upper() + line[1:])}</li>" for line in lines)
    st.html(f'<h2>{escape(heading)}</h2><ul class="said">{items}</ul>')


def lead(line: str) -> None:
    """What a page is about."""
    st.html(f"<p class='lead'>{escape(line)}</p>")
