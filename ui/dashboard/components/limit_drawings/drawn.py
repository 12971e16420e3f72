"""A scene of a limit as HTML: bars by percentages, so that the drawing is as wide as there is room and its letters stay as they are.

The colours are the page's (``screens.css``), light and dark; ``within`` and ``beyond`` differ by a pattern too.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from ui.dashboard.components.limit_drawings.scenes import SCENES, Rise, Strip

ROW = 1.25
"""Height of a voice's row, in the size of a letter."""
TALL = 5.0
"""Height of a row of phrases, in the same."""


def drawing(name: str, value: float, unit: str) -> str:
    """The drawing of a limit at a value, as HTML; ``unit`` as the table of limits has it."""
    scene = SCENES[name]
    amount = f"{value:g} {unit}"
    drawn = _strip(scene, value, amount) if isinstance(scene, Strip) else _rise(scene, value, amount)
    shown = [("within", scene.within), ("beyond", scene.beyond)]
    if isinstance(scene, Rise) and scene.both_ways:
        shown.insert(0, ("below", scene.below))
    key = "".join(f'<span><i class="{look}"></i>{escape(told)}</span>' for look, told in shown)
    alternative = escape(in_words(scene, amount))
    return f'<div class="limit-drawing" role="img" aria-label="{alternative}">{drawn}<div class="key">{key}</div></div>'


def in_words(scene: Strip | Rise, amount: str) -> str:
    """The same as a sentence or two."""
    if isinstance(scene, Strip):
        until = "back from its end" if scene.back else "from there"
        return f"{scene.shows} Up to {amount} {until}: {scene.within}. Beyond: {scene.beyond}."
    if scene.both_ways:
        return f"{scene.shows} Less than {amount}: {scene.within}. More up: {scene.beyond}; more down: {scene.below}."
    return f"{scene.shows} Below {amount}: {scene.within}. From there on: {scene.beyond}."


def _strip(scene: Strip, value: float, amount: str) -> str:
    people = list(dict.fromkeys(voice.who for voice in scene.voices))
    parts = [f'<span class="who" style="top:{_row(k)}">{escape(who)}</span>' for k, who in enumerate(people)]
    for voice in scene.voices:
        look = "voice raised" if voice.raised else "voice"
        parts.append(_bar(look, voice.start, voice.end, scene.length, _row(people.index(voice.who))))
    border = max(0.0, scene.origin - value) if scene.back else min(scene.length, scene.origin + value)
    low, high = sorted((scene.origin, scene.reach))
    zones = (
        [("beyond", low, border), ("within", border, high)]
        if scene.back
        else [("within", low, border), ("beyond", border, high)]
    )
    parts += [_bar(look, start, end, scene.length, _row(len(people))) for look, start, end in zones if end > start]
    height = ROW * (len(people) + 1)
    return _field(parts, border / scene.length, amount, height)


def _rise(scene: Rise, value: float, amount: str) -> str:
    deep = scene.full if scene.both_ways else 0.0
    whole = scene.full + deep
    width = 100 / len(scene.heights)
    parts = []
    for k, height in enumerate(scene.heights):
        look = "within" if abs(height) < value else "beyond" if height > 0 else "below"
        foot = 100 * (deep + min(0.0, height)) / whole
        at = f"left:{k * width + width / 5:.2f}%;width:{0.6 * width:.2f}%;bottom:{foot:.2f}%;height:{100 * abs(height) / whole:.2f}%"
        parts.append(f'<i class="phrase {look}" style="{at}"></i>')
    parts.append(f'<i class="calm" style="bottom:{100 * deep / whole:.2f}%"></i>')
    borders = [value, -value] if scene.both_ways else [value]
    for border in borders:
        told = f"<b>{escape(amount)}</b>" if border > 0 else ""
        parts.append(f'<i class="level" style="bottom:{100 * (deep + border) / whole:.2f}%">{told}</i>')
    return f'<div class="field tall" style="height:{TALL}em">{"".join(parts)}</div>'


def _field(parts: Iterable[str], border: float, amount: str, height: float) -> str:
    side = " left" if border > 0.7 else ""  # of the line, so that it stays inside
    line = f'<i class="border{side}" style="left:{100 * border:.2f}%"><b>{escape(amount)}</b></i>'
    return f'<div class="field" style="height:{height:g}em">{"".join(parts)}{line}</div>'


def _bar(look: str, start: float, end: float, length: float, top: str) -> str:
    place = f"left:{100 * start / length:.2f}%;width:{100 * (end - start) / length:.2f}%;top:{top}"
    return f'<i class="{look}" style="{place}"></i>'


def _row(number: int) -> str:
    return f"{ROW * number:g}em"
