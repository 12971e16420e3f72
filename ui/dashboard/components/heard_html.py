"""HTML of ours with buttons that play a stretch of a call where they stand, and links to other pages of ours.

One stretch plays at a time, from its beginning to its end; a second press stops it. The sound is fetched when it is asked for.
"""

from __future__ import annotations

from functools import cache
from html import escape
from typing import Any

import streamlit as st

from audio.span import Span

SCRIPT = """
export default ({ data, parentElement }) => {
  const box = parentElement.querySelector(".linked");
  if (box.html === data.html) return stop(box);
  box.player?.pause();
  box.html = data.html;
  box.innerHTML = data.html;
  box.player = new Audio();
  box.player.preload = "none";
  const rest = () => {
    box.player.pause();
    for (const one of box.querySelectorAll(".hear")) one.setAttribute("aria-pressed", "false");
  };
  box.player.addEventListener("timeupdate", () => box.player.currentTime >= box.until && rest());
  box.player.addEventListener("ended", rest);
  for (const one of box.querySelectorAll(".hear"))
    one.addEventListener("click", async () => {
      const playing = one.getAttribute("aria-pressed") === "true";
      rest();
      if (playing) return;
      const { sound, start, end } = one.dataset;
      one.setAttribute("aria-pressed", "true");
      if (box.sound !== sound) box.player.src = box.sound = sound;
      box.until = Number(end);
      box.player.currentTime = Number(start);
      await box.player.play().catch(() => rest());
    });
  parentElement.closest("[data-testid^=stBidiComponent]").dataset.drawn = ""; // what is below waits for it (screens.css)
  return stop(box);
}
const stop = (box) => () => box.player?.pause();
"""
AUDIO = "call-audio"
BEFORE, AFTER = 1.0, 0.6
"""Seconds that are played before a stretch and after it, so that one hears where it comes from."""


@cache
def _component() -> Any:
    html = '<div class="linked"></div>'
    return st.components.v2.component("sameside.heardhtml", html=html, js=SCRIPT, isolate_styles=False)


def heard_html(html: str, *, key: str) -> None:
    """Show HTML, in which all that is anybody's text has been escaped."""
    _component()(key=key, data={"html": html})


def hear_button(call_id: str, span: Span, what: str) -> str:
    """A button that plays a stretch of a call, as HTML; ``what`` it is, for those who cannot see where it stands."""
    return (
        f'<button type="button" class="hear" aria-pressed="false" data-sound="{escape(f"{AUDIO}/{call_id}")}" '
        f'data-start="{max(0.0, span.start - BEFORE):.2f}" data-end="{span.end + AFTER:.2f}" '
        f'aria-label="{escape(f"Hear it: {what}")}"><span aria-hidden="true"></span>Hear it</button>'
    )
