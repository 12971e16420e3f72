"""A moment of a call as a card: what it is, what was said in it, a button to hear it, and the way to it in its call."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from audio.span import Span
from library.coaching.session import Item
from library.store import Library
from ui import texts
from ui.dashboard.components.heard_html import hear_button
from ui.dashboard.components.linked_html import link_html
from ui.dashboard.parts import technique_names

GONE = "Its call is no longer here."
WHO = {"agent": "Agent", "customer": "Customer"}


def card(
    library: Library, title: str, call_id: str, call: str, span: Span, lines: Sequence[str], number: int | None = None
) -> str:
    """The card as HTML; ``lines`` are HTML already, ``number`` its place on an agenda."""
    there = f"{texts.title(call)}, {texts.format_clock(span.start)}"
    at = {"call": call_id, "at": f"{span.start:.1f}"}
    sound = hear_button(call_id, span, title) if library.recording_of(call_id) else ""
    place = "" if number is None else f'<span class="place">{number:d}</span>'
    return (
        f'<article class="moment-card"><header>{place}<h3>{escape(title)}</h3><small>{link_html(there, "review", at)}</small></header>'
        f"{''.join(lines)}<footer>{sound}</footer></article>"
    )


def quoted(said: Sequence[tuple[str, str]]) -> str:
    """What was said, a line each, as HTML."""
    lines = "".join(f"<p><b>{escape(WHO.get(who, who))}</b> “{escape(words)}”</p>" for who, words in said)
    return f"<blockquote>{lines}</blockquote>" if lines else ""


def line(words: str, kind: str = "") -> str:
    """A line of text as HTML; none where there are no words."""
    shown = "<br>".join(escape(part) for part in texts.printable(words).splitlines())
    return f'<p class="{kind}">{shown}</p>' if words.strip() else ""


def item_html(library: Library, item: Item, place: int) -> str:
    """One place of the agenda as a card."""
    stretch = item.stretch
    if stretch is None:
        return f'<article class="moment-card gone"><header><span class="place">{place}</span><h3>{GONE}</h3></header></article>'
    said = [quoted(item.quote), line(stretch.words, "words")]
    return card(library, title_of(item), stretch.call_id, item.call, stretch.span, said, place)


def title_of(item: Item) -> str:
    """What a place is called: as the coach says, else by its technique."""
    if item.stretch is None:
        return GONE
    names = technique_names.names()
    technique = item.stretch.technique
    return item.stretch.title or (
        names.get(technique, texts.sentence(technique)) if technique else "A stretch of the call"
    )
