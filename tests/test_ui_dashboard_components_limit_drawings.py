"""Drawings of limits: every limit has one, it is to scale, and it says the same in words."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.limits import table
from ui.dashboard.components.limit_drawings.drawn import drawing
from ui.dashboard.components.limit_drawings.scenes import SCENES, Rise, Strip

ROWS = {row["name"]: row for row in table()}
STRIPS = sorted(name for name, scene in SCENES.items() if isinstance(scene, Strip))
RISES = sorted(name for name, scene in SCENES.items() if isinstance(scene, Rise))


def parsed(name: str, value: float) -> ElementTree.Element:
    return ElementTree.fromstring(drawing(name, value, ROWS[name]["unit"]))


def parts(root: ElementTree.Element, look: str) -> list[dict[str, float]]:
    """The places of what looks so in the picture itself, in percent, by side."""
    field = root.find("div")
    assert field is not None
    found = [part for part in field if look in (part.get("class") or "").split()]
    return [
        {side: float(n) for side, n in re.findall(r"(left|width|bottom|height):([\d.]+)%", part.get("style") or "")}
        for part in found
    ]


def test_every_limit_has_a_drawing_and_no_other_has() -> None:
    assert SCENES.keys() == ROWS.keys()


@pytest.mark.parametrize("name", STRIPS)
@given(st.floats(0, 1))
def test_the_border_of_a_strip_lies_where_the_value_is(name: str, share: float) -> None:
    scene, row = SCENES[name], ROWS[name]
    assert isinstance(scene, Strip)
    value = row["low"] + share * (row["high"] - row["low"])
    root = parsed(name, value)
    (border,) = parts(root, "border")
    at = scene.origin - value if scene.back else scene.origin + value
    assert border["left"] == pytest.approx(100 * at / scene.length, abs=0.01)
    assert 0 <= border["left"] <= 100
    zones = {look: zone for look in ("within", "beyond") for zone in parts(root, look)}
    if value > 0.01:
        assert zones["within"]["width"] == pytest.approx(100 * value / scene.length, abs=0.02) or at in (0, scene.reach)
    for zone in (*zones.values(), *parts(root, "voice")):
        assert zone["left"] >= 0 and zone["left"] + zone["width"] <= 100.02


@pytest.mark.parametrize("name", STRIPS)
def test_the_whole_range_of_a_strips_limit_can_be_drawn(name: str) -> None:
    scene, row = SCENES[name], ROWS[name]
    assert isinstance(scene, Strip)
    assert abs(scene.reach - scene.origin) >= row["high"] - 1e-9
    assert min(voice.start for voice in scene.voices) >= 0
    assert max(voice.end for voice in scene.voices) <= scene.length


@pytest.mark.parametrize("name", RISES)
@given(st.floats(0, 1))
def test_what_is_over_the_line_of_a_rise_is_marked(name: str, share: float) -> None:
    scene, row = SCENES[name], ROWS[name]
    assert isinstance(scene, Rise)
    value = row["low"] + share * (row["high"] - row["low"])
    root = parsed(name, value)
    assert len(parts(root, "phrase")) == len(scene.heights)
    assert len(parts(root, "beyond")) == sum(height >= value for height in scene.heights)
    assert len(parts(root, "below")) == sum(height <= -value for height in scene.heights if scene.both_ways)
    line = parts(root, "level")[0]["bottom"]
    assert all(bar["bottom"] + bar["height"] >= line - 0.02 for bar in parts(root, "beyond"))
    assert all(bar["bottom"] + bar["height"] <= line + 0.02 for bar in parts(root, "within"))


@pytest.mark.parametrize("name", sorted(SCENES))
def test_the_drawing_says_the_same_in_words(name: str) -> None:
    row, scene = ROWS[name], SCENES[name]
    root = parsed(name, row["default"])
    told = root.get("aria-label") or ""
    assert root.get("role") == "img"
    for part in (f"{row['default']:g} {row['unit']}", scene.shows, scene.within, scene.beyond):
        assert part in told
    key = [span.text or (span[0].tail if len(span) else "") for span in root.findall("div")[1]]
    assert scene.within in key and scene.beyond in key
